"""Advice that needs a second lawyer is told to the legal managers, never to who wrote it, and climbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.enums import AdviceKind
from actionplans.home.advice import advice_to_countersign
from actionplans.models import Advice, Climb, ClimbEscalation, Countersignature, Submission
from actionplans.services import (
    confirm_advice,
    confirm_countersignature,
    countersign_advice,
    raise_reminders,
    write_advice,
)
from cases.models import DueItem
from cases.services import add_suspect, name_person, record_milestone, restrict_case
from rasso_tracker.clocks import end_of_day
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, submitted
from tests.actionplans.test_advice import DOCUMENT, GIVEN, LATER
from tests.actionplans.test_clinic_results import AFTER
from tests.actionplans.test_clinic_results import heard as heard_at
from tests.actionplans.test_clinics import a_clinic, booked, slot
from tests.decisions import said_of
from tests.stories import story

DUE_ON = date(2026, 3, 5)  # three working days after Monday 2 March


def waiting() -> dict[str, str]:
    rows = Message.objects.filter(kind="advice_to_countersign", handled_at__isnull=True)
    return {one.recipient.username: one.path for one in rows.select_related("recipient")}


def test_the_legal_manager_hears_and_the_countersignature_ends_it(
    advice: Advice,
    chief: Person,
    submission: Submission,
) -> None:
    deliver(at=GIVEN)
    assert waiting() == {"max": f"/submissions/{submission.pk}/"}
    countersign_advice(by=chief, advice=advice, at=LATER)
    assert waiting() == {}


@pytest.mark.parametrize("kind", AdviceKind.values)
def test_the_notice_of_advice_of_each_kind_that_was_given_at_a_clinic_is_delivered(
    kind: str, alice: Person, gita: Person, lena: Person
) -> None:
    booking = booked(a_case(alice), alice, slot(a_clinic(gita, gita, lena)))
    heard_at(lena, booking, alice, advice_kind=kind, countersign_wanted=True)
    deliver(at=AFTER)
    assert set(waiting().values()) == {f"/clinic-bookings/{booking.pk}/"}


def test_before_the_first_submission_advice_of_a_clinic_is_told_to_the_legal_managers_of_its_unit(
    alice: Person, gita: Person, lena: Person, chief: Person
) -> None:
    case = a_case(alice)
    assert case.cps_unit_id is None
    booking = booked(case, alice, slot(a_clinic(gita, gita, lena)))
    heard_at(lena, booking, alice, advice_kind="early", countersign_wanted=True)
    deliver(at=AFTER)
    (heard,) = Message.objects.filter(kind="advice_to_countersign", handled_at__isnull=True)
    assert (heard.recipient, heard.headline) == (
        chief,
        "Countersign advice: it needs a second lawyer before the police act on it",
    )
    due = DueItem.objects.get(case=case, code="countersign", settled_at__isnull=True)
    assert due.soon_at is not None
    for at in (due.soon_at, end_of_day(due.due_on)):
        raise_reminders(at=at)
        deliver(at=at)
    rows = Message.objects.filter(subject_id=due.pk, recipient__agency="cps")
    assert set(rows.values_list("kind", "recipient__username")) == {
        ("due_soon", "max"),
        ("due_climbed", "max"),
    }
    assert not Message.objects.filter(subject_id=due.pk, recipient=gita).exists()
    advice = Advice.objects.get(booking=booking)
    countersign_advice(by=chief, advice=advice, holds=False, words="The phone was asked about.", at=AFTER)
    deliver(at=AFTER)
    again = Message.objects.filter(kind="advice_refused", handled_at__isnull=True)
    assert set(again.values_list("recipient__username", flat=True)) == {"lena", "alice"}


def test_a_manager_who_wrote_it_is_not_asked_to_sign_their_own(
    submission: Submission,
    chief: Person,
) -> None:
    write_advice(by=chief, submission=submission, text="No prospect.", kind="nfa", at=GIVEN)
    deliver(at=GIVEN)
    assert "max" not in waiting()
    assert waiting() != {}


def test_a_version_waits_for_its_countersignature_until_a_later_one_takes_its_place(
    advice: Advice, submission: Submission, chief: Person, gita: Person, lena: Person, sign_in: Any
) -> None:
    deliver(at=GIVEN)
    again = write_advice(by=gita, submission=submission, text="Still none.", kind="nfa", at=LATER, **DOCUMENT)
    deliver(at=LATER)

    def asked() -> tuple[set[Any], set[Any], set[Any]]:
        heard = Message.objects.filter(kind="advice_to_countersign", handled_at__isnull=True)
        due = DueItem.objects.filter(code="countersign", settled_at__isnull=True)
        home = [row["key"] for row in advice_to_countersign(chief).rows]
        return {one.subject_id for one in heard}, {one.source for one in due}, set(home)

    assert asked() == ({again.pk},) * 3
    first = DueItem.objects.get(source=advice.pk)
    assert first.how_it_ended.endswith("a later version took its place.")
    page = sign_in(lena).get(f"/submissions/{submission.pk}/").content.decode()
    one = page[page.index(f'id="advice-{advice.pk}"') :]
    two = page[page.index(f'id="advice-{again.pk}"') : page.index(f'id="advice-{advice.pk}"')]
    says = "Version 2 of this advice took its place, "
    assert (says in one, "Not countersigned yet" in one, "CPS countersigns by" in one) == (True, False, False)
    assert (says in two, "Not countersigned yet" in two, "CPS countersigns by" in two) == (False, True, True)
    confirm_advice(by=lena, advice=again, stands=False, at=LATER + timedelta(minutes=1))
    deliver(at=LATER + timedelta(minutes=1))
    assert asked() == ({advice.pk},) * 3
    assert DueItem.objects.get(source=advice.pk, settled_at__isnull=True).due_on == DUE_ON


def owed(advice: Advice) -> DueItem | None:
    return DueItem.objects.filter(source=advice.pk, settled_at__isnull=True).first()


def test_cps_owes_a_countersignature_in_three_working_days_and_plain_advice_owes_none(
    advice: Advice, submission: Submission, lena: Person
) -> None:
    due = owed(advice)
    assert due is not None
    assert (due.code, due.rule, due.due_on, due.owner) == ("countersign", "countersign", DUE_ON, None)
    assert due.what == "CPS: countersign version 1 of the advice on submission 1"
    assert owed(write_advice(by=lena, submission=submission, text="Go on.", at=GIVEN)) is None


def test_a_countersignature_that_stays_away_climbs_on_both_sides_until_it_comes(
    advice: Advice, chief: Person
) -> None:
    at = end_of_day(DUE_ON)
    raise_reminders(at=at - timedelta(seconds=1))
    assert not ClimbEscalation.objects.filter(climb__code="countersign").exists()
    raise_reminders(at=at)
    deliver(at=at)
    climb = Climb.objects.get(code="countersign", superseded_at__isnull=True)
    assert (climb.item, climb.step, climb.due_on) == (owed(advice), 0, DUE_ON)
    told = Message.objects.filter(kind="due_climbed", subject_id=climb.item_id)
    assert set(told.values_list("recipient__username", flat=True)) == {"alice", "max"}
    assert "a second lawyer owed it" in told[0].headline
    countersign_advice(by=chief, advice=advice, at=at)
    assert not told.filter(handled_at__isnull=True).exists()
    assert not Climb.objects.filter(code="countersign", superseded_at__isnull=True).exists()


def test_before_its_date_a_second_lawyer_is_reminded_and_never_who_wrote_it(
    submission: Submission, alice: Person, chief: Person, lena: Person, unit: CpsUnit
) -> None:
    write_advice(by=lena, submission=submission, text="None.", kind="nfa", at=GIVEN)
    other = submitted(a_case(alice), alice, unit)
    write_advice(by=chief, submission=other, text="None.", kind="nfa", at=GIVEN)
    raise_reminders(at=LATER)
    deliver(at=LATER)
    soon = Message.objects.filter(kind="due_soon")
    assert soon.filter(recipient=chief, headline="Due soon: countersign advice").count() == 1
    # Of what the only other lawyer wrote gatekeepers hear, who sign nothing.
    others = soon.filter(headline="Due soon: see that CPS countersigns advice")
    assert set(others.values_list("recipient__username", flat=True)) == {"gita", "gwen"}


def test_advice_that_cps_supersedes_waits_for_nobody(
    submission: Submission, alice: Person, lena: Person
) -> None:
    entered = write_advice(by=alice, submission=submission, text="None.", kind="nfa", at=GIVEN, **DOCUMENT)
    deliver(at=GIVEN)
    assert waiting() != {}
    confirm_advice(by=lena, advice=entered, stands=False, at=LATER)
    assert (owed(entered), waiting()) == (None, {})


def test_a_countersignature_that_cps_supersedes_is_owed_again_by_its_first_date(
    advice: Advice, alice: Person, lena: Person
) -> None:
    countersign_advice(by=alice, advice=advice, at=LATER, **DOCUMENT)
    assert owed(advice) is None
    deliver(at=LATER)
    row = Countersignature.objects.get()
    confirm_countersignature(by=lena, countersignature=row, stands=False, at=LATER)
    due = owed(advice)
    assert due is not None
    assert due.due_on == DUE_ON
    deliver(at=LATER)
    assert list(waiting()) == ["max"]


def test_a_closed_case_owes_no_countersignature(advice: Advice, alice: Person) -> None:
    add_suspect(by=alice, case=advice.case, name="", at=LATER)
    for hours, kind in enumerate(("charged", "finalised")):
        at = LATER + timedelta(hours=hours)
        record_milestone(by=alice, case=advice.case, kind=kind, occurred_at=at, at=at, **said_of(kind, at))
    assert owed(advice) is None
    deliver(at=LATER + timedelta(days=1))
    assert waiting() == {}


@pytest.mark.parametrize("username", ["alice", "max"])
def test_the_page_says_by_when_cps_countersigns(
    username: str, advice: Advice, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(Person.objects.get(username=username))
    page = client.get(reverse("submission_detail", args=[advice.submission_id])).content.decode()
    assert "CPS countersigns by" in page
    assert "5 March 2026" in page


# On a restricted case


@story
def shut(advice: Advice, alice: Person, gita: Person, sam: Person) -> Advice:
    """Nobody of CPS is named on it, so nobody of CPS sees that it waits."""
    restrict_case(by=sam, case=advice.case, people=[alice, gita], reason="Police suspect.", at=GIVEN)
    advice.refresh_from_db()
    return Advice.objects.select_related("case").get(pk=advice.pk)


def heard() -> dict[str, str]:
    rows = Message.objects.filter(kind="advice_to_countersign", handled_at__isnull=True)
    return {one.recipient.username: one.headline for one in rows.select_related("recipient")}


def test_whoever_may_name_somebody_is_asked_to_name_a_legal_manager(shut: Advice, chief: Person) -> None:
    deliver(at=GIVEN)
    assert heard() == {"sam": "Name a legal manager on this restricted case: advice needs a second lawyer"}
    assert waiting() == {"sam": f"/cases/{shut.case_id}/people/"}


def test_a_legal_manager_who_is_named_hears_and_signs_and_the_others_hear_no_more(
    shut: Advice, sam: Person, chief: Person
) -> None:
    deliver(at=GIVEN)
    name_person(by=sam, case=shut.case, person=chief, reason="To countersign.", at=LATER)
    deliver(at=LATER)
    assert heard() == {"max": "Countersign advice: it needs a second lawyer before the police act on it"}
    assert waiting() == {"max": f"/submissions/{shut.submission_id}/"}
    countersign_advice(by=chief, advice=shut, at=LATER)
    assert waiting() == {}


def test_a_lawyer_who_is_named_cannot_sign_so_the_asking_goes_on(
    shut: Advice, sam: Person, lena: Person
) -> None:
    deliver(at=GIVEN)
    name_person(by=sam, case=shut.case, person=lena, reason="To advise.", at=LATER)
    deliver(at=LATER)
    assert list(heard()) == ["sam"]


@pytest.mark.parametrize(
    ("username", "words", "link"),
    [
        ("sam", "Name a legal manager on the case", True),
        ("alice", "A supervisor who is named on the case names one", False),
        ("gita", "A supervisor who is named on the case names one", False),
    ],
)
def test_the_page_says_that_nobody_can_sign_and_leads_to_naming_somebody_who_can(
    username: str,
    words: str,
    link: bool,
    shut: Advice,
    chief: Person,
    sam: Person,
    sign_in: Callable[..., Any],
) -> None:
    client = sign_in(Person.objects.get(username=username))
    address = reverse("submission_detail", args=[shut.submission_id])
    page = client.get(address).content.decode()
    assert "Nobody can countersign this version" in page
    assert words in page
    naming = reverse("name_person", args=[shut.case_id])
    assert (naming in page) == link
    name_person(by=sam, case=shut.case, person=chief, reason="To countersign.", at=LATER)
    assert "Nobody can countersign" not in client.get(address).content.decode()


def test_lawyers_and_managers_of_its_unit_are_named_on_a_restricted_case_and_no_others(
    shut: Advice, submission: Submission, sam: Person, nora: Person, sign_in: Callable[..., Any]
) -> None:
    client, address = sign_in(sam), reverse("name_person", args=[shut.case_id])
    offered = client.get(address).context["form"].fields["person"].queryset
    of_cps = set(offered.filter(agency="cps").values_list("username", flat=True))
    assert of_cps == {"lena", "max"}
    typed = {"person": str(nora.pk), "reason": "To look."}
    assert client.post(address, typed).context["form"].errors.keys() == {"person"}
    typed["person"] = str(offered.get(username="max").pk)
    assert client.post(address, typed).status_code == 302


def test_nobody_of_cps_is_named_on_a_case_that_the_whole_unit_sees(
    advice: Advice, sam: Person, sign_in: Callable[..., Any]
) -> None:
    form = sign_in(sam).get(reverse("name_person", args=[advice.case_id])).context["form"]
    assert not form.fields["person"].queryset.filter(agency="cps").exists()
