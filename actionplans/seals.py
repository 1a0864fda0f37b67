"""The labels under which this app's free text is sealed, and opening many values with one look at the key."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from enum import StrEnum
from typing import Any

from rasso_tracker.vault import case_key, case_keys, seal, unseal


class Label(StrEnum):
    """Stable names: a rename of a table or field never makes a value unreadable."""

    SUBMISSION_NOTE = "actionplans.submission.note"
    FILE_NOTE = "actionplans.filecheck.note"
    FILE_REMARK = "actionplans.filecheck.remark"
    TRIAGE_WORDS = "actionplans.triagereason.words"
    ADVICE_TEXT = "actionplans.advice.text"
    EARLY_ADVICE_WORDS = "actionplans.earlyadviceconsidered.words"
    MEETING_NOTE = "actionplans.jointmeeting.note"
    COUNTERSIGN_WORDS = "actionplans.countersignature.words"
    READING_WORDS = "actionplans.advicereading.words"
    QUESTION_TEXT = "actionplans.advicequestion.text"
    ANSWER_TEXT = "actionplans.adviceanswer.text"
    ITEM_ASKS = "actionplans.actionplanitem.asks"
    ITEM_WHY = "actionplans.actionplanitem.why"
    ITEM_DATE_REASON = "actionplans.itemdate.reason"
    DISPUTE_WORDS = "actionplans.itemdispute.words"
    DISPUTE_ANSWER = "actionplans.disputeanswer.words"
    WITHDRAWN_WORDS = "actionplans.itemwithdrawal.words"
    WITHDRAWN_BACK = "actionplans.itemwithdrawal.back"
    ENDED_WORDS = "actionplans.planending.words"
    ENDED_BACK = "actionplans.planending.back"
    ADVICE_ENDED_WORDS = "actionplans.earlyadviceending.words"
    ADVICE_ENDED_BACK = "actionplans.earlyadviceending.back"
    REOPENED_BECAUSE = "actionplans.planreopening.reason"
    WAIT_WORDS = "actionplans.itemwait.words"
    CHASE_NOTE = "actionplans.itemchase.note"
    ITEM_RETURN_NOTE = "actionplans.actionplanitem.return_note"
    ITEM_CHECK_NOTE = "actionplans.actionplanitem.check_note"
    REVIEW_NOTE = "actionplans.planreview.note"
    DATE_REASON = "actionplans.plandate.reason"
    STRATEGY_LINE = "actionplans.strategyline.words"
    STRATEGY_WHY = "actionplans.strategyline.why"
    STRATEGY_DIGITAL = "actionplans.casestrategy.digital"
    STRATEGY_THIRD_PARTY = "actionplans.casestrategy.third_party"
    STRATEGY_NOTE = "actionplans.strategyreview.note"
    CLINIC_ASKS = "actionplans.clinicbooking.asks"
    CLINIC_NOTE = "actionplans.clinicbooking.note"
    CORRECTION_NOTE = "actionplans.cliniccorrection.note"
    CORRECTION_REASON = "actionplans.cliniccorrection.reason"
    FOLLOW_UP = "actionplans.clinicfollowup.what"
    FOLLOW_UP_DONE = "actionplans.clinicfollowup.done"
    FOLLOW_UP_DONE_BEFORE = "actionplans.followupchange.done"
    FOLLOW_UP_REASON = "actionplans.followupchange.reason"
    PASTED_TEXT = "actionplans.pasteddocument.text"
    PASTED_TYPED = "actionplans.pasteddocument.typed"
    CLIMB_NEXT_ACT = "actionplans.climbanswer.next_act"
    BESIDE_CHARGE = "actionplans.planbesidecharge.reason"
    NEXT_ACT = "actionplans.acknowledgement.next_act"


class Sealer:
    """Seals and opens the texts of one case, with one query for its key."""

    def __init__(self, case_id: uuid.UUID, key: Any = None) -> None:
        self.case_id = case_id
        self._key: Any = key

    @property
    def key(self) -> Any:
        if self._key is None:
            self._key = case_key(self.case_id)
        return self._key

    def seal(self, label: Label, row_id: uuid.UUID, text: str) -> bytes:
        return seal(self.case_id, label, row_id, text, key=self.key)

    def open(self, label: Label, row_id: uuid.UUID, blob: bytes | memoryview | None) -> str:
        return "" if blob is None else unseal(self.case_id, label, row_id, blob, key=self.key)


def sealers(case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Sealer]:
    """One for each case, with one query for all keys: for a page of many cases."""
    return {case_id: Sealer(case_id, key) for case_id, key in case_keys(case_ids).items()}
