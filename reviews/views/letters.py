"""The pages of letters to victims: what is to be printed and sent, one letter, its PDF."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.web.details import Detail, deed_links
from rasso_tracker.web.exports import MARKING
from rasso_tracker.web.lists import FilterForm, Listing, Order
from reviews.letter_enums import TO_SEND, TRANSLATIONS, LetterLanguage, LetterStatus, LetterWay
from reviews.letters.words import samples, template_version
from reviews.models import DecisionLetter, LetterCopy, TranslationCheck
from reviews.services.letters import pdf_of
from reviews.shown.letters import about_letter, deeds_ready, look_first
from reviews.surfaces import ON_LETTER

READ = "read_letters"
PRINT_QUEUE = "to_print"


class LetterFilter(FilterForm):
    status = forms.ChoiceField(label="State", required=False)
    way = forms.ChoiceField(label="How it goes", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["status"].choices = [
            ("", "To be sent"),
            (PRINT_QUEUE, "To be printed and posted"),
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
        if chosen["status"] == PRINT_QUEUE:
            return branch.filter(status=LetterStatus.SIGNED_OFF, way=LetterWay.POST)
        still_here = sorted({*TO_SEND, LetterStatus.WITH_NOTIFY})
        return branch.filter(status__in=[chosen["status"]] if chosen["status"] else still_here)

    def _read(self) -> None:
        """A letter that something was recorded about since is opened before it goes: one look a page."""
        super()._read()
        doubtful = look_first([row["id"] for row in self.rows if row["to_send"]])
        for row in self.rows:
            row["look_first"] = row["id"] in doubtful

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "status_label": LetterStatus(record["status"]).label,
            "way_label": LetterWay(record["way"]).label,
            "to_print": record["status"] == LetterStatus.SIGNED_OFF and record["way"] == LetterWay.POST,
            "to_send": record["status"] in TO_SEND,
        }


def letter_context(person: Person, letter: DecisionLetter) -> dict[str, Any]:
    about = about_letter(person, letter)  # looks what became of it; the deeds are offered by the same look
    ready = deeds_ready(letter, about["changed"])
    links = deed_links([one for one in ON_LETTER if one.name in ready], person, letter)
    return {**about, "links": links}


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
        "printed_by",
        "sent_recorded_by",
        "interpreted_recorded_by",
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


class TranslationList(Listing):
    """Which versions of the translations were checked, and whether today's words are among them."""

    name = "translation_list"
    path = "letters/translations/"
    title = "Translations of letters"
    template = "reviews/translation_list.html"
    model = TranslationCheck
    fields = ("id", "language", "template_version", "checked_on", "checked_by_whom", "recorded_by__name")
    orders = (Order("newest", "Checked", "pk", descending=True),)
    deed = "record_translation_checked"
    empty = "No translation was checked yet."

    def branches(self) -> Any:
        return [TranslationCheck.objects.all()]

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {**record, "language_label": LetterLanguage(record["language"]).label}

    def extra(self, person: Person) -> dict[str, Any]:
        """The words of today, language by language: one statement."""
        day = london_date(now())
        checked = set(TranslationCheck.objects.values_list("language", "template_version"))
        today = [(LetterLanguage(one).label, one, template_version(one)) for one in sorted(TRANSLATIONS)]
        return {
            "today": [
                (
                    label,
                    version,
                    (code, version) in checked,
                    samples(LetterLanguage(code), day),
                )
                for label, code, version in today
            ]
        }
