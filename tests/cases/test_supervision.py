"""Supervisory reviews: raised with the case, recorded by a second person, each setting the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import Climb, ClimbEscalation
from actionplans.notices.climbs import recheck_climbs
from actionplans.services import raise_reminders
from cases import services
from cases.models import Case, DirectionDate, DueItem, Milestone, SupervisoryReview
from cases.services.directions import ASKS, HOW
from cases.services.supervision import NOTE
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import end_of_day
from rasso_tracker.messages import Due
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.vault import unseal
from tests.cases.conftest import AT, Opener, directed, on
from tests.decisions import said_of, with_cps

FIRST = date(2026, 3, 13)  # three working days after the case was logged
NEXT = date(2026, 4, 9)  # 28 days after the review of 12 March


def owed(case: Case, code: str = "supervisory_review") -> DueItem | None:
    return DueItem.objects.filter(case=case, code=code, settled_at__isnull=True).first()


def climb(case: Case, code: str = "supervisory_review") -> Climb:
    return Climb.objects.get(case=case, code=code, superseded_at__isnull=True)


def reviewed(by: Person, case: Case, **given: Any) -> SupervisoryReview:
    values = {"outcome": "on_track", "looked_at": ["lines", "victim"], "at": on(12), **given}
    return services.record_supervisory_review(by=by, case=case, **values)


def told(case: Case, at: Any, code: str = "supervisory_review") -> dict[str, int]:
    """Who hears of what has climbed, and the highest step each hears of."""
    found: dict[str, int] = {}
    rows = ClimbEscalation.objects.filter(climb__case=case, climb__code=code).order_by("step")
    for row in rows:
        answer = recheck_climbs([row.pk], at)[row.pk]
        if isinstance(answer, Due):
            people = Person.objects.filter(pk__in=[one.person_id for one in answer.recipients])
            found |= dict.fromkeys(people.values_list("username", flat=True), row.step)
    return found


class TestOwing:
    def test_a_case_owes_its_first_review_from_the_day_it_is_logged(self, case: Case) -> None:
        item = owed(case)
        assert item is not None
        assert (item.due_on, item.what, item.owner, item.rule) == (
            FIRST,
            "First supervisory review",
            None,
            "supervisory_review_first",
        )
        began = climb(case)
        assert (began.item, began.due_on, began.next_step_at) == (item, FIRST, end_of_day(FIRST))
        stored = Case.objects.get(pk=case.pk)
        assert (stored.next_due_on, stored.next_due_what) == (None, "")

    def test_what_a_case_begins_with_costs_one_statement(self, opened: Opener) -> None:
        opened()
        with CaptureQueriesContext(connection) as asked:
            opened()
        tables = ("assignment", "namedaccess", "milestone", "dueitem", "climb", "ladderstep")
        begins = [one["sql"] for one in asked.captured_queries if any(name in one["sql"] for name in tables)]
        assert len(begins) == 1

    def test_it_lapses_and_climbs_to_the_supervisors_of_the_team(self, case: Case) -> None:
        at = end_of_day(FIRST)
        raise_reminders(at=at)
        assert told(case, at) == {"sam": 0}
        at = end_of_day(date(2026, 3, 20))
        raise_reminders(at=at)
        assert told(case, at) == {"sam": 1, "dina": 1, "hugh": 2}

    def test_a_team_of_another_district_hears_once_the_case_is_theirs(
        self, case: Case, brad: Person, charlie: Person
    ) -> None:
        with open_door("a test"):
            Case.objects.filter(pk=case.pk).update(district=brad.district, team=charlie.team)
        at = end_of_day(date(2026, 3, 17))
        raise_reminders(at=at)
        assert told(case, at)["brad"] == 1

    def test_a_restricted_case_climbs_among_the_named_alone(
        self, case: Case, sam: Person, gita: Person
    ) -> None:
        services.restrict_case(by=sam, case=case, people=[gita], reason="x", at=AT)
        at = end_of_day(date(2026, 4, 10))
        raise_reminders(at=at)
        assert set(told(case, at)) <= {"alice", "sam", "gita"}
        assert told(case, at)

    def test_a_closed_case_owes_none_and_one_opened_again_a_first_one(
        self, case: Case, alice: Person, sam: Person
    ) -> None:
        direction = directed(sam, case, alice)
        services.add_suspect(by=alice, case=case, name="", at=on(11))
        with_cps(alice, case, on(12))
        for day, kind in ((13, "charged"), (14, "finalised")):
            services.record_milestone(
                by=alice, case=case, kind=kind, occurred_at=on(day), at=on(day), **said_of(kind, on(day))
            )
        direction.refresh_from_db()
        assert (owed(case), owed(case, "direction"), direction.state) == (None, None, "ended")
        assert not Climb.objects.filter(case=case, superseded_at__isnull=True).exists()
        with pytest.raises(NotAllowed, match="closed"):
            reviewed(sam, case, at=on(16))
        for kind in ("finalised", "charged"):
            wrong = Milestone.objects.get(case=case, kind=kind)
            services.void_milestone(by=sam, milestone=wrong, reason="Another case.", at=on(17))
        item = owed(case)
        assert item is not None
        assert (item.due_on, item.owner) == (date(2026, 3, 20), None)
        assert reviewed(sam, case, at=on(18)).kind == "initial"


class TestReviews:
    def test_it_is_sealed_and_sets_the_next_by_the_interval(self, case: Case, sam: Person) -> None:
        row = reviewed(sam, case, note="The account is clear.")
        assert (row.number, row.kind, row.due_on, row.next_review_on) == (1, "initial", FIRST, NEXT)
        assert row.officer == case.officer_in_charge
        assert unseal(case.pk, NOTE, row.pk, row.note_sealed) == "The account is clear."
        item = owed(case)
        assert item is not None
        assert (item.due_on, item.rule, climb(case).due_on) == (NEXT, "supervisory_review", NEXT)
        assert reviewed(sam, case, at=on(13)).kind == "periodic"

    def test_a_review_begins_the_ladder_again_and_what_was_said_of_the_last_goes_quiet(
        self, case: Case, sam: Person
    ) -> None:
        raise_reminders(at=end_of_day(FIRST))
        reviewed(sam, case, at=on(16))
        assert told(case, on(17)) == {}
        assert raise_reminders(at=on(30)).written == 0

    def test_to_escalate_sends_it_up_a_step_at_once(self, case: Case, sam: Person) -> None:
        reviewed(sam, case, outcome="escalate", note="No forensic capacity.")
        assert told(case, on(12)) == {"sam": 1, "dina": 1}
        began = climb(case)
        assert (began.step, began.from_step, began.due_on) == (1, 2, NEXT)
        raise_reminders(at=end_of_day(NEXT))
        assert climb(case).step == 2

    def test_a_review_at_the_top_of_the_ladder_has_no_step_above(self, case: Case, sam: Person) -> None:
        for day in range(12, 18):
            reviewed(sam, case, outcome="escalate", note="Still.", at=on(day))
        assert (climb(case).step, climb(case).next_step_at) == (4, None)
        assert raise_reminders(at=end_of_day(date(2026, 6, 1))).written == 0

    def test_why_the_next_one_is_sooner_is_kept_whatever_was_found(
        self, case: Case, sam: Person, sign_in: Any
    ) -> None:
        row = reviewed(sam, case, next_review_on=on(16).date(), reason="The suspect is back.")
        assert "The suspect is back." in sign_in(sam).get(f"/supervisory-reviews/{row.pk}/").content.decode()

    def test_to_complete_ends_it(self, case: Case, sam: Person) -> None:
        row = reviewed(sam, case, outcome="complete", note="At court; nothing is left to supervise.")
        assert (row.next_review_on, owed(case)) == (None, None)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"looked_at": []}, "looked_at"),
            ({"next_review_on": date(2026, 3, 11)}, "next_review_on"),
            ({"next_review_on": date(2026, 4, 3)}, "next_review_on"),  # Good Friday
            ({"next_review_on": date(2026, 4, 10)}, "next_review_on"),  # past the interval, no reason
            ({"outcome": "new_date", "next_review_on": date(2026, 4, 10)}, "reason"),
            ({"outcome": "new_date", "reason": "Leave."}, "next_review_on"),
            ({"outcome": "new_date", "reason": "x", "next_review_on": date(2026, 5, 8)}, "next_review_on"),
            ({"outcome": "escalate"}, "note"),
            ({"outcome": "complete"}, "note"),
            ({"outcome": "complete", "note": "At court.", "reason": "Holidays."}, "reason"),
        ],
    )
    def test_what_a_review_cannot_say_is_refused_by_the_field(
        self, given: dict[str, Any], field: str, case: Case, sam: Person
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            reviewed(sam, case, **given)
        assert list(refusal.value.fields) == [field]
        assert not SupervisoryReview.objects.exists()

    def test_a_new_date_with_a_reason_reaches_twice_the_interval(self, case: Case, sam: Person) -> None:
        day = date(2026, 5, 7)
        assert reviewed(sam, case, outcome="new_date", reason="x", next_review_on=day).next_review_on == day

    def test_an_ordinary_date_on_a_bank_holiday_moves_to_the_working_day_before(
        self, opened: Opener, sam: Person
    ) -> None:
        row = reviewed(sam, opened(at=on(5)), at=on(6))  # 28 days later is Good Friday
        assert row.next_review_on == date(2026, 4, 2)

    def test_the_officer_in_charge_does_not_review_their_own(self, opened: Opener, sam: Person) -> None:
        case = opened(by=sam)
        with pytest.raises(NotAllowed, match="second person"):
            reviewed(sam, case)

    def test_of_two_who_opened_the_same_page_the_second_is_told(
        self, case: Case, sam: Person, dina: Person
    ) -> None:
        reviewed(sam, case, follows=0)
        with pytest.raises(Invalid) as refusal:
            reviewed(dina, case, follows=0, at=on(12, 13))
        assert "Sam recorded supervisory review 1" in refusal.value.fields["follows"]
        assert reviewed(dina, case, follows=1, at=on(12, 14)).number == 2

    def test_it_is_not_complete_with_directions_open(self, case: Case, alice: Person, sam: Person) -> None:
        directed(sam, case, alice)
        with pytest.raises(Invalid) as refusal:
            reviewed(sam, case, outcome="complete", note="x")
        assert list(refusal.value.fields) == ["outcome"]


class TestDirections:
    def test_it_is_owed_by_its_owner_and_climbs_from_them(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        services.assign_officer(by=sam, case=case, person=bob, duty="sto", at=AT)
        direction = directed(sam, case, bob)
        item = owed(case, "direction")
        assert item is not None
        assert (item.owner, item.due_on) == (bob, date(2026, 3, 20))
        assert unseal(case.pk, ASKS, direction.pk, direction.asks_sealed) == "Speak to the neighbour."
        at = end_of_day(date(2026, 3, 20))
        raise_reminders(at=at)
        assert told(case, at, "direction") == {"bob": 0}
        at = end_of_day(date(2026, 3, 27))
        raise_reminders(at=at)
        assert told(case, at, "direction") == {"bob": 1, "sam": 1, "dina": 2}

    def test_an_answer_ends_it(self, case: Case, alice: Person, sam: Person) -> None:
        direction = directed(sam, case, alice)
        row = services.answer_direction(by=alice, direction=direction, how="Spoken to.", at=on(12))
        assert (row.state, row.answered_by, owed(case, "direction")) == ("answered", alice, None)
        assert unseal(case.pk, HOW, row.pk, row.how_sealed) == "Spoken to."
        with pytest.raises(NotAllowed, match="no longer open"):
            services.answer_direction(by=alice, direction=direction, how="Again.", at=on(13))

    def test_another_officer_does_not_answer_it(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        direction = directed(sam, case, alice)
        with pytest.raises(NotAllowed, match="another officer's"):
            services.answer_direction(by=bob, direction=direction, how="Done.", at=on(12))

    def test_to_withdraw_it_says_why_and_ends_it(self, case: Case, alice: Person, sam: Person) -> None:
        direction = directed(sam, case, alice)
        with pytest.raises(Invalid):
            services.withdraw_direction(by=sam, direction=direction, reason=" ", at=on(12))
        row = services.withdraw_direction(by=sam, direction=direction, reason="Moved abroad.", at=on(12))
        assert (row.state, owed(case, "direction")) == ("withdrawn", None)

    def test_its_date_moves_with_a_reason_and_the_old_one_stays(
        self, case: Case, alice: Person, sam: Person
    ) -> None:
        direction = directed(sam, case, alice)
        wrong = {
            "reason": {"due_on": date(2026, 3, 25), "reason": ""},
            "due_on": {"due_on": date(2026, 4, 3), "reason": "x"},
        }
        for field, given in wrong.items():
            with pytest.raises(Invalid) as refusal:
                services.move_direction(by=sam, direction=direction, at=on(12), **given)  # type: ignore[arg-type]  # by name
            assert list(refusal.value.fields) == [field]
        services.move_direction(
            by=sam, direction=direction, due_on=date(2026, 3, 25), reason="On leave.", at=on(12)
        )
        dates = DirectionDate.objects.filter(direction=direction)
        assert [(one.due_on, one.moved, one.superseded_at) for one in dates] == [
            (date(2026, 3, 20), False, on(12)),
            (date(2026, 3, 25), True, None),
        ]
        item = owed(case, "direction")
        assert item is not None
        assert (item.due_on, climb(case, "direction").due_on) == (date(2026, 3, 25), date(2026, 3, 25))

    def test_it_follows_the_post_when_the_case_is_handed_over(
        self, case: Case, alice: Person, bob: Person, sam: Person
    ) -> None:
        direction = directed(sam, case, alice)
        services.assign_officer(by=sam, case=case, person=bob, at=on(12))
        direction.refresh_from_db()
        item = owed(case, "direction")
        assert item is not None
        assert (direction.owner, item.owner) == (bob, bob)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"asks": " "}, "directions-0-asks"),
            ({"owner": None}, "directions-0-owner"),
            ({"owner": "charlie"}, "directions-0-owner"),
            ({"due_on": date(2026, 3, 9)}, "directions-0-due_on"),
            ({"due_on": date(2026, 4, 6)}, "directions-0-due_on"),  # Easter Monday
            ({"due_on": date(2026, 6, 11)}, "directions-0-due_on"),  # past 92 days
        ],
    )
    def test_what_a_direction_cannot_be_is_refused_by_its_row(
        self, given: dict[str, Any], field: str, case: Case, alice: Person, sam: Person
    ) -> None:
        if given.get("owner") == "charlie":
            given = {"owner": Person.objects.get(username="charlie")}
        with pytest.raises(Invalid) as refusal:
            directed(sam, case, alice, **given)
        assert list(refusal.value.fields) == [field]
        assert not SupervisoryReview.objects.exists()


class TestPages:
    def test_the_case_page_tells_of_it_to_police_alone(
        self, case: Case, alice: Person, sam: Person, sign_in: Callable[..., Any]
    ) -> None:
        directed(sam, case, alice)
        lena = Person.objects.get(username="lena")
        gita = Person.objects.get(username="gita")
        with open_door("a test"):
            Case.objects.filter(pk=case.pk).update(gatekept=True, cps_unit=lena.cps_unit)
        seen = {
            one.username: sign_in(one).get(f"/cases/{case.pk}/").content.decode()
            for one in (alice, sam, gita, lena)
        }
        words, outcome = "Speak to the neighbour.", "Supervisory review 1: on track"
        assert {name: (words in page, outcome in page) for name, page in seen.items()} == {
            "alice": (True, True),
            "sam": (True, True),
            "gita": (False, True),
            "lena": (False, False),
        }
        assert "supervis" not in seen["lena"].lower().replace("your supervisor", "")
        for address in ("/api/v1/supervisory-reviews/", "/api/v1/supervisory-directions/"):
            assert sign_in(lena).get(address).json()["results"] == []

    def test_reviews_are_recorded_from_the_list_which_costs_the_same_for_three(
        self, opened: Opener, sam: Person, sign_in: Callable[..., Any]
    ) -> None:
        case = opened()
        browser = sign_in(sam)
        browser.get("/supervisory-reviews/")
        with CaptureQueriesContext(connection) as one:
            page = browser.get("/supervisory-reviews/").content.decode()
        assert case.reference in page
        opened(), opened()
        with CaptureQueriesContext(connection) as three:
            browser.get("/supervisory-reviews/")
        assert len(three) == len(one)
        sent = {"outcome": "on_track", "looked_at": ["lines"], "follows": "0", "directions-count": "0"}
        answer = browser.post(f"/cases/{case.pk}/supervisory-reviews/new/?list=when%3Dlapsed", sent)
        assert (answer.status_code, answer["Location"]) == (302, "/supervisory-reviews/?when=lapsed")
        assert SupervisoryReview.objects.get().case == case

    def test_who_lost_the_race_keeps_what_they_typed_and_may_save_again(
        self, case: Case, sam: Person, dina: Person, sign_in: Callable[..., Any]
    ) -> None:
        reviewed(dina, case, at=AT)
        sent = {
            "outcome": "on_track",
            "looked_at": ["lines"],
            "follows": "0",
            "directions-count": "0",
            "note": "Typed with care.",
        }
        browser, address = sign_in(sam), f"/cases/{case.pk}/supervisory-reviews/new/"
        answer = browser.post(address, sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Dina recorded supervisory review 1" in page
        assert "Typed with care." in page
        assert page.partition('name="follows"')[2].partition(">")[0].strip() == 'id="id_follows" value="1"'
        assert browser.post(address, {**sent, "follows": "1"}).status_code == 302

    def test_home_pages_and_details_show_what_is_owed(
        self, case: Case, alice: Person, sam: Person, sign_in: Callable[..., Any]
    ) -> None:
        direction = directed(sam, case, alice)
        assert f"/supervisory-directions/{direction.pk}/" in sign_in(alice).get("/").content.decode()
        assert "Supervisory reviews: 1 lapsed, 0 due within 7 days" in sign_in(sam).get("/").content.decode()
        for address in (
            f"/supervisory-directions/{direction.pk}/",
            f"/supervisory-reviews/{direction.review_id}/",
            f"/cases/{case.pk}/supervisory-reviews/new/",
        ):
            assert "Speak to the neighbour." in sign_in(sam).get(address).content.decode()
        shown = sign_in(sam).get(f"/api/v1/supervisory-reviews/{direction.review_id}/").json()
        assert (shown["outcome"], [one["state"] for one in shown["directions"]]) == ("on_track", ["open"])


def test_who_may_not_review_is_shown_nothing_of_the_reviews(
    case: Case, sam: Person, alice: Person, sign_in: Callable[..., Any]
) -> None:
    """The page of a refused deed tells nothing of its subject: the role may not read it elsewhere either."""
    reviewed(sam, case)
    address = f"/cases/{case.pk}/supervisory-reviews/new/"
    allowed, refused = sign_in(sam).get(address), sign_in(alice).get(address)
    assert (allowed.status_code, refused.status_code) == (200, 403)
    assert "On track" in allowed.content.decode().split("<form")[-2]
    page = refused.content.decode()
    assert ("On track" in page, "Last review" in page, case.reference in page) == (False, False, True)


def test_a_supervisors_home_counts_the_reviews_of_the_list_that_it_opens(
    case: Case, opened: Opener, sam: Person, dina: Person, dora: Person, sign_in: Callable[..., Any]
) -> None:
    """The team's; of the whole district for who has no team."""
    other = opened(by=dora, officer_in_charge=dora, team=dora.team)
    assert (dora.district, dora.team == sam.team, dina.team) == (sam.district, False, None)
    for person, of_theirs in ((sam, {case}), (dina, {case, other})):
        browser = sign_in(person)
        assert f"Supervisory reviews: {len(of_theirs)} lapsed" in browser.get("/").content.decode()
        listed = browser.get("/supervisory-reviews/").content.decode()
        assert {one for one in (case, other) if one.reference in listed} == of_theirs
