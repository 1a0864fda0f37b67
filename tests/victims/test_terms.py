"""Reasons and stages as dated lists: what holds on a day, what a change does to trends, and who makes one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import services as cases
from cases.models import Case
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks.tables import forget
from rasso_tracker.dashboards.performance.reading import reading_of
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.refusals import constraint_of
from tests.victims.conftest import LATER, Withdraw, on
from victims import services
from victims.models import Term, TermChange, TermMapping, Withdrawal
from victims.services.restaging import Matter
from victims.term_enums import ChangeHow, TermKind
from victims.terms import Change, Entry, Terms, terms

REASON, STAGE = TermKind.REASON, TermKind.STAGE
MADE = datetime(2026, 9, 1, 9, tzinfo=UTC)
FROM = date(2026, 9, 15)
SAID = {"in_force_from": FROM, "why": "The improvement group asked for it.", "at": MADE}


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """What a test changed is rolled back under the lists that this process holds."""
    forget()
    yield
    forget()


def term(code: str) -> Term:
    return Term.objects.get(code=code, in_force_until__isnull=True)


def codes(kind: TermKind, day: date) -> list[str]:
    return [one.code for one in terms().in_force(kind, day)]


def faults(deed: Any, **given: Any) -> set[str]:
    with pytest.raises(Invalid) as refusal, transaction.atomic():
        deed(**{**SAID, **given})
    return set(refusal.value.fields)


def test_the_first_lists_are_those_that_the_system_began_with(db: None) -> None:
    assert len(codes(REASON, FROM)) == 27
    assert codes(STAGE, FROM)[0] == "first_contact"
    assert [one.positions for one in terms().in_force(STAGE, FROM)] == [(c,) for c in codes(STAGE, FROM)]
    assert set(Term.objects.values_list("verified", flat=True)) == {"A"}


def test_a_retired_reason_is_offered_no_longer_and_reads_as_the_other(
    db: None, adam: Person, withdraw: Withdraw
) -> None:
    before = withdraw(reasons=["honour"], primary_reason="honour", occurred_at=on(10), at=on(11))
    services.retire_term(by=adam, term=term("honour"), into=term("pressure"), **SAID)
    assert "honour" in codes(REASON, FROM - timedelta(days=1))
    assert "honour" not in codes(REASON, FROM)
    with pytest.raises(Invalid, match="“Honour or family” is not in it"):
        withdraw(reasons=["honour"], primary_reason="honour", occurred_at=on(12), at=LATER)
    before.refresh_from_db()
    assert (before.primary_reason, before.get_primary_reason_display()) == ("honour", "Honour or family")
    today, as_recorded = (reading_of(one, LATER.date(), date(2026, 1, 1)) for one in ("", "day"))
    assert (today.reason("honour"), as_recorded.reason("honour")) == ("pressure", "honour")
    assert as_recorded.reasons["honour"] == "Honour or family (until 15 September 2026)"
    said = (
        "“Honour or family” became part of “Pressure from the suspect, family or community” on 15 September"
    )
    assert said in today.says
    assert reading_of("", FROM - timedelta(days=1), date(2026, 1, 1)).reason("honour") == "honour"


def test_a_renamed_reason_keeps_its_code_and_old_records_their_words(
    db: None, adam: Person, withdraw: Withdraw
) -> None:
    old = withdraw(occurred_at=on(10), at=on(11))
    services.rename_term(by=adam, term=term("delay"), label="It took too long", **SAID)
    new = withdraw(occurred_at=on(12), from_what=["all_contact"], at=LATER)
    old.refresh_from_db()
    assert (old.primary_reason, new.primary_reason) == ("delay", "delay")
    assert old.get_primary_reason_display() == "Delay"
    assert new.get_primary_reason_display() == "It took too long"
    assert reading_of("", LATER.date(), date(2026, 1, 1)).reasons["delay"] == "It took too long"


def test_a_split_reason_stays_on_a_line_of_its_own_for_what_was_recorded_before(
    db: None, adam: Person, withdraw: Withdraw
) -> None:
    parts = [{"label": "Money"}, {"label": "Housing"}]
    services.split_term(by=adam, term=term("finance_or_housing"), parts=parts, **SAID)
    assert {"money", "housing"} <= set(codes(REASON, FROM))
    read = reading_of("", FROM, date(2026, 1, 1))
    assert read.reason("finance_or_housing") == "finance_or_housing"
    assert read.reasons["finance_or_housing"] == "Money or housing (until 15 September 2026)"
    assert "stays on a line of its own" in read.says
    assert withdraw(reasons=["housing"], primary_reason="housing", at=LATER).primary_reason == "housing"


def test_an_added_reason_says_where_it_was_counted_before(db: None, adam: Person) -> None:
    services.add_reason(by=adam, label="Media interest", counted_under=term("other"), **SAID)
    assert "media_interest" in codes(REASON, FROM)
    says = reading_of("", FROM, date(2026, 1, 1)).says
    assert "“Media interest” was added on 15 September 2026; until then it was counted under “Another" in says
    event = AuditEvent.objects.get(action="TERMS_CHANGED")
    assert TermChange.objects.get().pk in event.subjects


def test_stages_merge_and_split_again_and_each_position_has_one_stage(
    db: None, adam: Person, alice: Person, case: Case, withdraw: Withdraw
) -> None:
    """A withdrawal has the stage of the list of the day on which it happened, also when it is typed later."""
    services.retire_term(by=adam, term=term("with_cps"), into=term("action_plan"), **SAID)
    cases.record_milestone(by=alice, case=case, kind="abe", occurred_at=on(4), at=LATER)
    both = term("action_plan")
    assert set(both.positions) == {"with_cps", "action_plan"}
    matter = Matter(case)
    assert matter.stage(withdraw().victim_id, on(10)) == "after_abe"
    assert terms().stage_at("with_cps", FROM - timedelta(days=1)) == "with_cps"
    assert terms().stage_at("with_cps", FROM) == "action_plan"
    assert reading_of("", FROM, date(2026, 1, 1)).stage("with_cps") == "action_plan"
    again = FROM + timedelta(days=30)
    parts = [
        {"label": "With CPS before charge", "positions": ["with_cps"]},
        {"label": "While a plan runs", "positions": ["action_plan"]},
    ]
    services.split_term(by=adam, term=both, parts=parts, **{**SAID, "in_force_from": again})
    for day in (FROM - timedelta(days=1), FROM, again):
        covered = [one for entry in terms().in_force(STAGE, day) for one in entry.positions]
        assert sorted(covered) == sorted({one for row in Term.objects.all() for one in row.positions})
    others = [{**one, "label": f"{one['label']} again"} for one in parts]
    assert faults(services.split_term, by=adam, term=term("gatekeeper"), parts=others) == {"parts"}


def test_what_cannot_be_is_said_by_its_field(db: None, adam: Person, sam: Person) -> None:
    delay = term("delay")
    with pytest.raises(NotAllowed, match=r"An administrator can\."):
        services.rename_term(by=sam, term=delay, label="Slow", **SAID)
    early = {"in_force_from": MADE.date(), "why": " "}
    assert faults(services.rename_term, by=adam, term=delay, label="Slow", **early) == {
        "in_force_from",
        "why",
    }
    assert faults(services.rename_term, by=adam, term=delay, label="privacy") == {"label"}
    with pytest.raises(Invalid, match="It is called “Delay” already"):
        services.rename_term(by=adam, term=delay, **{**SAID, "label": "Delay "})
    assert faults(services.retire_term, by=adam, term=term("other"), into=delay) == {""}
    assert faults(services.retire_term, by=adam, term=delay, into=delay) == {"into"}
    assert faults(services.retire_term, by=adam, term=delay, into=term("gatekeeper")) == {"into"}
    one = [{"label": "Slow"}]
    assert faults(services.split_term, by=adam, term=delay, parts=one) == {"parts"}
    twice = [{"label": "Slow"}, {"label": "Slow"}]
    assert faults(services.split_term, by=adam, term=delay, parts=twice) == {"parts-1-label"}
    services.rename_term(by=adam, term=delay, label="Slow", **SAID)
    assert faults(services.retire_term, by=adam, term=delay, into=term("privacy")) == {""}


def test_the_page_and_the_api_change_the_list_and_refuse_alike(
    db: None, sign_in: Any, adam: Person, alice: Person
) -> None:
    browser, key = sign_in(adam), term("privacy").pk
    body = {"label": "Wants privacy", "in_force_from": "2050-01-05", "why": "Clearer."}
    answer = browser.post(f"/api/v1/withdrawal-terms/{key}/rename/", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["mappings"][0]["old"] == "privacy"
    page = browser.get("/withdrawal-terms/").content.decode()
    assert "“Privacy” is called “Wants privacy” from 5 January 2050 on." in page
    listed = browser.get("/api/v1/withdrawal-terms/?code=privacy").json()["results"]
    assert [one["in_force_until"] for one in listed] == ["2050-01-05", None]
    assert sign_in(alice).get("/withdrawal-terms/").status_code == 200
    assert sign_in(alice).get(f"/withdrawal-terms/{key}/rename/").status_code == 403
    old = browser.get(f"/withdrawal-terms/{key}/rename/")
    assert old.status_code == 409
    assert "“Privacy” changes or ends on 5 January 2050 already" in old.content.decode()
    again = browser.post(f"/api/v1/withdrawal-terms/{key}/rename/", body, content_type="application/json")
    assert again.status_code == 409


def test_a_change_is_said_as_what_is_to_come_until_its_day(db: None, adam: Person) -> None:
    services.retire_term(by=adam, term=term("delay"), into=term("poor_updates"), **SAID)
    services.add_reason(by=adam, label="Cost", counted_under=term("other"), **SAID)
    services.split_term(by=adam, term=term("privacy"), parts=[{"label": "A"}, {"label": "B"}], **SAID)
    lists = terms()
    before = [lists.said(one, FROM - timedelta(days=1)) for one in lists.changes]
    after = [lists.said(one, FROM) for one in lists.changes]
    assert sorted(one.split(" 15 September 2026")[0] for one in before) == [
        "“Cost” is added on", "“Delay” becomes part of “Poor updates, or none” on", "“Privacy” is split on",
    ]  # fmt: skip
    assert sorted(one.split(" 15 September 2026")[0] for one in after) == [
        "“Cost” was added on", "“Delay” became part of “Poor updates, or none” on", "“Privacy” was split on",
    ]  # fmt: skip


TERMS = [
    ("term_kind_known", {"kind": "x"}),
    ("term_mark_known", {"verified": "X"}),
    ("term_has_a_label", {"label": ""}),
    ("term_code_shape", {"code": "with:colon"}),
    ("term_positions_of_stages", {"positions": ["after_abe"]}),
    ("term_positions_known", {"kind": "stage", "positions": ["x"]}),
    ("term_ends_after_start", {"in_force_until": FROM}),
    ("term_one_in_force", {"code": "delay"}),
]
CHANGES = [
    ("term_change_kind_known", {"kind": "x"}),
    ("term_change_how_known", {"how": "x"}),
    ("term_change_says_why", {"why": ""}),
]


def refused(constraint: str, make: Any) -> None:
    with open_door("test"), pytest.raises(IntegrityError) as trouble, transaction.atomic():
        make()
    assert constraint_of(trouble.value) == constraint


@pytest.mark.parametrize(("constraint", "given"), TERMS)
def test_a_term_that_cannot_be_is_refused(constraint: str, given: dict[str, Any], db: None) -> None:
    ready = {"kind": "reason", "code": "new_one", "label": "New", "place": 1, "verified": "A"}
    row = Term(**{**ready, "in_force_from": FROM, **given})
    refused(constraint, lambda: row.save(force_insert=True))


@pytest.mark.parametrize(("constraint", "given"), CHANGES)
def test_a_change_that_cannot_be_is_refused(
    constraint: str, given: dict[str, Any], db: None, adam: Person
) -> None:
    ready = {"kind": "reason", "how": "added", "in_force_from": FROM, "why": "So.", "made_at": MADE}
    row = TermChange(**{**ready, "made_by": adam, **given})
    refused(constraint, lambda: row.save(force_insert=True))


def test_a_mapping_leads_to_another_term_once(db: None, adam: Person) -> None:
    change = services.rename_term(by=adam, term=term("delay"), label="Slow", **SAID)
    pair = change.mappings.get()
    refused("term_mapped_to_another", lambda: TermMapping(change=change, old=pair.old, new=pair.old).save())
    refused(
        "term_mapped_once_a_change", lambda: TermMapping(change=change, old=pair.old, new=pair.new).save()
    )


def test_a_withdrawal_holds_no_code_that_is_not_there(withdraw: Withdraw) -> None:
    row = withdraw()
    refused("withdrawal_stage_known", lambda: Withdrawal.objects.filter(pk=row.pk).update(stage="x"))


def entry(code: str, start: int, end: int | None) -> Entry:
    day = date(2020, 1, 1)
    until = None if end is None else day + timedelta(days=end)
    return Entry(uuid7(), REASON, code, code, 0, (), day + timedelta(days=start), until)


@given(st.lists(st.tuples(st.sampled_from(["rename", "merge", "split"]), st.integers(0, 5)), max_size=8))
@settings(max_examples=60)
def test_whatever_changes_every_old_code_reads_as_terms_of_today(made: list[tuple[str, int]]) -> None:
    """No code is lost and none reads as something that ended, through any history of changes."""
    entries, changes = [entry(f"c{n}", 0, None) for n in range(4)], []
    for day, (how, pick) in enumerate(made, start=1):
        standing = [one for one in entries if one.in_force_until is None]
        old = standing[pick % len(standing)]
        others = [one for one in standing if one is not old]
        if how == "merge" and not others:
            continue
        ended = Entry(**{**vars(old), "in_force_until": date(2020, 1, 1) + timedelta(days=day)})
        entries[entries.index(old)] = ended
        news = {
            "rename": [entry(old.code, day, None)],
            "merge": others[:1],
            "split": [entry(f"{old.code}a{day}", day, None), entry(f"{old.code}b{day}", day, None)],
        }[how]
        entries += [one for one in news if one not in entries]
        kind = {"rename": ChangeHow.RENAMED, "merge": ChangeHow.MERGED, "split": ChangeHow.SPLIT}[how]
        pairs = tuple((ended.id, one.id) for one in news)
        changes.append(Change(uuid7(), REASON, kind, ended.in_force_until or ended.in_force_from, pairs))
    lists, today = Terms(tuple(entries), tuple(changes)), date(2021, 1, 1)
    holds = {one.code for one in lists.in_force(REASON, today)}
    for one in entries:
        became = [found.code for found in lists.became(REASON, one.code, today)]
        assert became
        assert set(became) <= holds
        if one.code in holds:
            assert became == [one.code]
