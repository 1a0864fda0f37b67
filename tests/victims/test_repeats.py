"""The same withdrawal counts once: what stands already is refused, what says more is recorded."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import services as cases
from cases.models import Case, Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from tests.victims.conftest import LATER, OPENED_AT, Withdraw, on, open_case
from tests.victims.test_races import a_victim, at_once, people
from tests.victims.test_refused_alike import boxes
from tests.web.page import Page, words
from victims import services
from victims.enums import FromWhat, WithdrawalKind
from victims.facts import made_by, standing_withdrawal, support_reinstated
from victims.models import Reengagement, Withdrawal
from victims.repeats import Made, late_starts, repeats
from victims.rules import SAME_MOMENT
from victims.sealed import opened

EVERYTHING = set(FromWhat.values)
Said = tuple[int, str, str]  # day of March, kind ("" for coming back), codes of what it is from


def wide(codes: set[str]) -> set[str]:
    """Everything that these take with them."""
    if "all_contact" in codes:
        return EVERYTHING
    return codes | {"statement"} if "investigation" in codes else codes


def says_nothing_more(made: list[Said], index: int) -> bool:
    """By hand: all that it says stands in a withdrawal before it, and nobody came back between."""
    _, kind, codes = made[index]
    before: set[str] = set()
    for _, other, theirs in made[:index]:
        if not other:
            before = set()
        elif kind != "retracted" or other == "retracted":
            before |= wide(set(theirs.split()))
    return bool(kind) and set(codes.split()) <= before


def as_made(made: list[Said]) -> list[Made]:
    return [
        Made(on(day), WithdrawalKind(kind) if kind else None, frozenset(map(FromWhat, codes.split())))
        for day, kind, codes in made
    ]


SCOPES = [" ".join(pair) for size in (1, 2) for pair in combinations(FromWhat.values, size)]
histories = st.lists(
    st.tuples(st.sampled_from(["withdrew", "retracted", "never_supported", ""]), st.sampled_from(SCOPES)),
    max_size=7,
)


@given(histories, st.randoms(use_true_random=False))
def test_what_repeats_is_what_says_nothing_more_in_whatever_order_it_was_typed(
    told: list[tuple[str, str]], dice: Any
) -> None:
    made = [(day, kind, codes if kind else "") for day, (kind, codes) in enumerate(told, start=1)]
    mixed = as_made(made)
    dice.shuffle(mixed)
    expected = {on(made[index][0]) for index in range(len(made)) if says_nothing_more(made, index)}
    assert {one.at for one in repeats(mixed)} == expected
    first_other = next((day for day, kind, _ in made if kind != "never_supported"), 99)
    late = {on(day) for day, kind, _ in made if kind == "never_supported" and day > first_other}
    assert {one.at for one in late_starts(mixed)} == late


def do(by: Person, victim: Victim, said: Said) -> Withdrawal | Reengagement:
    day, kind, codes = said
    if not kind:
        return services.record_re_engagement(
            by=by, victim=victim, occurred_at=on(day), told_by="letter", at=LATER
        )
    lost = kind == "lost_contact"
    return services.record_withdrawal(
        by=by, victim=victim, kind=kind, occurred_at=on(day), from_what=codes.split(),
        reasons=[] if lost else ["delay"], told_by="" if lost else "letter",
        support_offered=[] if lost else ["isva"], at=LATER,
    )  # fmt: skip


STANDS = "It stands since 10 March 2026 that Victim 1 no longer wants to take part (the investigation)"


@pytest.mark.parametrize(
    ("stand", "new", "sentence"),
    [
        ([(10, "withdrew", "investigation")], (12, "withdrew", "investigation"), STANDS),
        ([(10, "withdrew", "investigation")], (12, "withdrew", "statement"), STANDS),
        ([(10, "withdrew", "all_contact")], (12, "withdrew", "prosecution"), "It stands since 10 March"),
        ([(10, "retracted", "prosecution")], (12, "withdrew", "prosecution"), "took back the account"),
        (
            [(8, "withdrew", "statement"), (10, "withdrew", "prosecution")],
            (12, "withdrew", "statement prosecution"),
            "It stands since 10 March 2026",
        ),
        (
            [(8, "withdrew", "prosecution"), (10, "retracted", "prosecution")],
            (12, "withdrew", "prosecution"),
            "It stands since 10 March 2026 that Victim 1 took back the account",
        ),
        ([(12, "withdrew", "statement")], (10, "withdrew", "investigation"), "The record of 12 March 2026"),
        ([(10, "never_supported", "investigation")], (12, "withdrew", "investigation"), "It stands since"),
        (
            [(10, "withdrew", "statement")],
            (12, "never_supported", "investigation"),
            "of 10 March 2026 it is recorded that Victim 1 no longer wants to take part",
        ),
        (
            [(10, "never_supported", "statement"), (11, "", "")],
            (12, "never_supported", "statement"),
            "of 11 March 2026 it is recorded that Victim 1 takes part again",
        ),
        (
            [(12, "never_supported", "statement")],
            (10, "withdrew", "prosecution"),
            "The record of 12 March 2026 says that Victim 1 did not want an investigation from the start",
        ),
        ([(10, "lost_contact", "")], (12, "lost_contact", ""), "of 10 March 2026 already that contact"),
        ([(12, "lost_contact", "")], (10, "lost_contact", ""), "of 12 March 2026 already that contact"),
    ],
)
def test_what_stands_already_is_refused_with_its_day(
    victim: Victim, alice: Person, stand: list[Said], new: Said, sentence: str
) -> None:
    for one in stand:
        do(alice, victim, one)
    with pytest.raises(Invalid) as refusal:
        do(alice, victim, new)
    assert list(refusal.value.fields) == ["kind"]
    assert sentence in refusal.value.fields["kind"]
    assert Withdrawal.objects.filter(victim=victim, occurred_at=on(new[0])).count() == 0


@pytest.mark.parametrize(
    "made",
    [
        [(10, "withdrew", "statement"), (12, "withdrew", "prosecution")],
        [(10, "withdrew", "statement"), (12, "withdrew", "investigation")],
        [(12, "withdrew", "investigation"), (10, "withdrew", "statement")],
        [(10, "withdrew", "prosecution"), (12, "retracted", "prosecution")],
        [(10, "withdrew", "prosecution"), (11, "", ""), (12, "withdrew", "prosecution")],
        [(10, "never_supported", "investigation"), (12, "withdrew", "all_contact")],
        [(10, "never_supported", "investigation"), (12, "never_supported", "all_contact")],
        [(10, "withdrew", "prosecution"), (11, "lost_contact", ""), (12, "retracted", "prosecution")],
    ],
)
def test_what_says_more_is_recorded(victim: Victim, alice: Person, made: list[Said]) -> None:
    for one in made:
        do(alice, victim, one)
    assert Withdrawal.objects.filter(victim=victim).count() == len([one for one in made if one[1]])


def test_what_an_officer_inferred_is_nothing_heard_from_them(victim: Victim, alice: Person) -> None:
    do(alice, victim, (10, "lost_contact", ""))
    services.record_withdrawal(
        by=alice, victim=victim, kind="withdrew", occurred_at=on(11), from_what=["prosecution"],
        more_reasons=[{"reason": "delay", "given_by": "officer"}],
        told_by="inferred", officer_words="She missed the interview.", support_offered=["isva"], at=LATER,
    )  # fmt: skip
    with pytest.raises(Invalid, match="of 10 March 2026 already that contact was lost, and nobody heard"):
        do(alice, victim, (12, "lost_contact", ""))


def test_lost_contact_is_noted_again_once_somebody_reached_them(victim: Victim, alice: Person) -> None:
    do(alice, victim, (10, "lost_contact", ""))
    services.record_contact(
        by=alice, victim=victim, occurred_at=on(11), direction="in", method="phone", reached=True,
        about=["update"], at=LATER,
    )  # fmt: skip
    do(alice, victim, (12, "lost_contact", ""))
    assert Withdrawal.objects.filter(kind="lost_contact").count() == 2


@pytest.mark.parametrize("between", ["contact", "withdrawal", "coming back"])
def test_what_alone_lies_between_two_losses_of_contact_is_not_voided(
    victim: Victim, alice: Person, between: str
) -> None:
    """Else one loss of contact would count twice."""
    if between == "coming back":
        do(alice, victim, (9, "withdrew", "investigation"))
    first = do(alice, victim, (10, "lost_contact", ""))
    if between == "contact":
        row = services.record_contact(
            by=alice, victim=victim, occurred_at=on(11), direction="in", method="phone", reached=True,
            about=["update"], at=LATER,
        )  # fmt: skip
        void = partial(services.void_contact, contact=row)
    elif between == "withdrawal":
        void = partial(
            services.void_withdrawal, withdrawal=do(alice, victim, (11, "withdrew", "investigation"))
        )
    else:
        void = partial(services.void_re_engagement, reengagement=do(alice, victim, (11, "", "")))
    do(alice, victim, (12, "lost_contact", ""))
    with pytest.raises(NotAllowed) as refusal:
        void(by=alice, reason="Of another victim.", at=LATER)
    assert str(refusal.value) == (
        "Contact was noted as lost on 10 March 2026 and on 12 March 2026, and only this lies between: "
        "without it that would count twice. Void one of those two records first."
    )
    services.void_withdrawal(by=alice, withdrawal=first, reason="They had rung.", at=LATER)
    assert not void(by=alice, reason="Of another victim.", at=LATER).stands


def test_a_wrong_record_is_voided_and_the_same_recorded_anew(victim: Victim, alice: Person) -> None:
    row = do(alice, victim, (10, "withdrew", "investigation"))
    services.void_withdrawal(by=alice, withdrawal=row, reason="The day is wrong.", at=LATER)
    do(alice, victim, (12, "withdrew", "investigation"))
    assert Withdrawal.objects.standing().get().occurred_at == on(12)


def abe(by: Person, case: Case, day: int) -> Any:
    return cases.record_milestone(by=by, case=case, kind="abe", occurred_at=on(day), at=LATER)


def test_nobody_gave_an_abe_interview_and_did_not_want_it_from_the_start(
    victim: Victim, case: Case, alice: Person
) -> None:
    row = abe(alice, case, 9)
    with pytest.raises(Invalid) as refusal:
        do(alice, victim, (10, "never_supported", "investigation"))
    assert refusal.value.fields == {
        "kind": "“From the start” does not fit: an ABE interview of 9 March 2026 stands. They had taken "
        "part: choose “No longer wants to take part”."
    }
    do(alice, victim, (8, "never_supported", "statement"))  # before it
    cases.void_milestone(by=alice, milestone=row, reason="Of another victim.", at=LATER)
    do(alice, victim, (10, "never_supported", "investigation"))


def test_an_account_given_to_have_it_recorded_only_is_not_taking_part(
    victim: Victim, case: Case, alice: Person
) -> None:
    cases.record_milestone(by=alice, case=case, kind="first_account", occurred_at=on(3), at=LATER)
    assert do(alice, victim, (10, "never_supported", "investigation")).stage == "before_abe"


def test_an_abe_interview_typed_late_is_shown_as_something_to_check(
    victim: Victim, case: Case, alice: Person, sam: Person, ivy: Person, sign_in: Any
) -> None:
    """On its page, where it is corroborated and by API; until it is voided. The stage is worked out anew."""
    row = do(alice, victim, (10, "never_supported", "investigation"))
    address, api = f"/withdrawals/{row.pk}/", f"/api/v1/withdrawals/{row.pk}/"
    said = "An ABE interview of 9 March 2026 is recorded, before this: they had taken part"
    supervisor = sign_in(sam)
    assert supervisor.get(api).json()["caution"] is None
    assert said not in supervisor.get(address).content.decode()
    abe(alice, case, 9)
    row.refresh_from_db()
    assert row.stage == "after_abe"
    assert supervisor.get(api).json()["caution"].startswith(said)
    for path in (address, f"{address}corroborate/", f"{address}void/"):
        assert said in supervisor.get(path).content.decode(), path
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(9).date(), at=on(9))
    assert "ABE interview" not in sign_in(ivy).get(address).content.decode()  # the investigation's own
    services.void_withdrawal(by=sam, withdrawal=row, reason="They had taken part.", at=LATER)
    assert supervisor.get(api).json()["caution"] is None


def test_coming_back_is_not_voided_between_two_that_would_then_be_the_same(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    do(alice, victim, (10, "withdrew", "investigation"))
    back = do(alice, victim, (11, "", ""))
    again = do(alice, victim, (12, "withdrew", "statement"))
    said = "They withdrew again on 12 March 2026, from what they had withdrawn from on 10 March 2026"
    with pytest.raises(NotAllowed, match=said):
        services.void_re_engagement(by=alice, reengagement=back, reason="Misheard.", at=LATER)
    assert said in sign_in(alice).get(f"/re-engagements/{back.pk}/void/").content.decode()
    services.void_withdrawal(by=alice, withdrawal=again, reason="Misheard.", at=LATER)
    services.void_re_engagement(by=alice, reengagement=back, reason="Misheard.", at=LATER)
    assert [one.kind for one in made_by(victim)] == [WithdrawalKind.WITHDREW]


def test_the_day_of_coming_back_is_corrected_in_one_act_between_two_that_are_the_same(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    do(alice, victim, (10, "withdrew", "investigation"))
    back = do(alice, victim, (11, "", ""))
    do(alice, victim, (14, "withdrew", "statement"))
    browser, address = sign_in(alice), f"/re-engagements/{back.pk}/correct/"
    assert address in browser.get(f"/victims/{victim.pk}/").content.decode()
    assert browser.get(address).context["form"]["occurred_at"].value() == back.occurred_at

    def by_api(**given: Any) -> Any:
        sent = {"reason": "Misheard.", **given}
        return browser.post(f"/api/v1{address}", sent, content_type="application/json")

    def stand() -> list[tuple[datetime, bool]]:
        return sorted((one.at, one.kind is None) for one in made_by(victim))

    between = (
        "They withdrew on 10 March 2026, and again from the same on 14 March 2026: they came back between "
        "the two. Enter a moment between them, or void the withdrawal that is wrong first."
    )
    wrong = {
        on(9): "No withdrawal stands at this moment, so there is nothing to come back from. Check the date, "
        "or record the withdrawal first.",
        on(10): SAME_MOMENT,
        on(11): "This is the moment that is recorded. Enter the one that is right.",
        on(15): between,
        on(1): "The case was reported on 2 March 2026. Enter a moment on that day or later.",
    }
    before = stand()
    for moment, said in wrong.items():
        assert by_api(occurred_at=moment.isoformat()).json()["fields"] == {"occurred_at": said}
    asked = by_api().json()["fields"]
    assert asked == {
        "occurred_at": browser.post(address, {"once": str(uuid7())}).context["form"].errors["occurred_at"][0]
    }
    # All at once, on the page too, with what was typed.
    both = browser.post(address, {**boxes(15), "reason": " ", "once": str(uuid7())})
    assert (both.status_code, dict(both.context["form"].errors).keys()) == (422, {"occurred_at", "reason"})
    assert stand() == before

    done = browser.post(address, {**boxes(13), "reason": "Misheard.", "once": str(uuid7())}, follow=True)
    page = " ".join(done.content.decode().split())
    assert "Corrected. The record of the other moment stays" in page
    assert "Corrected from 11 March 2026" in page
    assert "Voided: corrected" in page
    assert stand() == [(on(10), False), (on(13), True), (on(14), False)]
    row = Reengagement.objects.standing().get()
    back.refresh_from_db()
    assert (row.corrects, row.told_by) == (back, back.told_by)
    assert opened(row, "own_words") == opened(back, "own_words")
    assert (back.voided_by, back.void_reason, back.voided_at) == (alice, "Misheard.", row.recorded_at)
    (event,) = AuditEvent.objects.filter(action="RE_ENGAGEMENT_CORRECTED")
    assert (event.person_id, set(event.subjects)) == (alice.pk, {victim.pk, back.pk, row.pk})
    history = browser.get(f"/cases/{victim.case_id}/history/").content.decode()
    assert "Corrected by Alice from 11 March 2026" in history
    assert browser.get(f"/api/v1/re-engagements/{row.pk}/").json()["corrects"] == str(back.pk)
    # Once: whoever comes second with the record that was wrong hears that it stands no more.
    assert by_api(occurred_at=on(12).isoformat()).status_code == 409


def test_the_day_of_coming_back_stays_between_two_losses_of_contact_that_it_parts(
    victim: Victim, alice: Person
) -> None:
    do(alice, victim, (9, "withdrew", "investigation"))
    do(alice, victim, (10, "lost_contact", ""))
    back = do(alice, victim, (11, "", ""))
    do(alice, victim, (13, "lost_contact", ""))
    said = {"by": alice, "reengagement": back, "reason": "Misheard.", "at": LATER}
    correct = partial(services.correct_re_engagement, **said)
    with pytest.raises(Invalid) as refusal:
        correct(occurred_at=on(14))
    assert refusal.value.fields == {
        "occurred_at": "Contact was noted as lost on 10 March 2026 and on 13 March 2026, and only this lies "
        "between: at another moment that would count twice. Enter a moment between them, or void one of "
        "those two records first."
    }
    assert correct(occurred_at=on(12)).occurred_at == on(12)


def test_what_hangs_on_the_day_of_coming_back_follows_its_correction(
    victim: Victim, alice: Person, charlie: Person
) -> None:
    """Who stood as withdrawn on a day, and who told us how: by the moment that is right."""
    do(alice, victim, (10, "withdrew", "investigation"))
    back = do(alice, victim, (11, "", ""))
    correct = partial(services.correct_re_engagement, reengagement=back, reason="Misheard.", at=LATER)
    with pytest.raises(NotAllowed):
        correct(by=charlie, occurred_at=on(12))
    with pytest.raises(Invalid, match="cannot be in the future"):
        correct(by=alice, occurred_at=LATER + timedelta(minutes=1))
    assert not support_reinstated(victim, on(10, hour=13))
    assert standing_withdrawal(victim, on(12)) is None
    correct(by=alice, occurred_at=on(13))
    standing = standing_withdrawal(victim, on(12))
    assert (standing is not None, standing_withdrawal(victim, on(13))) == (True, None)
    with pytest.raises(Stale):
        correct(by=alice, occurred_at=on(12))


def test_page_and_api_refuse_it_by_the_same_field_in_the_same_words(
    victim: Victim, withdraw: Withdraw, alice: Person, sign_in: Any
) -> None:
    withdraw()
    sent = {
        "kind": "withdrew", "from_what": ["statement"], "told_by": "letter", "reasons": ["delay"],
        "support_offered": ["isva"],
    }  # fmt: skip
    browser, path = sign_in(alice), f"/victims/{victim.pk}/withdrawals/new/"
    hidden = Page(browser.get(path).content.decode()).all("input", type="hidden")
    when = {"day": "12", "month": "3", "year": "2026", "time": "12:00"}
    boxes = {f"occurred_at_{name}": value for name, value in when.items()}
    kept = {str(one.attrs["name"]): one.attrs.get("value", "") for one in hidden}
    page = Page(browser.post(path, {**kept, "more_reasons-count": "0", **sent, **boxes}).content.decode())
    links = [one for one in page.all("a") if str(one.attrs.get("href", "")).startswith("#id_")]
    assert [one.attrs["href"] for one in links] == ["#id_kind_0"]
    assert words(links[0].text).startswith(STANDS)
    body = {**sent, "victim": str(victim.pk), "occurred_at": on(12).isoformat()}
    answer = browser.post("/api/v1/withdrawals/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"kind": words(links[0].text)}


def test_two_people_who_record_it_at_once_record_it_once(own_database: str) -> None:
    """Of two moments, so that no constraint of the table tells them apart."""
    alice, bob = people("alice", "bob")
    _, victim = a_victim(alice)
    refused = at_once(
        lambda: do(alice, victim, (10, "withdrew", "investigation")),
        lambda: do(bob, victim, (11, "withdrew", "investigation")),
    )
    assert (len(refused), refused[0]) == (1, "Invalid")


@pytest.fixture
def twin(victim: Victim, alice: Person) -> Victim:
    return cases.add_victim(by=alice, case=victim.case, at=on(3))


@pytest.mark.parametrize(
    ("mine", "theirs", "sentence"),
    [
        (
            [(10, "withdrew", "investigation")],
            [(8, "retracted", "prosecution"), (12, "withdrew", "statement")],
            "Both records say that the victim no longer wants to take part, with nothing between: Victim 1 "
            "on 10 March 2026 and Victim 2 on 12 March 2026.",
        ),
        (
            [(10, "withdrew", "statement")],
            [(12, "never_supported", "investigation")],
            "By the record of 12 March 2026 Victim 2 did not want an investigation from the start",
        ),
        ([(10, "lost_contact", "")], [(12, "lost_contact", "")], "contact with the victim was lost"),
        ([(10, "withdrew", "statement")], [(12, "withdrew", "prosecution")], ""),
        ([(10, "withdrew", "statement")], [(12, "retracted", "statement")], ""),
    ],
)
def test_records_of_one_person_are_merged_where_nothing_would_count_twice(
    victim: Victim,
    twin: Victim,
    alice: Person,
    sam: Person,
    mine: list[Said],
    theirs: list[Said],
    sentence: str,
) -> None:
    for whose, made in ((victim, mine), (twin, theirs)):
        for one in made:
            do(alice, whose, one)
    merge = {"by": sam, "victim": victim, "duplicate": twin, "reason": "Same date of birth.", "at": LATER}
    if not sentence:
        services.merge_victims(**merge)
        assert Withdrawal.objects.filter(victim=victim).count() == len(mine) + len(theirs)
        return
    with pytest.raises(Invalid) as refusal:
        services.merge_victims(**merge)
    assert list(refusal.value.fields) == ["duplicate"]
    assert sentence in refusal.value.fields["duplicate"]
    assert Victim.objects.filter(merged_into__isnull=False).count() == 0


two_records = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["withdrew", "retracted", ""]), st.sampled_from(SCOPES[:4])),
    min_size=2,
    max_size=6,
)


@given(two_records)
@settings(max_examples=25)
def test_whatever_two_records_say_their_merge_counts_nothing_twice(
    alice: Person, sam: Person, told: list[tuple[bool, str, str]]
) -> None:
    case = open_case(alice)
    kept, twin = (cases.add_victim(by=alice, case=case, at=OPENED_AT) for _ in range(2))
    for day, (on_kept, kind, codes) in enumerate(told, start=5):
        try:
            do(alice, kept if on_kept else twin, (day, kind, codes))
        except (Invalid, NotAllowed):
            continue  # it could not stand on that record alone
    before = Withdrawal.objects.filter(case=case).count()
    try:
        services.merge_victims(by=sam, victim=kept, duplicate=twin, reason="Same.", at=LATER)
    except Invalid:
        assert not Victim.objects.filter(case=case, merged_into__isnull=False).exists()
        return
    rows = Withdrawal.objects.filter(victim=kept).values_list("occurred_at", "kind", "from_what")
    made = [(at.day, kind, " ".join(scope)) for at, kind, scope in rows]
    back = Reengagement.objects.filter(victim=kept).values_list("occurred_at", flat=True)
    made = sorted([*made, *((at.day, "", "") for at in back)])
    assert len(rows) == before  # nothing is lost
    assert [made[index] for index in range(len(made)) if says_nothing_more(made, index)] == []
    assert not any(before[1] == after[1] == "" for before, after in pairwise(made))
