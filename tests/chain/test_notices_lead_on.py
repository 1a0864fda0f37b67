"""Every kind of notice, with real rows: who is told may open what it links to and do there what ends it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from html import unescape
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from actionplans.models import ActionPlan, Clinic, DueSoon, EnteredCharge, ItemDispute, ItemWithdrawal
from actionplans.services import (
    answer_dispute,
    book_clinic,
    cancel_booking,
    cancel_clinic,
    change_clinic_host,
    confirm_action_plan,
    confirm_charge,
    correct_clinic_result,
    move_follow_up,
    raise_reminders,
    take_back_item_withdrawal,
)
from cases.due_places import places_of
from cases.models import Case, DueItem
from cases.services import assign_officer, look_at_matches, record_milestone, restrict_case, void_milestone
from cases.soon import SAID_BY_THEIR_LADDER, soon_moment
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.messages import Due, kinds
from rasso_tracker.messages.models import Raised
from rasso_tracker.messages.services import raise_notice, raise_notices
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.models import Person
from rasso_tracker.people.services import record_leave
from reviews.models import Decision, LetterSending
from reviews.notices import PASSED_ON
from reviews.sending_enums import NOT_SENT
from reviews.services import confirm_cps_decision, plan_telling, sign_off_day
from tests.chain import story as told
from tests.chain.story import person
from tests.decisions import by_cps
from victims.services import end_isva_support, record_contact_details

# Said to whoever is told and may not do it any more, since it climbed above them.
REVIEWED_FIRST = "It is reviewed first, by one of these:"
# What ends a notice: at least one of these deeds is on the page, for each person who is told. Of a notice
# that only says something, the page that says more.
ENDED_BY: dict[str, set[str]] = {
    # Whom a step has climbed above may still move the date, or do what is owed where it is done.
    "plan_lapsed": {"record_plan_review", "acknowledge_escalation", "set_plan_date"},
    "due_climbed": {"acknowledge_due_escalation", "case_detail"},
    "strategy_to_agree": {"agree_strategy"},
    "plan_issued": {"return_items"},
    "plan_returned": {"check_item", "complete_plan"},
    "advice_to_countersign": {"countersign_advice"},
    "advice_refused": {"write_advice"},
    "item_disputed": {"answer_dispute"},
    "dispute_answered": {"return_items"},
    "plan_withdrawn": {"action_plan_detail"},
    "plan_never_issued": {"action_plan_detail"},
    "plan_finalised": {"submit_to_cps", "reopen_plan"},
    "early_advice_finalised": {"submit_to_cps"},
    "plan_open_again": {"return_items", "action_plan_detail"},
    "item_withdrawn": {"action_plan_item_detail"},
    "item_asked_again": {"action_plan_item_detail"},
    "charge_entered": {"confirm_charge"},
    "charge_not_confirmed": {"record_milestone"},
    "plan_taken_back": {"action_plan_detail"},
    "plan_asked_again": {"record_plan_review", "action_plan_detail"},
    "clinic_off": {"clinics"},
    "clinic_host": {"change_clinic_host"},
    "clinic_slot_freed": {"cancel_booking", "move_booking"},
    "clinic_near": {"cancel_booking", "clinic_list"},
    "clinic_corrected": {"correct_clinic_result"},
    "follow_up_changed": {"finish_follow_up", "reopen_follow_up"},
    "withdrawal_to_corroborate": {"corroborate_withdrawal"},
    "spokesperson_to_agree": {"agree_spokesperson"},
    "material_to_approve": {"decide_material_request"},
    "contact_alert": {"confirm_ways"},
    "contact_given": {"record_contact"},
    "appointment_asked": {"answer_appointment"},
    "appointment_answered": {"move_appointment"},
    "appointment_off": {"appointment"},
    "withdrawal_told": {"confirm_told_withdrawal", "answer_told_withdrawal"},
    "withdrawal_told_answered": {"told_withdrawal"},
    "isva_support_ended": {"victim"},
    "isva_access_ended": {"client_list"},
    "told_withdrawal": {"confirm_told_withdrawal", "answer_told_withdrawal"},
    # Where another report may be about the suspect, the look at it comes first.
    "decision_to_authorise": {"authorise_nfa", "authorise_cps_nfa", "look_at_matches"},
    "decision_passed_on": {"authorise_nfa", "look_at_matches"},
    "decision_opened_by_cps": {"decision_detail"},
    "victim_to_tell": {"notify_victim"},
    "telling_planned": {"notify_victim"},
    "meeting_wanted": {"record_meeting"},
    "letter_not_sent": {"record_letter_sent", "send_letter_by_notify"},
    "review_to_carry_out": {"submit_to_cps", "propose_nfa", "record_enquiries_found"},
    "carry_out_review": {"submit_to_cps", "propose_nfa"},
    "review_allocated": {"decide_review"},
    "named_short": {"name_person"},
    "direction_given": {"answer_direction"},
    "lesson_given": {"finish_lesson"},
    "case_given": {"case_detail"},
    # Due soon, by what is owed
    "plan_target": {"return_items"},
    "plan_review": {"record_plan_review", "set_plan_date"},
    "cps_answer": {"triage_submission", "write_advice"},
    "advice_question": {"answer_question"},
    "dispute": {"answer_dispute"},
    "countersign": {"countersign_advice"},
    "advice_again": {"write_advice"},
    "item_chase": {"chase_body"},
    "unanswered": {"submit_to_cps", "reopen_plan"},
    "file_check": {"check_file"},
    "strategy_review": {"review_strategy", "write_strategy", REVIEWED_FIRST},
    "supervisory_review": {"record_supervisory_review"},
    "direction": {"answer_direction"},
    "lesson": {"finish_lesson"},
    "clinic_follow_up": {"finish_follow_up"},
    "safeguarding": {"resolve_safeguarding_concern"},
    "victim_update": {"record_contact"},
    "contact_check": {"confirm_ways"},
    "carrier_gone": {"share_with_isva", "offer_support"},
    "needs_assessment": {"assess_needs"},
    "support_referral": {"offer_support"},
    "support_next": {"record_support_choice", "send_referral", "record_support_answer", "offer_support"},
    "tell_event": {"record_contact"},
    "appointment": {"record_appointment_held", "move_appointment", "cancel_appointment"},
    "material": {"record_material_answer", "record_device_return"},
    "tell_decision": {"notify_victim"},
    "tell_right": {"record_told_of_right"},
    "sign_off_day": {"sign_off_day", "telling"},  # which is planned first
    "tell_supporter": {"record_day_step"},
    "tell_suspect": {"record_day_step"},
    "end_bail": {"record_day_step"},
    "follow_up_letter": {"draft_letter", "say_no_letter"},
    "answer_victim": {"answer_victim_question"},
    "complete_review": {"decide_review", "tell_review_outcome"},
    "review_update": {"record_review_update"},
    "pass_to_cps": {"pass_on_to_cps"},
    "ask_cps_review": {"record_cps_review_outcome"},
    "tell_cps_review": {"record_cps_review_told"},
    "tell_no_evidence": {"record_no_evidence_told"},
    "expedited_answer": {"record_expedited_answer"},
    "ask_expedited": {"record_expedited_outcome"},
    "tell_expedited": {"record_expedited_told"},
}
WHO_DO_IT = ("alice", "sam", "gita", "lena", "max", "rita")
WANTED = (
    "withdrawn",
    "looked back",
    "with the gatekeeper",
    "sent",
    "lapsed",
    "limit near",
    "returned",
    "to countersign",
    "not countersigned",
    "authorised",
    "allocated",
    "in doubt",
    "told by the ISVA",
    "answered to the ISVA",
    "appointment ahead",
    "clinic ahead",
    "clinic heard",
    "proposed by CPS",
    "CPS decision by police",
    "charged",
)


def stories() -> None:
    """Stages at which somebody has something to do, and what no stage holds."""
    with open_door("a test makes an inspector a chief inspector, who decides on counselling records"):
        Person.objects.filter(username="dina").update(rank=Rank.CHIEF_INSPECTOR)
    for number, name in enumerate(WANTED):
        told.STAGES[name](f"1326001{number:04d}")
    clinic_days()
    corrected()
    shut_case()
    passed_on()
    not_decided_so()
    charged_and_not()
    given()
    closed()
    day_to_come()
    letter_did_not_go()
    told.decide(told.STAGES["allocated"]("13260110001"))
    disputed = told.until(told.to_cps, told.dispute)("13260040001")
    dispute = ItemDispute.objects.get(case=disputed.case)
    answer_dispute(by=person("lena"), dispute=dispute, outcome="not_accepted", words="It is not here.")
    asked_no_more()


def asked_no_more() -> None:
    """CPS takes the withdrawal of an item back, and asks for a plan again."""
    for number, name in enumerate(
        ("item withdrawn", "plan withdrawn", "plan opened again", "early advice closed")
    ):
        told.STAGES[name](f"1326014100{number}")
    story = told.STAGES["item withdrawn"]("13260141009")
    row = ItemWithdrawal.objects.get(case=story.case)
    take_back_item_withdrawal(by=person("lena"), withdrawal=row, reason="Of another case.")
    told.STAGES["plan finalised"]("13260141010")
    told.STAGES["by police"]("13260141012")
    entered = told.until(told.send, told.answer_by_police)("13260141011").plan
    assert entered is not None
    confirm_action_plan(by=person("lena"), plan=entered, stands=False)


def passed_on() -> None:
    """A decision that somebody put forward is their supervisor's to answer for."""
    decision = told.STAGES["proposed"]("13260050001").decision
    assert decision is not None
    with open_door("a test passes on what a leaver put forward"):
        Decision.objects.filter(pk=decision.pk).update(carried_by=person("sam"))
        raise_notices(kind=PASSED_ON, sources=[decision.pk], at=now())


def not_decided_so() -> None:
    """CPS says that it did not decide what the police entered for it."""
    decision = told.until(told.to_cps, told.decide_by_document)("13260120001").decision
    assert decision is not None
    confirm_cps_decision(by=person("lena"), decision=decision, stands=False)


def charged_and_not() -> None:
    """Police record that CPS asks for a plan no more; one such charge is voided, of another CPS says that it
    did not decide it.
    """
    alice, day = person("alice"), told.at(4, 20)
    for number in range(3):
        story = told.until(told.to_cps)(f"1326013000{number}")
        plan = ActionPlan.objects.get(case=story.case)
        rows = [{"plan": str(plan.pk), "becomes": "withdrawn", "reason": ""}]
        charge = record_milestone(
            by=alice, case=story.case, kind="charged", occurred_at=day, at=day, open_plans=rows, **by_cps(day)
        )
        if number == 1:
            void_milestone(by=alice, milestone=charge, reason="Of another case.", at=day)
        if number == 2:
            entered = EnteredCharge.objects.get(charge=charge)
            confirm_charge(by=person("lena"), entered=entered, stands=False, at=day)


def given() -> None:
    """A case passes to somebody else and back."""
    case = told.STAGES["with the gatekeeper"]("13260060001").case
    for one in ("bob", "alice"):
        case = assign_officer(by=person("sam"), case=case, person=person(one))


def closed() -> None:
    """A client takes back their agreement, and the officer ends what the ISVA sees, through whom they wanted
    to be reached.
    """
    support = told.STAGES["told by the ISVA"]("13260070001").support
    assert support is not None
    record_contact_details(by=person("alice"), victim=support.victim, preferred_method="via_isva")
    end_isva_support(by=person("alice"), support=support, because="consent")


def letter_did_not_go() -> None:
    """GOV.UK Notify could not send a letter: it is people's again."""
    story, alice = told.report(crime="13260100001"), person("alice")
    told.propose(story)
    look_at_matches(by=person("dina"), case=story.case, reason="Who else?", at=told.at(4, 21))
    told.authorise(story)
    told.sign_the_letter(story)
    letter = story.letter
    assert letter is not None
    with open_door("a test has GOV.UK Notify fail on a letter"):
        row = LetterSending(case=letter.case, letter=letter, way="post", state="failed", fault="It said no.")
        row.asked_by, row.asked_at, row.ended_at = alice, now(), now()
        row.save(force_insert=True)
        raise_notice(kind=NOT_SENT, source=row.pk, subject_id=letter.pk, at=now())


def day_to_come() -> None:
    """A decision whose day is signed off: somebody supports the victim, and the suspect is on bail."""
    story, alice = told.report(crime="13260090001"), person("alice")
    told.share(story)
    record_milestone(
        by=alice,
        case=story.case,
        kind="bailed",
        occurred_at=told.at(3, 10),
        limit_on=date(2026, 6, 6),
        at=told.at(3, 10),
    )
    told.propose(story)
    told.authorise(story)
    assert story.decision is not None
    plan_telling(
        by=person("dina"),
        notice=story.notification,
        method="phone",
        tell_at=told.at(4, 22, 10),
        time_fits="none_recorded",
        teller=alice,
        companions=[],
        interpreter="not_needed",
        note="",
        at=told.at(4, 21, 11),
    )
    sign_off_day(
        by=person("dina"),
        decision=story.decision,
        supporter_at=told.at(4, 22, 9),
        suspect_at=told.at(4, 22, 14),
        bail_at=told.at(4, 22, 14),
        at=told.at(4, 21, 11),
    )


def clinic_days() -> None:
    """One clinic is cancelled; in another a slot comes free for who waits, and the host changes."""
    alice, gita = person("alice"), person("gita")
    off = told.until(told.book_ahead)("13260020001")
    assert off.clinic is not None
    cancel_clinic(by=gita, clinic=off.clinic, because="lawyer")
    full = told.until(told.book_ahead)("13260020002")
    assert full.clinic is not None
    assert full.booking is not None
    for number, wish in enumerate(("slot", "clinic"), start=3):
        case = told.report(crime=f"1326002000{number}").case
        place = full.clinic.slots.get(number=2) if wish == "slot" else full.clinic
        book_clinic(by=alice, case=case, kind="early_advice", asks="Which phone?", **{wish: place})
    cancel_booking(by=alice, booking=full.booking)
    change_clinic_host(by=gita, clinic=full.clinic, host=person("gwen"), because="other")


def corrected() -> None:
    """What came of a booking is put right by the lawyer."""
    alice, lena = person("alice"), person("lena")
    booking = told.STAGES["clinic heard"]("13260140001").booking
    assert booking is not None
    correct_clinic_result(
        by=lena, booking=booking, status="heard", outcome="advice", attended=[alice], reason="I was away."
    )
    follow_up = booking.follow_ups.get()
    move_follow_up(by=lena, follow_up=follow_up, owner=lena, reason="It is for CPS.")


def shut_case() -> None:
    """A restricted case whose only gatekeeper is away next week."""
    gita, today = person("gita"), now().date()
    case = told.report(crime="13260030001").case
    restrict_case(by=person("sam"), case=case, people=[gita], reason="Police suspect.")
    connection.check_constraints()
    record_leave(by=gita, absent=gita, starts_on=today + timedelta(days=3), ends_on=today + timedelta(days=9))


def sweeps() -> None:
    """The sweep on the day on which something of each code is due soon, and before a clinic."""
    moments: set[datetime | None] = set()
    for code, due_on in DueItem.objects.filter(settled_at__isnull=True).values_list("code", "due_on"):
        moments.add(soon_moment(code, due_on))
    ahead = Clinic.objects.filter(starts_at__gt=now(), cancelled_at__isnull=True)
    for moment in sorted({*filter(None, moments), *ahead.values_list("remind_at", flat=True)}):
        raise_reminders(at=moment)


def asked() -> Iterator[tuple[str, UUID, Due]]:
    """Every notice that was raised and stands, as delivery asks of it at the moment it was raised for."""
    raised: dict[tuple[str, datetime], list[UUID]] = defaultdict(list)
    for kind, source, moment in Raised.objects.values_list("kind", "source", "raised_for"):
        raised[kind, moment].append(source)
    for (kind, moment), sources in raised.items():
        for source, answer in kinds.get(kind).recheck(sources, moment).items():
            if isinstance(answer, Due):
                yield kind, source, answer


def deeds_on(page: str) -> set[str]:
    """The names of the pages and deeds that a page leads to."""
    addresses = re.findall(r'(?:href|action)="([^"]+)"', page)
    return {name_at(urlsplit(unescape(address)).path) for address in addresses} - {""}


@cache
def name_at(path: str) -> str:
    """The name of the page or deed there; empty where there is none."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


@dataclass
class Reader:
    """Somebody who is told, at a browser: each page is opened once."""

    client: Client
    pages: dict[str, tuple[int, set[str]]] = field(default_factory=dict)

    def opens(self, path: str) -> tuple[int, set[str]]:
        if path not in self.pages:
            answer = self.client.get(path)
            page = answer.content.decode()
            said = {REVIEWED_FIRST} if REVIEWED_FIRST in page else set()
            self.pages[path] = (answer.status_code, {name_at(path), *deeds_on(page), *said})
        return self.pages[path]


def test_each_kind_says_why_which_case_and_what_ends_it_and_leads_to_where_that_is_done(db: None) -> None:
    stories()
    sweeps()
    reader = cache(lambda person_id: Reader(client_of(person_id)))
    references = dict(Case.objects.values_list("pk", "reference"))
    codes = dict(DueSoon.objects.values_list("pk", "item__code"))
    seen, astray = set(), []
    for kind, source, due in asked():
        code = codes[source] if kind == "due_soon" else kind
        seen.add(code)
        assert code in ENDED_BY, f"{code}: say above which deed ends it"
        assert due.recipients, code
        assert due.headline, code
        assert due.headline[0].isupper(), code
        assert due.ends_when, code
        assert not due.ends_when.endswith("."), code  # the inbox and the e-mail end the sentence
        if due.case_id is not None:
            assert due.reference.startswith(references[due.case_id]), code
        else:
            # Of no case, or of one that is closed to who hears it.
            assert due.reference.startswith("Clinic, ") or code == "isva_access_ended", code
        for one in due.recipients:
            assert re.fullmatch(r"[A-Z].+\.", one.why), code
            status, deeds = reader(one.person_id).opens(due.path)
            if status != 200 or not deeds & ENDED_BY[code]:
                astray.append((code, one.why, due.path, status))
    assert astray == []
    assert set(kinds.titles()) - {"due_soon"} <= seen

    # What fell due before a sweep of the stories is not said to be due soon, but has its place all the same.
    owed = DueItem.objects.filter(settled_at__isnull=True).exclude(code__in={*SAID_BY_THEIR_LADDER, *seen})
    unsaid = {item.code: item for item in owed}
    places = places_of(unsaid.values())
    holders = Person.objects.filter(username__in=WHO_DO_IT).values_list("pk", flat=True)
    for code, item in unsaid.items():
        opened = [reader(pk).opens(places[item.pk]) for pk in holders]
        assert any(ENDED_BY[code] & deeds for status, deeds in opened if status == 200), code
    assert unsaid.keys() | seen == set(ENDED_BY)


def client_of(person_id: UUID) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=person_id))
    return client
