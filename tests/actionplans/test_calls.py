"""Who would be told today: the page says what sending would do, before anything lapses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.enums import LadderKind
from actionplans.ladder import current_ladder
from actionplans.models import ActionPlan, Escalation
from actionplans.notices.plans import recheck_escalations
from actionplans.services import raise_reminders
from actionplans.shown.calls import Called, called_in
from cases.services import restrict_case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import end_of_day, london_date, now
from rasso_tracker.messages import Due
from rasso_tracker.people.models import District, Person
from rasso_tracker.people.services import record_leave, set_duty_cover
from tests.actionplans.conftest import moment

DAY = date(2026, 4, 16)
SignIn = Callable[[Person], Client]


def steps(district: District, kind: str = "review", day: date = DAY) -> dict[int, Called]:
    ladder = current_ladder()
    rungs = [rung for rung in ladder.rungs if rung.is_in_force(day)]
    return {one.rung.step: one for one in dict(called_in(rungs, ladder, district, day))[LadderKind(kind)]}


def names(called: Called) -> dict[str, str]:
    return {one.person.username: one.because for one in called.told}


def left(person: Person) -> None:
    with open_door("a test lets somebody leave"):
        Person.objects.filter(pk=person.pk).update(left_on=date(2026, 4, 1))


def test_it_names_whom_sending_would_tell(leeds: District, plan: ActionPlan) -> None:
    at = end_of_day(date(2026, 4, 15))
    raise_reminders(at=at)
    shown = steps(leeds, day=london_date(at))
    told = told_of(plan, at)
    assert told
    assert {step: set(names(shown[step])) for step in told} == told


def test_roles_of_each_case_are_said_as_such(leeds: District) -> None:
    first = steps(leeds)[0]
    assert first.of_each_case == (
        "The officer in charge of each case",
        "The reviewing prosecutor of each case",
    )
    assert first.told == ()


def test_cover_and_gaps_are_said(leeds: District, dina: Person, sam: Person, gwen: Person) -> None:
    set_duty_cover(by=gwen, absent=dina, covered_by=sam, starts_on=DAY, ends_on=DAY, at=moment(DAY))
    assert names(steps(leeds)[2])["sam"] == "covers for Dina"
    left(dina)
    up = names(steps(leeds, day=date(2026, 4, 20))[2])
    assert up["hugh"] == "nobody who holds the post could be told, so it goes up"


@pytest.mark.parametrize("gone", ["leave with cover", "leave without cover", "left"])
def test_it_names_whom_sending_would_tell_when_people_are_away(
    gone: str, leeds: District, plan: ActionPlan, dina: Person, sam: Person
) -> None:
    at = end_of_day(date(2026, 4, 15))
    day = london_date(at)
    if gone == "left":
        left(dina)
    else:
        by = sam if gone == "leave with cover" else None
        record_leave(
            by=dina, absent=dina, starts_on=day, ends_on=day, covered_by=by, at=moment(date(2026, 4, 1))
        )
    raise_reminders(at=at)
    shown = steps(leeds, day=day)
    told = told_of(plan, at)
    assert {step: set(names(shown[step])) for step in told} == told
    assert "dina" not in told[2]


def test_a_restricted_case_tells_of_those_people_only_the_named_and_the_page_says_so(
    leeds: District, plan: ActionPlan, alice: Person, sam: Person, gita: Person, sign_in: SignIn, adam: Person
) -> None:
    at = end_of_day(date(2026, 4, 15))
    restrict_case(by=sam, case=plan.case, people=[alice, gita], reason="Police suspect.", at=at)
    raise_reminders(at=at)
    shown, told = steps(leeds, day=london_date(at)), told_of(plan, at)
    named = {"alice", "gita", "sam"}  # whoever restricts it is named too
    assert told[1] == set(names(shown[1])) & named == {"gita", "sam"}
    assert set.union(*told.values()) <= named
    page = sign_in(adam).get(reverse("ladder_called")).content.decode()
    assert "On a restricted case the same step tells only those of these people who are named on it" in page


def told_of(plan: ActionPlan, at: datetime) -> dict[int, set[str]]:
    """Whom sending tells of each step of the review date above the first."""
    found = {}
    for row in Escalation.objects.filter(plan=plan, plan_date__kind="review", step__gt=0):
        due = recheck_escalations([row.pk], at)[row.pk]
        assert isinstance(due, Due)
        people = Person.objects.filter(pk__in=[one.person_id for one in due.recipients])
        found[row.step] = set(people.values_list("username", flat=True))
    return found


def test_a_district_is_told_of_its_own(leeds: District, bradford: District) -> None:
    assert set(names(steps(leeds, "safeguarding")[2])) == {"dina"}
    assert set(names(steps(bradford, "safeguarding")[2])) == {"brad"}


@pytest.mark.parametrize("count", [1, 20])
def test_the_queries_do_not_grow_with_the_ladder(count: int, leeds: District) -> None:
    ladder = current_ladder()
    rungs = list(ladder.rungs)[:count]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        called_in(rungs, ladder, leeds, DAY)
    assert len(captured) <= 8


FIVE = ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield")


def in_districts(page: str) -> dict[str, bool]:
    """The districts of the page, and whether each is folded."""
    found = re.findall(r'<h2 class="govuk-(visually-hidden|heading-l)">([^<]+)</h2>', page)
    return {name: style == "visually-hidden" for style, name in found if name in FIVE}


class TestPage:
    def test_a_district_shows_its_people(self, leeds: District, adam: Person, sign_in: SignIn) -> None:
        page = sign_in(adam).get(reverse("ladder_called") + "?district=leeds").content.decode()
        assert "Dina, Detective Inspector" in page
        assert "Brad," not in page

    def test_posts_are_tried_before_a_step_is_set(
        self, leeds: District, adam: Person, sign_in: SignIn
    ) -> None:
        query = "?district=leeds&police_posts=gatekeeper&cps_posts=legal_manager"
        page = sign_in(adam).get(reverse("ladder_called") + query).content.decode()
        assert "The posts that you chose" in page
        assert "Gita," in page
        assert "Max," in page
        assert "Dina," not in page

    def test_a_post_that_nobody_holds_goes_to_the_gatekeepers(
        self, leeds: District, adam: Person, sign_in: SignIn
    ) -> None:
        query = "?district=leeds&police_posts=detective_superintendent"
        page = sign_in(adam).get(reverse("ladder_called") + query).content.decode()
        assert "Gita," in page
        assert "so it goes up" in page

    @pytest.mark.parametrize("query", ["?district=nowhere", "?police_posts=pope", "?district=%00"])
    def test_what_is_not_offered_counts_as_nothing(self, query: str, adam: Person, sign_in: SignIn) -> None:
        response = sign_in(adam).get(reverse("ladder_called") + query)
        assert response.status_code == 200
        assert in_districts(response.content.decode()) == dict.fromkeys(FIVE, True)

    def test_with_nothing_chosen_every_district_stands_there_folded(
        self, adam: Person, sign_in: SignIn
    ) -> None:
        page = sign_in(adam).get(reverse("ladder_called")).content.decode()
        assert in_districts(page) == dict.fromkeys(FIVE, True)
        assert "Dina, Detective Inspector" in page
        assert "Brad, Detective Inspector" in page

    def test_a_step_without_posts_shows_whom_it_tells_today(self, adam: Person, sign_in: SignIn) -> None:
        browser = sign_in(adam)
        page = browser.get(reverse("ladder_called") + "?district=leeds&kind=review&step=2").content.decode()
        assert re.findall(r'scope="row" class="govuk-table__header">(Step \d)', page) == ["Step 2"]
        assert "Dina, Detective Inspector" in page
        none = browser.get(reverse("ladder_called") + "?district=leeds&kind=safeguarding&step=0")
        assert "No ladder has this step today." in none.content.decode()

    def test_the_ladder_leads_to_it(self, adam: Person, sign_in: SignIn) -> None:
        assert reverse("ladder_called") in sign_in(adam).get(reverse("ladder")).content.decode()

    def test_a_later_day_shows_who_is_told_then(
        self, leeds: District, dina: Person, sam: Person, adam: Person, sign_in: SignIn
    ) -> None:
        day = london_date(now()) + timedelta(days=30)
        record_leave(by=dina, absent=dina, starts_on=day, ends_on=day, covered_by=sam)
        browser = sign_in(adam)
        address = reverse("ladder_called") + "?district=leeds&kind=safeguarding"
        assert "covers for Dina" not in browser.get(address).content.decode()
        later = f"{address}&on_day={day.day}&on_month={day.month}&on_year={day.year}"
        page = browser.get(later).content.decode()
        assert f"Told on {day.day} {day:%B %Y}" in page
        assert "covers for Dina" in page

    @pytest.mark.parametrize("kind", LadderKind)
    def test_a_step_of_any_ladder_is_tried_among_the_others_and_taken_over(
        self, kind: LadderKind, adam: Person, sign_in: SignIn
    ) -> None:
        browser, day = sign_in(adam), london_date(now()) + timedelta(days=9)
        step = next(one.step for one in current_ladder().of(kind, day))
        query = f"?district=leeds&kind={kind}&step={step}&police_posts=gatekeeper&cps_posts=legal_manager"
        query += f"&on_day={day.day}&on_month={day.month}&on_year={day.year}"
        page = browser.get(reverse("ladder_called") + query).content.decode()
        assert "As you try it" in page
        link = unescape(re.search(r'href="([^"]+)"[^>]*>Use these', page).group(1))  # type: ignore[union-attr]  # a missing link fails the test
        form = browser.get(link).context["form"]
        rung = current_ladder().rung(kind, day, step)
        assert rung is not None
        assert form.initial == {
            "kind": kind,
            "step": step,
            "amount": rung.amount,
            "unit": rung.unit,
            "police_posts": ["gatekeeper"],
            "cps_posts": ["legal_manager"],
            "in_force_from": day,
        }
        sent = {name: value for name, value in form.initial.items() if name != "in_force_from"}
        sent |= {f"in_force_from_{part}": getattr(day, part) for part in ("day", "month", "year")}
        assert browser.post(link, sent).headers["Location"] == reverse("ladder")
        set_now = current_ladder().rung(kind, day, step)
        assert set_now is not None
        assert (set_now.police_posts, set_now.in_force_from) == (("gatekeeper",), day)

    @pytest.mark.parametrize(
        ("tried", "police", "cps"),
        [
            ("police_posts=gatekeeper", ["gatekeeper"], ["district_crown_prosecutor"]),
            ("cps_posts=legal_manager", ["detective_inspector"], ["legal_manager"]),
        ],
    )
    def test_the_side_that_is_not_tried_stays_as_it_was(
        self, tried: str, police: list[str], cps: list[str], adam: Person, sign_in: SignIn
    ) -> None:
        browser = sign_in(adam)
        query = f"?district=leeds&kind=review&step=2&{tried}"
        page = browser.get(reverse("ladder_called") + query).content.decode()
        link = unescape(re.search(r'href="([^"]+)"[^>]*>Use these', page).group(1))  # type: ignore[union-attr]  # a missing link fails the test
        form = browser.get(link).context["form"]
        assert (form.initial["police_posts"], form.initial["cps_posts"]) == (police, cps)
        sent = {name: value for name, value in form.initial.items() if name != "in_force_from"}
        today = london_date(now())
        sent |= {f"in_force_from_{part}": getattr(today, part) for part in ("day", "month", "year")}
        assert browser.post(link, sent).headers["Location"] == reverse("ladder")
        rung = current_ladder().rung("review", today, 2)
        assert rung is not None
        assert (list(rung.police_posts), list(rung.cps_posts)) == (police, cps)

    def test_posts_of_no_step_are_not_taken_over_into_one(self, adam: Person, sign_in: SignIn) -> None:
        page = sign_in(adam).get(reverse("ladder_called") + "?police_posts=gatekeeper").content.decode()
        assert "Use these" not in page
        assert "choose the ladder and the step that they are for" in page

    def test_a_link_fills_in_nothing_that_is_not_offered(self, adam: Person, sign_in: SignIn) -> None:
        query = (
            "?kind=pope&step=77&amount=-1&police_posts=%00&in_force_from=2020-01-01&cps_posts=legal_manager"
        )
        form = sign_in(adam).get(reverse("set_ladder_step") + query).context["form"]
        assert form.initial == {"cps_posts": ["legal_manager"]}

    def test_a_day_that_cannot_be_is_said(self, adam: Person, sign_in: SignIn) -> None:
        query = "?district=leeds&on_day=31&on_month=2&on_year=2027"
        page = sign_in(adam).get(reverse("ladder_called") + query).content.decode()
        assert "govuk-error-message" in page
        assert "Who would be told today" in page
