"""Through whom word of the case goes once a victim has died, and that it goes to nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.victims.carriers import an_isva
from tests.victims.conftest import on
from victims import services
from victims.enums import CommunicationMethod as Way
from victims.models import Contact
from victims.rules import Reach

WHY = {
    "not_safe": "it would not be safe",
    "declined": "they asked not to be told",
    "no_family": "no close relative is known",
}


def dies(by: Person, victim: Victim, family: str = "to_tell", **given: Any) -> None:
    said = {"under_18": "no", "died_on": on(10).date(), "at": on(11), **given}
    services.record_circumstances(by=by, victim=victim, family=family, **said)


def speaks(by: Person, victim: Victim, **given: Any) -> Any:
    said = {"name": "Pat Speaker", "is_their": "family", "because": "died", "tie": "none", "at": on(12)}
    return services.name_spokesperson(by=by, victim=victim, **{**said, **given})


@pytest.mark.parametrize("family", WHY)
def test_a_family_that_is_not_to_be_told_is_reached_in_no_way(
    family: str, victim: Victim, alice: Person, sign_in: Any
) -> None:
    dies(alice, victim, family)
    said = (
        f"Victim 1 has died, and nobody of their family is to be told: {WHY[family]}. Where that holds no"
        " more, record it first (their circumstances)."
    )
    assert {Reach(alice, victim, on(12)).why_not(way) for way in Way} == {said}
    browser = sign_in(alice)
    body = {"victim": str(victim.pk), "direction": "out", "method": "via_parent", "reached": True}
    body |= {"about": ["update"], "occurred_at": on(12).isoformat()}
    answer = browser.post("/api/v1/contacts/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["fields"]) == (400, {"method": said})
    with pytest.raises(Invalid) as refusal:
        services.record_attempt(by=alice, victim=victim, method="via_parent", at=on(12))
    assert refusal.value.fields == {"method": said}
    # One of them who was in touch all the same is somebody else, until it is recorded that they hear.
    came = {**body, "direction": "in"}
    fault = browser.post("/api/v1/contacts/", came, content_type="application/json").json()["fields"]
    assert fault["method"].startswith(said.removesuffix("."))
    assert fault["method"].endswith(", or choose that somebody else contacted us about the victim.")
    assert not Contact.objects.exists()

    # Before they answered the family was asked: that stays true.
    before = {**body, "occurred_at": on(10, hour=20).isoformat()}
    assert browser.post("/api/v1/contacts/", before, content_type="application/json").status_code == 201
    dies(alice, victim, at=on(14))
    assert not Reach(alice, victim, on(14)).why_not(Way.VIA_PARENT)
    assert Reach(alice, victim, on(13)).why_not(Way.VIA_PARENT) == said


def test_while_a_friend_speaks_for_the_dead_word_goes_through_the_friend(
    victim: Victim, alice: Person
) -> None:
    dies(alice, victim)
    assert not Reach(alice, victim, on(12)).why_not(Way.VIA_PARENT)
    row = speaks(alice, victim, is_their="friend")
    reach = Reach(alice, victim, on(13))
    assert reach.why_not(Way.VIA_PARENT).startswith("No parent or guardian of Victim 1 is on record")
    assert reach.why_not(Way.VIA_SPOKESPERSON) == ""
    said = "Victim 1 has died: speak with whoever speaks for them, and choose that way."
    assert reach.why_not(Way.PHONE) == said
    services.end_spokesperson(by=alice, spokesperson=row, at=on(14))
    speaks(alice, victim, at=on(15))
    assert not Reach(alice, victim, on(16)).why_not(Way.VIA_PARENT)


def test_no_family_is_asked_before_the_death(victim: Victim, alice: Person) -> None:
    dies(alice, victim)
    assert Reach(alice, victim, on(9)).why_not(Way.VIA_PARENT).startswith("No parent or guardian")


def test_of_the_dead_for_whom_nobody_speaks_each_refusal_says_what_to_record_first(
    victim: Victim, alice: Person, sam: Person
) -> None:
    dies(alice, victim)
    for way in (Way.PHONE, Way.IN_PERSON_HOME, Way.VIDEO):
        said = Reach(alice, victim, on(12)).why_not(way)
        assert said.startswith("Victim 1 has died, and nobody is on record who speaks for them.")
        assert "record first who speaks for them" in said
    row = speaks(alice, victim, tie="household")
    waits = "A supervisor has not agreed yet to the spokesperson of Victim 1."
    assert Reach(alice, victim, on(12)).why_not(Way.PHONE) == f"Victim 1 has died. {waits}"
    assert Reach(alice, victim, on(12)).why_not(Way.VIA_PARENT) == waits
    services.agree_spokesperson(by=sam, spokesperson=row, words="She left him.", at=on(13))
    assert Reach(alice, victim, on(14)).why_not(Way.PHONE).endswith("and choose that way.")


def test_only_through_their_isva_binds_nobody_who_speaks_for_the_dead(
    victim: Victim, alice: Person, dora: Person, sign_in: Any
) -> None:
    an_isva(alice, victim, dora)
    only = {"preferred_method": "via_isva", "only_through": "isva"}
    services.record_contact_details(by=alice, victim=victim, at=on(9), **only)
    speaks(alice, victim, because="asked", at=on(9))
    closed = "Victim 1 wants no direct contact: reach them only through their ISVA."
    assert Reach(alice, victim, on(10)).why_not(Way.VIA_SPOKESPERSON).startswith(closed)
    warning = "No direct contact: only through their ISVA"
    paths = (f"/victims/{victim.pk}/", f"/victims/{victim.pk}/contacts/new/")
    shown = [sign_in(alice).get(path).content.decode() for path in paths]
    dies(alice, victim)
    assert not Reach(alice, victim, on(12)).why_not(Way.VIA_SPOKESPERSON)
    body = {"victim": str(victim.pk), "direction": "out", "method": "via_spokesperson", "reached": True}
    body |= {"about": ["update"], "occurred_at": on(12).isoformat()}
    assert sign_in(alice).post("/api/v1/contacts/", body, content_type="application/json").status_code == 201
    after = [sign_in(alice).get(path).content.decode() for path in paths]
    assert [warning in page for page in (*shown, *after)] == [True, True, False, False]
