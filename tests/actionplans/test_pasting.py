"""From a pasted MG3 to a plan: kept sealed, proposed, confirmed item by item, issued by the one door."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplans.enums import CpsSource, ItemType
from actionplans.models import ActionPlan, ActionPlanItem, PastedDocument, Submission
from actionplans.seals import Label, Sealer
from actionplans.services import discard_document, issue_from_document, keep_corrections, paste_document
from actionplans.services.pasting import kept_corrections, reading_of, text_of
from actionplans.shown.pasted import marked
from cases.models import Allegation
from rasso_tracker.audit import Action
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ITEMS, moment
from tests.actionplans.test_nothing_left import charge
from tests.stories import story

PASTED = moment(date(2026, 3, 3))
DATED = date(2026, 3, 2)
TEXT = """ACTION PLAN
1. OIC to obtain a statement from the sister by 24 March 2026.
2. Please explain the CCTV.
3. Download of the handset within 10 working days.
"""
PARTS = ("day", "month", "year", "time")
SignIn = Callable[[Person], Client]


def pasted(by: Person, submission: Submission, **given: Any) -> PastedDocument:
    values: dict[str, Any] = {
        "text": TEXT,
        "document_name": "mg3",
        "document_date": DATED,
        "at": PASTED,
        **given,
    }
    return paste_document(by=by, submission=submission, **values)


@story
def document(accepted: Submission, alice: Person) -> PastedDocument:
    return pasted(alice, accepted)


class TestTheDocument:
    def test_its_words_are_kept_sealed_until_the_plan_is_issued(
        self, document: PastedDocument, alice: Person
    ) -> None:
        assert text_of(document) == TEXT
        assert TEXT.encode() not in bytes(document.text_sealed or b"")
        keep_corrections(by=alice, document=document, typed="[]", at=PASTED)
        plan = issue_from_document(by=alice, document=document, items=ITEMS, at=PASTED)
        document.refresh_from_db()
        assert (document.text_sealed, document.typed_sealed, document.plan) == (None, None, plan)
        assert (document.ended_by, document.ended_at) == (alice, PASTED)

    def test_the_plan_is_the_one_that_the_one_door_issues_marked_with_the_document(
        self, document: PastedDocument, alice: Person
    ) -> None:
        plan = issue_from_document(by=alice, document=document, items=ITEMS, at=PASTED)
        assert plan.source == CpsSource.POLICE_FROM_DOCUMENT
        assert (plan.document_name, plan.document_date) == ("mg3", DATED)
        assert plan.items.count() == len(ITEMS)
        logged = AuditEvent.objects.filter(subjects__contains=[plan.pk]).values_list("action", flat=True)
        assert {Action.ACTION_PLAN_ISSUED.name, Action.DOCUMENT_READ.name} <= set(logged)

    def test_cps_makes_its_own_plan_from_its_own_document(self, accepted: Submission, lena: Person) -> None:
        plan = issue_from_document(by=lena, document=pasted(lena, accepted), items=ITEMS, at=PASTED)
        assert (plan.source, plan.prosecutor) == (CpsSource.CPS, lena)

    def test_a_discarded_document_leaves_that_it_was_pasted_and_no_word(
        self, document: PastedDocument, alice: Person
    ) -> None:
        discard_document(by=alice, document=document, at=PASTED)
        document.refresh_from_db()
        assert (document.text_sealed, document.plan, document.is_open) == (None, None, False)
        with pytest.raises(NotAllowed, match=r"discarded, and its words are gone\. Paste it again"):
            issue_from_document(by=alice, document=document, items=ITEMS, at=PASTED)

    def test_a_discarded_document_says_why_it_is_not_to_be_pasted_again(
        self, document: PastedDocument, alice: Person, sign_in: Callable[..., Any]
    ) -> None:
        """Once everything is charged no plan is issued, so pasting it again would be refused."""
        discard_document(by=alice, document=document, at=PASTED)
        gone = "This document was discarded, and its words are gone."
        browser, page = sign_in(alice), f"/pasted-documents/{document.pk}/"
        assert f"{gone} Paste it again." in browser.get(page).content.decode()
        charge(alice, Allegation.objects.get(case=document.case))
        said = f"{gone} You cannot issue an action plan: every allegation of this submission is charged"
        answer = browser.get(page)
        assert (answer.status_code, said in answer.content.decode()) == (403, True)
        assert "Paste it again" not in answer.content.decode()
        api = f"/api/v1/pasted-documents/{document.pk}/discard/"
        assert said in browser.post(api, {}, content_type="application/json").json()["detail"]

    def test_one_document_makes_one_plan(self, document: PastedDocument, alice: Person) -> None:
        issue_from_document(by=alice, document=document, items=ITEMS, at=PASTED)
        with pytest.raises(NotAllowed, match="issued from this document already"):
            issue_from_document(by=alice, document=document, items=ITEMS, at=PASTED)
        assert ActionPlan.objects.count() == 1

    def test_a_plan_that_is_refused_leaves_the_words_where_they_were(
        self, document: PastedDocument, alice: Person
    ) -> None:
        with pytest.raises(Invalid):
            issue_from_document(by=alice, document=document, items=[], at=PASTED)
        document.refresh_from_db()
        assert (text_of(document), document.is_open) == (TEXT, True)

    @pytest.mark.parametrize(
        ("given", "field", "sentence"),
        [
            ({"text": " \n\t"}, "text", "Paste the text of the document."),
            ({"text": "a" * 1_000_000}, "text", "You used 1,000,000"),
            ({"document_date": date(2026, 3, 4)}, "document_date", "in the future"),
        ],
    )
    def test_what_cannot_be_read_is_refused_in_a_sentence(
        self, accepted: Submission, alice: Person, given: dict[str, Any], field: str, sentence: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            pasted(alice, accepted, **given)
        assert sentence in refused.value.fields[field]

    def test_nothing_is_pasted_on_a_submission_that_takes_no_plan(
        self, submission: Submission, ivy: Person, alice: Person
    ) -> None:
        with pytest.raises(NotAllowed, match="You cannot issue an action plan as"):
            pasted(ivy, submission)


def test_the_marked_pieces_put_together_are_the_text(document: PastedDocument) -> None:
    pieces = list(marked(TEXT, reading_of(document).proposals))
    assert "".join(one.words for one in pieces) == TEXT
    assert [(one.number, one.words) for one in pieces if one.told == "date"] == [
        (1, "24 March 2026"),
        (3, "within 10 working days"),
    ]
    assert [one.number for one in pieces if one.first] == [1, 2, 3]


# The pages


def typed(**changed: str) -> dict[str, str]:
    """The page of the document as it opens, with every proposal confirmed and typed for."""
    rows = [
        ("statement", "Her sister’s words."),
        ("media_cctv", "The CCTV."),
        ("digital", "The handset."),
    ]
    data = {"items-count": "3", "target_date_day": "30", "target_date_month": "3", "target_date_year": "2026"}
    for index, (kind, asks) in enumerate(rows):
        data |= {
            f"items-{index}-place": str(index + 1),
            f"items-{index}-answer": "in",
            f"items-{index}-type": kind,
            f"items-{index}-asks": asks,
        }
    data |= {
        "issued_at_day": "2",
        "issued_at_month": "3",
        "issued_at_year": "2026",
        "issued_at_time": "12:00",
    }
    return data | {name.replace("__", "-"): value for name, value in changed.items()}


class TestThePages:
    def test_the_paste_leads_to_the_text_with_its_proposals(
        self, accepted: Submission, alice: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(alice)
        data = {"document_name": "mg3", "text": TEXT.replace("\n", "\r\n")}
        data |= {"document_date_day": "2", "document_date_month": "3", "document_date_year": "2026"}
        sent = client.post(reverse("paste_document", args=[accepted.pk]), data)
        document = PastedDocument.objects.get()
        assert sent.headers["Location"] == reverse("issue_from_document", args=[document.pk])
        page = client.get(sent.headers["Location"])
        body = page.content.decode()
        assert page.status_code == 200
        assert body.count('id="mark-') == 3
        assert "Other words in it speak for another type" in body
        rows = page.context["form"].initial["items"] if page.context else None
        assert rows is None or [row["type"] for row in rows] == ["statement", "media_cctv", "digital"]

    def test_each_proposal_is_answered_for_before_anything_is_issued(
        self, document: PastedDocument, alice: Person, sign_in: SignIn
    ) -> None:
        data = typed()
        del data["items-1-answer"]
        sent = sign_in(alice).post(reverse("issue_from_document", args=[document.pk]), data)
        assert sent.status_code == 422
        assert "Item 2: Say whether this goes into the plan." in sent.content.decode()
        assert "Her sister’s words." in sent.content.decode()
        assert not ActionPlan.objects.exists()

    def test_whoever_comes_second_keeps_the_corrections_of_every_item(
        self, document: PastedDocument, alice: Person, sam: Person, sign_in: SignIn
    ) -> None:
        address = reverse("issue_from_document", args=[document.pk])
        second = sign_in(alice)
        second.get(address)
        sign_in(sam).post(address, typed())
        assert ActionPlan.objects.count() == 1
        half_done = typed(items__0__asks="Her aunt’s words.", items__1__answer="")
        body = second.post(address, half_done).content.decode()
        assert "Copy what you still need" in body
        for words in ("Her aunt’s words.", "The CCTV.", "The handset."):
            assert words in body

    def test_what_is_left_out_need_not_be_right_and_is_not_in_the_plan(
        self, document: PastedDocument, alice: Person, sign_in: SignIn
    ) -> None:
        data = typed(items__1__answer="out", items__1__type="", items__1__asks="")
        sent = sign_in(alice).post(reverse("issue_from_document", args=[document.pk]), data)
        plan = ActionPlan.objects.get()
        assert sent.headers["Location"] == reverse("action_plan_detail", args=[plan.pk])
        assert list(plan.items.values_list("type", flat=True)) == [ItemType.STATEMENT, ItemType.DIGITAL]
        assert plan.target_on == date(2026, 3, 30)

    def test_a_date_that_the_service_refuses_stands_by_its_own_item(
        self, document: PastedDocument, alice: Person, sign_in: SignIn
    ) -> None:
        data = typed(items__0__answer="out", items__2__target_date_day="1")
        data |= {"items-2-target_date_month": "3", "items-2-target_date_year": "2026"}
        sent = sign_in(alice).post(reverse("issue_from_document", args=[document.pk]), data)
        assert sent.status_code == 422
        assert "Item 3: This date is before the action plan was issued." in sent.content.decode()

    def test_corrections_survive_to_another_sitting_as_they_were_typed(
        self, document: PastedDocument, alice: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(alice)
        data = typed(items__1__asks="Half a sentence", items__2__target_date_day="x")
        kept = client.post(reverse("keep_corrections", args=[document.pk]), data)
        assert kept.headers["Location"] == reverse("issue_from_document", args=[document.pk])
        body = client.get(kept.headers["Location"]).content.decode()
        assert "Half a sentence" in body
        assert 'value="x"' in body
        assert "There is a problem" not in body
        document.refresh_from_db()
        assert "Half a sentence" in json.dumps(json.loads(kept_corrections(document)))

    def test_an_item_that_the_rules_missed_is_added_by_hand(
        self, document: PastedDocument, alice: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(alice)
        shown = client.post(reverse("issue_from_document", args=[document.pk]), typed(**{"items-add": "1"}))
        assert shown.content.decode().count('name="items-3-asks"') == 1
        data = typed(items__3__answer="in", items__3__type="legal", items__3__asks="The URN is wrong.")
        client.post(reverse("issue_from_document", args=[document.pk]), data | {"items-count": "4"})
        assert ActionPlanItem.objects.count() == 4

    def test_a_text_that_asks_for_nothing_says_so_kindly(
        self, accepted: Submission, alice: Person, sign_in: SignIn
    ) -> None:
        document = pasted(alice, accepted, text="I authorise a charge. Thank you.")
        body = sign_in(alice).get(reverse("issue_from_document", args=[document.pk])).content.decode()
        assert "No request was found in it." in body
        assert 'name="items-0-asks"' in body

    def test_the_officer_whom_the_text_names_is_chosen_where_only_one_has_the_name(
        self, accepted: Submission, alice: Person, sign_in: SignIn
    ) -> None:
        surname = alice.name.split()[-1]
        document = pasted(alice, accepted, text=f"ACTIONS\n- DC {surname} to obtain the CCTV")
        body = sign_in(alice).get(reverse("issue_from_document", args=[document.pk])).content.decode()
        assert f'value="{alice.pk}" selected' in body

    def test_nothing_that_was_pasted_is_in_an_address(self, document: PastedDocument) -> None:
        assert reverse("issue_from_document", args=[document.pk]) == f"/pasted-documents/{document.pk}/"

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_asks_the_database_as_often_for_many_items_as_for_one(
        self,
        accepted: Submission,
        alice: Person,
        sign_in: SignIn,
        count: int,
        django_assert_num_queries: Any,
    ) -> None:
        text = "ACTIONS\n" + "".join(f"{one}. Obtain statement {one}\n" for one in range(count))
        document = pasted(alice, accepted, text=text)
        client = sign_in(alice)
        client.get(reverse("issue_from_document", args=[document.pk]))
        with django_assert_num_queries(19):
            client.get(reverse("issue_from_document", args=[document.pk]))


# By API


class TestTheApi:
    def test_a_text_is_read_without_being_kept_and_the_reading_is_logged(
        self, accepted: Submission, alice: Person, sign_in: SignIn
    ) -> None:
        sent = sign_in(alice).post(
            f"/api/v1/submissions/{accepted.pk}/reading/",
            {"text": TEXT, "document_date": "2026-03-02"},
            content_type="application/json",
        )
        answered = sent.json()
        assert sent.status_code == 200
        assert [one["type"]["value"] for one in answered["proposals"]] == [
            "statement",
            "media_cctv",
            "digital",
        ]
        first = answered["proposals"][0]
        assert TEXT[first["start"] : first["end"]] == first["asks"]
        assert (first["owner"]["kind"], first["target_date"]["on"]) == ("oic", "2026-03-24")
        assert not PastedDocument.objects.exists()
        assert AuditEvent.objects.filter(action="DOCUMENT_ASKED", subjects=[accepted.pk]).count() == 1

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"text": TEXT}, "document_date"),
            ({"document_date": "2026-03-02"}, "text"),
            ({"text": "a\u202eb", "document_date": "2026-03-02"}, "text"),
            ({"text": TEXT, "document_date": "2026-03-02", "keep": True}, "keep"),
        ],
    )
    def test_what_cannot_be_read_is_refused_by_its_field(
        self, accepted: Submission, alice: Person, sign_in: SignIn, body: dict[str, Any], field: str
    ) -> None:
        address = f"/api/v1/submissions/{accepted.pk}/reading/"
        sent = sign_in(alice).post(address, body, content_type="application/json")
        assert (sent.status_code, list(sent.json()["fields"])) == (400, [field])

    def test_a_document_is_pasted_read_and_issued(
        self, accepted: Submission, lena: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(lena)
        body = {
            "submission": str(accepted.pk),
            "text": TEXT,
            "document_name": "mg3",
            "document_date": "2026-03-02",
        }
        made = client.post("/api/v1/pasted-documents/", body, content_type="application/json").json()
        found = client.get(f"/api/v1/pasted-documents/{made['id']}/").json()
        assert found["text"] == TEXT
        items = [
            {"answer": "in", "place": place, "type": one["type"]["value"], "asks": one["asks"]}
            for place, one in enumerate(found["proposals"], start=1)
        ]
        sent = client.post(
            f"/api/v1/pasted-documents/{made['id']}/action-plan/",
            {"items": items},
            content_type="application/json",
        )
        assert sent.status_code == 201
        assert client.get(f"/api/v1/pasted-documents/{made['id']}/").json()["text"] == ""
        row = ActionPlanItem.objects.filter(number=1).get()
        words = Sealer(row.case_id).open(Label.ITEM_ASKS, row.pk, row.asks_sealed)
        assert words == "OIC to obtain a statement from the sister by 24 March 2026."
