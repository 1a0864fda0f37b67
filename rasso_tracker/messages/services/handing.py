"""On rest days due work goes to the team: whoever is on duty today hears in the place of who rests.

The message itself stays with its recipient, and waits for the start of their duty unless it was dealt with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import london_date
from rasso_tracker.duty.facts import Duty
from rasso_tracker.duty.reading import duties_of
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import colleagues
from rasso_tracker.messages.enums import EmailState, Urgency
from rasso_tracker.messages.models import Message, MessageQuerySet
from rasso_tracker.messages.services.raising import FIRST_STATE, message_id_header, post
from rasso_tracker.people.access import system
from rasso_tracker.people.cover import Rota, in_post, rota_on
from rasso_tracker.people.models import Person

_Told = tuple[UUID, str, UUID]  # recipient, kind, subject
LONGEST_CHAIN = 5  # supervisors who rest too


@dataclass(frozen=True)
class _Colleague:
    person: Person
    why: str


def hand_on(*, at: datetime) -> int:
    """Tell the colleagues on duty of what waits for people who rest today, once a day for each notice.

    Who covers comes first, then the team's people on duty, then the supervisor and theirs; all may know of
    the case. With nobody of them on duty today it waits, for the first of them or for the recipient,
    whoever comes on duty sooner. Returns how many messages were written.
    """
    with system("what waits for people who rest goes to their team"), open_door("hand_on"):
        today = london_date(at)
        waiting = _waiting(today)
        people = list(Person.objects.filter(pk__in=waiting.values("recipient")))
        duties = duties_of(people, today)
        resting = [person for person in people if duties[person.pk].rests(at)]
        if not resting:
            return 0
        rows = list(
            waiting.filter(recipient__in=resting)
            .select_related("recipient")
            .select_for_update(no_key=True, of=("self",), skip_locked=True)
        )
        found = _Chain(resting, duties, at).colleagues()
        messages = _copies(rows, found, duties, at)
        post(messages)
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(handed_on=today)
        if messages:
            record(by=None, action=Action.MESSAGES_POSTED, subjects=[message.pk for message in messages])
        return len(messages)


def _waiting(today: date) -> MessageQuerySet:
    """What was not handed on today: held for a digest, or about to be sent at once."""
    unsent = Q(email_state=EmailState.HELD) | Q(email_state=EmailState.PENDING, urgency=Urgency.NOW)
    fresh = Q(handed_on__isnull=True) | Q(handed_on__lt=today)
    return Message.objects.filter(unsent, fresh, handled_at__isnull=True, on_behalf_of__isnull=True)


def _copies(
    rows: Iterable[Message],
    found: Mapping[UUID, list[_Colleague]],
    duties: Mapping[UUID, Duty],
    at: datetime,
) -> list[Message]:
    """One for each colleague and subject: nobody is told again of what they were told themselves, or of what
    two of the team owe who both rest; but a higher step that goes at once is.
    """
    rows = sorted(rows, key=lambda row: -row.rank)
    pairs = [(row.case_id, one.person) for row in rows for one in found[row.recipient_id] if row.case_id]
    allowed = colleagues.may_know(pairs)
    heard = _heard(rows, found)
    copies = []
    for row in rows:
        for one in found[row.recipient_id]:
            told = (one.person.pk, row.kind, row.subject_id)
            knows = heard.get(told, -1) >= (row.rank if row.urgency == Urgency.NOW else 0)
            if not knows and (row.case_id is None or (row.case_id, one.person.pk) in allowed):
                copies.append(_copy(row, one, at))
                heard[told] = row.rank
    return copies


def _heard(rows: list[Message], found: Mapping[UUID, list[_Colleague]]) -> dict[_Told, int]:
    """The highest step that each colleague was told of already, by what it is about, and still stands."""
    standing = Message.objects.filter(
        subject_id__in={row.subject_id for row in rows},
        recipient__in={one.person.pk for of in found.values() for one in of},
        handled_at__isnull=True,
    ).values_list("recipient_id", "kind", "subject_id", "rank")
    heard: dict[_Told, int] = {}
    for recipient, kind, subject, rank in standing:
        heard[recipient, kind, subject] = max(rank, heard.get((recipient, kind, subject), -1))
    return heard


def _copy(row: Message, colleague: _Colleague, at: datetime) -> Message:
    fields = ("kind", "source", "case_id", "subject_id", "reference", "due_on", "ends_when", "path")
    person, urgency = colleague.person, Urgency(row.urgency)
    copy = Message(
        id=uuid7(),
        recipient=person,
        on_behalf_of=row.recipient,
        headline=f"For {row.recipient.name}, on a rest day: {row.headline}"[:200],
        why=colleague.why,
        urgency=urgency,
        rank=row.rank,
        raised_for=row.raised_for,
        created_at=at,
        email_state=FIRST_STATE[urgency] if person.email else EmailState.NONE,
        **{name: getattr(row, name) for name in fields},
    )
    copy.message_id_header = message_id_header(copy.id)
    return copy


class _Chain:
    """Who hears in the place of each of some people who rest, asked for all of them together."""

    def __init__(self, resting: list[Person], duties: Mapping[UUID, Duty], at: datetime) -> None:
        self.resting, self.at, self.today = resting, at, london_date(at)
        self.rota: Rota = rota_on(self.today)
        self.people = self._everybody()
        self.duties = {**duties_of(self.people.values(), self.today), **duties}

    def _everybody(self) -> dict[UUID, Person]:
        serving = Person.objects.filter(in_post(self.today), kind="person")
        covers = {pk for person in self.resting for pk in self.rota.line(person.pk)}
        near = Q(pk__in=covers)
        for person in self.resting:
            near |= _team_of(person)
        found = {person.pk: person for person in serving.filter(near)}
        above = {person.supervisor_id for person in self.resting}
        for _ in range(LONGEST_CHAIN):
            if missing := above - set(found) - {None}:
                found.update(serving.in_bulk(missing))
            above = {found[pk].supervisor_id for pk in above if pk in found}
        return found

    def colleagues(self) -> dict[UUID, list[_Colleague]]:
        found: defaultdict[UUID, list[_Colleague]] = defaultdict(list)
        for person in self.resting:
            found[person.pk] = self._for(person)
        return found

    def _for(self, person: Person) -> list[_Colleague]:
        covering = [self.people[pk] for pk in self.rota.line(person.pk)[:-1] if pk in self.people]
        if at_work := [one for one in covering if self.rota.is_at_work(one)]:
            return [_Colleague(at_work[0], f"You cover for {person.name}, who is on a rest day.")]
        team = [one for one in self.people.values() if one.pk != person.pk and _same_team(one, person)]
        if on_duty := [one for one in team if not self.duties[one.pk].rests(self.at)]:
            why = f"{person.name} is on a rest day, and you are on duty in the same team."
            return [_Colleague(one, why) for one in on_duty]
        return self._above(person)

    def _above(self, person: Person) -> list[_Colleague]:
        """The next supervisor up who is on duty today. Of somebody with no duty for two weeks: the next in
        post.
        """
        long_gone = self.duties[person.pk].next_shift(self.at) is None
        one = self.people.get(person.supervisor_id) if person.supervisor_id else None
        for _ in range(LONGEST_CHAIN):
            if one is None or long_gone or not self.duties[one.pk].rests(self.at):
                break
            one = self.people.get(one.supervisor_id) if one.supervisor_id else None
        if one is None:
            return []
        why = f"{person.name} is on a rest day, nobody of the team is on duty, and you supervise them."
        return [_Colleague(one, why)]


def _team_of(person: Person) -> Q:
    """Filter of Person: who works beside somebody; where there is no team or unit, who holds their post."""
    if person.team_id:
        return Q(team=person.team_id)
    if person.cps_unit_id:
        return Q(cps_unit=person.cps_unit_id)
    return Q(post=person.post, district=person.district_id, team__isnull=True, cps_unit__isnull=True)


def _same_team(one: Person, person: Person) -> bool:
    if person.team_id:
        return one.team_id == person.team_id
    if person.cps_unit_id:
        return one.cps_unit_id == person.cps_unit_id
    place = (one.post, one.district_id, one.team_id, one.cps_unit_id)
    return place == (person.post, person.district_id, None, None)
