"""What further enquiries found that a review asked for is said before the police decide again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.due_places import place_of
from cases.models import Allegation, Case, Victim
from cases.services import record_milestone, void_milestone
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.messages import Due
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import ISVA
from reviews import services
from reviews.letter_enums import LetterLanguage
from reviews.letters.facts import facts_of
from reviews.letters.words import samples, write
from reviews.models import Decision, DecisionLine, ReviewEnquiries, ReviewRequest
from reviews.notices import recheck_carrying_out
from reviews.sealed import text_of
from tests.decisions import CHECKED, by_cps, with_cps
from tests.reviews.conftest import LATER, line
from tests.reviews.test_carrying_out import decide, owed, send
from tests.reviews.test_letters import known
from tests.reviews.test_pages import post_json
from tests.stories import story

__all__ = ["known"]  # a fixture

SignIn = Callable[..., Client]
FOUND = "The neighbour was seen. She heard nothing that night."
ENDED_ON = LATER.date() + timedelta(days=3)
THEN = LATER + timedelta(days=4)
UNSAID = (
    "A review opened {} again for further enquiries, and nobody has said what they found. Record that first,"
    " on the page of the review: “Record what the enquiries found”."
)


@story
def wanted(allocated: ReviewRequest, rita: Person) -> ReviewRequest:
    """Sent back for further enquiries."""
    return decide(allocated, rita, "further_enquiries")


@story
def crime(wanted: ReviewRequest) -> Allegation:
    return DecisionLine.objects.get(decision=wanted.decision).allegation


def find(by: Person, request: ReviewRequest, **given: Any) -> ReviewEnquiries:
    values = {"found": FOUND, "ended_on": ENDED_ON, "at": THEN, **given}
    return services.record_enquiries_found(by=by, request=request, **values)


def propose(by: Person, crime: Allegation, **given: Any) -> Decision:
    return services.propose_nfa(
        by=by,
        case=crime.case,
        lines=[line(crime)],
        rationale="Weighed again.",
        **CHECKED,
        **{"at": THEN, **given},
    )


def words(case: Case) -> list[str]:
    return [item.what for item in owed(case)]


def test_the_police_do_not_decide_again_before_somebody_says_what_was_found(
    wanted: ReviewRequest, crime: Allegation, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    refused = {"lines-0-outcome": UNSAID.format(crime.crime_reference)}
    with pytest.raises(Invalid) as trouble:
        propose(alice, crime)
    assert trouble.value.fields == refused
    browser = sign_in(alice)
    body = {
        "case": str(crime.case_id),
        "lines": [{"allegation": str(crime.pk), "outcome": "15", "reason": "evidential"}],
        "rationale": "Weighed again.",
        **CHECKED,
    }
    answer = post_json(browser, "/api/v1/decisions/", body)
    assert (answer.status_code, answer.json()["fields"]) == (400, refused)
    page = browser.get(f"/cases/{crime.case_id}/decisions/new/").content.decode()
    assert f'href="/right-to-review/{wanted.pk}/enquiries/"' in page
    find(alice, wanted)
    proposed = propose(alice, crime)
    assert services.authorise_nfa(by=sam, decision=proposed, at=THEN).is_authorised
    assert words(crime.case) == []


def test_what_turns_up_once_the_next_decision_went_forward_belongs_before_it(
    wanted: ReviewRequest, crime: Allegation, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    late = {"found": "A second neighbour was found.", "at": THEN + timedelta(hours=2)}
    find(alice, wanted)
    proposed = propose(alice, crime)
    browser, here = sign_in(alice), f"/right-to-review/{wanted.pk}/"
    with pytest.raises(NotAllowed, match="put forward anew on 6 November 2026, 9:00am, on what had"):
        find(alice, wanted, **late)
    assert browser.get(f"{here}enquiries/").status_code == 403
    assert f'href="{here}enquiries/"' not in browser.get(here).content.decode()
    services.refuse_nfa(by=sam, decision=proposed, reason="See the second neighbour.", at=THEN)
    assert f'href="{here}enquiries/"' in browser.get(here).content.decode()
    find(alice, wanted, **late)
    again = propose(alice, crime, at=THEN + timedelta(hours=3))
    services.authorise_nfa(by=sam, decision=again, at=THEN + timedelta(hours=4))
    with pytest.raises(NotAllowed, match="Where it stands, it is opened again first"):
        find(alice, wanted, found="A third.", at=THEN + timedelta(hours=5))
    assert ReviewEnquiries.objects.filter(request=wanted).count() == 2


def test_what_nobody_said_before_cps_charged_is_said_after(
    allocated: ReviewRequest, alice: Person, rita: Person
) -> None:
    with_cps(alice, allocated.case, allocated.decision.decided_at)
    wanted = decide(allocated, rita, "further_enquiries")
    crime = DecisionLine.objects.get(decision=wanted.decision).allegation
    charged = {"kind": "charged", "allegation": crime, "occurred_at": LATER, "at": LATER, **by_cps(LATER)}
    record_milestone(by=alice, case=crime.case, **charged)
    find(alice, wanted)
    with pytest.raises(NotAllowed, match="put forward anew"):
        find(alice, wanted, found="A second neighbour was found.")


def test_its_notice_leads_to_the_review_until_it_is_said_what_was_found(
    wanted: ReviewRequest, crime: Allegation, alice: Person, sign_in: SignIn
) -> None:
    def leads() -> tuple[str, str, str]:
        (item,) = owed(crime.case)
        due = recheck_carrying_out([item.pk], THEN)[item.pk]
        assert isinstance(due, Due)
        return due.path, place_of(item, alice), due.ends_when

    path, place, ends_when = leads()
    assert path == place == f"/right-to-review/{wanted.pk}/"
    assert ends_when.startswith("what the enquiries found is recorded, and the case goes to CPS")
    page = sign_in(alice).get(path).content.decode()
    assert f'href="/right-to-review/{wanted.pk}/enquiries/"' in page
    find(alice, wanted)
    path, place, ends_when = leads()
    assert path == place == f"/cases/{crime.case_id}/"
    assert ends_when.startswith("the case goes to CPS")


def test_the_duty_says_what_is_left_of_it(
    wanted: ReviewRequest, crime: Allegation, alice: Person, sam: Person
) -> None:
    make = "Make the enquiries that the review for Victim 1 asks for, then decide again"
    assert words(crime.case) == [make]
    due_on = owed(crime.case)[0].due_on
    send(wanted, alice)
    assert words(crime.case) == ["Say what the enquiries found that the review for Victim 1 asked for"]
    assert owed(crime.case)[0].due_on == due_on
    find(alice, wanted)
    assert words(crime.case) == []


def test_a_charge_that_is_voided_leaves_both_to_be_done(
    allocated: ReviewRequest, alice: Person, rita: Person
) -> None:
    with_cps(alice, allocated.case, allocated.decision.decided_at)
    wanted = decide(allocated, rita, "further_enquiries")
    crime = DecisionLine.objects.get(decision=wanted.decision).allegation
    charge = record_milestone(
        by=alice,
        case=crime.case,
        kind="charged",
        allegation=crime,
        occurred_at=LATER,
        at=LATER,
        **by_cps(LATER),
    )
    assert words(crime.case) == ["Say what the enquiries found that the review for Victim 1 asked for"]
    void_milestone(by=alice, milestone=charge, reason="Of another case.", at=THEN)
    assert words(crime.case) == [
        "Make the enquiries that the review for Victim 1 asks for, then decide again"
    ]
    find(alice, wanted)
    assert words(crime.case) == [
        "Decide again for Victim 1: the enquiries that the review asks for were made"
    ]


def test_what_another_body_has_is_asked_of_nobody_here(
    wanted: ReviewRequest, crime: Allegation, alice: Person, sam: Person
) -> None:
    gone = services.propose_nfa(
        by=alice,
        case=crime.case,
        lines=[line(crime, "20", "transferred")],
        rationale="It happened in another force's area.",
        **CHECKED,
        at=THEN,
    )
    services.authorise_nfa(by=sam, decision=gone, at=THEN)
    assert words(crime.case) == []


def test_what_was_found_stands_with_the_review_and_before_whoever_authorises(
    wanted: ReviewRequest, crime: Allegation, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    row = find(alice, wanted, made_by=sam)
    assert (text_of(row, "found"), row.made_by, row.recorded_by, row.asked_on) == (
        FOUND,
        sam,
        alice,
        LATER.date(),
    )
    assert AuditEvent.objects.get(action="ENQUIRIES_FOUND").subjects == [wanted.pk, row.pk]
    browser = sign_in(alice)
    assert FOUND in browser.get(f"/right-to-review/{wanted.pk}/").content.decode()
    shown = browser.get(f"/api/v1/review-requests/{wanted.pk}/").json()["enquiries"]
    assert shown == [
        {
            "id": str(row.pk),
            "case": str(row.case_id),
            "request": str(wanted.pk),
            "found": FOUND,
            "ended_on": ENDED_ON.isoformat(),
            "made_by": sam.username,
            "recorded_at": THEN.isoformat(),
            "recorded_by": alice.username,
        }
    ]
    assert browser.get(f"/api/v1/review-enquiries/?request={wanted.pk}").json()["results"] == shown
    proposed = propose(alice, crime)
    assert FOUND in sign_in(sam).get(f"/decisions/{proposed.pk}/authorise/").content.decode()
    told = browser.get(f"/cases/{crime.case_id}/").content.decode()
    assert "What the enquiries found that the review asked for" in told


def test_the_next_letter_says_that_enquiries_were_made_and_until_when(
    wanted: ReviewRequest, crime: Allegation, known: Victim, alice: Person, sam: Person
) -> None:
    said = f"They ended on {ENDED_ON.day} November 2026."

    def text(decision: Decision) -> str:
        facts = facts_of(
            decision,
            known,
            way="handed_over",
            variant="plain",
            language="en",
            details=None,
            at=THEN,
        )
        return write(facts, reasons="...", personal="").as_text()

    assert said not in text(wanted.decision)
    find(alice, wanted)
    assert said not in text(wanted.decision)
    again = services.authorise_nfa(by=sam, decision=propose(alice, crime), at=THEN)
    assert said in text(again)


@pytest.mark.parametrize("language", LetterLanguage)
def test_whoever_checks_a_translation_reads_that_sentence(language: LetterLanguage) -> None:
    marks = {"en": "further enquiries that the review asked for", "ur": "مزید پوچھ گچھ"}
    texts = [part.text for one in samples(language, date(2026, 11, 5)) for part in one.parts]
    assert any(marks[language.value] in text for text in texts)


WRONG = {
    "found": "Say what they found, or that they found nothing.",
    "ended_on": "The review asked for them on 2 November 2026: enter that day or a later one.",
}


def test_every_fault_is_said_at_once(wanted: ReviewRequest, alice: Person) -> None:
    with pytest.raises(Invalid) as trouble:
        find(alice, wanted, found=" ", ended_on=LATER.date() - timedelta(days=1))
    assert trouble.value.fields == WRONG
    with pytest.raises(Invalid) as trouble:
        find(alice, wanted, ended_on=THEN.date() + timedelta(days=1))
    assert trouble.value.fields == {"ended_on": "Enter a day that is not in the future."}


def test_the_page_and_the_api_refuse_alike_and_keep_what_was_typed(
    wanted: ReviewRequest, alice: Person, sign_in: SignIn
) -> None:
    browser = sign_in(alice)
    version = ReviewRequest.objects.get(pk=wanted.pk).version
    address = f"review-requests/{wanted.pk}/enquiries/"
    body = {"found": FOUND, "ended_on": "2026-11-01"}
    answer = post_json(browser, f"/api/v1/{address}", body, **{"If-Match": f'"{version}"'})
    refused = {"ended_on": WRONG["ended_on"]}
    assert (answer.status_code, answer.json()["fields"]) == (400, refused)
    sent = {
        "found": FOUND,
        "ended_on_day": "1",
        "ended_on_month": "11",
        "ended_on_year": "2026",
        "version": str(version),
    }
    page = browser.post(f"/right-to-review/{wanted.pk}/enquiries/", sent)
    assert (page.status_code, refused["ended_on"] in page.content.decode()) == (422, True)
    assert FOUND in page.content.decode()
    empty = browser.post(f"/right-to-review/{wanted.pk}/enquiries/", {"version": str(version)})
    assert {name: list(said) for name, said in empty.context["form"].errors.items()} == {
        "found": [WRONG["found"]],
        "ended_on": ["Enter the day on which the enquiries ended."],
    }
    assert "Who made them? (optional)" not in empty.content.decode()


def test_a_review_that_asked_for_none_takes_none(
    allocated: ReviewRequest, rita: Person, alice: Person, sign_in: SignIn
) -> None:
    decided = decide(allocated, rita, "overturned_cps")
    with pytest.raises(NotAllowed, match="asked for no further enquiries"):
        find(alice, decided)
    page = sign_in(alice).get(f"/right-to-review/{decided.pk}/").content.decode()
    assert "Record what the enquiries found" not in page


def test_the_same_is_not_recorded_twice_and_more_stands_beside_it(
    wanted: ReviewRequest, alice: Person
) -> None:
    find(alice, wanted)
    with pytest.raises(Invalid, match="recorded already"):
        find(alice, wanted)
    find(alice, wanted, found="A second neighbour came forward, who saw nothing.")
    assert ReviewEnquiries.objects.filter(request=wanted).count() == 2


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"ended_on": LATER.date() - timedelta(days=1)}, "review_enquiries_after_review"),
        ({"ended_on": THEN.date() + timedelta(days=1)}, "review_enquiries_not_in_future"),
    ],
)
def test_the_table_refuses_enquiries_that_cannot_be(
    wanted: ReviewRequest, alice: Person, values: dict[str, Any], name: str
) -> None:
    find(alice, wanted)
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), open_door("test"):
        ReviewEnquiries.objects.filter(request=wanted).update(**values)


def test_an_isva_does_not_read_what_the_enquiries_found() -> None:
    assert not ISVA.reads(ReviewEnquiries.part)
