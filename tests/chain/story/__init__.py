"""One case from the report to the answer of a review, told through the services in the order it happens."""

from __future__ import annotations

from collections.abc import Callable

from tests.chain.moments import at, person
from tests.chain.story.cps_reviews import expedite, follow_cps
from tests.chain.story.decisions import (
    acknowledge,
    allocate,
    ask_for_review,
    authorise,
    decide,
    decide_by_document,
    draft_the_letter,
    extend,
    hand_over_letter,
    notify,
    propose,
    propose_at_cps,
    sign_the_letter,
    tell_right,
)
from tests.chain.story.material import (
    device_noticed,
    device_taken,
    material_noticed,
    material_sent,
    plan_counselling,
    plan_material,
)
from tests.chain.story.plans import (
    advised_early,
    answer,
    answer_by_police,
    answer_for_cps,
    close_early_advice,
    complete,
    countersign_and_ask,
    dispute,
    finalise,
    items_of,
    lapse,
    meet,
    not_countersigned,
    reopen_for_cps,
    return_all,
    send,
    sign_off,
    take,
    to_countersign,
    to_cps,
    to_gatekeeper,
    withdraw_for_cps,
    withdraw_plan_for_cps,
    words_by_police,
)
from tests.chain.story.record import Chapter, Story
from tests.chain.story.report import alice_on_leave, born_of, changes_of_people, report
from tests.chain.story.victims import (
    agreed,
    answer_isva,
    arrange,
    arrange_ahead,
    doubt,
    look_back,
    re_engage,
    referred,
    share,
    sto_asked,
    sto_deployed,
    tell_through_isva,
    thinking,
    withdraw,
    worry,
)
from tests.chain.story.work import (
    agree,
    book_ahead,
    book_and_begin,
    follow_up,
    hear,
    limit_nears,
    paste,
    plan_the_case,
    supervise,
)

__all__ = [
    "CHAPTERS",
    "STAGES",
    "Story",
    "acknowledge",
    "alice_on_leave",
    "allocate",
    "answer",
    "ask_for_review",
    "at",
    "authorise",
    "book_ahead",
    "born_of",
    "changes_of_people",
    "complete",
    "decide",
    "decide_by_document",
    "device_noticed",
    "device_taken",
    "dispute",
    "items_of",
    "lapse",
    "material_noticed",
    "material_sent",
    "meet",
    "notify",
    "person",
    "plan_counselling",
    "plan_material",
    "propose",
    "re_engage",
    "report",
    "return_all",
    "send",
    "share",
    "sign_the_letter",
    "tell_right",
    "to_cps",
    "until",
    "whole",
    "withdraw",
]

CHAPTERS: tuple[Chapter, ...] = (
    withdraw,
    re_engage,
    to_gatekeeper,
    sign_off,
    to_cps,
    countersign_and_ask,
    meet,
    lapse,
    take,
    answer,
    return_all,
    complete,
    propose,
    authorise,
    notify,
    tell_right,
    hand_over_letter,
    ask_for_review,
    acknowledge,
    allocate,
    decide,
)


def until(*chapters: Chapter) -> Callable[[str], Story]:
    """A story of these chapters, by its crime reference."""

    def make(crime: str = "13260000001") -> Story:
        story = report(crime=crime)
        for chapter in chapters:
            chapter(story)
        return story

    return make


whole = until(referred, *CHAPTERS)


# A story that stops at each stage at which somebody has something to do.
STAGES: dict[str, Callable[[str], Story]] = {
    "whole": whole,
    "withdrawn": until(plan_material, sto_asked, thinking, withdraw),
    "looked back": until(withdraw, re_engage, look_back),
    "with the gatekeeper": until(plan_counselling, agreed, to_gatekeeper),
    "sent": until(material_noticed, sto_deployed, referred, send),
    "lapsed": until(material_sent, to_cps, dispute, lapse, take),
    "limit near": until(to_cps, plan_the_case, agree, supervise, limit_nears, worry),
    "returned": until(device_noticed, to_cps, return_all),
    "items by police": until(device_taken, send, answer_by_police, answer_for_cps),
    "item withdrawn": until(to_cps, dispute, withdraw_for_cps),
    "plan withdrawn": until(to_cps, withdraw_plan_for_cps),
    "plan finalised": until(to_cps, finalise),
    "plan opened again": until(to_cps, finalise, reopen_for_cps),
    "advised early": until(advised_early),
    "early advice closed": until(advised_early, close_early_advice),
    "by police": until(send, answer_by_police, words_by_police, plan_the_case, paste),
    "to countersign": until(to_countersign),
    "not countersigned": until(to_countersign, not_countersigned),
    "proposed": until(propose),
    "authorised": until(propose, authorise),
    "letter drafted": until(propose, authorise, draft_the_letter),
    "letter signed off": until(propose, authorise, sign_the_letter),
    "notified": until(propose, authorise, notify),
    "told": until(propose, authorise, notify, tell_right),
    "asked": until(propose, authorise, notify, tell_right, ask_for_review),
    "acknowledged": until(propose, authorise, notify, tell_right, ask_for_review, acknowledge),
    "allocated": until(propose, authorise, notify, tell_right, ask_for_review, acknowledge, allocate, extend),
    "in doubt": until(doubt),
    "told by the ISVA": until(tell_through_isva),
    "appointment": until(arrange),
    "appointment ahead": until(arrange_ahead),
    "answered to the ISVA": until(tell_through_isva, answer_isva),
    "clinic ahead": until(book_ahead),
    "clinic begun": until(book_and_begin),
    "clinic heard": until(book_and_begin, hear),
    "clinic followed up": until(book_and_begin, hear, follow_up),
    "proposed by CPS": until(to_cps, meet, propose_at_cps),
    "CPS decision by police": until(to_cps, decide_by_document, follow_cps),
    "charged": until(send, expedite),
}
