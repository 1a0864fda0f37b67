"""Characteristics told apart from what was not asked; needs with their history; the choice about rights."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cases import services as cases
from cases.models import Case, DueItem, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import deadline
from rasso_tracker.dashboards import completeness
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.victims.conftest import LATER, on, open_case
from victims import services
from victims.models import Characteristics, NeedsAssessment, RightsChoice
from victims.record_enums import Characteristic
from victims.shown.needs import answers_of

Do = Callable[..., Any]


def refused(do: Do, **given: object) -> set[str]:
    with pytest.raises(Invalid) as refusal:
        do(**given)
    return set(refusal.value.fields)


def test_not_asked_and_prefers_not_to_say_are_never_taken_for_each_other(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    services.record_characteristics(
        by=alice, victim=victim, sex="female", religion="prefers_not_to_say", disability="no", at=on(10)
    )
    row = Characteristics.objects.get()
    assert (row.answered, row.not_said) == (["sex", "disability"], ["religion"])
    assert answers_of(row) == {"sex": "female", "religion": "prefers_not_to_say", "disability": "no"}
    assert b"female" not in bytes(row.answers_sealed)
    page = sign_in(alice).get(f"/victims/{victim.pk}/needs/").content.decode()
    for words in ("Female", "Prefers not to say", "Not asked"):
        assert words in page
    form = sign_in(alice).get(f"/victims/{victim.pk}/characteristics/new/").content.decode()
    assert 'value="prefers_not_to_say" selected' in form
    services.record_characteristics(by=alice, victim=victim, sex="male", at=on(11))
    assert Characteristics.objects.count() == 2
    assert Characteristics.objects.get(superseded_at__isnull=True).not_said == []


def test_an_answer_that_is_not_offered_is_refused(victim: Victim, alice: Person) -> None:
    record = services.record_characteristics
    assert refused(record, by=alice, victim=victim, ethnicity="martian", at=on(10)) == {"ethnicity"}


@pytest.mark.parametrize("who", ["gita", "lena", "rita", "mona", "ivy"])
def test_needs_and_characteristics_are_for_the_officers_of_the_case_alone(
    victim: Victim, alice: Person, who: str, request: Any, sign_in: Any
) -> None:
    person = request.getfixturevalue(who)
    services.record_characteristics(by=alice, victim=victim, sex="female", at=on(10))
    assert not Characteristics.objects.visible_to(person).exists()
    assert sign_in(person).get(f"/victims/{victim.pk}/needs/").status_code == 404
    with pytest.raises(NotAllowed):
        services.assess_needs(by=person, victim=victim, because="first", assessed_at=on(10), at=on(10))


def test_needs_are_assessed_again_and_no_assessment_is_lost(victim: Victim, alice: Person) -> None:
    assess = {"by": alice, "victim": victim}
    assert refused(services.assess_needs, **assess, because="planned", assessed_at=on(10), at=on(10)) == {
        "because"
    }
    first = services.assess_needs(
        **assess, because="first", assessed_at=on(10), needs=["interpreter"], at=on(11)
    )
    due = DueItem.objects.get(code="needs_assessment", settled_at__isnull=True)
    clock = deadline("needs_assessment", on(10))
    assert (due.due_on, due.rule, first.next_due_on) == (clock.due_on, "needs_assessment", clock.due_on)
    assert refused(services.assess_needs, **assess, because="first", assessed_at=on(12), at=on(12)) == {
        "because"
    }
    services.assess_needs(
        **assess,
        because="changed",
        assessed_at=on(12),
        needs=["safety"],
        next_due_on=date(2026, 4, 1),
        at=on(12),
    )
    due = DueItem.objects.get(code="needs_assessment", settled_at__isnull=True)
    assert (due.due_on, due.rule) == (date(2026, 4, 1), "")
    assert [row.needs for row in NeedsAssessment.objects.all()] == [["safety"], ["interpreter"]]
    # One that was written down late never moves the next: the latest says when.
    services.assess_needs(
        **assess, because="asked", assessed_at=on(11), next_due_on=date(2026, 3, 15), at=on(13)
    )
    assert DueItem.objects.get(code="needs_assessment", settled_at__isnull=True).due_on == date(2026, 4, 1)
    wrong = {"because": "asked", "assessed_at": on(13), "next_due_on": date(2026, 3, 13), "at": on(13)}
    assert refused(services.assess_needs, **assess, **wrong) == {"next_due_on"}


def test_enhanced_rights_stand_until_the_victim_declines_and_may_be_taken_up_again(
    victim: Victim, alice: Person
) -> None:
    choose = {"by": alice, "victim": victim, "told_by": "phone_note", "chosen_at": on(10), "at": on(10)}
    assert victim.enhanced_rights
    with pytest.raises(Stale):
        services.record_rights_choice(**choose, takes_up=True)
    assert refused(services.record_rights_choice, **choose, takes_up=False) == {"explained"}
    guessed = {**choose, "told_by": "inferred"}
    assert refused(services.record_rights_choice, **guessed, takes_up=False, explained=True) == {"told_by"}
    services.record_rights_choice(**choose, takes_up=False, explained=True, words="Less often, please.")
    stored = Victim.objects.get(pk=victim.pk)
    assert (stored.enhanced_rights, stored.enhanced_rights_declined_at) == (False, on(10))
    services.record_rights_choice(**{**choose, "chosen_at": on(12), "at": on(12)}, takes_up=True)
    stored.refresh_from_db()
    assert (stored.enhanced_rights, stored.enhanced_rights_declined_at) == (True, None)
    assert list(RightsChoice.objects.values_list("takes_up", flat=True)) == [True, False]


def test_completeness_is_counted_by_district_without_opening_an_answer(
    alice: Person, charlie: Person, sam: Person, mona: Person, gita: Person, sign_in: Any
) -> None:
    others = set(Characteristic.values) - {"ethnicity"}
    all_asked = dict.fromkeys(others, "prefers_not_to_say")
    for number in range(7):
        case = open_case(alice)
        victim = cases.add_victim(by=alice, case=case, at=LATER)
        services.record_identity(by=alice, victim=victim, name="A", date_of_birth=date(1990, 1, 1), at=LATER)
        if number < 6:
            given = all_asked if number else {}
            services.record_characteristics(by=alice, victim=victim, ethnicity="arab", **given, at=LATER)
    cases.add_victim(by=charlie, case=open_case(charlie), at=LATER)
    since = date(2026, 1, 1)
    exact, _ = completeness.tables(completeness.counted(sam, since), exact=True)
    assert exact == [("Leeds", [5, 1, 1], "71%")]
    rounded, by_kind = completeness.tables(completeness.counted(mona, since), exact=False)
    assert all(one is None or one % 5 == 0 for _, cells, _ in (*rounded, *by_kind) for one in cells)
    page = sign_in(sam).get("/dashboards/completeness/")
    assert (page.status_code, "71%" in page.content.decode()) == (200, True)
    assert sign_in(gita).get("/dashboards/completeness/").status_code == 403
    assert not AuditEvent.objects.filter(action="NEEDS_VIEWED").exists()


def test_the_first_assessment_is_owed_from_the_day_a_victim_is_added_and_ends_with_it(
    case: Case, alice: Person
) -> None:
    victim = cases.add_victim(by=alice, case=case, at=on(9))
    owed = DueItem.objects.filter(source=victim.pk, code="needs_assessment", settled_at__isnull=True)
    clock = deadline("needs_assessment_first", on(9))
    assert list(owed.values_list("what", "due_on", "rule", "owner__username")) == [
        (f"Assess what {victim.label} needs", clock.due_on, "needs_assessment_first", "alice")
    ]
    services.assess_needs(by=alice, victim=victim, because="first", assessed_at=on(10), at=on(11))
    (next_one,) = owed
    assert next_one.rule == "needs_assessment"
    assert next_one.due_on == deadline("needs_assessment", on(10)).due_on


def test_only_an_assessment_that_comes_again_is_asked_why(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    browser = sign_in(alice)
    page = f"/victims/{victim.pk}/needs/new/"

    def offered() -> list[str]:
        return re.findall(
            r'type="radio" id="id_because_\d" name="because" value="(\w+)"', read(browser, page)
        )

    def send(**given: str) -> Any:
        sent = {"assessed_at": "2026-03-10T12:00:00Z", **given}
        return browser.post(
            f"/api/v1/victims/{victim.pk}/needs-assessments/", sent, content_type="application/json"
        )

    never = "Needs were never assessed before: leave out why they are assessed again."
    again = "Needs were assessed before: choose why they are assessed again."
    assert offered() == []
    assert "assessed again" not in read(browser, page)
    assert send(because="changed").json()["fields"] == {"because": never}
    assert (send().status_code, NeedsAssessment.objects.get().because) == (201, "first")
    assert offered() == ["planned", "changed", "asked"]
    assert send(because="first").json()["fields"] == {"because": again}
    assert set(send().json()["fields"]) == {"because"}
    assert refused(services.assess_needs, by=alice, victim=victim, assessed_at=on(11), at=on(12)) == {
        "because"
    }
    assert send(because="asked", assessed_at="2026-03-11T12:00:00Z").status_code == 201


def read(browser: Any, path: str) -> str:
    return str(browser.get(path).content.decode())
