"""From the decision to its overturning in a real Chromium: planned, tried, written, opened, sent, asked,
reviewed, overturned; and nothing of one victim in what the other gets.
"""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta

import pypdf
import pytest
from playwright.sync_api import Browser, expect

from cases import services as cases
from cases.models import Allegation, Case, Victim
from rasso_tracker.clocks import in_london, is_working_day, london_date, london_instant, now
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from reviews import services
from reviews.models import Decision, DecisionLine, Notification, ReviewRequest, RightTold
from tests.browser.hands import Hands
from tests.clocks.oracle import months_later
from tests.decisions import CHECKED
from tests.reviews.test_letters import tags_in, text_in
from victims import services as victims

pytestmark = pytest.mark.browser
THEN = now() - timedelta(days=40)
NAME, OTHER = "Hanna Quartz", "Vera Basalt"
HISTORY = "The neighbour filmed it, and the lab found nothing."
REASONS = "We spoke to everybody who was there. It is not enough for a court."


@pytest.fixture
def decision(own_database: str) -> Decision:
    """A decision of yesterday about two victims, of whom the letter speaks to one."""
    with system("a test looks up people"):
        people = {one.username: one for one in Person.objects.select_related("district", "team")}
    alice, sam = people["alice"], people["sam"]
    case = cases.open_case(
        by=alice, district=alice.district, team=alice.team, officer_in_charge=alice, summary=HISTORY,
        reported_on=london_date(THEN), crime_reference="13260098001", offence_type="rape_adult", at=THEN,
    )  # fmt: skip
    suspect = cases.add_suspect(by=alice, case=case, name="A Suspect", at=THEN)
    cases.record_milestone(
        by=alice, case=case, kind="interviewed", occurred_at=THEN, suspect=suspect, interview_by="voluntary",
        at=THEN,
    )  # fmt: skip
    first, other = (_victim(alice, case, name) for name in (NAME, OTHER))
    cases.add_allegation(
        by=alice, case=case, crime_reference="13260098002", offence_type="sexual_assault", victim=other,
        suspect=suspect, at=THEN,
    )  # fmt: skip
    at = now() - timedelta(days=1)
    with system("a test looks"):
        rows = [
            {"allegation": one, "outcome": "15", "reason": "evidential"}
            for one in Allegation.objects.filter(case=case)
        ]
    made = services.propose_nfa(by=alice, case=case, lines=rows, rationale=HISTORY, at=at, **CHECKED)
    assert first.number == 1
    return services.authorise_nfa(by=sam, decision=made, at=at)


def _victim(by: Person, case: Case, name: str) -> Victim:
    victim = cases.add_victim(by=by, case=case, at=THEN)
    victims.record_identity(by=by, victim=victim, name=name, at=THEN)
    victims.record_contact_details(
        by=by, victim=victim, preferred_method="phone", phone="07700 900001",
        address=f"{victim.number} Elm Street\nLeeds\nLS1 4A{'BC'[victim.number - 1]}",
        safe_times="Weekdays before two", safe_to_leave_message=True, at=THEN,
    )  # fmt: skip
    return victim


def next_working_noon() -> datetime:
    day = london_date(now()) + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return london_instant(day, time(12))


def test_a_victim_is_told_by_a_letter_that_is_opened_and_read(
    decision: Decision, chromium: Browser, site: str
) -> None:
    with system("the test looks"):
        notice = Notification.objects.get(decision=decision, victim__number=1)
    alice = Hands.of(chromium, site, "alice", width=390)
    alice.open(f"/decisions/{decision.pk}/").is_accessible().fits().follow("Plan, attempts and questions")
    assert alice.address == f"/notifications/{notice.pk}/"
    alice.sees("Weekdays before two").is_accessible().fits()
    plan_and_try(alice)
    page = write(alice, decision)
    sign_off(chromium, site, page)
    reads_as_it_should(alice, page)
    send(alice, page)
    alice.open(f"/notifications/{notice.pk}/").sees("Told").is_accessible().fits()
    with system("the test looks"):
        notice.refresh_from_db()
        right = RightTold.objects.get(decision=decision, victim=notice.victim_id)
    assert (notice.method, notice.follow_up, right.letter_id) == ("post", "letter_told", page_id(page))
    assert notice.told_at is not None
    assert notice.ask_by == months_later(in_london(notice.told_at).date(), 3)
    alice.open("/right-to-review/to-tell/").is_accessible().fits()
    expect(alice.page.locator("tbody tr")).to_have_count(1)  # the other victim's
    the_other_gets_her_own(alice, decision)
    request = ask(alice, decision, notice)
    overturn(chromium, site, request)
    alice.open(f"/right-to-review/{request.pk}/").sees("Overturned: refer to CPS")
    alice.open(f"/notifications/{notice.pk}/").sees("Told").is_accessible().fits()
    stands_for_the_other_alone(alice, decision)
    assert alice.faults == []


def the_other_gets_her_own(alice: Hands, decision: Decision) -> None:
    """The letter to the other victim, as a draft: nothing in it of the first."""
    alice.open(f"/decisions/{decision.pk}/letters/new/")
    with system("the test looks"):
        other = Victim.objects.get(case=decision.case_id, number=2)
    alice.fill(victim=str(other.pk), way="post", variant="plain", language="en").send()
    alice.sees(f"Dear {OTHER}")
    shown = alice.page.locator("main").inner_text()
    for words in (NAME, "13260098001", "1 Elm Street", REASONS, "your coat"):
        assert words not in shown, words


def ask(alice: Hands, decision: Decision, notice: Notification) -> ReviewRequest:
    alice.open(f"/decisions/{decision.pk}/review-requests/new/").is_accessible().fits()
    moment = now().replace(second=0, microsecond=0)
    alice.fill(victim=str(notice.victim_id), received_at=moment, channel="phone", asked_by="victim").send()
    with system("the test finds the request"):
        found: ReviewRequest = ReviewRequest.objects.get(decision=decision)
    assert (found.victim_id, found.not_eligible) == (notice.victim_id, None)
    return found


def overturn(chromium: Browser, site: str, request: ReviewRequest) -> None:
    here = f"/right-to-review/{request.pk}/"
    dina = Hands.of(chromium, site, "dina")
    dina.open(f"{here}allocate/")
    dina.page.locator("select[name='reviewer']").select_option(index=1, force=True)
    dina.send()
    rita = Hands.of(chromium, site, "rita")
    rita.open(f"{here}decide/").fill(outcome="overturned_cps", reasons="A line was missed.").send()
    assert (dina.faults, rita.faults) == ([], [])


def stands_for_the_other_alone(alice: Hands, decision: Decision) -> None:
    alice.open(f"/decisions/{decision.pk}/").sees("Overturned on review").is_accessible().fits()
    with system("the test looks"):
        standing = DecisionLine.objects.standing().filter(decision=decision)
        assert [one.victim.number for one in standing.select_related("victim")] == [2]
        first = Victim.objects.get(case=decision.case_id, number=1)
    alice.open(f"/decisions/{decision.pk}/letters/new/")
    alice.fill(victim=str(first.pk), way="post", variant="plain", language="en").send()
    alice.sees("This decision did not stand for Victim 1 any more")


def page_id(page: str) -> object:
    from uuid import UUID

    return UUID(page.strip("/").split("/")[-1])


def plan_and_try(alice: Hands) -> None:
    alice.follow("Plan how they are told").sees("They prefer: phone").is_accessible().fits()
    alice.fill(
        method="in_person_home", tell_at=next_working_noon(), time_fits="safe_time",
        companions=["other"], interpreter="not_needed",
    ).send()  # fmt: skip
    alice.sees("choose why another is planned").is_accessible()
    alice.fill(why_another="they_agreed", note="Her sister is there then.").send()
    alice.sees("Somebody else whom they chose")
    alice.follow("Record an attempt").is_accessible().fits()
    tried = (now() - timedelta(hours=1)).replace(second=0, microsecond=0)
    alice.fill(tried_at=tried, method="phone", outcome="no_answer").send()
    alice.sees("nobody answered").is_accessible().fits()


def write(alice: Hands, decision: Decision) -> str:
    """The letter to the first victim, drafted and made their own: its page."""
    alice.open(f"/decisions/{decision.pk}/letters/new/").is_accessible().fits()
    with system("the test looks"):
        victim = Victim.objects.get(case=decision.case_id, number=1)
    alice.fill(victim=str(victim.pk), way="post", variant="plain", language="en").send()
    page = alice.address
    alice.is_accessible().fits().follow("Edit the draft")
    alice.fill(reasons=REASONS, personal=f"We told {OTHER} the same.").send()
    alice.sees("take the name out")
    alice.fill(personal="You asked about your coat.").send()
    alice.sees("You asked about your coat.")
    return page


def sign_off(chromium: Browser, site: str, page: str) -> None:
    sam = Hands.of(chromium, site, "sam")
    sam.open(page).follow("Sign off the letter").is_accessible().send()
    sam.sees("ready to go")
    assert sam.faults == []


def reads_as_it_should(alice: Hands, page: str) -> None:
    """The PDF as anybody opens it: its words, its tags, and nothing of another victim or of the case."""
    answer = alice.page.request.get(f"{alice.site}{page}letter.pdf")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    pdf = pypdf.PdfReader(io.BytesIO(answer.body()))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    tags = tags_in(pdf)
    assert (tags.count("/H1"), tags.count("/H2") > 3, "/P" in tags) == (1, True, True)
    text = text_in(pdf)
    for words in (f"Dear {NAME}", "1 Elm Street", "13260098001", REASONS, "Right to Review", "not believed"):
        assert words in text, words
    for words in (OTHER, "13260098002", "2 Elm Street", HISTORY, "A Suspect", "07700"):
        assert words not in text, words


def send(alice: Hands, page: str) -> None:
    alice.open("/letters/?status=to_print").is_accessible().fits().follow("Record that it is printed")
    alice.is_accessible().fits().send()
    alice.sees("Printed").follow("Record that the letter went").is_accessible().fits()
    alice.send()
    alice.sees("Choose whether this letter is how they hear of the decision")
    alice.fill(tells="first").send()
    alice.sees("They had asked for another way (phone)")
    alice.fill(why_another="not_reached").send()
    alice.sees("Sent")
