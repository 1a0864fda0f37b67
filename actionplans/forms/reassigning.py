"""What is chosen when action plans are given to somebody: which, what of them, to whom."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from actionplans.board_enums import Handed
from actionplans.models import ActionPlan
from actionplans.rules.reassigning import MOST_PLANS
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import ON_LEAVE, in_post
from rasso_tracker.people.enums import Agency, PersonKind
from rasso_tracker.people.models import Leave, Person
from rasso_tracker.people.models.duty import held_within
from rasso_tracker.people.roles import ROLES
from rasso_tracker.web.fields import field_of
from rasso_tracker.web.forms import DeedForm, RowChoice

NO_PLANS = "Tick action plans on the overdue board first."
GATEKEEPING = ("gatekeeper",)
Seen = dict[uuid.UUID, int | None]


class SeenPlans(forms.MultipleChoiceField):
    """Ids of plans, each with the version that was seen if it is known: `<id>` or `<id>@<version>`."""

    widget: Any = forms.MultipleHiddenInput

    def clean(self, value: Any) -> Seen:
        texts = list(value or [])
        if not texts:
            raise ValidationError(NO_PLANS, code="required")
        if len(texts) > MOST_PLANS:
            raise ValidationError(f"Choose {MOST_PLANS} action plans at most.", code="too_many")
        return dict(map(_seen, texts))


def _seen(text: Any) -> tuple[uuid.UUID, int | None]:
    key, _, version = str(text).partition("@")
    try:
        if version and not (version.isascii() and version.isdigit() and len(version) < 10):
            raise ValueError(version)
        return uuid.UUID(key), int(version) if version else None
    except ValueError:
        raise ValidationError("This is not the id of an action plan.", code="invalid") from None


class Receiver(RowChoice):
    away: Collection[uuid.UUID] = ()  # who is on leave today

    def label_from_instance(self, person: Person) -> str:
        place = person.team or person.cps_unit or person.district
        where = place.name if place else person.get_post_display()
        return f"{person.name}, {where}{ON_LEAVE if person.pk in self.away else ''}"


def receivers(by: Person, plans: Iterable[uuid.UUID]) -> QuerySet[Person]:
    """Whom they can be given to: gatekeepers, reviewers of the districts, officers of the teams, CPS."""
    cases = ActionPlan.objects.visible_to(by).filter(pk__in=list(plans)).order_by()
    found = list(cases.values_list("case__team", "case__district", "case__cps_unit"))
    teams, districts, units = ({row[place] for row in found} - {None} for place in range(3))
    reviewers = [code for code, role in ROLES.items() if role.may("record_plan_review")]
    of_cps = Q(cps_unit__in=units)
    of_police = (
        Q(roles__overlap=list(GATEKEEPING))
        | Q(team__in=teams)
        | Q(district__in=districts, roles__overlap=reviewers)
    ) & Q(agency=Agency.POLICE)
    who = of_cps if by.agency == Agency.CPS else of_police | of_cps
    rows = Person.objects.filter(who, in_post(london_date(now())), kind=PersonKind.PERSON)
    return rows.select_related("team", "cps_unit", "district").order_by("name")


class ReassignForm(DeedForm):
    plans = SeenPlans(label="Action plans")
    what = forms.ChoiceField(label="What is given?", choices=Handed.choices, initial=Handed.WORKER)
    to = Receiver(
        queryset=Person.objects.none(),
        label="To whom?",
        required=False,
        empty_label="Nobody by name",
        hint="Nobody by name leaves the work free to take, items with the officer in charge, and the review "
        "with the CPS unit",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what: Any = self.fields["what"]
        what.choices = [one for one in Handed.choices if _offers(self.person, Handed(one[0]))]
        today, to = london_date(now()), field_of(self, "to", Receiver)
        to.queryset = found = receivers(self.person, self.ids)
        leaves = Leave.objects.filter(held_within(today, today), person__in=found.order_by().values("pk"))
        to.away = frozenset(one.person_id for one in leaves)
        what.initial = what.choices[0][0] if what.choices else None

    @property
    def ids(self) -> list[uuid.UUID]:
        """The plans that were sent, as far as they are ids."""
        if not self.is_bound:
            return []
        field: Any = self.fields["plans"]
        sent = field.widget.value_from_datadict(self.data, self.files, "plans")
        try:
            return list(field.clean(sent if isinstance(sent, list) else []))
        except ValidationError:
            return []

    @classmethod
    def reshaped(cls, data: QueryDict) -> tuple[QueryDict, str, int] | None:
        """The board's button “Give to somebody else” opens this form with what is ticked."""
        return (data, "to", 0) if "choose" in data else super().reshaped(data)


def _offers(by: Person, what: Handed) -> bool:
    if by.agency == Agency.CPS:
        return what == Handed.PROSECUTOR
    return what != Handed.OFFICER or by.role.may("assign_officer")
