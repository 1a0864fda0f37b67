"""What is owed to victims, and lessons, climb once late: among the police who read of them alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.enums import LadderKind, ladder_of
from actionplans.models import Climb, ClimbAnswer, ClimbEscalation, DueSoon, Submission
from actionplans.notices.climbs import recheck_climbs
from actionplans.notices.soon import recheck_soon
from actionplans.roster import FORCE_WIDE
from actionplans.services import acknowledge_due_escalation, raise_reminders
from cases.models import Case, DueItem
from cases.services import raise_due, settle_due
from cases.services.due import Owed, raise_dues
from cases.supervision_enums import OWED_TO_VICTIMS
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import start_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import Due
from rasso_tracker.people.enums import Post
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import moment
from tests.stories import story

DUE = date(2026, 4, 10)
AT = moment(date(2026, 4, 1))
STEP_2, STEP_4 = start_of_day(date(2026, 4, 18)), start_of_day(date(2026, 5, 12))


@story
def gatekept(case: Case, submission: Submission) -> Case:
    """A case that gatekeepers and the CPS unit see."""
    case.refresh_from_db()
    return case


def owed(case: Case, code: str, **more: Any) -> DueItem:
    with open_door("a test owes something"):
        return raise_due(
            case=case, source=uuid7(), code=code, what=f"Owed: {code}", due_on=DUE, at=AT, **more
        )


def heard(found: object) -> set[str]:
    assert isinstance(found, Due), found
    ids = [one.person_id for one in found.recipients]
    return set(Person.objects.filter(pk__in=ids).values_list("username", flat=True))


def told_of(item: DueItem, at: Any) -> dict[int, set[str]]:
    steps = {one.pk: one.step for one in ClimbEscalation.objects.filter(climb__item=item)}
    return {steps[pk]: heard(found) for pk, found in recheck_climbs(list(steps), at).items()}


def test_all_that_is_owed_to_victims_climbs_one_ladder_but_what_an_isva_told_its_own(db: None) -> None:
    assert {code: ladder_of(code) for code in (*OWED_TO_VICTIMS, "lesson", "file_check")} == {
        **dict.fromkeys(OWED_TO_VICTIMS, LadderKind.VICTIM_OWED),
        "told_withdrawal": LadderKind.TOLD_WITHDRAWAL,
        "lesson": LadderKind.LESSON,
        "file_check": None,
    }


@pytest.mark.parametrize("code", ["victim_update", "victim_recontact"])
def test_it_goes_up_through_supervisors_and_never_to_gatekeepers(
    code: str, gatekept: Case, bob: Person, hugh: Person
) -> None:
    item = owed(gatekept, code, owner=bob)
    raise_reminders(at=STEP_4)
    # Hugh holds a post of the top step and reads no contact: the supervisors of the district hear instead.
    assert hugh.post in FORCE_WIDE
    assert told_of(item, STEP_4) == {
        0: {"bob"}, 1: {"sam"}, 2: {"dina"}, 3: {"sam", "dina"}, 4: {"sam", "dina"},
    }  # fmt: skip


def test_a_manager_in_a_post_of_the_ladder_hears_of_lessons_but_not_of_contact(
    gatekept: Case, bob: Person, mona: Person
) -> None:
    with open_door("a test gives a post"):
        Person.objects.filter(pk=mona.pk).update(post=Post.DETECTIVE_SUPERINTENDENT)
    owing, lesson = owed(gatekept, "tell_event"), owed(gatekept, "lesson", owner=bob)
    raise_reminders(at=STEP_4)
    assert told_of(owing, STEP_4)[3] == {"sam", "dina"}
    assert told_of(lesson, STEP_4) == {
        0: {"bob"}, 1: {"bob", "sam"}, 2: {"dina"}, 3: {"mona"}, 4: {"hugh"},
    }  # fmt: skip


def test_a_notice_ahead_of_it_goes_to_nobody_else_either(gatekept: Case, ivy: Person) -> None:
    """Its owner at a support service hears nothing of it: the officer in charge does."""
    owed(gatekept, "support_next", owner=ivy)
    raise_reminders(at=start_of_day(date(2026, 4, 9)))
    rows = list(DueSoon.objects.filter(item__code="support_next").values_list("pk", flat=True))
    found = recheck_soon(rows, start_of_day(date(2026, 4, 9)))
    assert [heard(found[pk]) for pk in rows] == [{"alice"}]


def test_nobody_sees_it_who_may_not_read_of_it(
    gatekept: Case, sam: Person, alice: Person, mona: Person, gita: Person, lena: Person, ivy: Person
) -> None:
    items = [owed(gatekept, code) for code in OWED_TO_VICTIMS]
    raise_reminders(at=STEP_2)
    for item in items:
        step = ClimbEscalation.objects.filter(climb__item=item).order_by("-step")[0]
        acknowledge_due_escalation(
            by=sam, escalation=step, next_act="Ring on Friday.", next_act_on=date(2026, 4, 24), at=STEP_2
        )
    paths = {Climb: "item", ClimbEscalation: "climb__item", ClimbAnswer: "promise__item"}
    for model, path in paths.items():
        rows = model.objects.filter(**{f"{path}__in": items})
        seen = {one.username: model.objects.visible_to(one).filter(pk__in=rows.values("pk")).count()
                for one in (sam, alice, mona, gita, lena, ivy)}  # fmt: skip
        assert seen == {
            "sam": rows.count(), "alice": rows.count(), "mona": 0, "gita": 0, "lena": 0, "ivy": 0,
        }  # fmt: skip
        assert rows.count() >= len(items)


def test_page_list_and_api_keep_what_is_owed_to_victims_from_cps_and_gatekeepers(
    gatekept: Case, sign_in: Any, alice: Person, sam: Person, gita: Person, lena: Person
) -> None:
    items = {code: owed(gatekept, code) for code in OWED_TO_VICTIMS}
    with open_door("a test doubts the way to the victim"):
        DueItem.objects.filter(pk=items["tell_event"].pk).update(check_first=True)
    for person, sees in ((alice, True), (sam, True), (gita, False), (lena, False)):
        client = sign_in(person)
        case = client.get(f"/cases/{gatekept.pk}/")
        page = client.get("/due-items/").content.decode()
        api = client.get("/api/v1/due-items/").json()["results"]
        assert case.status_code == 200
        for code, item in items.items():
            shown = [
                f"Owed: {code}" in case.content.decode(),
                f"Owed: {code}" in page,
                str(item.pk) in {one["id"] for one in api},
                client.get(f"/due-items/{item.pk}/").status_code == 200,
            ]
            assert shown == [sees] * 4, (person.username, code)
        assert ("Check first: Owed: tell_event" in page) == sees
    gatekept.refresh_from_db()
    assert gatekept.next_due_what not in {item.what for item in items.values()}


def test_it_ends_when_it_is_done_and_goes_on_from_a_promise_that_was_missed(
    gatekept: Case, sam: Person
) -> None:
    item = owed(gatekept, "support_referral")
    raise_reminders(at=STEP_2)
    step = ClimbEscalation.objects.filter(climb__item=item).order_by("-step")[0]
    acknowledge_due_escalation(
        by=sam, escalation=step, next_act="Refer.", next_act_on=date(2026, 4, 24), at=STEP_2
    )
    promise = Climb.objects.get(item=item, superseded_at__isnull=True)
    assert (step.step, promise.promised, promise.from_step, promise.code) == (2, True, 3, "victim_owed")
    with open_door("a test is done with it"):
        settle_due(source=item.source, at=STEP_2 + timedelta(days=1))
    assert not Climb.objects.filter(item=item, superseded_at__isnull=True).exists()


def test_many_begin_to_climb_in_as_many_statements_as_one(gatekept: Case) -> None:
    def statements(many: int) -> int:
        dues = [Owed(source=uuid7(), code="tell_event", what="Tell", due_on=DUE) for _ in range(many)]
        with open_door("a test owes something"):
            raise_dues(case=gatekept, owed=dues, at=AT)
            with CaptureQueriesContext(connection) as counted:
                raise_dues(case=gatekept, owed=[Owed(**{**vars(one), "due_on": DUE + timedelta(days=1)})
                                                for one in dues], at=AT)  # fmt: skip
        return len(counted)

    statements(1)
    assert statements(3) == statements(1)
