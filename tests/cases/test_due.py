"""What is owed on a case, and the stored copy of what is due next."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import services
from cases.models import Case, DueItem
from rasso_tracker.audit.doors import open_door
from tests.cases.conftest import AT

DAY = date(2026, 3, 20)


def raised(case: Case, source: uuid.UUID, due_on: date, code: str = "tell") -> DueItem:
    with open_door("a deed"):
        return services.raise_due(
            case=case, source=source, code=code, what=f"Do {code}", due_on=due_on, at=AT
        )


def settled(source: uuid.UUID, code: str | None = None) -> int:
    with open_door("a deed"):
        return services.settle_due(source=source, code=code, at=AT)


def next_due(case: Case) -> tuple[date | None, str]:
    return Case.objects.values_list("next_due_on", "next_due_what").get(pk=case.pk)


def test_the_earliest_open_item_is_due_next(case: Case) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    raised(case, one, DAY)
    raised(case, other, DAY - timedelta(days=2), code="return")
    assert next_due(case) == (DAY - timedelta(days=2), "Do return")
    assert settled(other) == 1
    assert next_due(case) == (DAY, "Do tell")
    assert settled(one) == 1
    assert next_due(case) == (None, "")


def test_raising_again_moves_the_date_of_the_open_item(case: Case) -> None:
    source = uuid.uuid4()
    first = raised(case, source, DAY)
    again = raised(case, source, DAY + timedelta(days=7))
    assert (again.pk, again.due_on) == (first.pk, DAY + timedelta(days=7))
    assert next_due(case)[0] == DAY + timedelta(days=7)


def test_a_settled_item_may_be_raised_anew(case: Case) -> None:
    source = uuid.uuid4()
    first = raised(case, source, DAY)
    settled(source)
    assert raised(case, source, DAY).pk != first.pk


def test_settling_one_code_leaves_the_others(case: Case) -> None:
    source = uuid.uuid4()
    raised(case, source, DAY, code="acknowledge")
    raised(case, source, DAY + timedelta(days=20), code="complete")
    assert settled(source, "acknowledge") == 1
    assert next_due(case) == (DAY + timedelta(days=20), "Do complete")


def test_settling_what_is_not_open_is_harmless(case: Case) -> None:
    assert settled(uuid.uuid4()) == 0


def test_an_item_is_the_officers_unless_somebody_else_owes_it(case: Case) -> None:
    assert raised(case, uuid.uuid4(), DAY).owner_id == case.officer_in_charge_id


def test_outside_a_deed_both_are_defects(case: Case) -> None:
    with pytest.raises(RuntimeError, match="inside a deed"):
        services.raise_due(case=case, source=case.pk, code="x", what="x", due_on=DAY, at=AT)
    with pytest.raises(RuntimeError, match="inside a deed"):
        services.settle_due(source=case.pk, at=AT)


def test_what_has_no_room_is_cut_between_words_and_says_so(case: Case) -> None:
    """The words of the second saying are cast to the column, which cuts them without a word."""
    item = raised(case, case.pk, DAY, "tell")
    with open_door("a deed"):
        for _ in range(2):
            services.raise_due(
                case=case, source=case.pk, code="tell", what="Tell them soon " * 9, due_on=DAY, at=AT
            )
    item.refresh_from_db()
    assert item.what == f"{'Tell them soon ' * 5}Tell…"
    assert next_due(case)[1] == item.what


def test_what_must_be_read_stays_whole_at_the_end() -> None:
    assert services.in_room("Tell Victim 1", ": booked for 2pm") == "Tell Victim 1: booked for 2pm"
    cut = services.in_room("Tell them soon " * 9, ": booked for 2 Sep 2026, 10:00am")
    assert cut == f"{'Tell them soon ' * 3}…: booked for 2 Sep 2026, 10:00am".replace(" …", "…")


SOURCES = [uuid.UUID(int=number) for number in range(4)]
steps = st.lists(
    st.tuples(st.booleans(), st.sampled_from(SOURCES), st.integers(0, 60)), min_size=1, max_size=8
)


@settings(max_examples=15)
@given(steps)
def test_the_stored_copy_is_always_the_earliest_open_date(
    case: Case, course: list[tuple[bool, uuid.UUID, int]]
) -> None:
    for raising, source, days in course:
        if raising:
            raised(case, source, DAY + timedelta(days=days))
        else:
            settled(source)
    still_open = DueItem.objects.filter(case=case, settled_at__isnull=True, source__in=SOURCES)
    earliest = still_open.order_by("due_on").values_list("due_on", flat=True).first()
    assert next_due(case)[0] == earliest
