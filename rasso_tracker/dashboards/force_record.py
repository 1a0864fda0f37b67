"""Lines for the force's own records system: what a deed recorded, or a stretch of a case's history, as text.

The tracker does not write to the records system; a person pastes. Showing the lines is a disclosure to that
system and logged as one. The lines are the history's, so they say no more than the role may read, and they
stand as the record stands now: what was voided since is marked. The history tells codes alone, and not of
every deed: what the form was answered stands below it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Allegation, Case
from cases.timeline.entries import TimelineEntry
from cases.whole import whole_of
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import day_words, end_of_day, london_date, moment_words, now, start_of_day
from rasso_tracker.dashboards.case_page import entries, find
from rasso_tracker.dashboards.deed_answers import answers_of
from rasso_tracker.people.deed_sets import RECORD_LINES
from rasso_tracker.people.models import Person
from rasso_tracker.web.api import ReadDetail, api_urls
from rasso_tracker.web.details import Detail, refused
from rasso_tracker.web.models import Receipt
from rasso_tracker.web.surfaces import surface_named

TITLE = "Copy for the force record"
RECIPIENT = "the force's records system"
# How far back the lines of a case go: what the address says, in words, days.
BACK = (("1", "Today", 1), ("7", "7 days", 7), ("28", "28 days", 28), ("all", "Everything", None))


def receipts_seen(person: Person) -> Any:
    """The person's own deeds on the cases that they may see today."""
    return Receipt.objects.filter(person=person, case_id__in=Case.objects.visible_to(person).values("pk"))


def lines_of_deed(receipt: Receipt, person: Person) -> list[str]:
    """What one deed of this person recorded, as lines; the first names the case, the second the deed. Then
    what the history has of it, and the answers that they gave.
    """
    case = _case_of(receipt, person)
    assert receipt.done_at is not None  # a committed receipt is done
    when = receipt.created_at, receipt.done_at
    told = [one for one in entries(case, person) if one.was_touched_by(person, *when)]
    done = f"{moment_words(receipt.created_at)}, {person.name}: {_title_of(receipt.surface, person)}."
    lines = [_line(one) for one in _oldest_first(told)]
    own = [_line(one) for one in told if one.by]
    return [_heading(case), done, *lines, *map(_sentence, answers_of(receipt, person, told=own))]


def _case_of(receipt: Receipt, person: Person) -> Case:
    assert receipt.case_id is not None  # receipts_seen gives those of a case
    return find(person, receipt.case_id)


def lines_of_days(case: Case, told: Sequence[TimelineEntry], since: date, until: date) -> list[str]:
    """What happened on a case or was recorded on it from one day to another, both included, oldest first:
    what somebody writes down today of last week is not in the force's record yet.
    """
    began, ended = start_of_day(since), end_of_day(until)
    of_days = [
        one
        for one in told
        if since <= (one.on or london_date(one.at)) <= until or one.was_touched(began, ended)
    ]
    days = f"From {day_words(since)} to {day_words(until)}" if since < until else f"On {day_words(until)}"
    days = f"{days}, and what was recorded then of other days, as it stood on {moment_words(now())}."
    return [_heading(case), days, *map(_line, _oldest_first(of_days))]


def _title_of(surface: str, person: Person) -> str:
    done = surface_named(surface)
    return done.title_for(person) if done else surface.replace("_", " ").capitalize()


def _oldest_first(told: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """What happened at one moment stays in its own order."""
    return sorted(told, key=attrgetter("at"))


def _heading(case: Case) -> str:
    crimes = sorted(one.crime_reference for one in whole_of(case).rows(Allegation))
    return f"RaSSO tracker case {case.reference}" + (f", crime {', '.join(crimes)}." if crimes else ".")


def _line(one: TimelineEntry) -> str:
    parts = [one.title, one.detail, f"By {one.by}" if one.by else "", one.note]
    said = " ".join(_sentence(part) for part in parts if part)
    return f"{day_words(one.on) if one.on else moment_words(one.at)}: {said}"


def _sentence(words: str) -> str:
    flat = " ".join(words.split())
    return flat if flat.endswith((".", "?", "!")) else f"{flat}."


def _shown(person: Person, receipt: Receipt) -> dict[str, Any]:
    case = _case_of(receipt, person)
    lines = lines_of_deed(receipt, person)
    return {"case": case, "lines": lines, "back_url": receipt.address, "recipient": RECIPIENT}


DEED_LINES = Detail(
    name="record_lines",
    path="deeds/<uuid:pk>/record-lines/",
    model=Receipt,
    template="dashboards/record_lines.html",
    action=Action.RECORD_LINES_COPIED,
    find=receipts_seen,
    context=_shown,
    title=lambda receipt: TITLE,
    recipient=RECIPIENT,
    deed=RECORD_LINES,
)


@require_safe
def case_record_lines(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The lines of a case for the last day, week, four weeks or all of it."""
    person: Any = request.user
    if not person.role.may(RECORD_LINES):
        return refused(request, TITLE)
    case = find(person, pk)
    told = entries(case, person)
    asked = {code: days for code, _, days in BACK}
    back = request.GET.get("back", "1")
    back = back if back in asked else "1"
    today = london_date(now())
    days = asked[back]
    since = today - timedelta(days=days - 1) if days else _first_day(told)
    context = {
        "case": case,
        "title": TITLE,
        "lines": lines_of_days(case, told, since, today),
        "choices": [(code, words, code == back) for code, words, _ in BACK],
        "back_url": "",
        "recipient": RECIPIENT,
    }
    record_read(
        by=person, action=Action.RECORD_LINES_COPIED, case=case, subjects=[case.pk], recipient=RECIPIENT
    )
    return render(request, "dashboards/record_lines.html", context)


def _first_day(told: Sequence[TimelineEntry]) -> date:
    return min((one.on or london_date(one.at) for one in told), default=london_date(now()))


def represent_deed(receipt: Receipt, person: Person) -> dict[str, Any]:
    return {"id": str(receipt.pk), "case": str(receipt.case_id), "lines": lines_of_deed(receipt, person)}


def represent_case(case: Case, person: Person) -> dict[str, Any]:
    case = find(person, case.pk)
    told = entries(case, person)
    lines = lines_of_days(case, told, _first_day(told), london_date(now()))
    return {"case": str(case.pk), "lines": lines}


READS = [
    ReadDetail(
        path="deeds/<uuid:pk>/record-lines/",
        name="record_lines",
        model=Receipt,
        represent=represent_deed,
        action=Action.RECORD_LINES_COPIED,
        find=receipts_seen,
        recipient=RECIPIENT,
        deed=RECORD_LINES,
    ),
    ReadDetail(
        path="cases/<uuid:pk>/record-lines/",
        name="case_record_lines",
        model=Case,
        represent=represent_case,
        action=Action.RECORD_LINES_COPIED,
        recipient=RECIPIENT,
        deed=RECORD_LINES,
    ),
]

routes = api_urls(reads=READS)
