"""What is owed to a victim and is to be checked first: in doubt, or planned by a way that is closed, or
through somebody who is not there any more.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.models import Victim
from cases.services import mark_checked, mark_to_check
from victims.enums import CommunicationMethod
from victims.hooks import owed_to_victim, ways_planned
from victims.models import ContactAlert, EventTelling, JointAppointment, SupportReferral, Withdrawal
from victims.rules import Reach


def owed_to(victim: Victim) -> list[UUID]:
    """The sources of everything that is still to be told to this victim, of this app and those above."""
    withdrawn = Withdrawal.objects.filter(victim=victim).values_list("pk", flat=True)
    events = EventTelling.objects.filter(victim=victim).values_list("pk", flat=True)
    referred = SupportReferral.objects.filter(victim=victim).values_list("pk", flat=True)
    met = JointAppointment.objects.filter(victim=victim, ended_at__isnull=True).values_list("pk", flat=True)
    return [victim.pk, *withdrawn, *events, *referred, *met, *owed_to_victim.asked(victim=victim)]


def restate_marks(victim: Victim, at: datetime) -> None:
    """Take the marks away once no alert is open, but from what is planned by a way that is closed still: that
    is marked until it is planned anew or called off. Inside each deed that changes how they may be reached,
    or such a plan.
    """
    if ContactAlert.objects.filter(victim=victim, confirmed_at__isnull=True).exists():
        return
    reach = Reach(None, victim, at)
    met = JointAppointment.objects.filter(victim=victim, ended_at__isnull=True).values_list("pk", "method")
    planned = [*met, *ways_planned.asked(victim=victim)]
    closed = {source for source, way in planned if reach.why_not(CommunicationMethod(way))}
    mark_checked(sources=[one for one in owed_to(victim) if one not in closed])
    mark_to_check(sources=closed)
