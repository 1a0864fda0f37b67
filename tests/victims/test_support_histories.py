"""Random histories of support, by the real deeds in any order and on any day, keep what must always hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cases import services as cases
from cases.models import DueItem, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.stories import story
from tests.victims.conftest import OPENED_AT, REPORTED, open_case
from victims import services
from victims.enums import Support
from victims.models import SupportEvent, SupportReferral, SupportService, Withdrawal
from victims.support_enums import SEVERAL, SPECIALIST

KINDS = ("isva", "therapy", "by_and_for", "victim_support")
OF_SERVICE = ("accepted", "waiting", "started", "ended", "declined")
BECAUSE = {"declined": "no_place", "ended": "completed"}
DEEDS = (
    *("offer", "offer", "offer_and_send", "refuse", "not_asked", "think", "agree", "no", "send", "send"),
    *(*OF_SERVICE, "void", *["withdraw"] * 5, *["go_on"] * 16),
)
# Where a referral may go from a step, so that random histories come far: some deed of these, by number.
ONWARD = {
    "not_asked": ("offer", "offer"),
    "offered": ("agree", "agree", "no"),
    "agreed": ("send",),
    "refused": ("offer",),
    "sent": ("accepted", "started", "waiting", "declined"),
    "declined": ("agree",),
    "accepted": ("waiting", "started"),
    "waiting": ("started", "declined"),
    "started": ("ended",),
    "ended": ("offer_and_send",),
}
# Each deed with a number that picks the kind, and by how many days it is said to follow the one before. Some
# days lie before the report, before an earlier step or after the moment of recording.
steps = st.lists(
    st.tuples(
        st.sampled_from(DEEDS),
        st.sampled_from([0, 0, 0, 0, 1, 2, 3]),
        st.sampled_from([0, 0, 1, 1, 2, -2, 50]),
    ),
    min_size=10,
    max_size=22,
)


# What goes before, so that every history has a withdrawal with support in place: kinds that began and may
# have ended, the first of them begun by the day of the withdrawal and not ended on it. Days after the report.
begun = st.lists(
    st.tuples(st.integers(0, len(KINDS) - 1), st.integers(0, 9), st.integers(1, 9)),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one[0],
)


class History:
    """One victim and what was done for them; `at` moves on with each deed."""

    def __init__(self, by: Person, service: SupportService) -> None:
        self.by, self.service = by, service
        self.victim = cases.add_victim(by=by, case=open_case(by), at=OPENED_AT)
        self.at = datetime(2026, 4, 10, 9, tzinfo=UTC)

    def do(self, step: str, number: int, on: date) -> None:
        kind = KINDS[number]
        if step == "go_on":
            referral = SupportReferral.objects.filter(victim=self.victim, kind=kind).order_by("-pk").first()
            last = [name for _, name in told(referral)][-1:] if referral else []
            onward = ONWARD[last[0]] if last else ("offer",)
            step = onward[(number + on.day) % len(onward)]
        given: dict[str, Any] = {"by": self.by, "at": self.at}
        if step in ("offer", "offer_and_send", "refuse", "not_asked", "think"):
            answer = {"refuse": "refused", "not_asked": "not_asked", "think": "thinking"}.get(step, "agreed")
            sent = {"service": self.service, "sent_on": on} if step == "offer_and_send" else {}
            because = {"refused": "not_said", "not_asked": "not_reached"}.get(answer, "")
            again = on + timedelta(days=9) if answer == "not_asked" else None
            services.offer_support(
                victim=self.victim, kind=kind, offered_on=on, answer=answer, because=because,
                again_on=again, **sent, **given,
            )  # fmt: skip
        elif step == "withdraw":
            services.record_withdrawal(
                victim=self.victim,
                kind="withdrew",
                occurred_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
                reasons=["delay"],
                told_by="letter",
                from_what=["investigation"],
                support_offered=["isva"],
                **given,
            )
        elif step == "void":
            events = list(SupportEvent.objects.filter(referral__victim=self.victim).order_by("pk"))
            if events:
                event = events[(number * 7 + on.day) % len(events)]
                services.void_support_step(event=event, reason="Wrong day.", **given)
        else:
            self._on_referral(step, kind, on, given)

    def begin(self, made: list[tuple[int, int, int]], since: int) -> Withdrawal:
        """Support of each kind from a day, ended so many days later, and a withdrawal while the first lasts.

        What was in place is worked out from the numbers alone.
        """
        first, start, length = made[0]
        withdrawn = REPORTED + timedelta(days=start + since % length)
        expected = set()
        for number, began, lasted in made:
            days = REPORTED + timedelta(days=began), REPORTED + timedelta(days=began + lasted)
            for step, on in (("offer_and_send", days[0]), ("started", days[0]), ("ended", days[1])):
                self.at += timedelta(hours=1)
                self.do(step, number, on)
            if days[0] <= withdrawn < days[1]:
                expected.add(KINDS[number])
        self.do("withdraw", 0, withdrawn)
        row = Withdrawal.objects.get(victim=self.victim)
        assert KINDS[first] in expected
        assert set(row.support_in_place) == expected
        return row

    def _on_referral(self, step: str, kind: str, on: date, given: dict[str, Any]) -> None:
        referral = SupportReferral.objects.filter(victim=self.victim, kind=kind).order_by("-pk").first()
        if referral is None:
            return
        given["referral"] = referral
        if step in ("agree", "no"):
            because = "" if step == "agree" else "not_said"
            services.record_support_choice(agreed=step == "agree", answered_on=on, because=because, **given)
        elif step == "send":
            services.send_referral(service=self.service, sent_on=on, **given)
        else:
            because = "" if (step, kind) == ("ended", "therapy") else BECAUSE.get(step, "")
            services.record_support_answer(step=step, happened_on=on, because=because, **given)


def told(referral: SupportReferral) -> list[tuple[date, str]]:
    """The steps that stand, by day and then as recorded: written again here, apart from the code."""
    rows = referral.events.filter(voided_at__isnull=True)
    return [(one.happened_on, one.step) for one in sorted(rows, key=lambda one: (one.happened_on, one.pk))]


def in_place(steps: list[tuple[date, str]], day: date) -> bool:
    known = [step for on, step in steps if on <= day]
    return known[-1:] == ["started"]


def check(history: History) -> None:
    referrals = list(SupportReferral.objects.filter(victim=history.victim))
    sequences = {one.pk: told(one) for one in referrals}
    once = [one.kind for one in referrals if one.kind not in SEVERAL]
    assert len(once) == len(set(once))
    for steps in sequences.values():
        names = [name for _, name in steps]
        for place, name in enumerate(names):
            before = names[place - 1] if place else ""
            assert name != "sent" or before == "agreed"  # never without the victim's yes, to this sending
            assert name not in ("accepted", "waiting", "started") or "sent" in names[:place]
            assert before != "refused" or name == "offered"  # a no is followed by a new offer alone
            assert before != "ended" or name == "offered"
            assert name != "agreed" or "offered" in names[:place]
        assert all(REPORTED <= day <= history.at.date() for day, _ in steps)
    for row in Withdrawal.objects.filter(victim=history.victim):
        day = row.occurred_at.date()
        expected = {one.kind for one in referrals if in_place(sequences[one.pk], day)}
        assert set(row.support_in_place) == expected
    check_owed(history.victim, {one.kind: [] for one in referrals}, referrals, sequences)


def check_owed(victim: Victim, by_kind: dict[str, list[str]], referrals: Any, sequences: Any) -> None:
    """The clock of the referral, and the next step of each, as the facts say."""
    for one in referrals:
        by_kind[one.kind] += [name for _, name in sequences[one.pk]]
    sent = any("sent" in names for names in by_kind.values())
    ours = [names for kind, names in by_kind.items() if Support(kind) in SPECIALIST]
    met = any("refused" in names or (sent and "offered" in names) for names in ours)
    open_ones = DueItem.objects.filter(case=victim.case_id, settled_at__isnull=True)
    assert open_ones.filter(code="support_referral").exists() is not met
    waits = {
        pk
        for pk, steps in sequences.items()
        if [name for _, name in steps][-1:] in (["sent"], ["declined"], ["not_asked"])
        or (met and [name for _, name in steps][-1:] == ["agreed"])
    }
    assert set(open_ones.filter(code="support_next").values_list("source", flat=True)) == waits


@story
def service(adam: Person) -> SupportService:
    return services.add_support_service(by=adam, name="Everywhere", kinds=list(KINDS))


@given(steps, begun, st.integers(0, 8))
@settings(max_examples=15)
def test_support_in_any_order_keeps_what_must_hold_and_a_refusal_leaves_nothing_behind(
    alice: Person,
    service: SupportService,
    made: list[tuple[str, int, int]],
    first: list[tuple[int, int, int]],
    since: int,
) -> None:
    history = History(alice, service)
    row = history.begin(first, since)
    check(history)
    rows = SupportEvent.objects.filter(referral__victim=history.victim)
    log = AuditEvent.objects.filter(subjects__contains=[history.victim.pk])
    on = row.occurred_at.date()
    for step, number, days in made:
        history.at += timedelta(hours=20)
        before = (rows.count(), SupportReferral.objects.count(), log.count())
        try:
            history.do(step, number, on + timedelta(days=days))
        except (Invalid, NotAllowed, Stale):
            assert (rows.count(), SupportReferral.objects.count(), log.count()) == before
        else:
            assert rows.count() >= before[0]  # a voided step stays
            on += timedelta(days=max(days, 0))
        check(history)
