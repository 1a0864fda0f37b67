"""Two people at one plan: the second sees the first's words beside their own, and chooses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.urls import reverse

from actionplans.models import Acknowledgement, ActionPlan, Escalation, PlanCompletion, PlanReview
from actionplans.services import raise_reminders, return_items
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, moment_words, now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, issued, submitted
from tests.actionplans.test_sitting import review_of, typed
from tests.stories import story

SignIn = Callable[..., Any]
MARK = "Good: as asked, complete and usable"


@story
def plan(alice: Person, lena: Person, unit: CpsUnit) -> ActionPlan:
    """Past its review date, by too few days for step 2, which an officer does not answer."""
    at = now() - timedelta(days=16)
    made = issued(submitted(a_case(alice, at), alice, unit, at), lena, at)
    raise_reminders()
    return made


def day(ahead: int) -> date:
    return london_date(now()) + timedelta(days=ahead)


def words(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def answers_in(page: str) -> dict[str, tuple[str, ...]]:
    """Question to what stands beside it in the table of what was recorded meanwhile."""
    (table,) = re.findall(r"recorded this meanwhile.*?<table.*?</table>", page, re.S)
    rows = re.findall(r"<tr><th[^>]*>(.*?)</th>(.*?)</tr>", table.split("<tbody>")[1], re.S)
    return {
        unescape(one): tuple(map(unescape, re.findall(r"<td[^>]*>(.*?)</td>", two, re.S)))
        for one, two in rows
    }


def test_the_second_sees_what_the_first_recorded_beside_their_own_words_and_saves_knowingly(
    plan: ActionPlan, gita: Person, sam: Person, sign_in: SignIn
) -> None:
    first, second = sign_in(gita), sign_in(sam)
    (mine, of_gita), (yours, of_sam) = (review_of(one, plan) for one in (first, second))
    of_gita |= {"outcome": "new_date", "reason": "The laboratory is late.", "note": "Rang them at nine."}
    of_gita |= {**typed("next_review_on", day(9)), **typed("new_target_on", day(20))}
    of_sam |= {"outcome": "on_track", "note": "Seen with the officer.", **typed("next_review_on", day(5))}
    assert first.post(mine, of_gita).status_code == 302

    late = second.post(yours, of_sam)

    page = late.content.decode()
    assert (late.status_code, PlanReview.objects.count()) == (409, 1)
    assert "Gita recorded this meanwhile" in page
    assert re.search(r"Record a review, \d+ \w+ \d{4}", page)
    found = answers_in(page)
    assert found == {
        "Outcome": ("New target date, with a reason", "On track"),
        "Next review date": (words(day(9)), words(day(5))),
        "New target date": (words(day(20)), "Nothing"),
        "Why the target date moves, or the next review is that far away": (
            "The laboratory is late.",
            "Nothing",
        ),
        "Note of the review": ("Rang them at nine.", "Seen with the officer."),
    }
    assert "Seen with the officer.</textarea>" in page  # kept where it was typed
    assert "Drop what I typed and go back" in page
    review = PlanReview.objects.get()
    assert review.pk in AuditEvent.objects.filter(action="FORM_OPENED", person=sam).latest("seq").subjects

    hidden = {name: re.search(f'name="{name}"[^>]*value="([^"]+)"', page) for name in ("once", "version")}
    again = second.post(yours, of_sam | {name: value[1] for name, value in hidden.items() if value})
    assert (again.status_code, PlanReview.objects.count()) == (302, 2)


def test_a_different_deed_meanwhile_is_told_with_its_answers(
    plan: ActionPlan, gita: Person, sam: Person, sign_in: SignIn
) -> None:
    first, second = sign_in(gita), sign_in(sam)
    address, values = review_of(second, plan)
    moving = reverse("set_plan_date", args=[plan.pk])
    form = first.get(moving).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(once|version)"[^>]*value="([^"]+)"', form))
    sent |= {"kind": "target", "reason": "CPS agreed by phone.", **typed("due_on", day(30))}
    assert first.post(moving, sent).status_code == 302

    late = second.post(address, values | {"outcome": "on_track", "note": "Seen."}, headers={"X-Panel": "1"})

    assert late.status_code == 409
    assert answers_in(late.content.decode()) == {
        "Which date?": ("Target date",),
        "New date": (words(day(30)),),
        "Why does it move?": ("CPS agreed by phone.",),
    }


def test_by_api_what_was_recorded_since_the_version_stands_in_the_refusal(
    plan: ActionPlan, gita: Person, sam: Person, sign_in: SignIn
) -> None:
    address, version = f"/api/v1/action-plans/{plan.pk}/reviews/", f'"{ActionPlan.objects.get().version}"'
    body = {"outcome": "on_track", "note": "Rang them.", "next_review_on": day(9).isoformat()}
    sent = {"content_type": "application/json", "headers": {"If-Match": version}}
    assert sign_in(gita).post(address, body, **sent).status_code == 201

    late = sign_in(sam).post(address, body, **sent)

    (told,) = late.json()["meanwhile"]
    assert late.status_code == 412
    assert (told["deed"], told["by"], told["id"]) == (
        "record_plan_review",
        "Gita",
        str(PlanReview.objects.get().pk),
    )
    assert told["answers"] == {"outcome": "On track", "next_review_on": words(day(9)), "note": "Rang them."}


def test_who_acknowledges_second_sees_what_the_first_promised(
    plan: ActionPlan, gita: Person, alice: Person, sign_in: SignIn
) -> None:
    escalation = Escalation.objects.filter(plan=plan).latest("step")
    address = reverse("acknowledge_escalation", args=[escalation.pk])
    first, second = sign_in(gita), sign_in(alice)
    forms = [one.get(address).content.decode() for one in (first, second)]
    sent = [dict(re.findall(r'<input type="hidden" name="(once)"[^>]*value="([^"]+)"', one)) for one in forms]
    sent[0] |= {"next_act": "Drive to the laboratory.", **typed("next_act_on", day(2))}
    sent[1] |= {"next_act": "Ring the laboratory.", **typed("next_act_on", day(3))}
    assert first.post(address, sent[0]).status_code == 302

    late = second.post(address, sent[1])

    assert (late.status_code, Acknowledgement.objects.count()) == (403, 1)
    assert answers_in(late.content.decode()) == {
        "What will be done next?": ("Drive to the laboratory.", "Ring the laboratory."),
        "By when?": (words(day(2)), words(day(3))),
    }
    page = late.content.decode()
    assert "Change it and save it" not in page
    assert ("What you typed is not saved, and cannot be saved here." in page, 'name="once"' in page) == (
        True,
        False,
    )


def test_what_one_did_in_another_window_is_told_in_a_sentence(
    plan: ActionPlan, gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)
    address, values = review_of(client, plan)
    sent = values | {"outcome": "on_track", "note": "Seen.", **typed("next_review_on", day(5))}
    form = client.get(address).content.decode()
    anew = dict(re.findall(r'<input type="hidden" name="(once|version)"[^>]*value="([^"]+)"', form))
    assert client.post(address, sent | anew).status_code == 302
    late = client.post(address, sent | {"note": "Rang."}).content.decode()
    assert "You recorded this in another window" in late
    assert "You changed this in another window while you were working on it here." in late
    assert "Somebody else changed this" not in late
    assert "Recorded by you" in late


def test_who_completes_a_plan_second_reads_what_the_first_said(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    return_items(by=alice, plan=plan, items=list(plan.items.all()))
    address, first, second = reverse("complete_plan", args=[plan.pk]), sign_in(lena), sign_in(gita)
    forms = [one.get(address).content.decode() for one in (first, second)]
    hidden = r'<input type="hidden" name="(once|version)"[^>]*value="([^"]+)"'
    of_lena, of_gita = (dict(re.findall(hidden, one)) for one in forms)
    plan.refresh_from_db()
    tag = f'"{plan.version}"'
    assert first.post(address, of_lena | {"quality": "good"}).status_code == 302
    of_gita |= {"document_name": "email", **typed("document_date", day(0))}

    late = second.post(address, of_gita)
    by_api = second.post(
        f"/api/v1{address}", {"quality": ""}, content_type="application/json", headers={"If-Match": tag}
    )

    done = PlanCompletion.objects.get()
    when = moment_words(done.completed_at)
    found = answers_in(late.content.decode())
    assert (late.status_code, found["Mark for quality"]) == (403, (MARK, "Nothing"))
    assert found["When was it completed?"] == (when, "Nothing")
    assert [both for question, both in found.items() if question.startswith("Date")] == [
        ("Nothing", words(day(0)))
    ]
    (told,) = by_api.json()["meanwhile"]
    assert told["answers"] == {"quality": MARK, "completed_at": when}
