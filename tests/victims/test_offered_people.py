"""A list of people offers those whom the deed accepts, and nobody whom it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from cases import services as cases
from cases.forms.lessons import PassLessonOnForm
from cases.models import Case, Lesson, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.people import PEOPLE
from tests.victims.conftest import FOUND, Withdraw, on
from victims import forms, services
from victims.forms.deployment import DeployStoForm, HandOverForm
from victims.models import IsvaSupport, StoDeployment

TODAY = date(2026, 4, 20)
AT = on(20, 4)
LATER = TODAY + timedelta(days=20)


def offered(form: Any, name: str) -> set[str]:
    """The user names that a list offers, as it is drawn."""
    chosen = {getattr(value, "value", value) for value, _ in form.fields[name].widget.choices} - {""}
    return set(Person.objects.filter(pk__in=chosen).values_list("username", flat=True))


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def accepted(field: str, deed: Callable[[Person], object]) -> set[str]:
    """The user names of everybody whom the deed takes; the others are refused by that field."""
    taken: set[str] = set()
    refusals: set[str] = set()
    for name in PEOPLE:
        with undone():
            try:
                deed(Person.objects.get(username=name))
            except Invalid as refused:
                refusals |= set(refused.fields)
            else:
                taken.add(name)
    assert refusals == {field}
    return taken


@pytest.fixture(params=["open", "restricted", "gatekept"])
def any_case(request: Any, case: Case, alice: Person, sam: Person, gita: Person) -> Case:
    if request.param == "restricted":
        cases.restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.", at=on(3))
    elif request.param == "gatekept":
        with open_door("a test hands the case to the gatekeepers"):
            Case.objects.filter(pk=case.pk).update(gatekept=True)
    return Case.objects.get(pk=case.pk)


def test_the_owner_of_a_lesson_is_offered_by_the_rule_that_refuses(
    victim: Victim, any_case: Case, withdraw: Withdraw, dina: Person, sam: Person
) -> None:
    withdrawal = withdraw(at=on(10, hour=13))
    services.corroborate_withdrawal(by=sam, withdrawal=withdrawal, note="Seen.", at=on(11), **FOUND)
    reader = dina if not any_case.restricted else sam
    withdrawal.victim.case.refresh_from_db()

    def look_back(owner: Person) -> Any:
        return services.record_look_back(
            by=reader, withdrawal=withdrawal, preventable="no", words="As planned.", about="contact",
            lesson="Ring monthly.", owner=owner, lesson_due_on=LATER, at=AT,
        )  # fmt: skip

    form = forms.LookBackForm(person=reader, subject=withdrawal)
    taken = accepted("owner", look_back)
    assert offered(form, "owner") == taken
    everybody = {"alice", "bob", "sam", "dina", "mona", "hugh"}
    named = {"alice", "sam", "gita"}
    expected = (
        named if any_case.restricted else everybody | ({"gita", "gwen"} if any_case.gatekept else set())
    )
    assert taken == expected

    look_back(sam)
    lesson = Lesson.objects.get()
    form = PassLessonOnForm(person=reader, subject=lesson)
    passed = accepted(
        "owner",
        lambda to: cases.pass_lesson_on(
            by=reader, lesson=lesson, owner=to, due_on=LATER + timedelta(days=1), at=AT
        ),
    )
    assert offered(form, "owner") == passed == expected


def test_contact_goes_to_those_who_are_offered_and_to_nobody_else(
    victim: Victim, any_case: Case, alice: Person, sam: Person
) -> None:
    subject = Victim.objects.select_related("case").get(pk=victim.pk)
    form = HandOverForm(person=alice, subject=subject)
    taken = accepted("to", lambda to: services.hand_over_contact(by=alice, victim=subject, to=to, at=AT))
    assert offered(form, "to") == taken
    assert taken == ({"sam"} if any_case.restricted else {"bob", "sam", "dina"})


def test_an_officer_of_any_district_may_be_deployed_and_is_offered(
    victim: Victim, any_case: Case, alice: Person
) -> None:
    asked = services.ask_for_sto(by=alice, victim=victim, asked_at=on(2, hour=13), at=AT)
    asked = StoDeployment.objects.get(pk=asked.pk)
    form = DeployStoForm(person=alice, subject=asked)
    deploy = {"deployed_at": on(2, hour=15), "at": AT}
    taken = accepted(
        "officer", lambda one: services.deploy_sto(by=alice, deployment=asked, officer=one, **deploy)
    )
    assert offered(form, "officer") == taken
    assert taken == {"alice", "bob", "dora", "charlie", "sam", "dina", "brad"}


def test_an_isva_who_supports_the_victim_already_is_not_offered_again(
    victim: Victim, alice: Person, ivy: Person
) -> None:
    share = {"victim": victim, "consented_on": date(2026, 3, 3), "at": AT}
    form = forms.ShareForm(person=alice, subject=victim)
    taken = accepted("isva", lambda isva: services.share_with_isva(by=alice, isva=isva, **share))
    assert set(form.fields["isva"].queryset.values_list("username", flat=True)) == taken == {"ivy"}
    services.share_with_isva(by=alice, isva=ivy, **share)
    assert IsvaSupport.objects.count() == 1
    assert not forms.ShareForm(person=alice, subject=victim).fields["isva"].queryset.exists()
