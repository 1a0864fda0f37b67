"""Before a charging decision is asked for it is on record whether early advice was considered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import EarlyAdviceConsidered, Submission
from actionplans.seals import Label, Sealer
from actionplans.services import consider_early_advice, send_file_for_check, triage_submission
from cases.models import Allegation, Case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid
from tests.actionplans.conftest import SUBMITTED, a_case, submitted
from tests.actionplans.test_api import send


@pytest.mark.parametrize("kind", ["within_5_days", "within_28_days", "priority"])
@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"early_advice": ""}, {"early_advice"}),
        ({"early_advice": "because"}, {"early_advice"}),
        ({"early_advice": "other", "early_advice_words": " "}, {"early_advice_words"}),
    ],
)
def test_a_charging_decision_is_not_asked_for_without_a_word_on_early_advice(
    case: Case, alice: Person, unit: CpsUnit, kind: str, values: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        submitted(case, alice, unit, kind=kind, **values)
    assert set(refused.value.fields) == fields
    assert not Submission.objects.exists()
    assert not EarlyAdviceConsidered.objects.exists()


def test_both_that_are_missing_are_said_at_once(case: Case, alice: Person, unit: CpsUnit) -> None:
    with pytest.raises(Invalid) as refused:
        submitted(case, alice, unit, early_advice="", unchecked_because="")
    assert set(refused.value.fields) == {"early_advice", "unchecked_because"}


def test_a_gatekeeper_says_it_with_the_submission_and_it_is_recorded_as_considered(
    case: Case, alice: Person, gita: Person, unit: CpsUnit
) -> None:
    send_file_for_check(by=alice, case=case, kind="priority", at=SUBMITTED)  # now gatekeepers see the case
    submitted(case, gita, unit, early_advice="other", early_advice_words="Settled by phone.")
    row = EarlyAdviceConsidered.objects.get(case=case)
    assert (row.sought, row.because, row.considered_by, row.considered_at) == (
        False,
        "other",
        gita,
        SUBMITTED,
    )
    assert Sealer(case.pk).open(Label.EARLY_ADVICE_WORDS, row.pk, row.words_sealed) == "Settled by phone."
    assert AuditEvent.objects.get(action="EARLY_ADVICE_CONSIDERED").subjects == [row.pk]


def test_what_is_on_record_is_not_asked_again(case: Case, alice: Person, unit: CpsUnit) -> None:
    consider_early_advice(by=alice, case=case, sought=True, at=SUBMITTED - timedelta(days=1))
    submitted(case, alice, unit, early_advice="")
    assert EarlyAdviceConsidered.objects.filter(case=case).count() == 1


def test_early_advice_that_was_asked_for_was_considered(
    case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    with pytest.raises(Invalid) as refused:
        submitted(case, alice, unit, kind="early_advice", early_advice="ready")
    assert set(refused.value.fields) == {"early_advice"}
    first = submitted(case, alice, unit, kind="early_advice")
    later = SUBMITTED + timedelta(days=1)
    triage_submission(by=lena, submission=first, accepted=True, at=later - timedelta(hours=1))
    assert submitted(case, alice, unit, later, kind="priority", early_advice="").round == 2
    assert not EarlyAdviceConsidered.objects.exists()


def test_page_and_api_ask_in_the_same_form_and_keep_what_was_typed(
    alice: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    case = a_case(alice, now() - timedelta(days=9))
    officer, page = sign_in(alice), reverse("submit_to_cps", args=[case.pk])
    assert "Was early advice considered?" in officer.get(page).content.decode()
    (allegation,) = Allegation.objects.filter(case=case)
    typed = {
        "case": str(case.pk),
        "kind": "priority",
        "cps_unit": str(unit.pk),
        "allegations": [str(allegation.pk)],
        "note": "Held since noon.",
    }
    answer = send(officer, "submissions/", typed)
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"early_advice"})
    refused = officer.post(page, typed)
    text = refused.content.decode()
    assert "Before a charging decision is asked for, early advice is considered." in text
    assert "Held since noon." in text
    answer = send(officer, "submissions/", {**typed, "early_advice": "custody"})
    assert answer.status_code == 201, answer.json()
    assert EarlyAdviceConsidered.objects.get(case=case).because == "custody"
    assert (
        "Was early advice considered?"
        not in officer.get(reverse("submit_to_cps", args=[case.pk])).content.decode()
    )
