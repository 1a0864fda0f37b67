"""What may still go to CPS on a case of which something is charged or closed, and what its page says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.html import escape

from actionplans.models import FileCheck, Submission
from actionplans.services import send_file_for_check, submit_to_cps, triage_submission
from cases.models import Allegation, Case
from cases.services import add_allegation, add_suspect, correct_suspect, record_milestone, void_milestone
from rasso_tracker.clocks import day_words, now
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import a_case, submitted
from tests.decisions import by_cps

WAYS = ["Send the file to the gatekeeper", "Submit to CPS"]
NOTHING_LEFT = (
    "every allegation of this case is charged or closed, so CPS has nothing left to decide on. Add what else"
    " was reported as an allegation first, or open a decision again. About what is charged, ask the CPS"
    " lawyer who has the case."
)
Maker = Callable[..., Allegation]


@pytest.fixture
def sent(alice: Person, lena: Person, unit: CpsUnit) -> Case:
    """A case that went to CPS, which took it on."""
    case = a_case(alice, now() - timedelta(days=30))
    submission = submitted(case, alice, unit, now() - timedelta(days=20))
    triage_submission(by=lena, submission=submission, accepted=True)
    return case


@pytest.fixture
def another(alice: Person) -> Maker:
    def make(case: Case, crime: str = "13269900001", **more: Any) -> Allegation:
        said = {"offence_type": "sexual_assault", **more}
        return add_allegation(by=alice, case=case, crime_reference=crime, **said)

    return make


def charge(by: Person, allegation: Allegation, **more: Any) -> Any:
    day = now() - timedelta(days=3)
    said = {**by_cps(day), **more}
    return record_milestone(
        by=by, case=allegation.case, kind="charged", occurred_at=day, allegation=allegation, **said
    )


BY_POLICE = dict.fromkeys(("cps_lawyer", "document_name"), "") | {
    "charge_by": "police",
    "cps_decided_on": None,
    "document_date": None,
}


def offered(browser: Any, case: Case) -> list[str]:
    page = browser.get(f"/cases/{case.pk}/").content.decode()
    return [one for one in WAYS if f">{one}</a>" in page]


def body(unit: CpsUnit, *allegations: Allegation, **more: Any) -> dict[str, Any]:
    return {
        "case": str(allegations[0].case_id),
        "kind": "within_28_days",
        "cps_unit": str(unit.pk),
        "allegations": [str(one.pk) for one in allegations],
        "unchecked_because": "inspector",
        **more,
    }


def post(browser: Any, path: str, what: dict[str, Any]) -> Any:
    return browser.post(f"/api/v1/{path}/", what, content_type="application/json")


def test_a_case_that_is_charged_throughout_goes_nowhere(
    sent: Case, alice: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(alice)
    assert offered(browser, sent) == WAYS
    allegation = Allegation.objects.get(case=sent)
    charged = charge(alice, allegation)
    assert offered(browser, sent) == []
    submit, send = (
        f"You cannot {one}: {NOTHING_LEFT}"
        for one in ("submit a case to CPS", "send a file to the gatekeeper")
    )
    for path, sentence in (("submissions", submit), ("file-checks", send)):
        answer = post(browser, path, body(unit, allegation))
        assert (answer.status_code, answer.json()["detail"]) == (403, sentence)
        page = browser.get(f"/cases/{sent.pk}/{path}/new/")
        assert (page.status_code, escape(sentence) in page.content.decode()) == (403, True)
    with pytest.raises(NotAllowed, match="nothing left to decide on"):
        submit_to_cps(by=alice, case=sent, kind="early_advice", cps_unit=unit, allegations=[allegation])
    with pytest.raises(NotAllowed, match="nothing left to decide on"):
        send_file_for_check(by=alice, case=sent, kind="within_28_days")
    assert (Submission.objects.filter(case=sent).count(), FileCheck.objects.count()) == (1, 0)
    void_milestone(by=alice, milestone=charged, reason="Of another case.")
    assert offered(browser, sent) == WAYS


def test_what_is_not_charged_goes_to_cps_and_what_is_charged_stays_out(
    sent: Case, another: Maker, alice: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(alice)
    first = Allegation.objects.get(case=sent)
    charge(alice, first)
    second = another(sent)
    assert offered(browser, sent) == WAYS
    form = browser.get(f"/cases/{sent.pk}/submissions/new/").content.decode()
    assert (f'value="{second.pk}"' in form, f'value="{first.pk}"' in form) == (True, False)
    said = (
        f"Leave out {first.crime_reference}: charged or closed already, so CPS is not asked to decide on it."
    )
    answer = post(browser, "submissions", body(unit, first, second, unchecked_because=""))
    assert (answer.status_code, answer.json()["fields"]["allegations"]) == (400, said)
    assert set(answer.json()["fields"]) == {"allegations", "unchecked_because"}  # all at once
    typed = {**body(unit, first, second), "note": "Typed with care."}
    page = browser.post(f"/cases/{sent.pk}/submissions/new/", typed)
    assert (page.status_code, said in page.content.decode()) == (422, True)
    assert "Typed with care." in page.content.decode()
    assert post(browser, "submissions", body(unit, second)).status_code == 201
    assert Submission.objects.get(case=sent, round=2).lines.get().allegation == second


def test_what_the_police_charged_and_cps_alone_may_is_put_to_cps(
    another: Maker, alice: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    case = a_case(alice, now() - timedelta(days=30))
    browser = sign_in(alice)
    suspect = add_suspect(by=alice, case=case, name="Kit")
    rape = Allegation.objects.get(case=case)
    with pytest.raises(Invalid):  # the page offers nothing that the service would not take
        charge(alice, rape, **BY_POLICE)
    assault = another(case, suspect=suspect)
    charge(alice, assault, **BY_POLICE)
    assert post(browser, "submissions", body(unit, assault, early_advice="ready")).status_code == 400
    correct_suspect(by=alice, suspect=suspect, name="Kit", born=date(now().year - 15, 1, 1))
    assert offered(browser, case) == WAYS
    assert post(browser, "submissions", body(unit, assault, early_advice="ready")).status_code == 201


def test_the_decisions_of_a_charged_case_say_who_charged_and_when(
    sent: Case, another: Maker, alice: Person, sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(alice)

    def part() -> str:
        page = browser.get(f"/cases/{sent.pk}/").content.decode()
        return " ".join(page[page.index('id="decisions"') :].split())

    assert "No decision has been put forward." in part()
    first = Allegation.objects.get(case=sent)
    day = day_words(charge(alice, first).occurred_at)
    says = (
        f"Crime {first.crime_reference}, charged on {day}: decided by CPS on {day} (Nora Pell). Entered by"
        f" police from the CPS document of {day}, by {alice.name}."
    )
    assert escape(says) in part()
    assert "No decision has been put forward" not in part()
    second = another(sent)
    assert "No decision has been put forward on the rest." in part()
    charge(alice, second, **BY_POLICE)
    says = (
        f"Crime {second.crime_reference}, charged on {day}: decided by the police. Recorded by {alice.name}."
    )
    assert escape(says) in part()
    assert "No decision has been put forward" not in part()
