"""What the page of a submission shows of advice: versions, what was done with them, questions, contacts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from actionplans.models import (
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    AdviceReading,
    Climb,
    ClinicBooking,
    Countersignature,
    JointMeeting,
    Submission,
)
from actionplans.models.acts import WHO_OF_CPS
from actionplans.seals import Label, Sealer
from actionplans.services.countersigning import AGAIN_DUE, COUNTERSIGN_DUE, named_to_countersign
from actionplans.services.questions import QUESTION
from cases.deadlines import deadline_of
from cases.models import Case, DueItem
from cases.services.access import named_people
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.cover import in_post, rota_on
from rasso_tracker.people.enums import Agency, Post
from rasso_tracker.people.models import Person


def _by(rows: Iterable[Any], name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _link(person: Person, deed: str, row: Any, offered: bool) -> str:
    return reverse(deed, args=[row.pk]) if offered and person.role.may(deed) else ""


def advice_rows(about: Submission | ClinicBooking, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """Every version, newest first, with its countersignatures and what the officers did with it."""
    field = "submission" if isinstance(about, Submission) else "booking"
    of = {f"advice__{field}": about}
    signed = _by(
        Countersignature.objects.filter(**of).select_related("lawyer", "entered_by", *WHO_OF_CPS), "advice_id"
    )
    read = _by(AdviceReading.objects.filter(**of).select_related("read_by"), "advice_id")
    rows = Advice.objects.filter(**{field: about}).select_related("author", "entered_by", *WHO_OF_CPS)
    shown = [_version(one, signed[one.pk], read[one.pk], person, sealer) for one in rows.order_by("-version")]
    standing = [one for one in shown if one["row"].superseded_at is None]
    for one in standing[1:]:
        one["replaced_by"], one["waits_for_second"] = standing[0]["row"], False
        if person.agency == Agency.CPS:
            one["countersign"] = ""
    owing = [one for one in shown if one["waits_for_second"] or one["refused"]]
    climbs = _climbs_of(about.case, person) if owing else {}
    for one in owing:
        one |= _owed(climbs.get(one["row"].pk))
    if about.case.restricted and any(one["waits_for_second"] for one in shown):
        able = named_to_countersign(about.case, now())
        for one in shown:
            one["nobody_signs"] = one["waits_for_second"] and not able - {one["row"].author_id}
    return shown


def _climbs_of(case: Case, person: Person) -> dict[UUID, Climb]:
    """By version of advice on the case, the date that climbs of what CPS owes of it."""
    rows = Climb.objects.visible_to(person).filter(
        case=case, code__in=[COUNTERSIGN_DUE, AGAIN_DUE], superseded_at__isnull=True
    )
    return {one.item.source: one for one in rows.select_related("item")}


def _owed(climb: Climb | None) -> dict[str, Any]:
    """By when its countersignature or another version is owed, the step that this stands on, and its page,
    which says who owes it and whom each step reached.
    """
    if climb is None:
        return {}
    again = climb.code == AGAIN_DUE
    return {
        "again_by" if again else "second_by": deadline_of(climb.item),
        "step": climb.step,
        "owed_href": reverse("due_item_detail", args=[climb.item_id]),
    }


def _version(
    one: Advice, signed: list[Countersignature], read: list[AdviceReading], person: Person, sealer: Sealer
) -> dict[str, Any]:
    stands = one.superseded_at is None
    second = next((row for row in signed if row.superseded_at is None), None)
    waits = one.countersign_wanted and second is None
    return {
        "row": one,
        "text": sealer.open(Label.ADVICE_TEXT, one.pk, one.text_sealed),
        "waits_for_second": stands and waits,
        "refused": stands and second is not None and not second.holds,
        "nobody_signs": False,
        "again_by": None,
        "step": None,
        "owed_href": "",
        "second_by": None,
        "replaced_by": None,
        "unread": stands and not read,
        "signed": [
            {
                "row": row,
                "words": sealer.open(Label.COUNTERSIGN_WORDS, row.pk, row.words_sealed),
                "confirm": _link(person, "confirm_countersignature", row, row.awaits_cps),
            }
            for row in signed
        ],
        "readings": [
            {"row": row, "words": sealer.open(Label.READING_WORDS, row.pk, row.words_sealed)} for row in read
        ],
        "confirm": _link(
            person, "confirm_advice", one, one.awaits_cps and person.role.may("confirm_cps_act")
        ),
        "countersign": _link(
            person, "countersign_advice", one, stands and waits and one.author_id != person.pk
        ),
        "read": _link(person, "record_advice_read", one, stands),
    }


def question_rows(submission: Submission, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """Questions, newest first, each with its clock and its answers."""
    who = ("said_by", "entered_by", *WHO_OF_CPS)
    answers = _by(
        AdviceAnswer.objects.filter(question__submission=submission).select_related(*who),
        "question_id",
    )
    rows = AdviceQuestion.objects.filter(submission=submission).select_related(*who)
    items = DueItem.objects.filter(case=submission.case_id, code=QUESTION, settled_at__isnull=True)
    owed = {one.source: one for one in items}
    cps = person.agency == Agency.CPS
    return [
        {
            "row": one,
            "text": sealer.open(Label.QUESTION_TEXT, one.pk, one.text_sealed),
            "deadline": deadline_of(owed[one.pk]) if one.pk in owed else None,
            "confirm": _link(person, "confirm_question", one, one.awaits_cps),
            "answer": _link(
                person, "answer_question", one, one.is_waiting and not (cps and one.asked_of == "police")
            ),
            "answers": [
                {
                    "row": row,
                    "text": sealer.open(Label.ANSWER_TEXT, row.pk, row.text_sealed),
                    "confirm": _link(person, "confirm_answer", row, row.awaits_cps),
                }
                for row in answers[one.pk]
            ],
        }
        for one in rows.order_by("-said_at", "-id")
    ]


def meeting_rows(submission: Submission, sealer: Sealer) -> list[dict[str, Any]]:
    rows = JointMeeting.objects.filter(submission=submission).select_related("investigator", "recorded_by")
    return [
        {"row": one, "note": sealer.open(Label.MEETING_NOTE, one.pk, one.note_sealed)}
        for one in rows.order_by("-recorded_at", "-id")
    ]


def contacts(submission: Submission, advice: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    """Whom to ring or write to on each side today, those on leave with who answers for them; of a restricted
    case nobody but those whom it names.
    """
    today = london_date(at)
    case = submission.case
    known = {one.pk for one in named_people(case)} if case.restricted else None
    lawyers = {one["row"].author_id for one in advice} | set(
        submission.triages.values_list("lawyer", flat=True)
    )
    officer = case.officer_in_charge
    police_ids = {officer.pk, officer.supervisor_id}
    found = Person.objects.filter(in_post(today)).in_bulk(
        [pk for pk in {*lawyers, *police_ids} if pk is not None]
    )
    among = Q() if known is None else Q(pk__in=known)
    keepers = Person.objects.filter(in_post(today), among, post=Post.GATEKEEPER).order_by("name")[:3]
    managers = Person.objects.filter(
        in_post(today), among, post=Post.LEGAL_MANAGER, cps_unit=submission.cps_unit_id
    ).order_by("name")[:2]
    rota = rota_on(today)
    standing_in = Person.objects.in_bulk(rota.stand_ins())

    def may_know(one: Person) -> bool:
        return known is None or one.pk in known

    def cover(one: Person) -> Person | None:
        found = rota.answering_for(one, standing_in)
        return found if found is not None and found.pk != one.pk and may_know(found) else None

    def lines(pairs: Iterable[tuple[str, Person | None]]) -> list[dict[str, Any]]:
        return [
            {"what": what, "person": one, "cover": cover(one), "away": one.pk in rota.away}
            for what, one in pairs
            if one is not None and may_know(one)
        ]

    return {
        "police": lines(
            [
                ("Officer in charge", found.get(officer.pk)),
                ("Supervisor", found.get(officer.supervisor_id)),
                *(("Gatekeeper", one) for one in keepers),
            ]
        ),
        "cps": lines(
            [
                *(("Lawyer on this submission", found.get(pk)) for pk in sorted(filter(None, lawyers))),
                *(("Legal manager", one) for one in managers),
            ]
        ),
    }
