"""Other reports about a known suspect are looked at before a decision of the police is final."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases import services as cases
from cases.models import Allegation, Case, MatchLook, Suspect, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from reviews import services
from reviews.models import Decision
from tests.decisions import CHECKED
from tests.reviews.conftest import DECIDED_AT, LATER, OPENED_AT, PROPOSED_AT, WHY, line, open_case, withdraw
from tests.stories import story

BORN = date(1990, 4, 3)
REASON = "A decision on this case waits for me."


@story
def elsewhere(suspect: Suspect, alice: Person, charlie: Person) -> Suspect:
    """The suspect of the case, reported in Bradford as well under another spelling."""
    cases.correct_suspect(by=alice, suspect=suspect, name="Robert Canary", born=BORN, at=OPENED_AT)
    case = open_case(charlie)
    return cases.add_suspect(by=charlie, case=case, name="Rob Kanary", born=BORN, at=OPENED_AT)


def look(by: Person, case: Case, at: Any = DECIDED_AT) -> MatchLook:
    cases.look_at_matches(by=by, case=case, reason=REASON, at=at)
    return MatchLook.objects.get(case=case, looked_by=by, looked_at=at)


def test_the_second_person_looks_first(
    elsewhere: Suspect, proposed: Decision, sam: Person, dina: Person
) -> None:
    look(dina, proposed.case)
    with pytest.raises(NotAllowed, match="Another report may be about the same suspect, and you have not"):
        services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)
    look(sam, proposed.case)
    assert services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT).is_authorised
    reasons = AuditEvent.objects.filter(action="MATCHES_LOOKED_AT", subjects__contains=[proposed.pk])
    assert [one.reason for one in reasons] == [
        "Asked before the decision became final: nothing was left to look at."
    ]


def test_a_look_from_before_the_proposal_does_not_count(
    elsewhere: Suspect, proposed: Decision, sam: Person
) -> None:
    look(sam, proposed.case, OPENED_AT)
    with pytest.raises(NotAllowed, match="Another report may be about the same suspect"):
        services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)


def test_what_is_somebody_else_is_not_looked_at_again(
    elsewhere: Suspect, proposed: Decision, sam: Person, dina: Person
) -> None:
    row = look(dina, proposed.case, OPENED_AT)
    cases.judge_match(by=dina, match=row, verdict="another", words="In custody on that day.", at=OPENED_AT)
    assert services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT).is_authorised


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("16", "not_supported"),
        ("10", "public_interest"),
        ("8", "out_of_court"),
        ("5", "prevented"),
        ("22", "out_of_court"),
        ("21", "public_interest"),
    ],
)
def test_asked_before_every_outcome_of_a_known_suspect(
    elsewhere: Suspect,
    interviewed: Allegation,
    case: Case,
    victim: Victim,
    alice: Person,
    sam: Person,
    outcome: str,
    reason: str,
) -> None:
    withdraw(alice, sam, victim)
    put = services.propose_nfa(
        by=alice,
        case=case,
        lines=[line(interviewed, outcome, reason)],
        rationale=WHY,
        at=PROPOSED_AT,
        cps_authority="J Lawyer, CPS RASSO unit, authorised it on 28 August.",
        **CHECKED,
    )
    with pytest.raises(NotAllowed, match="Another report may be about the same suspect"):
        services.authorise_nfa(by=sam, decision=put, at=DECIDED_AT)
    look(sam, case)
    assert services.authorise_nfa(by=sam, decision=put, at=DECIDED_AT).is_authorised


def test_where_no_suspect_is_known_nobody_is_asked_and_the_decision_says_so(
    allegation: Allegation, case: Case, alice: Person, sam: Person, dina: Person, sign_in: Any
) -> None:
    """A look of another's, and a suspect who is identified later, change nothing of what was known then."""
    put = services.propose_nfa(
        by=alice,
        case=case,
        lines=[line(allegation, "18", "no_suspect")],
        rationale=WHY,
        at=PROPOSED_AT,
        **CHECKED,
    )
    page, api = f"/decisions/{put.pk}/", f"/api/v1/decisions/{put.pk}/"
    nobody = "No suspect is known, so there is nobody to look for."
    assert "must check other reports" not in sign_in(alice).get(page).content.decode()
    assert nobody in sign_in(sam).get(f"{page}authorise/").content.decode()
    services.authorise_nfa(by=sam, decision=put, at=DECIDED_AT)
    assert not AuditEvent.objects.filter(action="MATCHES_LOOKED_AT").exists()
    cases.look_at_matches(by=dina, case=case, reason=REASON, at=LATER)
    cases.record_milestone(by=alice, case=case, kind="suspect_identified", occurred_at=LATER, at=LATER)
    for who in (alice, sam):
        assert nobody in sign_in(who).get(page).content.decode()
        assert sign_in(who).get(api).json()["other_reports_look"] == {
            "suspect_known": False,
            "looked_at": None,
        }


def test_nobody_is_asked_to_type_what_only_a_supervisor_can_know(
    proposed: Decision, alice: Person, sam: Person, sign_in: Any
) -> None:
    """The officer hears that the look is outstanding, then when it was."""
    another = open_case(alice)
    cases.add_victim(by=alice, case=another, at=OPENED_AT)
    form = sign_in(alice).get(f"/cases/{another.pk}/decisions/new/").content.decode()
    assert 'name="safety_plan"' in form
    assert "other_reports" not in form
    page, api = f"/decisions/{proposed.pk}/", f"/api/v1/decisions/{proposed.pk}/"
    assert "No supervisor has looked since this was put forward." in sign_in(alice).get(page).content.decode()
    services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)
    shown = {"suspect_known": True, "looked_at": DECIDED_AT.isoformat()}
    found_none = {"same": 0, "another": 0, "not_settled": 0}
    assert sign_in(alice).get(api).json()["other_reports_look"] == shown
    assert "the index found none" not in sign_in(alice).get(page).content.decode()
    assert sign_in(sam).get(api).json()["other_reports_look"] == {**shown, **found_none}
    assert "the index found none" in sign_in(sam).get(page).content.decode()


def test_a_report_that_comes_in_meanwhile_is_looked_at_too(
    proposed: Decision, suspect: Suspect, charlie: Person, sam: Person
) -> None:
    case = open_case(charlie)
    cases.add_suspect(by=charlie, case=case, name="Suspect, A", phones="07700 900123", at=OPENED_AT)
    cases.correct_suspect(by=sam, suspect=suspect, name="A Suspect", phones="+44 7700 900123", at=DECIDED_AT)
    with pytest.raises(NotAllowed, match="Another report may be about the same suspect"):
        services.authorise_nfa(by=sam, decision=proposed, at=DECIDED_AT)


def test_the_pages_say_so_to_each(
    elsewhere: Suspect, proposed: Decision, alice: Person, sam: Person, sign_in: Any
) -> None:
    page, settle = f"/decisions/{proposed.pk}/", f"/decisions/{proposed.pk}/authorise/"
    officer = sign_in(alice).get(page).content.decode()
    assert "A supervisor must check other reports about the suspect before this is final." in officer
    assert "Another report" not in officer
    client = sign_in(sam)
    assert "Another report may be about the same suspect" in client.get(page).content.decode()
    assert client.get(settle).status_code == 403
    matches = f"/cases/{proposed.case_id}/suspect-matches/"
    answer = client.post(matches, {"reason": REASON}, follow=True)
    shown = answer.content.decode()
    for words in (elsewhere.case.reference, "Bradford", "Charlie", "The same date of birth", "Not settled"):
        assert words in shown, words
    assert "Kanary" not in shown
    row = MatchLook.objects.get()
    judge = f"/suspect-matches/{row.pk}/judge/"
    assert f'href="{judge}"' in shown
    answer = client.post(judge, {"verdict": "same", "words": "PC Charlie knows him."}, follow=True)
    assert "The same person" in answer.content.decode()
    assert "PC Charlie knows him." in answer.content.decode()
    assert client.post(settle, {"version": proposed.version}).status_code == 302
    proposed.refresh_from_db()
    assert proposed.is_authorised
    assert "index of suspects" not in client.get(page).content.decode()


def test_what_the_look_found_is_the_answer_for_supervisors_alone(
    elsewhere: Suspect, proposed: Decision, alice: Person, sam: Person, sign_in: Any
) -> None:
    """The officer hears no more than that somebody looked."""
    page, api = f"/decisions/{proposed.pk}/", f"/api/v1/decisions/{proposed.pk}/"
    client = sign_in(sam)
    assert client.get(api).json()["other_reports_look"] == {"suspect_known": True, "looked_at": None}
    row = look(sam, proposed.case)
    open_still, same = "somebody else, 0; not settled, 1.", "the same person or may be, 1; somebody else, 0"
    for here in (page, f"{page}authorise/"):
        shown = client.get(here).content.decode()
        assert open_still in shown
    found = client.get(api).json()["other_reports_look"]
    assert {key: found[key] for key in found if key != "looked_at"} == {
        "suspect_known": True,
        "same": 0,
        "another": 0,
        "not_settled": 1,
    }
    cases.judge_match(by=sam, match=row, verdict="same", words="PC Charlie knows him.", at=DECIDED_AT)
    assert same in client.get(page).content.decode()
    row = look(sam, proposed.case, LATER)
    cases.judge_match(by=sam, match=row, verdict="another", words="In custody on that day.", at=LATER)
    shown = client.get(page).content.decode()
    assert "somebody else, 1; not settled, 0." in shown
    officer = sign_in(alice)
    shown = officer.get(page).content.decode()
    assert "A supervisor looked at other reports on" in shown
    assert "not settled" not in shown
    assert officer.get(api).json()["other_reports_look"].keys() == {"suspect_known", "looked_at"}


def test_the_api_says_the_same(
    elsewhere: Suspect, proposed: Decision, alice: Person, sam: Person, dina: Person, sign_in: Any
) -> None:
    client = sign_in(sam)
    sent = {"case": str(proposed.case_id), "reason": REASON}
    answer = client.post("/api/v1/suspect-matches/", sent, content_type="application/json")
    assert answer.status_code == 201
    (found,) = answer.json()["matches"]
    assert {key: found[key] for key in ("found_on", "other_reference", "other_district", "officer")} == {
        "found_on": ["born"],
        "other_reference": elsewhere.case.reference,
        "other_district": "bradford",
        "officer": "Charlie",
    }
    one = f"/api/v1/suspect-matches/{found['id']}/"
    assert client.get(one).json()["verdict"] is None
    said = {"verdict": "another", "words": "In custody on that day."}
    assert client.post(f"{one}judge/", said, content_type="application/json").status_code == 201
    assert client.get(one).json()["verdict"] == "another"
    (listed,) = client.get(f"/api/v1/suspect-matches/?case={proposed.case_id}").json()["results"]
    assert listed["words"] == "In custody on that day."
    for other in (alice, dina):  # a look is of whoever gave its reason
        assert sign_in(other).get(one).status_code == 404
    answer = sign_in(alice).post("/api/v1/suspect-matches/", sent, content_type="application/json")
    assert answer.status_code == 403


def test_a_suspect_of_whom_a_decision_waits_is_no_mistake_to_void(
    proposed: Decision, suspect: Suspect, alice: Person
) -> None:
    with pytest.raises(NotAllowed, match=r"a decision on crime 13\d{9} waits for a second person"):
        cases.void_suspect(by=alice, suspect=suspect, reason="Typed on the wrong case.", at=DECIDED_AT)
