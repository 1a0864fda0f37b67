"""Who is asked to corroborate, told without a word of what the victim chose."""

from __future__ import annotations

from rasso_tracker.messages import Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import Person
from tests.victims.conftest import FOUND, LATER, Withdraw
from victims import services
from victims.notices import recheck_withdrawals


def test_withdrawal_asks_the_supervisors_of_the_team(withdraw: Withdraw, sam: Person) -> None:
    row = withdraw()
    deliver(at=LATER)
    message = Message.objects.get(subject_id=row.pk)
    assert (message.recipient, message.path) == (sam, f"/withdrawals/{row.pk}/")
    assert "withdr" not in f"{message.headline} {message.why} {message.reference}".lower()


def test_withdrawal_recorded_by_the_teams_supervisor_asks_the_district(
    withdraw: Withdraw, sam: Person, dina: Person
) -> None:
    row = withdraw(by=sam)
    answer = recheck_withdrawals([row.pk], LATER)[row.pk]
    assert isinstance(answer, Due)
    assert [one.person_id for one in answer.recipients] == [dina.pk]


def test_corroboration_quiets_the_notice(withdraw: Withdraw, sam: Person) -> None:
    row = withdraw()
    deliver(at=LATER)
    services.corroborate_withdrawal(by=sam, withdrawal=row, **FOUND, note="Read it.", at=LATER)
    assert Message.objects.get(subject_id=row.pk).handled_by == sam
    assert recheck_withdrawals([row.pk], LATER)[row.pk] == Gone("It was corroborated.")


def test_void_quiets_the_notice(withdraw: Withdraw, alice: Person) -> None:
    row = withdraw()
    deliver(at=LATER)
    services.void_withdrawal(by=alice, withdrawal=row, reason="Wrong.", at=LATER)
    assert Message.objects.get(subject_id=row.pk).handled_by == alice
    assert recheck_withdrawals([row.pk], LATER)[row.pk] == Gone("The record was voided.")
