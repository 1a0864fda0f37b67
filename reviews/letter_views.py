"""The pages of letters to victims: what is to be printed and sent, one letter, its PDF."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.web.details import Detail, deed_links
from rasso_tracker.web.exports import MARKING
from rasso_tracker.web.lists import FilterForm, Listing, Order
from reviews.letter_enums import LetterStatus, LetterWay
from reviews.letter_shown import FITS_LETTER, about_letter
from reviews.models import DecisionLetter, LetterCopy
from reviews.services.letters import pdf_of
from reviews.surfaces import ON_LETTER

READ = "read_letters"


class LetterFilter(FilterForm):
    status = forms.ChoiceField(label="State", required=False)
    way = forms.ChoiceField(label="How it goes", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["status"].choices = [
            ("", "To be sent"),
            *((one.value, one.label) for one in LetterStatus if one is not LetterStatus.SIGNED_OFF),
            ("any", "Any"),
        ]
        fields["way"].choices = [("", "Any"), *LetterWay.choices]


class LetterList(Listing):
    """What waits to be printed and posted, sent or handed over; with a filter, every other letter too."""

    name = "letter_list"
    path = "letters/"
    title = "Letters to victims"
    template = "reviews/letter_list.html"
    model = DecisionLetter
    fields = (
        "id",
        "case_id",
        "case__reference",
        "victim__number",
        "number",
        "status",
        "way",
        "variant",
        "language",
        "written_at",
        "signed_off_at",
        "sent_on",
    )
    orders = (Order("written", "Written", "written_at", descending=True),)
    filters = LetterFilter
    deed = READ
    empty = "No letter waits to be sent. Choose another state to see drafts and what was sent."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if chosen["way"]:
            branch = branch.filter(way=chosen["way"])
        if chosen["status"] == "any":
            return branch
        return branch.filter(status=chosen["status"] or LetterStatus.SIGNED_OFF)

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "status_label": LetterStatus(record["status"]).label,
            "way_label": LetterWay(record["way"]).label,
            "to_send": record["status"] == LetterStatus.SIGNED_OFF,
        }


def letter_context(person: Person, letter: DecisionLetter) -> dict[str, Any]:
    ready = FITS_LETTER[LetterStatus(letter.status)]
    links = deed_links([one for one in ON_LETTER if one.name in ready], person, letter)
    return {**about_letter(person, letter), "links": links}


LETTER_DETAIL = Detail(
    name="letter_detail",
    path="letters/<uuid:pk>/",
    model=DecisionLetter,
    template="reviews/letter_detail.html",
    action=Action.LETTER_VIEWED,
    context=letter_context,
    shows=lambda context: [context["victim"].pk, context["letter"].decision_id],
    select=(
        "case__officer_in_charge",
        "decision__maker",
        "decision__approver",
        "victim",
        "written_by",
        "signed_off_by",
        "sent_recorded_by",
    ),
    title=lambda letter: "Letter to a victim",
)


@require_safe
def letter_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was signed off, as a file to print, send or hand over: a disclosure, and logged as one."""
    person: Any = request.user
    copy = LetterCopy.objects.visible_to(person).filter(letter=pk).select_related("letter__victim").first()
    if copy is None:
        raise Http404
    victim = copy.letter.victim
    record_read(
        by=person,
        action=Action.LETTER_TAKEN,
        case=copy.case_id,
        subjects=[copy.letter_id, copy.pk, victim.pk],
        recipient=victim.label,
    )
    response = HttpResponse(pdf_of(copy), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{MARKING}-letter.pdf"'
    return response
