"""A second lawyer who does not countersign says why: nobody acts on it, and CPS owes another version."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from actionplans.models import Advice, Countersignature, Submission
from actionplans.seals import Label, Sealer
from actionplans.services import (
    confirm_advice,
    confirm_countersignature,
    countersign_advice,
    record_advice_read,
    triage_submission,
    write_advice,
)
from cases.models import DueItem
from rasso_tracker.clocks import now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import a_case, moment, submitted

GIVEN, LATER = moment(date(2026, 3, 2)), moment(date(2026, 3, 4))
WHY = "The download of the second phone is not dealt with."


@pytest.fixture
def advice(submission: Submission, lena: Person) -> Advice:
    return write_advice(by=lena, submission=submission, text="No.", kind="nfa", at=GIVEN)


@pytest.fixture
def chief(db: None) -> Person:
    return Person.objects.get(username="max")


def refuse(advice: Advice, by: Person, **more: Any) -> Countersignature:
    return countersign_advice(by=by, advice=advice, holds=False, **{"words": WHY, "at": LATER, **more})


def owed(advice: Advice) -> list[tuple[str, str, str | None]]:
    rows = DueItem.objects.filter(case=advice.case_id, settled_at__isnull=True, code__in=OF_ADVICE)
    return [(one.code, one.what, one.owner and one.owner.username) for one in rows]


OF_ADVICE = ("countersign", "advice_again")
AGAIN = [("advice_again", "CPS: write the advice on submission 1 again, not countersigned", "lena")]


def told() -> dict[str, str]:
    rows = Message.objects.filter(kind="advice_refused", handled_at__isnull=True)
    return {one.recipient.username: one.headline for one in rows.select_related("recipient")}


def test_why_is_kept_sealed_and_the_author_owes_another_version(advice: Advice, chief: Person) -> None:
    row = refuse(advice, chief)
    assert (row.holds, str(row), row.lawyer) == (False, "Not countersigned", chief)
    sealed = row.words_sealed
    assert Sealer(advice.case_id).open(Label.COUNTERSIGN_WORDS, row.pk, sealed) == WHY
    assert owed(advice) == AGAIN
    assert DueItem.objects.get(code="advice_again").due_on == date(2026, 3, 9)  # as a countersignature
    deliver(at=LATER + timedelta(days=1))
    words = "Advice was not countersigned, so nobody acts on it: CPS writes another version"
    assert told() == {"lena": words, "alice": words}


def test_another_version_ends_what_was_owed_and_said(advice: Advice, chief: Person, lena: Person) -> None:
    refuse(advice, chief)
    deliver(at=LATER + timedelta(days=1))
    second = write_advice(
        by=lena, submission=advice.submission, text="No: see the download.", kind="nfa",
        at=LATER + timedelta(days=2),
    )  # fmt: skip
    assert [(code, owner) for code, _, owner in owed(advice)] == [("countersign", None)]
    assert told() == {}
    countersign_advice(by=chief, advice=second, at=LATER + timedelta(days=3))
    assert owed(advice) == []


def test_a_version_that_has_its_successor_owes_no_other(advice: Advice, gita: Person, lena: Person) -> None:
    write_advice(by=lena, submission=advice.submission, text="Go on.", at=LATER)
    refuse(advice, gita, document_name="email", document_date=LATER.date())
    assert owed(advice) == []


def test_nobody_acts_on_it_and_nobody_signs_it_after_all(
    advice: Advice, chief: Person, alice: Person
) -> None:
    refuse(advice, chief)
    given: Any = {"by": alice, "advice": advice, "at": LATER}
    with pytest.raises(Invalid, match="A second lawyer did not countersign this advice"):
        record_advice_read(outcome="acted_on", words="Told the sergeant.", **given)
    assert record_advice_read(outcome="read", **given).outcome == "read"
    with pytest.raises(NotAllowed, match="did not countersign version 1 of this advice"):
        countersign_advice(by=chief, advice=advice, at=LATER)


@pytest.mark.parametrize(("holds", "words"), [(False, " "), (True, "Because.")])
def test_words_belong_to_a_refusal_alone_and_every_fault_is_said(
    holds: bool, words: str, advice: Advice, chief: Person
) -> None:
    with pytest.raises(Invalid) as found:
        countersign_advice(
            by=chief, advice=advice, holds=holds, words=words, signed_at=LATER + timedelta(1), at=LATER
        )
    assert set(found.value.fields) == {"words", "signed_at"}


def test_cps_supersedes_what_police_entered_and_the_signature_is_owed_again(
    advice: Advice, chief: Person, gita: Person, lena: Person
) -> None:
    row = refuse(advice, gita, document_name="email", document_date=LATER.date())
    deliver(at=LATER + timedelta(days=1))
    confirm_countersignature(by=lena, countersignature=row, stands=False, at=LATER + timedelta(days=1))
    assert [code for code, *_ in owed(advice)] == ["countersign"]
    assert told() == {}
    assert countersign_advice(by=chief, advice=advice, at=LATER + timedelta(days=1)).holds


def test_where_cps_supersedes_its_successor_another_is_owed_again(
    advice: Advice, chief: Person, gita: Person, lena: Person
) -> None:
    refuse(advice, chief)
    entered: Any = {"document_name": "email", "document_date": LATER.date()}
    second = write_advice(by=gita, submission=advice.submission, text="Go on.", at=LATER, **entered)
    assert owed(advice) == []
    confirm_advice(by=lena, advice=second, stands=False, at=LATER + timedelta(days=1))
    assert owed(advice) == AGAIN


def test_a_refusal_that_was_not_so_owes_no_signature_of_what_was_replaced(
    advice: Advice, chief: Person, gita: Person, lena: Person
) -> None:
    row = refuse(advice, gita, document_name="email", document_date=LATER.date())
    write_advice(by=lena, submission=advice.submission, text="Go on.", at=LATER)
    confirm_countersignature(by=lena, countersignature=row, stands=False, at=LATER + timedelta(days=1))
    assert owed(advice) == []


def test_it_is_said_on_the_page_and_by_api(
    alice: Person, lena: Person, chief: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    at = now() - timedelta(days=9)
    submission = submitted(a_case(alice, at), alice, unit, at)
    advice = write_advice(by=lena, submission=submission, text="No.", kind="nfa", at=at)
    manager, path = sign_in(chief), f"/api/v1/advice/{advice.pk}/countersign/"
    bare = manager.post(path, {"holds": False}, content_type="application/json")
    assert (bare.status_code, list(bare.json()["fields"])) == (400, ["words"])
    sent = manager.post(path, {"holds": False, "words": WHY}, content_type="application/json")
    assert (sent.status_code, sent.json()["holds"], sent.json()["words"]) == (201, False, WHY)
    for person in (alice, lena):
        page = sign_in(person).get(f"/submissions/{submission.pk}/").content.decode()
        assert "by Max: The download of the second phone is not dealt with." in page
        assert ">Not countersigned</strong>" in page
    history = sign_in(alice).get(f"/cases/{submission.case_id}/history/").content.decode()
    assert "Advice not countersigned, version 1" in history


def test_the_form_of_what_was_done_says_beforehand_that_nobody_acts_on_it(
    advice: Advice, chief: Person, alice: Person, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(alice)
    path, page_of = f"/advice/{advice.pk}/read/", f"/submissions/{advice.submission_id}/"
    for says in ("This advice waits for a countersignature.", "A second lawyer did not countersign this"):
        form = client.get(path).content.decode()
        assert says in form
        assert 'value="read"' in form
        assert 'value="acted_on"' not in form
        page = client.get(page_of).content.decode()
        assert "Record that version 1 was read" in page
        assert "Record what was done with version 1" not in page
        if not advice.countersignatures.exists():
            refuse(advice, chief)


def test_of_advice_that_was_countersigned_it_asks_what_was_done(
    advice: Advice, chief: Person, alice: Person, sign_in: Callable[..., Any]
) -> None:
    countersign_advice(by=chief, advice=advice, at=LATER)
    client = sign_in(alice)
    form = client.get(f"/advice/{advice.pk}/read/").content.decode()
    assert 'value="acted_on"' in form
    assert "countersign" not in form.partition("What was done with this version?")[2]
    page = client.get(f"/submissions/{advice.submission_id}/").content.decode()
    assert "Record what was done with version 1" in page


def owed_by(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page.partition("Owed by</dt>")[2].partition("</dd>")[0]).strip()


def test_the_page_leads_to_what_is_owed_which_names_the_author(
    advice: Advice, chief: Person, sign_in: Callable[..., Any]
) -> None:
    refuse(advice, chief)
    item, client = DueItem.objects.get(code="advice_again"), sign_in(chief)
    page = client.get(f"/submissions/{advice.submission_id}/").content.decode()
    assert f'href="/due-items/{item.pk}/">Who owes this<' in page
    assert owed_by(client.get(f"/due-items/{item.pk}/").content.decode()) == "Lena"


@pytest.mark.parametrize("triaged", [True, False])
def test_of_what_police_entered_it_names_the_lawyer_allocated_or_says_that_there_is_none(
    triaged: bool, submission: Submission, alice: Person, lena: Person, chief: Person,
    sign_in: Callable[..., Any],
) -> None:  # fmt: skip
    if triaged:
        triage_submission(by=lena, submission=submission, accepted=True, at=moment(date(2026, 2, 24)))
    paper: Any = {"document_name": "mg3", "document_date": date(2026, 3, 2)}
    advice = write_advice(by=alice, submission=submission, text="No.", kind="nfa",
                          at=moment(date(2026, 3, 3)), **paper)  # fmt: skip
    refuse(advice, chief)
    item = DueItem.objects.get(code="advice_again")
    page = sign_in(alice).get(f"/due-items/{item.pk}/").content.decode()
    assert owed_by(page) == ("Lena" if triaged else "CPS: no lawyer is allocated")
    listed = sign_in(alice).get("/due-items/").content.decode()
    assert ("CPS: no lawyer is allocated" in listed) == (not triaged)
    deliver(at=LATER + timedelta(days=1))
    assert set(told()) == ({"lena", "alice"} if triaged else {"max", "alice"})


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("More on consent is needed.", "More on consent is needed. Entered by police"),
        ("More on consent", "More on consent. Entered by police"),
        ("Is it consent?", "Is it consent? Entered by police"),
    ],
)
def test_why_it_was_not_countersigned_ends_in_one_full_stop_before_its_mark(
    words: str, says: str, advice: Advice, gita: Person, sign_in: Callable[..., Any]
) -> None:
    refuse(advice, gita, words=words, document_name="email", document_date=LATER.date())
    page = sign_in(gita).get(f"/submissions/{advice.submission_id}/").content.decode()
    assert f": {says}" in page
