"""The audit question of Recommendation 3 in three clicks: stage by reason in a quarter, and support."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from cases import services as cases
from rasso_tracker.clocks.tables import forget
from rasso_tracker.dashboards.services import refresh_figures
from rasso_tracker.people.models import CpsUnit, Person
from tests.chain import story as told
from tests.decisions import by_cps, with_cps
from tests.stories import story
from tests.victims.conftest import OPENED_AT, open_case
from tests.web.page import Page
from victims import services
from victims.models import Term, Withdrawal
from victims.term_enums import TermKind
from victims.terms import terms

AT = datetime(2026, 5, 20, 12, tzinfo=UTC)
PAGE, API = "/dashboards/withdrawals/", "/api/v1/metrics/withdrawals/"
QUARTER = "quarter=2026-Q1"


def withdrawn(by: Person, *, day: int = 10, **given: Any) -> Withdrawal:
    """A victim of a new case withdrew in March 2026, at first contact."""
    case = open_case(by, at=OPENED_AT)
    victim = cases.add_victim(by=by, case=case, at=OPENED_AT)
    if given.pop("sto", False):
        cases.assign_officer(by=given.pop("boss"), case=case, person=by, duty="sto", at=OPENED_AT)
    values = {
        "kind": "withdrew",
        "reasons": ["delay"],
        "told_by": "letter",
        "from_what": ["investigation"],
        "support_offered": ["isva"],
        **given,
    }
    moment = datetime(2026, 3, day, 12, tzinfo=UTC)
    return services.record_withdrawal(by=by, victim=victim, occurred_at=moment, at=AT, **values)


@story
def force(db: None, alice: Person, sam: Person, charlie: Person, unit: CpsUnit) -> list[Withdrawal]:
    """In Leeds six for delay (one with an STO, one came back, one voided) and one lost; one in Bradford."""
    rows = [withdrawn(alice, day=day) for day in range(10, 14)]
    rows.append(withdrawn(alice, day=14, sto=True, boss=sam))
    rows.append(withdrawn(alice, day=15))
    rows.append(withdrawn(alice, day=16, kind="lost_contact", reasons=[], told_by="", from_what=[],
                          support_offered=[]))  # fmt: skip
    rows.append(withdrawn(charlie, day=17, reasons=["privacy"]))
    services.record_re_engagement(
        by=alice, victim=rows[0].victim, occurred_at=datetime(2026, 4, 2, tzinfo=UTC), told_by="letter", at=AT
    )
    services.void_withdrawal(by=alice, withdrawal=rows[5], reason="Another victim.", at=AT)
    refresh_figures(at=AT)
    return rows


def table(browser: Client, code: str, query: str = QUARTER) -> dict[str, list[Any]]:
    """The rows of a table by what stands first in each (its first two words in the cross table)."""
    found = {one["code"]: one for one in browser.get(f"{API}?{query}").json()["tables"]}[code]
    labels = 2 if code == "stage-by-reason" else 1
    return {" / ".join(row[:labels]): row[labels:] for row in found["rows"]}


def test_stage_by_reason_says_how_many_had_support_that_day(
    force: list[Withdrawal], sign_in: Any, sam: Person, mona: Person
) -> None:
    for person in (sam, mona):
        found = table(sign_in(person), "stage-by-reason")
        assert found["Delay / At first contact, before any account"] == [5, 1]
        assert found["Every reason / Every stage"] == [5, 1]
        assert not any(label.startswith("Privacy") for label in found)
        support = table(sign_in(person), "support-by-stage")
        assert support["Every stage"] == [5, 1, 1, 0, 0, 4, 20.0]


def test_voided_and_re_engaged_and_lost_contact_are_told_apart(
    force: list[Withdrawal], sign_in: Any, sam: Person
) -> None:
    assert table(sign_in(sam), "withdrawal-states")["Mar 2026"] == [4, 1, 1, 1]
    lost = table(sign_in(sam), "stage-by-reason", f"{QUARTER}&kind=lost_contact")
    assert lost["The victim gave no reason / Every stage"] == [1, 0]
    assert table(sign_in(sam), "stage-by-reason", f"{QUARTER}&kind=retracted") == {
        "Every reason / Every stage": [0, 0]
    }


def test_three_clicks_from_home_lead_a_manager_to_the_withdrawal(
    force: list[Withdrawal], sign_in: Any, mona: Person
) -> None:
    browser = sign_in(mona)
    assert f'href="{PAGE}"' in browser.get("/").content.decode()
    page = Page(browser.get(f"{PAGE}?{QUARTER}").content.decode())
    href = next(one.attrs["href"] for one in page.elements if "row=delay.first_contact&column=3" in
                one.attrs.get("href", ""))  # fmt: skip
    rows = browser.get(href).content.decode()
    assert f"/withdrawals/{force[4].pk}/" in rows
    assert "You may see" not in rows
    assert browser.get(f"/withdrawals/{force[4].pk}/").status_code == 200


@pytest.mark.parametrize("query", ["foo=1", f"{QUARTER}&stage=first_contact", "page=2"])
def test_what_figures_cannot_be_narrowed_by_is_refused_on_the_page_as_by_api(
    force: list[Withdrawal], sign_in: Any, sam: Person, query: str
) -> None:
    browser = sign_in(sam)
    page, api = browser.get(f"{PAGE}?{query}"), browser.get(f"{API}?{query}")
    assert (page.status_code, api.status_code) == (400, 400)
    assert "cannot be narrowed by" in page.content.decode()
    rows = browser.get(f"{PAGE}rows/?{query}&table=stage-by-reason&row=x&column=0&foo=1")
    assert rows.status_code == 400


def test_the_registrar_counts_the_cases_that_they_may_open_and_each_figure_has_its_rows(
    force: list[Withdrawal], sign_in: Any, alice: Person, reg: Person
) -> None:
    """An outcome stands on three of the six cases in Leeds, one of them voided, and on none in Bradford."""
    for row in (force[0], force[4], force[5]):
        charged_at = datetime(2026, 5, 4, 12, tzinfo=UTC)
        charged = {"kind": "charged", "occurred_at": charged_at, **by_cps(charged_at)}
        with_cps(alice, row.case, charged_at)
        cases.record_milestone(by=alice, case=row.case, at=AT, **charged)
    refresh_figures(at=AT)
    browser = sign_in(reg)
    assert f'href="{PAGE}?district=leeds"' in browser.get("/").content.decode()
    leeds = f"{QUARTER}&district=leeds"
    assert table(browser, "stage-by-reason", leeds)["Every reason / Every stage"] == [2, 1]
    assert table(browser, "withdrawal-states", leeds)["Mar 2026"] == [1, 1, 1, 0]
    assert table(browser, "withdrawals-district")["Bradford"][0] == 0
    page = browser.get(f"{PAGE}?{leeds}").content.decode()
    assert "cases with an outcome" in page
    links = {one.attrs["href"] for one in Page(page).elements if "/rows/?" in one.attrs.get("href", "")}
    assert len(links) > 10
    for href in links:
        assert "You may see" not in browser.get(href).content.decode(), href


def test_a_manager_of_one_district_has_the_force_rounded_and_small_numbers_withheld(
    force: list[Withdrawal], sign_in: Any, mona: Person, gita: Person
) -> None:
    for person in (mona, gita):
        browser = sign_in(person)
        assert table(browser, "stage-by-reason", f"{QUARTER}&district=")["Every reason / Every stage"] == [
            None,
            None,
        ]
        assert table(browser, "withdrawals-district", f"{QUARTER}&district=")["Bradford"][0] is None
        assert "/rows/?" not in browser.get(f"{PAGE}?district=").content.decode()


def test_who_has_not_the_figures_is_told_who_has(db: None, sign_in: Any, alice: Person, ivy: Person) -> None:
    for person in (alice, told.person("max"), ivy):
        answer = sign_in(person).get(PAGE)
        assert (answer.status_code, "and the crime registrar have them" in answer.content.decode()) == (
            403,
            True,
        )
        assert sign_in(person).get(API).status_code == 403


@pytest.mark.parametrize(
    ("query", "name"), [("quarter=2011-Q1", "quarter"), ("kind=blamed", "kind"), ("terms=x", "terms")]
)
def test_what_is_not_offered_is_refused_by_its_field(
    query: str, name: str, force: list[Withdrawal], sign_in: Any, sam: Person
) -> None:
    assert set(sign_in(sam).get(f"{API}?{query}").json()["fields"]) == {name}
    assert sign_in(sam).get(f"{PAGE}?{query}").status_code == 404


def test_a_reason_that_was_split_is_one_line_over_the_whole_time(
    force: list[Withdrawal], sign_in: Any, sam: Person, adam: Person, alice: Person
) -> None:
    """Delay is split into two, one of which is then joined with privacy: old and new count alike as one."""
    forget()
    said = {"why": "They differ.", "at": AT}
    parts = [{"label": "Delay by us"}, {"label": "Delay by a laboratory"}]
    delay = Term.objects.get(code="delay")
    services.split_term(by=adam, term=delay, parts=parts, in_force_from=date(2026, 5, 21), **said)
    later = datetime(2026, 5, 22, 12, tzinfo=UTC)
    ours, theirs = (Term.objects.get(label=one["label"]) for one in parts)
    case = open_case(alice, at=OPENED_AT)
    victim = cases.add_victim(by=alice, case=case, at=OPENED_AT)
    services.record_withdrawal(
        by=alice, victim=victim, kind="withdrew", reasons=[ours.code], told_by="letter",
        from_what=["investigation"], support_offered=["isva"], occurred_at=datetime(2026, 3, 18, tzinfo=UTC),
        at=later,
    )  # fmt: skip
    refresh_figures(at=later)
    browser = sign_in(sam)
    today = table(browser, "stage-by-reason")
    assert today["Delay (until 21 May 2026) / Every stage"] == [5, 1]
    assert today["Delay by us / Every stage"] == [1, 0]
    query = f"{QUARTER}&terms=alike"
    alike = table(browser, "stage-by-reason", query)
    one = "Delay, with Delay by a laboratory and Delay by us"
    assert alike[f"{one} / Every stage"] == [6, 1]
    assert [label for label in alike if label.endswith("Every stage")] == [
        f"{one} / Every stage", "Every reason / Every stage",
    ]  # fmt: skip
    page = browser.get(f"{PAGE}?{query}").content.decode()
    assert "Reasons and stages alike over the whole time" in page
    link = next(one for one in Page(page).elements if "row=delay.all&column=2" in one.attrs.get("href", ""))
    rows = browser.get(link.attrs["href"]).content.decode()
    assert rows.count('<th scope="row"') == 6
    services.retire_term(
        by=adam, term=theirs, into=Term.objects.get(code="privacy"), in_force_from=date(2026, 5, 24),
        why="Same.", at=datetime(2026, 5, 23, tzinfo=UTC),
    )  # fmt: skip
    together = terms().together(TermKind.REASON, date(2026, 1, 1), date(2026, 5, 30))
    assert together == {ours.code: "privacy", theirs.code: "privacy", "delay": "privacy"}
    forget()


def test_a_trend_is_read_in_todays_terms_and_says_so(
    force: list[Withdrawal], sign_in: Any, sam: Person, adam: Person
) -> None:
    """Delay goes into "Poor updates": old rows keep their code, and read as the other in today's terms."""
    forget()
    old, into = (Term.objects.get(code=code) for code in ("delay", "poor_updates"))
    said = {"why": "Victims mean the same.", "in_force_from": date(2026, 5, 21), "at": AT}
    services.retire_term(by=adam, term=old, into=into, **said)
    browser = sign_in(sam)
    today = table(browser, "stage-by-reason")
    assert today["Poor updates, or none / Every stage"] == [5, 1]
    assert not any(label.startswith("Delay") for label in today)
    recorded = table(browser, "stage-by-reason", f"{QUARTER}&terms=day")
    assert recorded["Delay (until 21 May 2026) / Every stage"] == [5, 1]
    page = browser.get(f"{PAGE}?{QUARTER}").content.decode()
    assert "“Delay” became part of “Poor updates, or none” on 21 May 2026." in page
    href = "row=poor_updates.all&amp;column=2"
    link = next(one for one in Page(page).elements if href.replace("&amp;", "&") in one.attrs.get("href", ""))
    rows = browser.get(link.attrs["href"]).content.decode()
    assert sum(f"/withdrawals/{row.pk}/" in rows for row in force) == 5
    forget()
