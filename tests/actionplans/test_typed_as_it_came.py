"""What somebody typed in the second of two windows is told as it came and in full, whether it fits or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

from django.urls import reverse

from actionplans.models import ActionPlan, Submission, Triage
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from tests.actionplans.test_sitting import typed

SignIn = Callable[..., Any]
LONG = "First line.\n" + "word " * 2100 + "\nThe last line."
HIDDEN = r'<input type="hidden" name="(once|version)"[^>]*value="([^"]+)"'


def opened(client: Any, address: str) -> dict[str, str]:
    return dict(re.findall(HIDDEN, client.get(address).content.decode()))


def answers_in(page: str) -> dict[str, tuple[str, ...]]:
    """Question to what was recorded of it and what was typed."""
    (table,) = re.findall(r"You recorded this in another window.*?<table.*?</table>", page, re.S)
    rows = re.findall(r"<tr><th[^>]*>(.*?)</th>(.*?)</tr>", table.split("<tbody>")[1], re.S)
    return {
        unescape(one): tuple(map(unescape, re.findall(r"<td[^>]*>(.*?)</td>", two, re.S)))
        for one, two in rows
    }


def test_who_triages_second_reads_their_own_answers_though_none_of_them_fits(
    submission: Submission, lena: Person, sign_in: SignIn
) -> None:
    client, address = sign_in(lena), reverse("triage_submission", args=[submission.pk])
    first, second = opened(client, address), opened(client, address)
    row = {
        "accepted": "no",
        "reasons-count": "1",
        "reasons-0-reason": "no_mg3",
        "reasons-0-words": "None came.",
    }
    done = client.post(address, first | row | typed("respond_by", london_date(now()) + timedelta(days=7)))
    faults = re.findall(r"govuk-error-message[^>]*>(.*?)</p>", done.content.decode(), re.S)
    assert (done.status_code, faults) == (302, [])
    assert Triage.objects.filter(submission=submission).count() == 1
    boxes = {"respond_by_day": "31", "respond_by_month": "2", "respond_by_year": "2026"}
    words = "All of it. " * 60

    late = client.post(address, second | row | boxes | {"reasons-0-words": words})

    found = answers_in(late.content.decode())
    assert late.status_code == 403
    assert found["Did CPS accept the submission?"] == ("No", "No")
    assert found["Date the police should respond by"][1] == "31 2 2026"
    assert found["Reasons for rejection"][1] == f"No MG3, {words.strip()}"


def test_a_text_that_is_too_long_and_a_choice_that_is_none_stand_there_in_full_and_in_their_lines(
    plan: ActionPlan, lena: Person, sign_in: SignIn
) -> None:
    client, address = sign_in(lena), reverse("withdraw_plan", args=[plan.pk])
    first, second = opened(client, address), opened(client, address)
    assert client.post(address, first | {"reason": "not_needed"}).status_code == 302

    late = client.post(address, second | {"reason": "never", "words": LONG})

    page = late.content.decode()
    assert late.status_code == 403
    assert '<td class="govuk-table__cell app-as-typed" data-label="You typed">' in page
    assert [answer[1] for answer in answers_in(page).values()] == ["never", LONG]
