"""Telling victims of a decision and of the Right to Review: once, after it, by the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Suspect, Victim
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import ClockCode, deadline, london_date, london_instant
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from reviews import services
from reviews.clocks import acknowledgement, completion, notice_deadline, request_window
from reviews.facts import CaseFacts, eligibility_of
from reviews.models import Decision, Notification, RightTold
from reviews.sealed import text_of
from tests.clocks.oracle import months_later, nth_working_day, printed_holidays
from tests.decisions import CHECKED
from tests.refusals import refused_by_table
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    OPENED_AT,
    PROPOSED_AT,
    TOLD_AT,
    WHY,
    interview,
    line,
    next_crime,
    on,
    open_case,
    say_unsafe,
    tell,
    withdraw,
)
from tests.reviews.test_decisions import record_from_document
from tests.reviews.test_pages import moment
from tests.victims.conftest import with_outside_isva
from victims import services as victims
from victims.facts import support_reinstated

HOLIDAYS = printed_holidays()


def owed(decision: Decision, code: str) -> bool:
    notices = Notification.objects.filter(decision=decision).values("pk")
    return DueItem.objects.filter(source__in=notices, code=code, settled_at__isnull=True).exists()


# Of the decision


def test_told_in_another_way_than_they_had_asked_for_says_why(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        tell(alice, decided, victim, why_another="")
    assert "They had asked for another way (phone)" in refused.value.fields["why_another"]
    with pytest.raises(Invalid, match="what comes nearest"):
        tell(alice, decided, victim, why_another="other")
    for way, sentence in {"in_person_home": "This is the way that they", "": "is not on record"}.items():
        with pytest.raises(Invalid, match=sentence) as refused:
            tell(alice, decided, victim, wanted_method=way, why_another="advised")
        assert list(refused.value.fields) == ["why_another"]
    notice = tell(alice, decided, victim, why_another="advised")
    assert (notice.wanted_method, notice.method, notice.why_another) == ("phone", "in_person_home", "advised")
    browser = sign_in(alice)
    words = "asked for: phone. Their ISVA or specially trained officer advised it"
    assert words in browser.get(f"/decisions/{decided.pk}/").content.decode()
    assert browser.get(f"/api/v1/notifications/{notice.pk}/").json()["why_another"] == "advised"


def test_another_reason_is_shown_in_words_to_those_who_may_read_them(
    decided: Decision, victim: Victim, alice: Person, reg: Person, sign_in: Any
) -> None:
    notice = tell(alice, decided, victim, why_another="other", note="The line was dead.")
    words = "asked for: phone. Another reason: The line was dead."
    for page in (f"/decisions/{decided.pk}/", f"/notifications/{notice.pk}/"):
        assert words in sign_in(alice).get(page).content.decode()
    assert "The line was dead" not in sign_in(reg).get(f"/decisions/{decided.pk}/").content.decode()


def test_the_plan_that_stands_says_it_once_for_the_telling(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    victims.record_contact_details(
        by=alice, victim=victim, preferred_method="phone", phone="07700 900001", at=OPENED_AT
    )
    notice = Notification.objects.get(decision=decided, victim=victim)
    values = {"teller": alice, "time_fits": "none_recorded", "interpreter": "not_needed", "at": DECIDED_AT}
    at = DECIDED_AT + timedelta(hours=2)
    way = {"method": "in_person_home", "why_another": "not_safe_now"}
    services.plan_telling(by=alice, notice=notice, tell_at=at, **way, **values)
    told = tell(alice, decided, victim, wanted_method="", why_another="")
    assert (told.wanted_method, told.why_another) == ("phone", "not_safe_now")


@pytest.mark.parametrize(
    "change",
    [
        {"why_another": ""},
        {"why_another": "advised", "wanted_method": ""},
        {"wanted_method": "in_person_home"},
    ],
)
def test_the_table_wants_the_reason_with_another_way_and_with_no_other(
    decided: Decision, victim: Victim, alice: Person, change: dict[str, str]
) -> None:
    notice = tell(alice, decided, victim)
    with refused_by_table("notification_says_why_another"), open_door("test"):
        Notification.objects.filter(pk=notice.pk).update(**change)


def test_telling_a_victim_stops_the_clock(decided: Decision, victim: Victim, alice: Person) -> None:
    assert owed(decided, "tell_decision")
    notice = tell(alice, decided, victim, note="Her ISVA was there.")
    notice.refresh_from_db()
    assert (notice.told_at, notice.told_by, notice.method, notice.wanted_method, notice.understood) == (
        TOLD_AT,
        alice,
        "in_person_home",
        "phone",
        "yes",
    )
    assert text_of(notice, "note") == "Her ISVA was there."
    assert not owed(decided, "tell_decision")
    assert owed(decided, "tell_right")


def test_a_victim_is_told_once(told: Decision, victim: Victim, bob: Person) -> None:
    with pytest.raises(Invalid) as refused:
        tell(bob, told, victim)
    assert (
        "has been told of this decision already, on 2 September 2026, 4:00pm"
        in refused.value.fields["victim"]
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"told_at": DECIDED_AT - timedelta(minutes=1)}, "told_at"),
        ({"told_at": LATER + timedelta(minutes=1)}, "told_at"),
        ({"told_at": None}, "told_at"),
        ({"method": ""}, "method"),
        ({"method": "text"}, "method"),
        ({"method": "pigeon"}, "method"),
        ({"understood": ""}, "understood"),
        ({"not_told_because": "unsafe"}, "told_at"),
        ({"not_told_because": "unsafe", "told_at": None}, "method"),
        (
            {"not_told_because": "nobody_asked", "told_at": None, "method": "", "understood": ""},
            "not_told_because",
        ),
    ],
)
def test_a_telling_that_cannot_be_is_refused_by_the_field(
    decided: Decision, victim: Victim, alice: Person, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        tell(alice, decided, victim, **given)
    assert field in refused.value.fields


def test_nobody_is_told_of_a_proposal(proposed: Decision, victim: Victim, alice: Person) -> None:
    with pytest.raises(NotAllowed, match="has not been authorised"):
        tell(alice, proposed, victim)


def test_a_victim_of_another_case_is_not_concerned(decided: Decision, alice: Person, bob: Person) -> None:
    other = cases.add_victim(by=alice, case=open_case(bob), at=LATER)
    with pytest.raises(Invalid, match="not about Victim 1"):
        tell(alice, decided, other)


def test_why_nobody_told_them_stops_the_clock_and_they_may_still_be_told(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    say_unsafe(alice, victim, DECIDED_AT)
    notice = services.notify_victim(
        by=alice,
        decision=decided,
        victim=victim,
        not_told_because="unsafe",
        note="He reads her post.",
        at=LATER,
    )
    assert not owed(decided, "tell_decision")
    assert notice.status(LATER) == "Not told"
    assert text_of(notice, "not_told_note") == "He reads her post."
    with pytest.raises(Invalid, match="A reason stands already"):
        services.notify_victim(
            by=alice, decision=decided, victim=victim, not_told_because="opted_out", at=LATER
        )
    notice = tell(alice, decided, victim, told_at=LATER)
    assert (notice.told_at, notice.not_told_because) == (LATER, "unsafe")


def test_another_reason_needs_words(decided: Decision, victim: Victim, alice: Person) -> None:
    with pytest.raises(Invalid) as refused:
        services.notify_victim(by=alice, decision=decided, victim=victim, not_told_because="other", at=LATER)
    assert list(refused.value.fields) == ["note"]


def test_cps_tells_its_own_decision(
    with_cps: Case, interviewed: Allegation, victim: Victim, alice: Person, sam: Person
) -> None:
    decision = record_from_document(alice, with_cps, interviewed)
    cases.look_at_matches(by=sam, case=with_cps, reason="CPS decided.", at=LATER)
    services.record_safety_plan(
        by=alice, decision=decision, safety_plan="in_place", safety_plan_words="Her locks.", at=LATER
    )
    notice = tell(alice, decision, victim, method="post", understood="not_known")
    assert (notice.owner, notice.told_by, notice.told_recorded_by) == ("cps", None, alice)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"told_at": TOLD_AT, "told_recorded_at": LATER}, "notification_told_together"),
        ({"told_at": TOLD_AT}, "notification_told_not_in_future"),
        ({"not_told_because": "unsafe"}, "notification_not_told_together"),
        ({"method": "text"}, "notification_"),
        ({"decided_at": LATER + timedelta(days=400)}, "notification_told_after_decision"),
    ],
)
def test_the_table_sets_a_telling_together_or_not_at_all(
    decided: Decision, victim: Victim, alice: Person, change: dict[str, object], constraint: str
) -> None:
    if "decided_at" in change:
        tell(alice, decided, victim)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), open_door("test"):
        Notification.objects.filter(decision=decided).update(**change)


# Of the right


def tell_right(by: Person, decision: Decision, victim: Victim, **given: object) -> RightTold:
    values = {
        "told_at": TOLD_AT,
        "method": "in_person_home",
        "leaflet_version": "VRR leaflet 4",
        "at": LATER,
        **given,
    }
    return services.record_told_of_right(by=by, decision=decision, victim=victim, **values)


def test_the_right_is_recorded_apart_from_the_notice(told: Decision, victim: Victim, alice: Person) -> None:
    assert not owed(told, "tell_decision")
    assert owed(told, "tell_right")
    right = tell_right(alice, told, victim)
    assert (right.told_at, right.told_by, right.leaflet_version) == (TOLD_AT, alice, "VRR leaflet 4")
    assert not owed(told, "tell_right")


def test_nobody_hears_of_the_right_before_the_decision(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    browser, page = sign_in(alice), f"/decisions/{decided.pk}/tell-right/"
    assert "told of the decision. Record that first." in browser.get(page).content.decode()
    form = {"victim": str(victim.pk), "method": "phone", "leaflet_version": "4"}
    refused = browser.post(page, {**form, **moment("told_at")})
    assert refused.status_code == 422
    assert "Record first that they were told of the decision." in refused.content.decode()
    body = {**form, "decision": str(decided.pk), "told_at": "2026-09-02T16:00:00+01:00"}
    answer = browser.post("/api/v1/rights-told/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["fields"]) == (
        400,
        {"told_at": "Record first that they were told of the decision."},
    )
    assert (RightTold.objects.count(), owed(decided, "tell_right")) == (0, True)
    tell(alice, decided, victim)
    with pytest.raises(Invalid, match="They were told of the decision on") as early:
        tell_right(alice, decided, victim, told_at=TOLD_AT - timedelta(minutes=1))
    assert list(early.value.fields) == ["told_at"]
    assert browser.post("/api/v1/rights-told/", body, content_type="application/json").status_code == 201
    assert Notification.objects.get(decision=decided).ask_by == date(2026, 12, 2)


def test_whoever_speaks_for_a_victim_whom_nobody_could_tell_hears_of_the_right(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    services.notify_victim(
        by=alice, decision=decided, victim=victim, not_told_because="no_contact_details", at=LATER
    )
    assert tell_right(alice, decided, victim).told_at == TOLD_AT


def test_the_right_is_told_once(told: Decision, victim: Victim, alice: Person, bob: Person) -> None:
    tell_right(alice, told, victim)
    with pytest.raises(Invalid, match="told of the Right to Review already"):
        tell_right(bob, told, victim)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"told_at": DECIDED_AT - timedelta(minutes=1)}, "told_at"),
        ({"told_at": LATER + timedelta(minutes=1)}, "told_at"),
        ({"method": "text"}, "method"),
        ({"leaflet_version": " "}, "leaflet_version"),
    ],
)
def test_a_telling_of_the_right_that_cannot_be_is_refused_by_the_field(
    told: Decision, victim: Victim, alice: Person, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        tell_right(alice, told, victim, **given)
    assert list(refused.value.fields) == [field]


def authorised(case: Case, allegation: Allegation, by: Person, sam: Person, *codes: str) -> Decision:
    decision = services.propose_nfa(
        by=by, case=case, lines=[line(allegation, *codes)], rationale=WHY, at=PROPOSED_AT, **CHECKED
    )
    return services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)


def test_without_an_interview_the_right_is_refused_with_reason_1(
    case: Case, allegation: Allegation, suspect: Suspect, victim: Victim, alice: Person, sam: Person
) -> None:
    allegation.refresh_from_db()
    decision = authorised(case, allegation, alice, sam)
    with pytest.raises(NotAllowed, match=r"\(reason 1\): no suspect had been identified and interviewed"):
        tell_right(alice, decision, victim)
    assert not owed(decision, "tell_right")


@pytest.mark.parametrize("interview_by", ["arrest", "voluntary"])
def test_an_interview_after_arrest_or_by_choice_gives_the_right(
    case: Case,
    allegation: Allegation,
    suspect: Suspect,
    victim: Victim,
    alice: Person,
    sam: Person,
    interview_by: str,
) -> None:
    cases.record_milestone(
        by=alice, case=case, kind="arrested", occurred_at=on(11), suspect=suspect, at=LATER
    )
    interview(alice, case, suspect, interview_by=interview_by)
    allegation.refresh_from_db()
    decision = authorised(case, allegation, alice, sam)
    tell(alice, decision, victim)
    assert tell_right(alice, decision, victim).pk


def test_outcome_16_is_refused_with_reason_5_until_support_is_reinstated(
    case: Case, interviewed: Allegation, victim: Victim, alice: Person, sam: Person
) -> None:
    withdraw(alice, sam, victim)
    decision = authorised(case, interviewed, alice, sam, "16", "not_supported")
    with pytest.raises(NotAllowed, match=r"\(reason 5\)"):
        tell_right(alice, decision, victim)
    back_at = DECIDED_AT + timedelta(days=10)
    victims.record_re_engagement(by=alice, victim=victim, occurred_at=back_at, told_by="letter", at=LATER)
    with pytest.raises(NotAllowed, match=r"\(reason 5\)"):
        tell_right(alice, decision, victim, told_at=back_at - timedelta(minutes=1))
    tell(alice, decision, victim)
    assert tell_right(alice, decision, victim, told_at=back_at + timedelta(minutes=1)).pk
    known = CaseFacts(case, LATER)
    assert (victim.pk in known.reinstated) == support_reinstated(victim, LATER)


def test_a_charge_on_another_allegation_of_the_victim_is_reason_2(
    case: Case, interviewed: Allegation, victim: Victim, suspect: Suspect, alice: Person, sam: Person
) -> None:
    other = cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=next_crime(),
        offence_type="sexual_assault",
        victim=victim,
        suspect=suspect,
        at=LATER,
    )
    decision = authorised(case, interviewed, alice, sam)
    cases.record_milestone(
        by=alice,
        case=case,
        kind="charged",
        occurred_at=TOLD_AT,
        allegation=other,
        charge_by="police",
        at=LATER,
    )
    before = eligibility_of(decision, victim, TOLD_AT - timedelta(minutes=1))
    assert before
    with pytest.raises(NotAllowed, match=r"\(reason 2\)"):
        tell_right(alice, decision, victim)


def test_a_cps_decision_is_reason_7(
    with_cps: Case, interviewed: Allegation, victim: Victim, alice: Person
) -> None:
    decision = record_from_document(alice, with_cps, interviewed)
    with pytest.raises(NotAllowed, match=r"\(reason 7\): CPS made the decision"):
        tell_right(alice, decision, victim)


def test_each_victim_has_an_answer_of_their_own(
    case: Case, interviewed: Allegation, victim: Victim, suspect: Suspect, alice: Person, sam: Person
) -> None:
    second = cases.add_victim(by=alice, case=case, at=LATER)
    other = cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=next_crime(),
        offence_type="rape_adult",
        victim=second,
        suspect=suspect,
        at=LATER,
    )
    withdraw(alice, sam, second)
    decision = services.propose_nfa(
        by=alice,
        case=case,
        lines=[line(interviewed), line(other, "16", "not_supported")],
        rationale=WHY,
        at=PROPOSED_AT,
        **CHECKED,
    )
    services.authorise_nfa(by=sam, decision=decision, at=DECIDED_AT)
    decision.refresh_from_db()
    assert eligibility_of(decision, victim, TOLD_AT)
    assert eligibility_of(decision, second, TOLD_AT).number == 5
    owed_right = DueItem.objects.filter(code="tell_right", case=case)
    assert [item.what for item in owed_right] == ["Tell Victim 1 of the Right to Review"]
    assert Notification.objects.filter(decision=decision).count() == 2


# Clocks, against the independent oracle


DAYS = [
    date(2026, 12, 24),
    date(2025, 12, 24),
    date(2026, 12, 31),
    date(2026, 4, 2),
    date(2027, 3, 25),
    date(2026, 3, 28),
    date(2026, 10, 24),
    date(2026, 2, 27),
    date(2024, 2, 28),
    date(2026, 8, 28),
    date(2026, 5, 1),
    date(2022, 9, 16),
]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize(("enhanced", "count"), [(True, 1), (False, 5)])
def test_a_notice_is_due_by_the_rights_that_the_victim_has(
    db: None, day: date, count: int, *, enhanced: bool
) -> None:
    at = london_instant(day, time(16, 30))
    victim = Victim(number=1, enhanced_rights=enhanced, enhanced_rights_declined_at=None if enhanced else at)
    assert notice_deadline(victim, at).due_on == nth_working_day(day, count, HOLIDAYS)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_review_is_acknowledged_in_10_and_completed_in_30_working_days(db: None, day: date) -> None:
    at = london_instant(day, time(9, 0))
    assert acknowledgement(at).due_on == nth_working_day(day, 10, HOLIDAYS)
    assert completion(at).due_on == nth_working_day(day, 30, HOLIDAYS)


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 11, 29), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 9, 2), date(2026, 12, 2)),
    ],
)
def test_three_calendar_months_end_with_the_month_where_it_is_shorter(
    db: None, told: date, last: date
) -> None:
    window = request_window(london_instant(told, time(23, 59)))
    assert window.due_on == last == months_later(told, 3)


def test_what_is_owed_follows_a_choice_about_enhanced_rights_after_the_decision(
    decided: Decision, victim: Victim, alice: Person, sign_in: Any
) -> None:
    notice = Notification.objects.get(decision=decided)
    first, owed = notice.due_on, DueItem.objects.filter(source=notice.pk, settled_at__isnull=True)
    before = set(owed.values_list("code", flat=True))
    at = LATER + timedelta(days=60)
    choose = {"by": alice, "victim": victim, "told_by": "letter", "explained": True}
    victims.record_rights_choice(**choose, takes_up=False, chosen_at=at, at=at)

    notice.refresh_from_db()
    later = deadline(ClockCode.TELL_VICTIM_STANDARD, decided.decided_at).due_on
    assert (notice.clock, notice.due_on, notice.first_due_on, notice.retimed_at) == (
        "tell_victim_standard",
        later,
        first,
        at,
    )
    assert set(owed.values_list("code", "due_on", "rule")) == {
        (code, later, "tell_victim_standard") for code in before
    }
    client = sign_in(alice)
    page = client.get(f"/decisions/{decided.pk}/").content.decode()
    assert f"until then it was due on {first.day} {first:%B %Y}." in page
    assert client.get(f"/api/v1/notifications/{notice.pk}/").json()["first_due_on"] == first.isoformat()
    victim.refresh_from_db()
    victims.record_rights_choice(**choose, takes_up=True, chosen_at=at, at=at + timedelta(hours=1))
    notice.refresh_from_db()
    assert (notice.due_on, notice.first_due_on) == (first, first)
    with (
        open_door("a test writes what cannot be"),
        pytest.raises(IntegrityError, match="notification_retimed_together"),
        transaction.atomic(),
    ):
        Notification.objects.filter(pk=notice.pk).update(first_due_on=None)


def test_a_choice_after_the_decision_does_not_change_what_held_at_it(db: None) -> None:
    at = datetime(2026, 9, 2, 9, tzinfo=UTC)
    victim = Victim(number=1, enhanced_rights=False, enhanced_rights_declined_at=at + timedelta(hours=1))
    assert notice_deadline(victim, at).due_on == date(2026, 9, 3)


def test_a_decision_just_before_midnight_in_london_counts_from_that_day(
    proposed: Decision, sam: Person
) -> None:
    at = datetime(2026, 9, 2, 22, 59, tzinfo=UTC)  # 23:59 in London
    services.authorise_nfa(by=sam, decision=proposed, at=at)
    assert Notification.objects.get(decision=proposed).due_on == date(2026, 9, 3)
    assert london_date(at) == date(2026, 9, 2)


# By a way that is safe for the victim: one rule for every door (victims/rules/channels.py)


def _unsafe(by: Person, victim: Victim) -> None:
    victims.record_contact_details(
        by=by,
        victim=victim,
        preferred_method="in_person_station",
        forbidden_methods=["in_person_home", "post"],
        forbidden_because="suspect",
        at=PROPOSED_AT,
    )


def test_nobody_is_told_of_a_decision_or_of_the_right_by_a_way_that_is_not_safe(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    _unsafe(alice, victim)
    for door in (tell, tell_right):
        with pytest.raises(Invalid) as refusal:
            door(alice, decided, victim, method="in_person_home")
        assert refusal.value.fields["method"].startswith(
            "Do not reach Victim 1 this way (in person, at home)"
        )
    assert owed(decided, "tell_decision")
    with pytest.raises(Invalid, match="No ISVA of Victim 1 is on record"):
        tell(alice, decided, victim, method="via_isva")
    with_outside_isva(alice, victim)
    assert tell(alice, decided, victim, method="via_isva").method == "via_isva"
    assert tell_right(alice, decided, victim, method="via_isva").method == "via_isva"


def test_an_alert_reaches_what_is_still_to_be_told_and_its_page(
    decided: Decision, victim: Victim, alice: Person, gita: Person, sign_in: Any
) -> None:
    at = DECIDED_AT + timedelta(hours=1)
    alert = victims.raise_contact_alert(by=alice, victim=victim, about="everything", at=at)
    notice = Notification.objects.get(decision=decided, victim=victim)
    marked = DueItem.objects.get(source=notice.pk, code="tell_decision")
    assert marked.pk in alert.reached
    assert marked.check_first
    words = "Check first how to reach Victim 1"
    for address in (f"/decisions/{decided.pk}/", f"/decisions/{decided.pk}/notify/"):
        assert words in sign_in(alice).get(address).content.decode()
    assert words not in sign_in(gita).get(f"/decisions/{decided.pk}/").content.decode()
    with pytest.raises(Invalid, match="watching everything"):
        tell(alice, decided, victim, method="phone", told_at=at + timedelta(minutes=5))
    victims.confirm_ways(by=alice, alert=alert, how="In person.", safe_again=alert.stops, at=LATER)
    marked.refresh_from_db()
    assert not marked.check_first


def test_what_the_record_denies_is_not_why_nobody_told_them(
    decided: Decision, victim: Victim, alice: Person
) -> None:
    def refused_because(why: str) -> str:
        with pytest.raises(Invalid) as refused:
            services.notify_victim(by=alice, decision=decided, victim=victim, not_told_because=why, at=LATER)
        assert list(refused.value.fields) == ["not_told_because"]
        return refused.value.fields["not_told_because"]

    assert refused_because("unsafe").startswith("Nothing on record says what is not safe for Victim 1.")
    known = {"phone": "07700 900001", "address": "1 High Street, LS1 1AA", "preferred_method": "phone"}
    victims.record_contact_details(by=alice, victim=victim, **known, at=DECIDED_AT)
    assert refused_because("no_contact_details").startswith(
        "There is a phone number and an address of Victim 1"
    )
