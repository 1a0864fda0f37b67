"""Outcomes 14 and 16 behind which no corroborated withdrawal stands any more."""

from __future__ import annotations

from typing import Any

from cases.models import Allegation, Case, Victim
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from reviews import services
from reviews.models import DecisionLine
from reviews.views.outcomes import without_withdrawal
from tests.decisions import CHECKED
from tests.reviews.conftest import LATER, WHY, line, on, withdraw
from victims import services as victims
from victims.models import Withdrawal


def test_an_outcome_16_is_listed_once_its_withdrawal_is_gone(
    case: Case,
    interviewed: Allegation,
    victim: Victim,
    sign_in: Any,
    alice: Person,
    sam: Person,
    mona: Person,
    reg: Person,
    brad: Person,
) -> None:
    withdraw(alice, sam, victim)
    rows = [line(interviewed, "16", "not_supported")]
    decision = services.propose_nfa(by=alice, case=case, lines=rows, rationale=WHY, at=LATER, **CHECKED)
    services.authorise_nfa(by=sam, decision=decision, at=LATER)

    def gaps() -> list[Any]:
        with acting(sam):
            found = without_withdrawal(DecisionLine.objects.visible_to(sam))
            return list(found.values_list("decision", flat=True))

    assert gaps() == []
    again = victims.record_re_engagement(
        by=alice, victim=victim, occurred_at=on(22), told_by="letter", at=LATER
    )
    assert gaps() == [decision.pk]  # a word of before the decision that was typed late
    victims.void_re_engagement(by=alice, reengagement=again, reason="Another victim.", at=LATER)
    assert gaps() == []
    row = Withdrawal.objects.get()
    victims.void_withdrawal(by=sam, withdrawal=row, reason="Another victim.", at=LATER)
    assert gaps() == [decision.pk]
    path = "/decisions/without-withdrawal/?since=ever"
    for person in (sam, mona, reg):
        page = sign_in(person).get(path).content.decode()
        assert f"/decisions/{decision.pk}/" in page
        # The API names the same lines under the same filters; without one the last three months alone.
        listed = sign_in(person).get(f"/api/v1{path}&district=leeds").json()["results"]
        assert [(one["decision"], one["outcome"]) for one in listed] == [(str(decision.pk), "16")]
        for query in ("", "?since=year"):
            found = sign_in(person).get(f"/api/v1/decisions/without-withdrawal/{query}").json()["results"]
            page = sign_in(person).get(f"/decisions/without-withdrawal/{query}").content.decode()
            assert bool(found) == (f"/decisions/{decision.pk}/" in page), query
    assert case.reference not in sign_in(brad).get(path).content.decode()
    assert sign_in(brad).get(f"/api/v1{path}").json()["results"] == []
    assert sign_in(sam).get("/api/v1/decisions/without-withdrawal/?since=once").json()["fields"] == {
        "since": "Give one of ever, year."
    }
    assert sign_in(alice).get(path).status_code == 403
    assert sign_in(alice).get(f"/api/v1{path}").status_code == 403
