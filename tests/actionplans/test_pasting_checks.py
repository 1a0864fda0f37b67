"""A document of another case, one that nobody finishes, one too long: said clearly, and nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from actionplans.models import PastedDocument, Submission
from actionplans.services import discard_document, issue_from_document, keep_corrections
from actionplans.services.pasting import end_unfinished, other_urn
from cases.services import record_milestone
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ITEMS, a_case, moment, submitted
from tests.actionplans.test_api import send
from tests.actionplans.test_pasting import PASTED, TEXT, SignIn, pasted
from tests.decisions import by_cps
from tests.stories import story
from tests.web.page import Page

OURS, OTHER = "13LD0123426", "13HD0765425"


@story
def with_urn(alice: Person, unit: CpsUnit) -> Submission:
    at = now() - timedelta(days=9)
    return submitted(a_case(alice, at), alice, unit, at, urn=OURS)


def of_another(by: Person, submission: Submission) -> PastedDocument:
    day = submission.submitted_at.date()
    return pasted(by, submission, text=f"URN {OTHER}\n{TEXT}", document_date=day, at=now())


def test_a_document_of_another_case_is_issued_knowingly_or_not_at_all(
    with_urn: Submission, alice: Person
) -> None:
    document = of_another(alice, with_urn)
    assert other_urn(document) == OTHER
    with pytest.raises(Invalid) as refused:
        issue_from_document(by=alice, document=document, items=ITEMS)
    assert refused.value.fields == {
        "other_urn_confirmed": f"The document gives the URN {OTHER}, and this case has {OURS}. Say that it "
        "belongs to this case all the same, or go back."
    }
    plan = issue_from_document(by=alice, document=document, items=ITEMS, other_urn_confirmed=True)
    logged = AuditEvent.objects.get(action="DOCUMENT_READ", subjects__contains=[plan.pk])
    assert logged.reason == "The document gives another URN; confirmed."


@pytest.mark.parametrize("words", [f"URN {OURS}", f"URN {OTHER}, linked to {OURS}", "No reference."])
def test_a_document_that_names_this_case_or_none_is_not_doubted(
    with_urn: Submission, alice: Person, words: str
) -> None:
    day = with_urn.submitted_at.date()
    assert other_urn(pasted(alice, with_urn, text=f"{words}\n{TEXT}", document_date=day, at=now())) == ""


def test_the_page_warns_before_anything_is_confirmed_and_page_and_api_ask_the_same(
    with_urn: Submission, alice: Person, sign_in: SignIn
) -> None:
    document, client = of_another(alice, with_urn), sign_in(alice)
    text = client.get(reverse("issue_from_document", args=[document.pk])).content.decode()
    assert f"The document gives the URN {OTHER}. This case has {OURS}." in text
    assert "this document belongs to this case, although it gives another URN" in text
    shown = client.get(f"/api/v1/pasted-documents/{document.pk}/").json()
    assert (shown["other_urn"], [one["urn"] for one in shown["urns"]]) == (OTHER, [OTHER])
    path = f"pasted-documents/{document.pk}/action-plan/"
    body: dict[str, Any] = {"items": [{"answer": "in", "type": "statement", "asks": "A statement."}]}
    refused = send(client, path, body)
    assert (refused.status_code, set(refused.json()["fields"])) == (400, {"other_urn_confirmed"})
    assert send(client, path, {**body, "other_urn_confirmed": True}).status_code == 201


def test_what_to_check_stands_beside_the_text(accepted: Submission, alice: Person, sign_in: SignIn) -> None:
    document = pasted(alice, accepted, text=f"{TEXT}\n\nANALYSIS\nDC Ng will look into this by 31 February.")
    text = sign_in(alice).get(reverse("issue_from_document", args=[document.pk])).content.decode()
    assert "2 places outside of the requests are marked" in text
    assert text.count("(check this") == 2
    shown = sign_in(alice).get(f"/api/v1/pasted-documents/{document.pk}/").json()
    assert [one["words"] for one in shown["check"]] == ["DC Ng", "31 February"]


# Too long, closed, unfinished


def test_an_owner_whom_nobody_of_the_team_is_stands_marked_and_is_not_dropped(
    accepted: Submission, alice: Person, sign_in: SignIn
) -> None:
    text = (
        "Action plan\n1. Obtain the CCTV of the shop. Owner: DC Nobody. By 20 March 2026.\n"
        "2. Obtain the phone. Owner: Alice\n"
    )
    document = pasted(alice, accepted, text=text)
    client = sign_in(alice)
    page = client.get(reverse("issue_from_document", args=[document.pk])).content.decode()
    assert "The text says “DC Nobody”. Check this: no such person is in the team" in page
    assert '<u>DC Nobody</u><span class="app-reading__check"> (check this' in page
    assert "2 requests found, 1 of them to be looked at twice" in page
    owners = [
        one["owner"] for one in client.get(f"/api/v1/pasted-documents/{document.pk}/").json()["proposals"]
    ]
    assert [(one["words"], one["person"], one["check"]) for one in owners] == [
        ("DC Nobody", None, "No such person is in the team."),
        ("Alice", str(alice.pk), None),
    ]


def test_a_document_is_not_dated_before_the_case_was_reported(accepted: Submission, alice: Person) -> None:
    with pytest.raises(Invalid) as refused:
        pasted(alice, accepted, document_date=date(1900, 1, 1))
    reported = accepted.case.reported_on
    assert refused.value.fields == {
        "document_date": f"The case was reported on {reported.day} {reported:%B %Y}, so its CPS document"
        " cannot be dated before that. Check the date."
    }


def test_a_text_that_is_too_long_gets_a_sentence_and_stays_as_it_was_typed(
    accepted: Submission, alice: Person, sign_in: SignIn
) -> None:
    long = "Obtain it. " * 18_182  # 200,002 characters
    page = reverse("paste_document", args=[accepted.pk])
    sent = sign_in(alice).post(
        page,
        {
            "text": long,
            "document_name": "mg3",
            "document_date_0": "2",
            "document_date_1": "3",
            "document_date_2": "2026",
        },
    )
    text = sent.content.decode()
    assert sent.status_code == 422
    assert "Use 200,000 characters or fewer. You used 200,002." in text
    assert long in text
    # With a maxlength a browser would cut the paste unseen.
    assert "maxlength" not in Page(text).one("textarea", name="text").attrs
    assert not PastedDocument.objects.exists()


def test_a_closed_case_offers_no_plan_from_a_document_and_says_why(
    accepted: Submission, alice: Person, sign_in: SignIn
) -> None:
    pasted(alice, accepted)
    page = reverse("submission_detail", args=[accepted.pk])
    client, offer = sign_in(alice), reverse("paste_document", args=[accepted.pk])
    assert offer in client.get(page).content.decode()
    record_milestone(
        by=alice, case=accepted.case, kind="charged", occurred_at=PASTED, at=PASTED, **by_cps(PASTED)
    )
    record_milestone(
        by=alice, case=accepted.case, kind="finalised", occurred_at=PASTED + timedelta(1), at=now()
    )
    text = client.get(page).content.decode()
    assert offer not in text
    assert "The case is closed, so no action plan is issued on this submission" in text
    assert "The case is closed: nothing is issued from it." in text


@pytest.mark.parametrize("closed", [False, True])
def test_what_was_pasted_before_a_charge_is_read_and_discarded_after_it(
    accepted: Submission, alice: Person, sign_in: SignIn, closed: bool
) -> None:
    document = pasted(alice, accepted)
    record_milestone(
        by=alice, case=accepted.case, kind="charged", occurred_at=PASTED, at=PASTED, **by_cps(PASTED)
    )
    if closed:
        record_milestone(
            by=alice, case=accepted.case, kind="finalised", occurred_at=PASTED + timedelta(1), at=now()
        )
    client, page = sign_in(alice), reverse("submission_detail", args=[accepted.pk])
    read, drop = (reverse(name, args=[document.pk]) for name in ("issue_from_document", "discard_document"))
    text = client.get(page).content.decode()
    assert [f'href="{one}"' in text for one in (read, drop)] == [True, True]
    opened = client.get(read)
    shown = opened.content.decode()
    why = "every allegation of this case is closed" if closed else "is charged or closed, so CPS has nothing"
    assert (opened.status_code, "No plan is made of it any more" in shown, why in shown) == (200, True, True)
    assert ("Issue the action plan" in shown, f'href="{drop}"' in shown) == (False, True)
    with pytest.raises(NotAllowed, match=why):
        issue_from_document(by=alice, document=document, items=ITEMS, at=now())
    assert client.get(drop).status_code == 200
    assert client.post(drop, {}).status_code == 302
    document.refresh_from_db()
    assert (document.text_sealed, document.ended_by) == (None, alice)
    assert f'href="{read}"' not in client.get(page).content.decode()


def test_a_document_that_nobody_finishes_loses_its_words_after_30_days(
    accepted: Submission, alice: Person
) -> None:
    document = pasted(alice, accepted)  # on 3 March
    last = date(2026, 4, 2)
    assert end_unfinished(at=end_of_day(last) - timedelta(seconds=1)) == 0
    assert end_unfinished(at=end_of_day(last)) == 1
    document.refresh_from_db()
    assert (document.text_sealed, document.lapsed, document.ended_by, document.ended_at) == (
        None,
        True,
        None,
        end_of_day(last),
    )
    event = AuditEvent.objects.get(action="DOCUMENT_LAPSED")
    assert (event.case_id, event.reason) == (document.case_id, "Nobody finished it within 30 days.")
    assert end_unfinished(at=end_of_day(last) + timedelta(days=1)) == 0
    with pytest.raises(NotAllowed, match="Nobody finished this document within 30 days"):
        issue_from_document(by=alice, document=document, items=ITEMS, at=moment(date(2026, 4, 5)))


def test_work_on_a_document_begins_its_days_again(accepted: Submission, alice: Person) -> None:
    document = pasted(alice, accepted)
    keep_corrections(by=alice, document=document, typed="[]", at=moment(date(2026, 3, 20)))
    assert end_unfinished(at=moment(date(2026, 4, 10))) == 0
    assert end_unfinished(at=moment(date(2026, 4, 20))) == 1


def test_a_document_ends_by_somebody_or_lapses(accepted: Submission, alice: Person) -> None:
    document = pasted(alice, accepted)
    discard_document(by=alice, document=document, at=PASTED)
    with (
        open_door("a test"),
        pytest.raises(IntegrityError, match="pasted_document_ended_by_somebody_or_lapsed"),
    ):
        PastedDocument.objects.filter(pk=document.pk).update(lapsed=True)
