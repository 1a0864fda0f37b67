"""Choosing somebody at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from cases.models import Case
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post
from rasso_tracker.people.cps_roles import CPS_LAWYER, CPS_LEGAL_MANAGER
from rasso_tracker.people.enums import Agency, PersonKind, Post
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.web.forms import RowChoice, RowChoices


def field(form: forms.Form, name: str) -> Any:
    """A field whose choices are set for the person and the case at hand."""
    return form.fields[name]


class PersonChoice(RowChoice):
    """Somebody at work, told apart by rank or post and by where they work."""

    def label_from_instance(self, person: Person) -> str:
        return describe(person)


class PersonChoices(RowChoices):
    def label_from_instance(self, person: Person) -> str:
        return describe(person)


def offer_fit(form: forms.Form, name: str, people: Any, unfit: Callable[[Person], str]) -> None:
    """Offer those of `people` whom the deed's own rule does not refuse; `unfit` is its sentence, or "".

    Somebody else of `people` who is named all the same hears that sentence.
    """
    asked = field(form, name)
    asked.queryset = people

    def fit() -> list[tuple[Any, Any]]:
        return [("", asked.empty_label), *((one.pk, describe(one)) for one in people if not unfit(one))]

    asked.widget.choices = fit


def describe(person: Person) -> str:
    place = person.team or person.district or person.cps_unit
    where = place.name if place else ""
    post = person.get_post_display() if person.post != Post.OTHER else ""
    grade = f"police staff equated to {person.get_equated_rank_display()}" if person.equated_rank else ""
    what = person.get_rank_display() or post or grade
    return ", ".join(part for part in (person.name, what, where) if part)


def at_work(roles: list[str]) -> Any:
    """People in post today who hold one of `roles`."""
    return (
        Person.objects.filter(in_post(london_date(now())), kind=PersonKind.PERSON, roles__overlap=roles)
        .select_related("team", "district", "cps_unit")
        .order_by("name", "id")
    )


def police(roles: list[str]) -> Any:
    return at_work(roles).filter(agency=Agency.POLICE)


def of_cps_for(case: Case) -> Any:
    """Lawyers and legal managers of the unit that has the case, or before that of one that serves its
    district.
    """
    units = [case.cps_unit_id] if case.cps_unit_id else CpsUnit.objects.filter(districts=case.district_id)
    return at_work([CPS_LAWYER.code, CPS_LEGAL_MANAGER.code]).filter(agency=Agency.CPS, cps_unit__in=units)
