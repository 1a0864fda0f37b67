"""A CPS decision that police entered with no meeting before it is flagged, on the case and to gatekeepers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from actionplans.services import record_meeting, triage_submission
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from reviews.meetings import unmet_of
from reviews.models import Decision
from reviews.services import confirm_cps_decision, record_cps_nfa
from tests.chain import story as told

FLAG = "No meeting of investigator and prosecutor before this decision is on record."
MOMENT = told.at(4, 21)


def entered(*, met: bool) -> tuple[told.Story, Decision]:
    story = told.report()
    told.send(story)
    assert story.submission is not None
    triage_submission(by=told.person("lena"), submission=story.submission, accepted=True, at=told.at(3, 17))
    if met:
        told.meet(story)
    story.case.refresh_from_db()
    decision = record_cps_nfa(
        by=told.person("alice"),
        case=story.case,
        lines=[{"allegation": story.allegation, "outcome": "15", "reason": "cps_evidential"}],
        rationale="The evidential test is not met.",
        decided_at=told.at(4, 20),
        maker_name="L. Awyer",
        approver_name="M. Anager",
        document_name="mg3",
        document_date=told.at(4, 20).date(),
        at=MOMENT,
    )
    deliver(at=MOMENT)
    return story, decision


def waiting() -> set[str]:
    rows = Message.objects.filter(kind="meeting_wanted", handled_at__isnull=True)
    return set(rows.values_list("recipient__username", flat=True))


def test_one_with_a_meeting_before_it_is_not_flagged(db: None) -> None:
    _, decision = entered(met=True)
    assert unmet_of(decision) is None
    assert waiting() == set()


def test_one_without_is_recorded_flagged_and_told_to_the_gatekeepers_until_it_is_said_why(
    db: None, sign_in: Callable[..., Any]
) -> None:
    story, decision = entered(met=False)
    assert decision.is_authorised
    assert unmet_of(decision) == story.submission
    assert waiting() == {"gita", "gwen"}
    keeper, pages = sign_in(told.person("gita")), (f"/cases/{story.case.pk}/", f"/decisions/{decision.pk}/")
    assert [FLAG in keeper.get(page).content.decode() for page in pages] == [True, True]
    link = reverse("record_meeting", args=[story.submission.pk])
    assert link in keeper.get(pages[1]).content.decode()
    shown = keeper.get(f"/api/v1/decisions/{decision.pk}/").json()
    assert shown["meeting_missing_on"] == str(story.submission.pk)
    # Who reads nothing of CPS reads no flag.
    registrar = sign_in(told.person("reg"))
    assert FLAG not in registrar.get(pages[0]).content.decode()
    assert "meeting_missing_on" not in registrar.get(f"/api/v1/decisions/{decision.pk}/").json()
    record_meeting(
        by=told.person("gita"), submission=story.submission, how="not_held", note="Nobody asked.", at=MOMENT
    )
    assert waiting() == set()
    assert [FLAG in keeper.get(page).content.decode() for page in pages] == [False, False]


def test_a_meeting_after_the_decision_is_none_before_it(db: None) -> None:
    story, decision = entered(met=False)
    alice = told.person("alice")
    record_meeting(
        by=alice,
        submission=story.submission,
        how="video",
        held_at=told.at(4, 20, 12),
        investigator=alice,
        prosecutor_name="Lena",
        at=MOMENT,
    )
    assert unmet_of(decision) == story.submission


def test_a_decision_that_cps_does_not_stand_by_asks_for_no_meeting(db: None) -> None:
    _, decision = entered(met=False)
    confirm_cps_decision(by=told.person("lena"), decision=decision, stands=False, at=MOMENT)
    decision.refresh_from_db()
    assert unmet_of(decision) is None
    assert waiting() == set()
