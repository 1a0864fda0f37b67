"""Two records of one victim become one: nothing is lost, and the log calls it a combination."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from cases import services as cases
from cases.models import Allegation, DueItem, Milestone, Victim
from rasso_tracker.audit.actions import Action, Kind
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.stories import story
from tests.victims.conftest import LATER, Withdraw, on, open_case
from victims import services
from victims.facts import standing_withdrawal
from victims.home import withdrawals_to_corroborate
from victims.models import (
    Contact,
    ContactDetails,
    Identity,
    IsvaSupport,
    SupportReferral,
    SupportService,
    Withdrawal,
)
from victims.pathway import in_order
from victims.sealed import opened


@story
def twin(victim: Victim, alice: Person) -> Victim:
    """Victim 2 of the case, who turns out to be Victim 1."""
    return cases.add_victim(by=alice, case=victim.case, at=on(3))


@pytest.fixture
def merge(victim: Victim, twin: Victim, sam: Person) -> Callable[..., Victim]:
    def do(**given: object) -> Victim:
        values = {
            "by": sam,
            "victim": victim,
            "duplicate": twin,
            "reason": "Same date of birth.",
            "at": LATER,
        }
        return services.merge_victims(**{**values, **given})

    return do


def log(by: Person, victim: Victim, **given: object) -> Contact:
    values = {
        "by": by, "victim": victim, "occurred_at": on(10), "direction": "out", "method": "phone",
        "reached": True, "about": ["update"], "at": on(10, hour=13), **given,
    }  # fmt: skip
    return services.record_contact(**values)


def test_everything_moves_and_the_merged_record_points_to_the_kept_one(
    victim: Victim, twin: Victim, alice: Person, ivy: Person, withdraw: Withdraw, merge: Callable[..., Victim]
) -> None:
    withdraw(victim=twin)
    log(alice, twin, next_due_on=date(2026, 12, 1))
    log(alice, victim, next_due_on=date(2026, 12, 24))
    services.share_with_isva(by=alice, victim=twin, isva=ivy, consented_on=on(9).date(), at=on(9))
    services.record_identity(by=alice, victim=victim, name="Ann Kept", at=on(9))
    services.record_identity(by=alice, victim=twin, name="Anne Other", at=on(9))
    cases.add_allegation(
        by=alice,
        case=victim.case,
        crime_reference="13269990001",
        offence_type="rape_adult",
        victim=twin,
        at=on(9),
    )
    cases.record_milestone(
        by=alice, case=victim.case, kind="first_account", occurred_at=on(8), victim=twin, at=on(9)
    )
    merge()
    twin.refresh_from_db()
    assert (twin.merged_into, twin.merged_at) == (victim, LATER)
    for model in apps.get_models():
        if any(one.name == "victim" and one.related_model is Victim for one in model._meta.fields):
            assert not model._default_manager.filter(victim=twin).exists(), model
    assert Contact.objects.filter(victim=victim).count() == 2
    standing = standing_withdrawal(victim, LATER)
    assert standing is not None
    assert standing.stage == "before_abe"  # by the account that was recorded with the other
    assert IsvaSupport.objects.get(victim=victim).isva == ivy
    assert [opened(one, "name") for one in Identity.objects.filter(superseded_at__isnull=True)] == [
        "Ann Kept"
    ]
    assert Identity.objects.filter(victim=victim).count() == 2
    assert Allegation.objects.filter(victim=victim).count() == 2
    assert Milestone.objects.get(kind="first_account").victim == victim
    due = DueItem.objects.get(code="victim_update", settled_at__isnull=True)
    assert (due.source, due.due_on, due.what) == (
        victim.pk, date(2026, 12, 1), "Tell Victim 1 how the case stands",
    )  # fmt: skip
    event = AuditEvent.objects.get(action="VICTIMS_MERGED")
    assert Action.VICTIMS_MERGED.kind is Kind.COMBINATION
    assert {victim.pk, twin.pk, standing.pk} <= set(event.subjects)


@pytest.mark.parametrize("keeps_the_later", [True, False])
def test_support_stays_owed_from_the_earlier_record_on(
    victim: Victim,
    twin: Victim,
    alice: Person,
    merge: Callable[..., Victim],
    keeps_the_later: bool,
) -> None:
    def owed() -> dict[Any, tuple[Any, ...]]:
        rows = DueItem.objects.filter(code="support_referral", settled_at__isnull=True)
        return {row.source: (row.started_on, row.due_on) for row in rows}

    before = owed()
    assert before[victim.pk] < before[twin.pk]  # one since the report, the other since it was recorded
    third = cases.add_victim(by=alice, case=victim.case, at=on(6))
    kept, duplicate = (twin, victim) if keeps_the_later else (victim, twin)
    merge(victim=kept, duplicate=duplicate)
    assert owed()[kept.pk] == before[victim.pk]
    services.offer_support(
        by=alice, victim=kept, kind="therapy", offered_on=on(10).date(), answer="thinking", at=LATER
    )  # works out anew what is owed
    assert owed()[kept.pk] == before[victim.pk]
    merge(victim=third, duplicate=kept)  # and through a second merge
    assert owed() == {third.pk: before[victim.pk]}


def test_a_way_that_either_record_forbids_stays_forbidden(
    victim: Victim, twin: Victim, alice: Person, merge: Callable[..., Victim]
) -> None:
    for one, ways, unsafe in ((victim, ["post"], "1 Old Row"), (twin, ["email", "text"], "2 His Street")):
        services.record_contact_details(
            by=alice, victim=one, preferred_method="phone", phone="01632 960001", forbidden_methods=ways,
            forbidden_because="suspect", unsafe_addresses=unsafe, at=on(9),
            safe_to_leave_message=one == victim,
        )  # fmt: skip
    merge()
    stands = ContactDetails.objects.get(victim=victim, superseded_at__isnull=True)
    assert (stands.forbidden_methods, stands.safe_to_leave_message) == (["post", "email", "text"], False)
    assert opened(stands, "unsafe_addresses") == "1 Old Row\n2 His Street"
    assert ContactDetails.objects.filter(victim=victim).count() == 3


def test_preferences_that_leave_no_way_together_are_put_right_first(
    victim: Victim, twin: Victim, alice: Person, merge: Callable[..., Victim]
) -> None:
    services.record_contact_details(by=alice, victim=victim, preferred_method="in_person_station", at=on(9))
    services.record_contact_details(
        by=alice, victim=twin, preferred_method="video", forbidden_methods=["in_person_station"],
        forbidden_because="asked", at=on(9),
    )  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        merge()
    assert "correct that of Victim 1 first" in refusal.value.fields["duplicate"]
    assert not Victim.objects.filter(merged_into__isnull=False).exists()


def test_a_choice_that_both_records_have_at_one_moment_is_voided_on_one_of_them_first(
    victim: Victim,
    twin: Victim,
    withdraw: Withdraw,
    merge: Callable[..., Victim],
    sign_in: Any,
    alice: Person,
    sam: Person,
) -> None:
    kept, double = withdraw(), withdraw(victim=twin)
    with pytest.raises(Invalid, match=r"10 March 2026, midday\. Void one of them first") as refusal:
        merge()
    assert list(refusal.value.fields) == ["duplicate"]
    services.void_withdrawal(by=alice, withdrawal=double, reason="Typed twice.", at=LATER)
    merge()
    assert set(Withdrawal.objects.filter(victim=victim)) == {kept, double}
    page = sign_in(alice).get(f"/victims/{twin.pk}/").content.decode()
    assert "This record was merged" in page
    assert f"/victims/{victim.pk}/" in page
    waiting = sign_in(sam).get("/withdrawals/?show=waiting").content.decode()
    assert [row["id"] for row in withdrawals_to_corroborate(sam).rows] == [kept.pk]
    assert str(kept.pk) in waiting
    with open_door("test"):  # as a merge left it before it asked for this
        Withdrawal.objects.filter(pk=kept.pk).update(victim=twin)
    assert withdrawals_to_corroborate(sam).rows == []
    assert str(kept.pk) not in sign_in(sam).get("/withdrawals/?show=waiting").content.decode()


@pytest.mark.parametrize(
    ("on_kept", "earlier", "later"),
    [(10, "Victim 1 on 10", "Victim 2 on 12"), (14, "Victim 2 on 12", "Victim 1 on 14")],
)
def test_two_withdrawals_of_one_kind_with_nothing_between_are_settled_before_a_merge(
    withdraw: Withdraw,
    twin: Victim,
    merge: Callable[..., Victim],
    alice: Person,
    on_kept: int,
    earlier: str,
    later: str,
) -> None:
    first = withdraw(occurred_at=on(on_kept))
    double = withdraw(victim=twin, occurred_at=on(12))
    with pytest.raises(Invalid) as refusal:
        merge()
    assert refusal.value.fields == {
        "duplicate": "Both records say that the victim no longer wants to take part, with nothing between: "
        f"{earlier} March 2026 and {later} March 2026. Void the one that is wrong or the same, or record "
        "first what lies between them."
    }
    services.void_withdrawal(by=alice, withdrawal=double, reason="The same one.", at=LATER)
    assert merge().pk == first.victim_id


def test_two_of_one_kind_on_one_day_are_told_apart_by_their_times(
    withdraw: Withdraw, twin: Victim, merge: Callable[..., Victim]
) -> None:
    withdraw(occurred_at=on(10, hour=9))
    withdraw(victim=twin, occurred_at=on(10, hour=14))
    with pytest.raises(Invalid) as refusal:
        merge()
    told = "Victim 1 on 10 March 2026, 9:00am and Victim 2 on 10 March 2026, 2:00pm."
    assert told in refusal.value.fields["duplicate"]


def test_nobody_comes_back_twice_from_one_withdrawal_by_a_merge(
    victim: Victim,
    twin: Victim,
    withdraw: Withdraw,
    come_back: Withdraw,
    merge: Callable[..., Victim],
    alice: Person,
    sam: Person,
    sign_in: Any,
) -> None:
    withdraw(occurred_at=on(10))
    withdraw(victim=twin, kind="retracted", occurred_at=on(12))
    wrong = come_back(victim=twin, occurred_at=on(15))
    come_back(occurred_at=on(20))
    body = {"duplicate": str(twin.pk), "reason": "Same date of birth."}
    said = (
        "Both records say that the victim takes part again, with nothing between: Victim 2 on 15 March 2026 "
        "and Victim 1 on 20 March 2026."
    )
    answer = sign_in(sam).post(f"/api/v1/victims/{victim.pk}/merge/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["fields"]["duplicate"][: len(said)]) == (400, said)
    assert said in sign_in(sam).post(f"/victims/{victim.pk}/merge/", body).content.decode()
    services.void_re_engagement(by=alice, reengagement=wrong, reason="Misheard.", at=LATER)
    merge()  # stepped back, then took back the account, then came back: as one person may
    assert standing_withdrawal(victim, on(13)).kind == "retracted"
    assert standing_withdrawal(victim, on(21)) is None


def test_choices_that_follow_one_another_are_merged_as_they_are(
    victim: Victim, twin: Victim, withdraw: Withdraw, come_back: Withdraw, merge: Callable[..., Victim]
) -> None:
    withdraw(occurred_at=on(10))
    come_back(occurred_at=on(12))
    again = withdraw(victim=twin, occurred_at=on(15))
    merge()
    assert standing_withdrawal(victim, LATER) == again


def test_nothing_more_is_recorded_on_a_merged_record(
    victim: Victim, twin: Victim, alice: Person, sam: Person, merge: Callable[..., Victim]
) -> None:
    merge()
    twin.refresh_from_db()
    with pytest.raises(Stale, match="Victim 2 was merged into Victim 1"):
        log(alice, twin)
    with pytest.raises(Invalid):
        cases.record_milestone(
            by=alice, case=victim.case, kind="abe", occurred_at=on(8), victim=twin, at=LATER
        )
    found = cases.record_milestone(by=alice, case=victim.case, kind="abe", occurred_at=on(8), at=LATER)
    assert found.victim == victim  # the only one that is left
    with pytest.raises(Stale):
        merge()
    with pytest.raises(Stale):
        merge(victim=twin, duplicate=victim)


def test_only_two_records_of_one_case_are_merged_by_a_supervisor_who_says_why(
    victim: Victim, alice: Person, merge: Callable[..., Victim]
) -> None:
    other = cases.add_victim(by=alice, case=open_case(alice), at=on(3))
    for given in ({"duplicate": other}, {"duplicate": victim}, {"reason": " "}):
        with pytest.raises(Invalid):
            merge(**given)
    with pytest.raises(NotAllowed):
        merge(by=alice)


def test_a_supervisor_finds_the_merge_on_the_victims_page_where_there_is_another(
    victim: Victim, alice: Person, sam: Person, sign_in: Any
) -> None:
    merge = f"/victims/{victim.pk}/merge/"
    supervisor, officer = sign_in(sam), sign_in(alice)
    assert merge not in supervisor.get(f"/victims/{victim.pk}/").content.decode()
    cases.add_victim(by=alice, case=victim.case, at=on(3))
    assert merge in supervisor.get(f"/victims/{victim.pk}/").content.decode()
    assert merge not in officer.get(f"/victims/{victim.pk}/").content.decode()


def test_a_merged_record_says_nothing_of_whether_they_take_part_or_who_owns_contact(
    merge: Callable[..., Victim], withdraw: Withdraw, twin: Victim, alice: Person, sign_in: Any
) -> None:
    """What they chose moved to the kept record: here it would read as if they had not."""
    withdraw(victim=twin)
    officer = sign_in(alice)
    for said in ("No longer wants to take part", "owns contact with them"):
        assert said in officer.get(f"/victims/{twin.pk}/").content.decode()
    merge()
    page = officer.get(f"/victims/{twin.pk}/").content.decode()
    assert [said for said in ("Takes part", "owns contact", "How often they") if said in page] == []
    assert "everything of it is with Victim 1" in page


def test_a_merged_record_asks_for_no_word_of_what_the_kept_one_is_told_too(
    merge: Callable[..., Victim], victim: Victim, twin: Victim, alice: Person, sign_in: Any
) -> None:
    """Both were owed word of one arrest: what is left with the merged record is owed by nobody."""
    given = {"occurred_at": on(10), "at": LATER}
    cases.record_milestone(by=alice, case=victim.case, kind="arrested", **given)
    officer = sign_in(alice)
    assert "Say why they were not told" in officer.get(f"/victims/{twin.pk}/").content.decode()
    merge()
    assert "Say why they were not told" not in officer.get(f"/victims/{twin.pk}/").content.decode()
    assert "Say why they were not told" in officer.get(f"/victims/{victim.pk}/").content.decode()


Told = list[tuple[str, int]]  # step and day of March
ENDED: Told = [("sent", 4), ("started", 5), ("ended", 8)]


@pytest.fixture
def referred(alice: Person) -> Callable[..., SupportReferral]:
    """`referred(victim, day, steps)`: an ISVA was offered on that day of March, agreed to, and these came."""
    with open_door("test"):
        service = SupportService.objects.create(name="Leeds support", kinds=["isva"])

    def do(of: Victim, day: int, told: Told) -> SupportReferral:
        row = services.offer_support(
            by=alice, victim=of, kind="isva", offered_on=date(2026, 3, day), answer="agreed", at=LATER
        )
        for step, on_day in told:
            happened, given = date(2026, 3, on_day), {"by": alice, "referral": row, "at": LATER}
            if step == "sent":
                services.send_referral(service=service, sent_on=happened, **given)
            else:
                because = "completed" if step == "ended" else ""
                services.record_support_answer(step=step, happened_on=happened, because=because, **given)
        return row

    return do


def told_of(row: SupportReferral) -> list[str]:
    return [one.step for one in in_order(row.events.all())]


def test_steps_of_one_kind_become_those_of_the_kept_record_in_their_order(
    victim: Victim, twin: Victim, merge: Callable[..., Victim], referred: Any
) -> None:
    kept, other = referred(victim, 3, ENDED), referred(twin, 9, [("sent", 10), ("started", 11)])
    folded = set(other.events.values_list("pk", flat=True))
    merge()
    again = ["offered", "agreed", "sent", "started"]
    assert told_of(kept) == ["offered", "agreed", "sent", "started", "ended", *again]
    assert told_of(other) == []
    assert folded <= set(AuditEvent.objects.get(action="VICTIMS_MERGED").subjects)


def test_a_running_support_counts_where_the_steps_of_both_cannot_be_one_row(
    victim: Victim, twin: Victim, alice: Person, merge: Callable[..., Victim], referred: Any, sign_in: Any
) -> None:
    kept, other = referred(victim, 3, ENDED), referred(twin, 4, [("sent", 6), ("started", 7)])
    merge()
    assert told_of(kept) == ["offered", "agreed", "sent", "started"]
    assert told_of(other) == ["offered", "agreed", "sent", "started", "ended"]
    officer = sign_in(alice)
    deed = f"/support-referrals/{kept.pk}/answer/"
    assert deed in officer.get(f"/victims/{victim.pk}/").content.decode()
    page = officer.get(f"/victims/{twin.pk}/").content.decode()
    assert [
        said for said in ("Record what the service did", "Offer it again", "/void/") if said in page
    ] == []


def test_the_kept_record_s_own_support_counts_where_the_other_has_ended(
    victim: Victim, twin: Victim, merge: Callable[..., Victim], referred: Any
) -> None:
    kept, other = referred(victim, 4, [("sent", 6), ("started", 7)]), referred(twin, 3, ENDED)
    merge()
    assert told_of(kept) == ["offered", "agreed", "sent", "started"]
    assert told_of(other)[-1] == "ended"


def test_an_assessment_that_only_the_merged_record_had_is_the_kept_one_s(
    victim: Victim, twin: Victim, alice: Person, merge: Callable[..., Victim], sign_in: Any
) -> None:
    row = services.assess_needs(by=alice, victim=twin, assessed_at=on(10), at=on(10))
    merge()
    row.refresh_from_db()
    due = DueItem.objects.get(code="needs_assessment", settled_at__isnull=True)
    assert (row.victim, due.source, due.due_on, due.what) == (
        victim, victim.pk, row.next_due_on, "Assess again what Victim 1 needs",
    )  # fmt: skip
    page = sign_in(alice).get(f"/cases/{victim.case_id}/").content.decode()
    assert [f"{one}: enhanced rights" in page for one in ("Victim 1", "Victim 2")] == [True, False]
