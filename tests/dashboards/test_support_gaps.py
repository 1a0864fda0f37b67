"""The gaps in victims' way to support: each figure against a count by hand, with exactly its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import now
from rasso_tracker.dashboards import support_gaps as gaps
from rasso_tracker.dashboards.support_pages import force_tables
from rasso_tracker.people.models import Person
from tests.stories import story
from victims import services
from victims.models import SupportService

SignIn = Callable[..., Client]
_crimes = count(13269100001)
TODAY = now().date()
# A Monday long enough ago for every step; the clock ends on the Wednesday after it.
MONDAY = TODAY - timedelta(days=TODAY.weekday() + 70)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def reported(by: Person, on: date = MONDAY) -> Victim:
    case = cases.open_case(
        by=by, district=by.district, team=by.team, reported_on=on, officer_in_charge=by,
        crime_reference=str(next(_crimes)), offence_type="rape_adult", at=moment(on),
    )  # fmt: skip
    return cases.add_victim(by=by, case=case, at=moment(on, 10))


@story
def service(adam: Person) -> SupportService:
    return services.add_support_service(by=adam, name="Everywhere", kinds=["isva", "therapy"])


def walk(
    by: Person, victim: Victim, service: SupportService, *steps: str, kind: str = "isva", day: int = 1
) -> None:
    """Offer, then as far as `steps` says, a step a day from the `day`th after the report."""
    on = MONDAY + timedelta(days=day)
    answer = {"no": "refused", "thinking": "thinking"}.get(steps[0] if steps else "", "agreed")
    referral = services.offer_support(
        by=by, victim=victim, kind=kind, offered_on=on, answer=answer,
        because="not_said" if answer == "refused" else "",
    )  # fmt: skip
    for number, step in enumerate(steps):
        then = on + timedelta(days=number)
        if step == "sent":
            services.send_referral(by=by, referral=referral, service=service, sent_on=then)
        elif step not in ("no", "thinking"):
            because = {"declined": "no_place", "ended": "completed"}.get(step, "")
            services.record_support_answer(
                by=by, referral=referral, step=step, happened_on=then, because=because
            )


@story
def force(
    alice: Person, charlie: Person, sam: Person, gita: Person, service: SupportService
) -> dict[str, Victim]:
    """Leeds: one untouched, one who said no, one sent in time who waits, one sent late whose support ended,
    one whose service could not take it; Bradford: one who waits; a restricted case and an old one.
    """
    found = {name: reported(alice) for name in ("untouched", "no", "waits", "late", "declined", "shut")}
    walk(alice, found["no"], service, "no")
    walk(alice, found["waits"], service, "sent", "accepted", "waiting")
    walk(alice, found["waits"], service, "thinking", kind="therapy")
    walk(alice, found["late"], service, "sent", "started", "ended", day=8)
    walk(alice, found["declined"], service, "sent", "declined", day=2)
    walk(alice, found["shut"], service, "sent")
    cases.restrict_case(by=sam, case=found["shut"].case, people=[gita], reason="Police suspect.")
    found["old"] = reported(alice, MONDAY - timedelta(days=400))
    walk(alice, found["old"], service, "sent", day=1)
    found["away"] = reported(charlie)
    walk(charlie, found["away"], service, "sent")
    return found


EXPECTED: dict[tuple[str, str], set[str]] = {
    ("any", "victims"): {"untouched", "no", "waits", "late", "declined"},
    ("any", "offered"): {"no", "waits", "late", "declined"},
    ("any", "agreed"): {"waits", "late", "declined"},
    ("any", "sent"): {"waits", "late", "declined"},
    ("any", "in_time"): {"waits", "declined"},
    ("any", "started"): {"late"},
    ("any", "never"): {"untouched"},
    ("any", "waiting"): {"waits", "old"},
    ("isva", "offered"): {"no", "waits", "late", "declined"},
    ("isva", "never"): {"untouched"},
    ("therapy", "offered"): {"waits"},
    ("therapy", "never"): {"untouched", "no", "late", "declined"},
    ("therapy", "sent"): set(),
    ("therapy", "waiting"): set(),
}


def test_each_figure_is_the_count_by_hand_and_its_rows_are_those_victims(
    force: dict[str, Victim], sam: Person
) -> None:
    names = {victim.pk: name for name, victim in force.items()}
    found = gaps.gaps_seen(sam, now())
    district = sam.district_id
    assert district is not None
    for (kind, figure), expected in EXPECTED.items():
        assert found.counts(kind, district)[figure] == len(expected), (kind, figure)
        assert {names[one.pk] for one in found.rows(kind, figure, district)} == expected, (kind, figure)
    sent = MONDAY + timedelta(days=1)
    assert found.median_wait("isva", district) == (TODAY - sent).days  # both went out that day


def test_a_kind_is_never_offered_only_to_those_whom_it_may_suit(
    force: dict[str, Victim],
    service: SupportService,
    alice: Person,
    sam: Person,
    mona: Person,
    sign_in: SignIn,
) -> None:
    """A child by the offence, one by what was recorded, and an adult who reports what was long ago."""
    long_ago = MONDAY - timedelta(days=20 * 365)
    begun = {"by_offence": MONDAY - timedelta(days=90), "grown_up": long_ago, "said_so": None}
    for name, day in begun.items():
        force[name] = reported(alice)
        cases.add_allegation(
            by=alice, case=force[name].case, victim=force[name], crime_reference=str(next(_crimes)),
            offence_type="rape_child_13_15" if day else "sexual_assault",
            **({"precision": "day", "offence_from": day, "offence_to": day} if day else {}),
        )  # fmt: skip
    services.record_circumstances(by=alice, victim=force["said_so"], under_18="yes")
    walk(alice, force["by_offence"], service, kind="child_isva")
    names = {victim.pk: name for name, victim in force.items()}
    found, district = gaps.gaps_seen(sam, now()), sam.district_id
    assert district is not None

    def rows(kind: str, figure: str) -> set[str]:
        return {names[one.pk] for one in found.rows(kind, figure, district)}

    assert rows("child_isva", "victims") == {"by_offence", "said_so"}
    assert rows("child_isva", "never") == {"said_so"}
    assert rows("isva", "never") == {"untouched", "grown_up"}
    assert rows("any", "never") == {"untouched", "grown_up", "said_so"}
    assert "never" not in found.counts("idva", district)
    theirs, whole = gaps.gaps_seen(mona, now()), gaps.gaps_of_the_force(now())  # who read no circumstances
    for kind in ("isva", "child_isva"):
        assert theirs.counts(kind, district) == found.counts(kind, district)
        assert whole.counts(kind, district) == found.counts(kind, district)
    browser = sign_in(sam)
    page = browser.get("/dashboards/support/").content.decode()
    assert page.count(">Not counted<") == 3
    assert browser.get("/dashboards/support/rows/?kind=idva&figure=never").status_code == 404
    told = browser.get("/api/v1/metrics/support/").json()
    line = next(one for one in told["by_kind"] if one["name"] == "IDVA")
    assert line["figures"][told["headings"].index("Never offered")] is None
    assert told["never_offered_not_counted"] == ["By-and-for service", "IDVA", "Other support"]


def test_on_a_phone_each_line_of_its_tables_opens_to_the_same_figures(
    force: dict[str, Victim], sign_in: SignIn, sam: Person
) -> None:
    """Of the table, which is wider than a phone, and of what stands there instead: figure for figure."""
    page = sign_in(sam).get("/dashboards/support/").content.decode()
    wide, narrow = (re.findall(rf'<div class="{name}">(.*?)</div>\s*(?=<div|$|</main)', page, re.DOTALL)
                    for name in ("app-cross__wide", "app-cross app-cross__narrow"))  # fmt: skip
    assert len(wide) == len(narrow) == 1
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', wide[0])[1:]
    rows = re.findall(r'<th scope="row"[^>]*>([^<]+)</th>(.*?)</tr>', wide[0], re.DOTALL)
    table = {
        name: dict(zip(heads, re.findall(r"<td[^>]*>(.*?)</td>", cells), strict=True)) for name, cells in rows
    }
    folds = re.findall(r"<details.*?summary-text\">([^<]+)<(.*?)</details>", narrow[0], re.DOTALL)
    opened = {name: dict(re.findall(r"<li>([^:<]+): (.*?)</li>", inside)) for name, inside in folds}
    assert opened == table
    for name, inside in folds:  # beside the line that is closed, the two figures to ask about
        never, waiting = (
            re.sub(r"<[^>]+>", "", table[name][head]) for head in ("Never offered", "Waiting now")
        )
        said = re.findall(r'govuk-hint">([^<]+)<', inside)
        assert [one.strip() for one in said] == [f"Never offered: {never}. Waiting now: {waiting}."]
    assert len(table) > 5


def test_the_page_leads_from_each_figure_to_its_rows_and_logs_the_look(
    force: dict[str, Victim], sign_in: SignIn, sam: Person
) -> None:
    client = sign_in(sam)
    page = client.get("/dashboards/support/").content.decode()
    links = dict.fromkeys(re.findall(r'href="(rows/[^"]+)"', page))
    assert links
    told = dict(re.findall(r'href="(rows/[^"]+)">(\d+)<', page))
    for link, number in told.items():
        rows = client.get(f"/dashboards/support/{link.replace('&amp;', '&')}").content.decode()
        assert f"{number} row" in rows, link
        assert rows.count('<th scope="row"') == int(number), link
    waiting = client.get("/dashboards/support/rows/?kind=any&figure=waiting").content.decode()
    assert force["waits"].case.reference in waiting
    event = AuditEvent.objects.filter(action="LIST_VIEWED").order_by("at").last()
    assert event is not None
    assert set(event.subjects) == {force["waits"].pk, force["old"].pk}
    assert client.get("/dashboards/support/rows/?kind=tea&figure=x").status_code == 404
    assert client.get("/dashboards/support/?district=bradford").status_code == 400


def test_managers_see_the_force_rounded_and_their_own_district_exactly(
    force: dict[str, Victim], sign_in: SignIn, mona: Person
) -> None:
    found = gaps.gaps_of_the_force(now())
    tables = dict(force_tables(found, mona.district_id))
    by_district = {name: [n for n, _ in cells] for name, cells in tables["Any kind of support"]}
    assert by_district["Bradford"][0] is None  # one victim is withheld
    assert by_district["Kirklees"][:2] == [0, 0]
    assert by_district["Leeds"][0] == 5
    assert all(cells[-1] is None for cells in by_district.values())  # a median of fewer than ten
    page = sign_in(mona).get("/dashboards/support/").content.decode()
    assert "Leeds, by kind of support" in page
    told = sign_in(mona).get("/api/v1/metrics/support/").json()
    assert told["by_kind"][0]["figures"][:3] == [5, 4, 3]
    assert told["by_district"]["Any kind of support"][0] == {
        "name": "Bradford",
        "figures": by_district["Bradford"],
    }


def test_others_have_no_such_page(sign_in: SignIn, alice: Person, gita: Person, lena: Person) -> None:
    for person in (alice, gita, lena):
        client = sign_in(person)
        assert client.get("/dashboards/support/").status_code == 403
        assert client.get("/dashboards/support/rows/?kind=any&figure=sent").status_code == 403
        assert client.get("/api/v1/metrics/support/").status_code == 403


def test_the_page_asks_as_often_for_three_victims_as_for_one(
    alice: Person, sam: Person, service: SupportService, django_assert_num_queries: Any
) -> None:
    walk(alice, reported(alice), service, "sent")
    numbers = []
    for _ in range(2):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            gaps.gaps_seen(sam, now())
        numbers.append(len(asked))
        for _ in range(2):
            walk(alice, reported(alice), service, "sent", "accepted")
    assert numbers[0] == numbers[1]
    assert Case.objects.count() == 5
