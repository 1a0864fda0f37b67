"""What a death changes of what is owed, worked out anew inside each deed that bears on it.

What is done for the victim alone ends: needs, support, asking again. Word of the case goes on to whoever
speaks for them; until somebody does, the family is to be asked; where nobody is told, nothing is owed.
"""

from __future__ import annotations

from datetime import datetime

from cases.models import DueItem, Victim
from cases.services import raise_due, settle_due
from rasso_tracker.clocks import ClockCode, deadline
from rasso_tracker.people.models import Person
from victims.bereaved import DIED, Hearer, death_of, hearer_of, to_update, whom
from victims.enums import DueCode
from victims.hooks import hearer_changed, owed_to_victim
from victims.owning import contact_owner
from victims.services.alerts import restate_checks
from victims.services.appointments import call_off_after_death
from victims.services.events import restate_events
from victims.services.marks import restate_marks
from victims.services.material import restate_returns
from victims.services.recontact import restate_recontact
from victims.services.record import restate_needs
from victims.services.support_due import restate_support

# How such a line begins: who asked something is not who is told.
TELLS = ("Tell", "Check that CPS has told", "See that", "Complete a review and tell")


def restate_bereaved(victim: Victim, before: Hearer, by: Person, at: datetime) -> None:
    """Who hears may have changed from `before`. Nothing is touched of a victim who lives and lived."""
    who = hearer_of(victim, at)
    if (before is Hearer.VICTIM) != (who is Hearer.VICTIM):  # a death was recorded, or taken back
        restate_needs(victim, at)
        restate_support(victim, at)
        restate_recontact(victim.case, victim, at)
        restate_checks(victim, at)
        death = death_of(victim)
        if death is not None and death.died_on is not None:
            call_off_after_death(victim, death.died_on, by, at)
    if before is not who:
        _restate_update(victim, who, at)
        restate_events(victim, who, by, at)
        restate_returns(victim, who, at)
        _restate_word(victim, before, who, at)
        hearer_changed(victim=victim, by=by, at=at)
        restate_marks(victim, at)  # a way that is planned may be closed now, or open again


def _restate_word(victim: Victim, before: Hearer, who: Hearer, at: datetime) -> None:
    """What is owed above this app that ends in telling them something names whoever hears it now."""
    said, says = whom(victim, before), whom(victim, who)
    owed = DueItem.objects.filter(source__in=owed_to_victim.asked(victim=victim), settled_at__isnull=True)
    for item in owed.select_related("owner"):
        for verb in TELLS:
            if f"{item.what} ".startswith(f"{verb} {said} "):  # the words may end with them
                raise_due(
                    case=victim.case,
                    source=item.source,
                    code=item.code,
                    what=item.what.replace(said, says, 1),
                    due_on=item.due_on,
                    owner=item.owner,
                    of_team=item.owner_id is None,
                    rule=item.rule,
                    started_on=item.started_on,
                    at=at,
                )


def _restate_update(victim: Victim, who: Hearer, at: datetime) -> None:
    """The day of an update that is owed stays, whoever hears it; where none was owed it is the clock's."""
    if who is Hearer.NOBODY:
        settle_due(source=victim.pk, code=DueCode.VICTIM_UPDATE.value, at=at, fell_away=DIED)
        return
    owed = DueItem.objects.filter(
        source=victim.pk, code=DueCode.VICTIM_UPDATE, settled_at__isnull=True
    ).first()
    clock = deadline(ClockCode.VICTIM_UPDATE, at)
    raise_due(
        case=victim.case,
        source=victim.pk,
        code=DueCode.VICTIM_UPDATE.value,
        what=to_update(victim, who),
        due_on=owed.due_on if owed else clock.due_on,
        owner=contact_owner(victim),
        rule=owed.rule if owed else ClockCode.VICTIM_UPDATE.value,
        started_on=owed.started_on if owed else clock.start_on,
        at=at,
    )
