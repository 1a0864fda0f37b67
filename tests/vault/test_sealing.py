"""What is sealed opens only as what it was sealed as."""

from __future__ import annotations

import base64

import pytest
from django.test import override_settings

from rasso_tracker.audit.doors import open_door
from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import system
from rasso_tracker.vault import blind_index, new_case_key, rewrap_all, seal, unseal
from rasso_tracker.vault.models import DataKey
from rasso_tracker.vault.sealing import CannotUnseal, _ring
from tests.stories import story


@story
def case_id(db: None) -> object:
    one = uuid7()
    with open_door("test"):
        new_case_key(one).save(force_insert=True)
    return one


def test_a_sealed_text_opens_as_itself(case_id: object) -> None:
    row = uuid7()
    for text in ("Zoë O’Hara", "", "x" * 10_000):
        assert unseal(case_id, "victim.name", row, seal(case_id, "victim.name", row, text)) == text


def test_the_same_text_is_never_sealed_alike(case_id: object) -> None:
    row = uuid7()
    assert seal(case_id, "victim.name", row, "Ann") != seal(case_id, "victim.name", row, "Ann")


def test_a_value_moved_to_another_row_column_or_case_does_not_open(case_id: object) -> None:
    row, other = uuid7(), uuid7()
    blob = seal(case_id, "victim.name", row, "Ann")
    with open_door("test"):
        new_case_key(other).save(force_insert=True)
    for case, label, place in (
        (case_id, "victim.name", other),
        (case_id, "victim.phone", row),
        (other, "victim.name", row),
    ):
        with pytest.raises(CannotUnseal):
            unseal(case, label, place, blob)


def test_a_changed_byte_does_not_open(case_id: object) -> None:
    row = uuid7()
    blob = bytearray(seal(case_id, "victim.name", row, "Ann"))
    blob[-1] ^= 1
    with pytest.raises(CannotUnseal):
        unseal(case_id, "victim.name", row, bytes(blob))


def test_a_new_key_of_the_ring_wraps_every_data_key_and_nothing_sealed_changes(case_id: object) -> None:
    row = uuid7()
    blob = seal(case_id, "victim.name", row, "Ann")
    second = base64.b64encode(b"2" * 32).decode()
    from django.conf import settings

    with override_settings(RASSO_KEYS=f"{settings.RASSO_KEYS},2:{second}"):
        _ring.cache_clear()
        with open_door("test"), system("rotation"):
            assert rewrap_all() == 1
        with override_settings(RASSO_KEYS=f"2:{second}"):
            _ring.cache_clear()
            assert unseal(case_id, "victim.name", row, blob) == "Ann"
            assert DataKey.objects.get(case_id=case_id).ring_version == 2
    _ring.cache_clear()


def test_the_blind_index_ignores_case_accents_and_marks() -> None:
    assert blind_index("surname", "O'Hara-Smith") == blind_index("surname", "o hara  SMITH")
    assert blind_index("surname", "Zoë") == blind_index("surname", "Zoe")
    assert blind_index("surname", "Zoe") != blind_index("name", "Zoe")
