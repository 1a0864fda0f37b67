"""The page of the weekly meeting, printed from the screen: a district begins on the first sheet."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdf
import pytest
from playwright.sync_api import Browser

from actionplans.services import raise_reminders
from rasso_tracker.clocks import now
from rasso_tracker.people.access import system
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, issued, submitted
from tests.browser.hands import Hands

pytestmark = pytest.mark.browser


@pytest.fixture
def late(site: str) -> None:
    """Three plans of Leeds, past their dates, so that the page has something on each of its tables."""
    with system("a test prints the weekly page"):
        alice, lena = (Person.objects.get(username=name) for name in ("alice", "lena"))
        for days in (20, 30, 60):
            at = now() - timedelta(days=days)
            issued(
                submitted(a_case(alice, at), alice, CpsUnit.objects.get(pk=lena.cps_unit_id), at), lena, at
            )
        raise_reminders()


def test_the_first_sheet_holds_what_a_district_owes_and_what_lapsed(
    chromium: Browser, site: str, late: None
) -> None:
    gita = Hands.of(chromium, site, "gita").open("/dashboards/weekly-meeting/?district=leeds")
    sheets = pypdf.PdfReader(io.BytesIO(gita.page.pdf(format="A4"))).pages
    first = sheets[0].extract_text()
    assert "Weekly police-CPS meeting" in first
    assert "Plans past a date now, by step" in first
    assert "Lapsed before, and lapsed still" in first
