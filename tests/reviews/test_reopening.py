"""Decisions that are partial, opened again, or whose crime the registrar cancels: each to its end."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import pytest

from cases import services as cases
from cases.models import Allegation, Case, DueItem, Milestone, Suspect, Victim
from cases.services.milestones import NOTE
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import day_words, now, short_day
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.vault import unseal
from reviews import services
from reviews.enums import LineEnded
from reviews.models import Decision, DecisionLine
from reviews.rules import standing_lines
from reviews.services.making import open_again
from tests.decisions import CHECKED, by_cps
from tests.decisions import with_cps as sent_to_cps
from tests.reviews.conftest import (
    DECIDED_AT,
    LATER,
    OPENED_AT,
    PROPOSED_AT,
    WHY,
    ask,
    interview,
    line,
    next_crime,
    submitted,
    tell,
)
from tests.reviews.test_decisions import record_from_document
from tests.stories import story
from victims import services as victims
from victims.bereaved import Hearer, whom

WORDS = "Recorded again as the crime before it."
REASON = "A neighbour came forward with a recording."


@story
def second(case: Case, interviewed: Allegation, alice: Person) -> Allegation:
    """Another victim and another suspect of the same case."""
    victim = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    suspect = cases.add_suspect(by=alice, case=case, name="Second", at=OPENED_AT)
    made = cases.add_allegation(
        by=alice,
        case=case,
        crime_reference=next_crime(),
        offence_type="rape_adult",
        victim=victim,
        suspect=suspect,
        at=OPENED_AT,
    )
    interview(alice, case, suspect)
    return made


def decide(
    by: Person, second_person: Person, case: Case, *lines: dict[str, Any], at: Any = DECIDED_AT
) -> Decision:
    put = services.propose_nfa(
        by=by, case=case, lines=list(lines), rationale=WHY, at=min(PROPOSED_AT, at), **CHECKED
    )
    return services.authorise_nfa(by=second_person, decision=put, at=at)


def owed(case: Case) -> set[str]:
    rows = DueItem.objects.filter(case=case, settled_at__isnull=True)
    return {one.code for one in rows} & {"tell_decision", "tell_right", "sign_off_day"}


def stages(case: Case) -> list[tuple[str, str]]:
    return list(
        Allegation.objects.filter(case=case).order_by("crime_reference").values_list("stage", "outcome")
    )


class TestPartial:
    def test_one_allegation_of_two_is_decided_and_the_other_goes_on(
        self, interviewed: Allegation, second: Allegation, case: Case, alice: Person, sam: Person
    ) -> None:
        decide(alice, sam, case, line(interviewed))
        case.refresh_from_db()
        assert stages(case) == [("police_nfa", "15"), ("interviewed", "")]
        assert not case.is_closed
        decide(alice, sam, case, line(second), at=LATER)
        case.refresh_from_db()
        assert stages(case) == [("police_nfa", "15"), ("police_nfa", "15")]
        assert case.is_closed

    def test_each_victim_is_owed_their_own(
        self, interviewed: Allegation, second: Allegation, case: Case, alice: Person, sam: Person
    ) -> None:
        made = decide(alice, sam, case, line(interviewed))
        assert list(made.notifications.values_list("victim__number", flat=True)) == [1]


class TestReopening:
    def test_the_allegation_is_open_and_another_decision_may_follow(
        self, decided: Decision, case: Case, interviewed: Allegation, alice: Person, sam: Person
    ) -> None:
        assert owed(case) == {"tell_decision", "tell_right", "sign_off_day"}
        services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER)
        case.refresh_from_db()
        assert stages(case) == [("interviewed", "")]
        assert owed(case) == set()
        (kept,) = DecisionLine.objects.filter(decision=decided)
        assert kept.get_ended_because_display() == "Opened again on what came to light since"
        milestone = Milestone.objects.get(case=case, kind="reopened")
        assert unseal(case.pk, NOTE, milestone.pk, milestone.note_sealed) == REASON
        again = decide(alice, sam, case, line(Allegation.objects.get(pk=interviewed.pk)), at=LATER)
        assert again.is_authorised

    def test_one_of_two_stays_decided_and_its_victim_is_still_told(
        self, interviewed: Allegation, second: Allegation, case: Case, alice: Person, sam: Person
    ) -> None:
        made = decide(alice, sam, case, line(interviewed), line(second))
        chosen = DecisionLine.objects.filter(decision=made, allegation=second)
        services.reopen_decision(by=sam, decision=made, reason=REASON, allegations=chosen, at=LATER)
        assert stages(case) == [("police_nfa", "15"), ("interviewed", "")]
        open_items = DueItem.objects.filter(case=case, code="tell_decision", settled_at__isnull=True)
        assert [one.what for one in open_items] == ["Tell Victim 1 of the decision"]
        assert "sign_off_day" in owed(case)

    @pytest.mark.parametrize(
        ("given", "field"), [({"reason": " "}, "reason"), ({"allegations": []}, "allegations")]
    )
    def test_bad_input_gets_a_sentence(
        self, decided: Decision, sam: Person, given: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            services.reopen_decision(by=sam, decision=decided, at=LATER, **{"reason": REASON, **given})
        assert list(refused.value.fields) == [field]

    def test_a_review_that_runs_is_answered_first(
        self, decided: Decision, victim: Victim, alice: Person, sam: Person
    ) -> None:
        tell(alice, decided, victim)
        ask(alice, decided, victim)
        with pytest.raises(NotAllowed, match="its reviewer answers it first"):
            services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER)

    def test_not_twice_and_not_by_an_officer(self, decided: Decision, alice: Person, sam: Person) -> None:
        with pytest.raises(NotAllowed, match="You cannot open a decision again as Officer"):
            services.reopen_decision(by=alice, decision=decided, reason=REASON, at=LATER)
        services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER)
        with pytest.raises(NotAllowed, match="Nothing of this decision stands any more"):
            services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER)

    def test_on_its_page(self, decided: Decision, sam: Person, sign_in: Any) -> None:
        client = sign_in(sam)
        page = f"/decisions/{decided.pk}/reopen/"
        shown = client.get(page).content.decode()
        assert "If a victim was told of it, ring them" in shown
        assert "Which CPS document" not in shown
        (row,) = DecisionLine.objects.filter(decision=decided)
        answer = client.post(page, {"allegations": [str(row.pk)], "reason": REASON}, follow=True)
        assert "Opened again on what came to light since" in answer.content.decode()
        answer = client.post(
            f"/api/v1/decisions/{decided.pk}/reopen/", {"reason": REASON}, content_type="application/json"
        )
        assert answer.status_code == 403


def owed_word(case: Case) -> list[str]:
    rows = DueItem.objects.filter(case=case, code="tell_event", settled_at__isnull=True).order_by("what")
    return [one.what for one in rows if "interviewed" not in one.what]


class TestWordToTheVictim:
    """Who heard of a decision that stands no more is told so; a review tells by itself."""

    BACK = f"Tell Victim 1: case opened again after the decision, {short_day(LATER)}"

    def contact(self, by: Person, victim: Victim, *about: str) -> None:
        victims.record_contact(
            by=by, victim=victim, occurred_at=LATER, direction="out", method="phone", reached=True,
            about=about, at=LATER,
        )  # fmt: skip

    def test_who_heard_of_it_is_told_once_and_a_contact_about_a_decision_ends_it(
        self, decided: Decision, victim: Victim, alice: Person, sam: Person
    ) -> None:
        tell(alice, decided, victim)
        services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER)
        assert owed_word(decided.case) == [self.BACK]
        self.contact(alice, victim, "arrest_or_bail")
        assert owed_word(decided.case) == [self.BACK]
        self.contact(alice, victim, "decision")
        assert owed_word(decided.case) == []

    def test_who_had_not_heard_has_nothing_to_be_corrected(
        self, decided: Decision, case: Case, sam: Person
    ) -> None:
        services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER)
        assert owed_word(case) == []

    def test_after_a_death_whoever_speaks_for_them_hears(
        self, decided: Decision, victim: Victim, alice: Person, sam: Person
    ) -> None:
        tell(alice, decided, victim)
        day = LATER.date()
        victims.record_circumstances(by=alice, victim=victim, under_18="no", died_on=day, at=LATER)
        services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER)
        (owed,) = owed_word(decided.case)
        assert owed == self.BACK.replace("Victim 1", whom(victim, Hearer.FAMILY))

    def test_a_review_that_overturns_owes_no_second_word(
        self, decided: Decision, victim: Victim, alice: Person
    ) -> None:
        tell(alice, decided, victim)
        with open_door("a test overturns"):
            open_again(standing_lines(decided), LineEnded.OVERTURNED, by=alice, at=LATER)
        assert owed_word(decided.case) == []

    def test_who_heard_what_cps_did_not_decide_is_told(
        self, with_cps: Case, interviewed: Allegation, victim: Victim, alice: Person, lena: Person,
        sam: Person,
    ) -> None:  # fmt: skip
        entered = record_from_document(alice, with_cps, interviewed)
        cases.look_at_matches(by=sam, case=with_cps, reason="CPS decided.", at=LATER)
        plan = {"safety_plan": "in_place", "safety_plan_words": "Her locks were changed."}
        services.record_safety_plan(by=alice, decision=entered, at=LATER, **plan)
        tell(alice, entered, victim)
        services.confirm_cps_decision(by=lena, decision=entered, stands=False, at=LATER)
        assert owed_word(with_cps) == [self.BACK]


class TestReopenedByCps:
    """The police enter from its document that CPS opened its decision again; then a charge may follow."""

    SAID: ClassVar = {"document_name": "letter", "document_date": LATER.date()}

    @pytest.fixture
    def of_cps(self, with_cps: Case, interviewed: Allegation, alice: Person) -> Decision:
        sent_to_cps(alice, with_cps, PROPOSED_AT)
        return record_from_document(alice, with_cps, interviewed)

    def test_it_ends_the_decision_and_says_by_which_document(
        self, of_cps: Decision, sam: Person, sign_in: Any
    ) -> None:
        page = f"/decisions/{of_cps.pk}/reopen/"
        shown = sign_in(sam).get(page).content.decode()
        assert "Which CPS document says that it is open again?" in shown
        assert "(optional)" not in shown
        services.reopen_decision(by=sam, decision=of_cps, reason=REASON, at=LATER, **self.SAID)
        case = of_cps.case
        assert stages(case) == [("interviewed", "")]
        assert owed(case) == set()
        milestone = Milestone.objects.get(case=case, kind="reopened")
        note = unseal(case.pk, NOTE, milestone.pk, milestone.note_sealed)
        assert note == f"CPS opened it again: CPS letter of {day_words(LATER.date())}. {REASON}"

    def test_a_charge_waits_for_it(self, of_cps: Decision, alice: Person, sam: Person) -> None:
        def charge() -> Milestone:
            return cases.record_milestone(
                by=alice, case=of_cps.case, kind="charged", occurred_at=LATER, at=LATER, **by_cps(LATER)
            )

        with pytest.raises(Invalid, match="CPS decided to end") as refused:
            charge()
        assert list(refused.value.fields) == ["kind"]
        services.reopen_decision(by=sam, decision=of_cps, reason=REASON, at=LATER, **self.SAID)
        assert charge().stands

    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"document_name": ""}, {"document_name"}),
            ({"document_date": None}, {"document_date"}),
            ({"document_date": date(2026, 8, 1)}, {"document_date"}),
            ({"document_date": date(2027, 8, 1)}, {"document_date"}),
            ({"reason": " ", "document_name": "rumour"}, {"reason", "document_name"}),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, of_cps: Decision, sam: Person, given: dict[str, Any], fields: set[str]
    ) -> None:
        values = {"reason": REASON, **self.SAID, **given}
        with pytest.raises(Invalid) as refused:
            services.reopen_decision(by=sam, decision=of_cps, at=LATER, **values)
        assert set(refused.value.fields) == fields

    def test_a_review_by_cps_is_answered_first(
        self, of_cps: Decision, victim: Victim, alice: Person, sam: Person
    ) -> None:
        services.record_cps_review(
            by=alice, decision=of_cps, victim=victim, received_on=LATER.date(), reached="police",
            channel="email", asked_by="victim", at=LATER,
        )  # fmt: skip
        with pytest.raises(NotAllowed, match="record what its review came to"):
            services.reopen_decision(by=sam, decision=of_cps, reason=REASON, at=LATER, **self.SAID)

    def test_a_decision_of_the_police_takes_no_document(self, decided: Decision, sam: Person) -> None:
        with pytest.raises(Invalid) as refused:
            services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER, **self.SAID)
        assert set(refused.value.fields) == {"document_name", "document_date"}


class TestCpsOpensItsOwn:
    """A person of CPS opens CPS's decision again, without a document; never one of the police."""

    @pytest.fixture
    def of_cps(
        self, with_cps: Case, interviewed: Allegation, lena: Person, countersigner: Person
    ) -> Decision:
        put = services.propose_cps_nfa(
            by=lena, case=with_cps, lines=[line(interviewed, "15", "cps_evidential")], rationale=WHY,
            at=PROPOSED_AT,
        )  # fmt: skip
        return services.authorise_cps_nfa(by=countersigner, decision=put, at=DECIDED_AT)

    def test_the_page_offers_it_to_the_lawyer_who_decided_and_asks_for_no_document(
        self, of_cps: Decision, lena: Person, alice: Person, sign_in: Any
    ) -> None:
        browser = sign_in(lena)
        page = f"/decisions/{of_cps.pk}/reopen/"
        assert page in browser.get(f"/decisions/{of_cps.pk}/").content.decode()
        shown = browser.get(page).content.decode()
        assert "What came to light?" in shown
        assert "Which CPS document" not in shown
        lines = [str(one.pk) for one in standing_lines(of_cps)]
        typed = {"allegations": lines, "reason": REASON, "once": str(uuid7())}
        assert browser.post(page, typed).status_code == 302
        case = of_cps.case
        assert (stages(case), owed(case)) == ([("interviewed", "")], set())
        milestone = Milestone.objects.get(case=case, kind="reopened")
        note = unseal(case.pk, NOTE, milestone.pk, milestone.note_sealed)
        assert (note, milestone.recorded_by) == (f"CPS opened it again. {REASON}", lena)
        sent_to_cps(alice, case, milestone.occurred_at)
        charge = cases.record_milestone(
            by=alice, case=case, kind="charged", occurred_at=now(), **by_cps(now())
        )
        assert charge.stands

    def test_a_part_of_it_by_api_and_a_victim_who_was_told_is_owed_word(
        self, of_cps: Decision, victim: Victim, alice: Person, sam: Person, countersigner: Person,
        sign_in: Any,
    ) -> None:  # fmt: skip
        cases.look_at_matches(by=sam, case=of_cps.case, reason="CPS decided.", at=LATER)
        plan = {"safety_plan": "in_place", "safety_plan_words": "Her locks were changed."}
        services.record_safety_plan(by=alice, decision=of_cps, at=LATER, **plan)
        tell(alice, of_cps, victim)
        browser = sign_in(countersigner)
        (one,) = browser.get(f"/api/v1/decisions/{of_cps.pk}/").json()["lines"]
        body = {"allegations": [one["id"]], "reason": REASON}
        address = f"/api/v1/decisions/{of_cps.pk}/reopen/"
        answer = browser.post(address, body, content_type="application/json")
        assert answer.status_code in (200, 201), answer.json()
        opened = Milestone.objects.get(case=of_cps.case, kind="reopened")
        (owed,) = owed_word(of_cps.case)
        assert owed == f"Tell Victim 1: case opened again after the decision, {short_day(opened.occurred_at)}"

    def test_a_lawyer_who_has_nothing_to_do_with_it_is_refused_on_page_and_api(
        self, with_cps: Case, interviewed: Allegation, alice: Person, lena: Person, countersigner: Person,
        sign_in: Any,
    ) -> None:  # fmt: skip
        entered = record_from_document(alice, with_cps, interviewed)
        with pytest.raises(NotAllowed, match="or a legal manager of the unit") as refused:
            services.reopen_decision(by=lena, decision=entered, reason=REASON, at=LATER)
        browser = sign_in(lena)
        page = f"/decisions/{entered.pk}/reopen/"
        assert page not in browser.get(f"/decisions/{entered.pk}/").content.decode()
        answer = browser.get(page)
        assert answer.status_code == 403
        assert str(refused.value) in answer.content.decode()
        body = {"allegations": [str(one.pk) for one in standing_lines(entered)], "reason": REASON}
        api = browser.post(f"/api/v1{page}", body, content_type="application/json")
        assert (api.status_code, api.json()["detail"]) == (403, str(refused.value))
        services.reopen_decision(by=countersigner, decision=entered, reason=REASON, at=LATER)
        assert not standing_lines(entered).exists()

    def test_a_decision_of_the_police_is_not_cps_s(
        self, decided: Decision, case: Case, unit: CpsUnit, gita: Person, countersigner: Person, sign_in: Any
    ) -> None:
        submitted(case, unit, gita)
        with pytest.raises(NotAllowed, match="a decision of the police"):
            services.reopen_decision(by=countersigner, decision=decided, reason=REASON, at=LATER)
        page = sign_in(countersigner).get(f"/decisions/{decided.pk}/").content.decode()
        assert f"/decisions/{decided.pk}/reopen/" not in page

    def test_cps_names_no_document(self, of_cps: Decision, lena: Person) -> None:
        with pytest.raises(Invalid) as refused:
            services.reopen_decision(
                by=lena, decision=of_cps, reason=" ", document_name="letter", document_date=LATER.date(),
                at=LATER,
            )  # fmt: skip
        assert set(refused.value.fields) == {"reason", "document_name", "document_date"}
        assert refused.value.fields["document_name"] == "CPS opens it itself: leave this empty."

    def test_another_unit_knows_of_none_of_it(self, of_cps: Decision, nora: Person, sign_in: Any) -> None:
        with pytest.raises(NotAllowed):
            services.reopen_decision(by=nora, decision=of_cps, reason=REASON, at=LATER)
        assert sign_in(nora).get(f"/decisions/{of_cps.pk}/reopen/").status_code == 404


class TestCancelling:
    def cancel(self, by: Person, decision: Decision, **given: Any) -> DecisionLine:
        values = {
            "because": "duplicate",
            "words": "Recorded again as the crime before it.",
            "at": LATER,
            **given,
        }
        return services.cancel_crime(by=by, line=DecisionLine.objects.get(decision=decision), **values)

    def test_the_crime_counts_as_none_and_stays_in_the_registrars_sight(
        self, decided: Decision, case: Case, reg: Person, sign_in: Any
    ) -> None:
        row = self.cancel(reg, decided)
        case.refresh_from_db()
        assert stages(case) == [("cancelled", "")]
        assert (case.is_closed, case.outcome_recorded) == (True, True)
        assert row.get_ended_because_display() == "Cancelled by the crime registrar"
        assert owed(case) == set()
        milestone = Milestone.objects.get(case=case, kind="cancelled")
        note = unseal(case.pk, NOTE, milestone.pk, milestone.note_sealed)
        assert note == f"It was recorded twice. {WORDS}"
        shown = sign_in(reg).get(f"/decisions/{decided.pk}/").content.decode()
        assert "Cancelled by the crime registrar" in shown
        assert "This crime was cancelled by the crime registrar, so this decision does not stand" in shown

    @pytest.mark.parametrize(
        ("given", "fields"),
        [
            ({"because": "luck"}, {"because"}),
            ({"words": " "}, {"words"}),
            ({"because": "", "words": ""}, {"because", "words"}),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, decided: Decision, reg: Person, given: dict[str, str], fields: set[str]
    ) -> None:
        with pytest.raises(Invalid) as refused:
            self.cancel(reg, decided, **given)
        assert set(refused.value.fields) == fields

    def test_not_twice_and_by_nobody_else(self, decided: Decision, reg: Person, dina: Person) -> None:
        with pytest.raises(NotAllowed, match="You cannot cancel a crime as Supervisor"):
            self.cancel(dina, decided)
        self.cancel(reg, decided)
        with pytest.raises(NotAllowed, match="does not stand any more: cancelled by the crime registrar"):
            self.cancel(reg, decided)

    def test_on_its_page_and_by_the_api(
        self, decided: Decision, suspect: Suspect, reg: Person, sign_in: Any
    ) -> None:
        client = sign_in(reg)
        row = DecisionLine.objects.get(decision=decided)
        page = f"/decision-lines/{row.pk}/cancel/"
        assert f'href="{page}"' in client.get(f"/decisions/{decided.pk}/").content.decode()
        shown = client.get(page).content.decode()
        assert "A cancelled crime counts as none" in shown
        assert row.allegation.crime_reference in shown
        assert "A Suspect" not in shown
        sent = {"because": "in_error", "words": "The report was of another matter."}
        answer = client.post(f"/api/v1{page}", sent, content_type="application/json")
        assert (answer.status_code, answer.json()["ended_because"]) == (201, "cancelled")
        assert client.post(page, sent).status_code == 403


class TestCancellingByReference:
    """The counting rules cancel a recorded crime whether or not it has an outcome."""

    def cancel(self, by: Person, crime: Allegation, **given: Any) -> Allegation:
        values = {
            "crime_reference": crime.crime_reference,
            "because": "no_crime",
            "words": WORDS,
            "at": LATER,
        }
        return services.cancel_recorded_crime(
            by=by, **{"crime_reference": crime.crime_reference, **values, **given}
        )

    def test_one_without_an_outcome_is_cancelled_and_its_victim_hears(
        self, case: Case, interviewed: Allegation, reg: Person, sign_in: Any
    ) -> None:
        client = sign_in(reg)
        assert client.get(f"/cases/{case.pk}/").status_code == 404
        assert 'href="/crimes/cancel/"' in client.get("/").content.decode()
        sent = {"crime_reference": interviewed.crime_reference, "because": "no_crime", "words": WORDS}
        assert "A cancelled crime counts as none" in client.get("/crimes/cancel/").content.decode()
        answer = client.post("/crimes/cancel/", {**sent, "once": str(uuid7())})
        assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")
        assert client.get(f"/cases/{case.pk}/").status_code == 200
        case.refresh_from_db()
        assert (stages(case), case.is_closed) == ([("cancelled", "")], True)
        assert owed_word(case) == [f"Tell Victim 1: crime cancelled by the registrar, {short_day(now())}"]
        again = client.post("/api/v1/crimes/cancel/", sent, content_type="application/json")
        fields = {"crime_reference": "This crime was cancelled already."}
        assert (again.status_code, again.json()["fields"]) == (400, fields)

    def test_one_with_an_outcome_ends_its_decision_too(
        self, decided: Decision, interviewed: Allegation, case: Case, reg: Person
    ) -> None:
        self.cancel(reg, interviewed, because="duplicate")
        assert DecisionLine.objects.get(decision=decided).ended_because == "cancelled"
        assert (stages(case), owed(case), owed_word(case)) == ([("cancelled", "")], set(), [])

    def test_who_was_told_of_a_decision_hears_also_of_a_second_record(
        self, told: Decision, interviewed: Allegation, case: Case, reg: Person
    ) -> None:
        self.cancel(reg, interviewed, because="duplicate")
        assert owed_word(case) == [f"Tell Victim 1: crime cancelled by the registrar, {short_day(LATER)}"]

    def test_a_charged_one_is_not(
        self, case: Case, interviewed: Allegation, alice: Person, reg: Person
    ) -> None:
        sent_to_cps(alice, case, PROPOSED_AT)
        cases.record_milestone(
            by=alice, case=case, kind="charged", occurred_at=LATER, at=LATER, **by_cps(LATER)
        )
        with pytest.raises(Invalid, match="Somebody is charged with this crime"):
            self.cancel(reg, interviewed)

    def test_one_whose_decision_waits_is_not(
        self, interviewed: Allegation, case: Case, alice: Person, reg: Person
    ) -> None:
        services.propose_nfa(
            by=alice, case=case, lines=[line(interviewed)], rationale=WHY, at=PROPOSED_AT, **CHECKED
        )
        with pytest.raises(NotAllowed, match="waits for its second person"):
            self.cancel(reg, interviewed)

    def test_a_restricted_one_and_one_of_no_use_are_refused_alike(
        self, case: Case, interviewed: Allegation, sam: Person, gita: Person, reg: Person
    ) -> None:
        cases.restrict_case(by=sam, case=case, people=[gita], reason="Police suspect.", at=LATER)
        said = []
        for reference in (interviewed.crime_reference, "13999999999"):
            with pytest.raises(Invalid) as refused:
                self.cancel(reg, interviewed, crime_reference=reference)
            said.append(refused.value.fields)
        assert said[0] == said[1]
        assert list(said[0]) == ["crime_reference"]

    def test_bad_input_and_who_may(self, interviewed: Allegation, reg: Person, sam: Person) -> None:
        with pytest.raises(Invalid) as refused:
            self.cancel(reg, interviewed, crime_reference=" ", because="", words="")
        assert set(refused.value.fields) == {"crime_reference", "because", "words"}
        with pytest.raises(NotAllowed, match="You cannot cancel a crime as Supervisor"):
            self.cancel(sam, interviewed)


def test_a_charge_waits_until_the_decision_to_end_the_case_is_opened_again(
    decided: Decision, interviewed: Allegation, case: Case, alice: Person, sam: Person, sign_in: Any
) -> None:
    body = {"case": str(case.pk), "kind": "charged", "occurred_at": LATER.isoformat()}
    body |= {name: str(value) for name, value in by_cps(LATER).items()}
    browser = sign_in(alice)

    def charge() -> Any:
        return browser.post("/api/v1/milestones/", body, content_type="application/json")

    before = charge()
    assert (before.status_code, before.json()["fields"]) == (
        400,
        {
            "kind": f"The police decided to end {interviewed.crime_reference} without charge, and that"
            " stands. Open the decision again first, then record the charge."
        },
    )
    services.reopen_decision(by=sam, decision=decided, reason=REASON, at=LATER)
    sent_to_cps(alice, case, LATER)
    assert charge().status_code == 201
    interviewed.refresh_from_db()
    assert (interviewed.stage, interviewed.outcome) == ("charged", "1")
