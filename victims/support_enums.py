"""Closed lists of support: the steps of a referral and why each was taken (domain.md 12) [A].

Codes alone. Of therapy the police record that it was offered, referred, waited for, began or ended, and
nothing of what was said there: an answer or a reason that could tell of it has no place in these lists.
"""

from __future__ import annotations

from django.db import models

from victims.enums import Support

# A specially trained officer is police and deployed, not referred to.
REFERRED_TO = tuple(kind for kind in Support if kind is not Support.STO)
# Of these a victim may have several at a time; of every other kind one referral holds all that came of it.
SEVERAL = (Support.BY_AND_FOR, Support.OTHER)
# Support for victims of sexual offences: what the Victims' Code means by a specialist service [A].
SPECIALIST = (
    Support.ISVA,
    Support.CHILD_ISVA,
    Support.IDVA,
    Support.SARC,
    Support.THERAPY,
    Support.BY_AND_FOR,
)


class SupportStep(models.TextChoices):
    """One dated step of a referral. Where it stands is its last standing step."""

    NOT_ASKED = "not_asked", "Not asked yet"
    OFFERED = "offered", "Offered"
    REFUSED = "refused", "Does not want it now"
    AGREED = "agreed", "Agreed to a referral"
    SENT = "sent", "Referral sent"
    DECLINED = "declined", "The service could not take it"
    ACCEPTED = "accepted", "Accepted by the service"
    WAITING = "waiting", "On the service's waiting list"
    STARTED = "started", "Support started"
    ENDED = "ended", "Support ended"


Step = SupportStep
FIRST_STEPS = frozenset({Step.OFFERED, Step.NOT_ASKED})
# What may follow what. Nothing is sent but right after the victim agreed to it, and a "no" is asked about
# again only by a new offer.
SUPPORT_CHANGES: dict[SupportStep, frozenset[SupportStep]] = {
    Step.NOT_ASKED: frozenset({Step.OFFERED}),
    Step.OFFERED: frozenset({Step.AGREED, Step.REFUSED, Step.NOT_ASKED}),
    Step.REFUSED: frozenset({Step.OFFERED}),
    Step.AGREED: frozenset({Step.SENT, Step.REFUSED}),
    Step.SENT: frozenset({Step.ACCEPTED, Step.DECLINED, Step.WAITING, Step.STARTED, Step.ENDED}),
    Step.DECLINED: frozenset({Step.AGREED, Step.OFFERED}),
    Step.ACCEPTED: frozenset({Step.WAITING, Step.STARTED, Step.ENDED}),
    Step.WAITING: frozenset({Step.STARTED, Step.DECLINED, Step.ENDED}),
    Step.STARTED: frozenset({Step.ENDED}),
    Step.ENDED: frozenset({Step.OFFERED}),
}
# The victim waits: the referral went out and support has not begun.
WAITS = (Step.SENT, Step.ACCEPTED, Step.WAITING)
OF_THE_SERVICE = (Step.ACCEPTED, Step.DECLINED, Step.WAITING, Step.STARTED, Step.ENDED)
OF_THE_VICTIM = (Step.AGREED, Step.REFUSED, Step.NOT_ASKED)


class SupportBecause(models.TextChoices):
    """Why a step was taken, where one is asked for. A victim owes nobody a reason."""

    NOT_NOW = "not_now", "Not now"
    HAS_SUPPORT = "has_support", "Has the support they want"
    ANOTHER_KIND = "another_kind", "Would rather have another kind of support"
    PRIVACY = "privacy", "Privacy"
    NOT_SAID = "not_said", "Did not say, and need not"
    UNWELL = "unwell", "Too unwell or distressed to be asked"
    NOT_SAFE = "not_safe", "It was not safe to ask"
    INTERPRETER = "interpreter", "No interpreter yet"
    NOT_REACHED = "not_reached", "They were not reached"
    GUARDIAN = "guardian", "A parent or guardian is to be asked first"
    NO_PLACE = "no_place", "No place"
    CRITERIA = "criteria", "Outside what the service does"
    AREA = "area", "Outside its area"
    CONFLICT = "conflict", "It supports somebody else in the case"
    COMPLETED = "completed", "It came to its end as planned"
    VICTIM_CHOSE = "victim_chose", "The victim chose to end it"
    MOVED = "moved", "The victim moved to another service"
    LOST_TOUCH = "lost_touch", "The service lost touch with the victim"
    SERVICE_ENDED = "service_ended", "The service ended it"


Why = SupportBecause
BECAUSE: dict[SupportStep, tuple[SupportBecause, ...]] = {
    Step.REFUSED: (Why.NOT_SAID, Why.NOT_NOW, Why.HAS_SUPPORT, Why.ANOTHER_KIND, Why.PRIVACY),
    Step.NOT_ASKED: (Why.UNWELL, Why.NOT_SAFE, Why.INTERPRETER, Why.NOT_REACHED, Why.GUARDIAN),
    Step.DECLINED: (Why.NO_PLACE, Why.CRITERIA, Why.AREA, Why.CONFLICT, Why.NOT_REACHED),
    Step.ENDED: (Why.COMPLETED, Why.VICTIM_CHOSE, Why.MOVED, Why.LOST_TOUCH, Why.SERVICE_ENDED),
}


class SupportAnswer(models.TextChoices):
    """What a victim said when support was offered; they may take their time."""

    AGREED = "agreed", "Yes, they agreed to a referral"
    REFUSED = "refused", "No, not now"
    THINKING = "thinking", "They want to think about it"
    NOT_ASKED = "not_asked", "They were not asked yet"


class SupportEndedBecause(models.TextChoices):
    """Why a victim's record is no longer shared with an ISVA [A]: consent taken back is told apart."""

    ENDED = "ended", "The support has ended"
    CONSENT = "consent", "The victim no longer agrees to sharing"
    HANDED_ON = "handed_on", "Another ISVA supports them now"
    ERROR = "error", "It was shared in error"
    MERGED = "merged", "Two records of the victim were merged"
    LEFT = "left", "The ISVA left their post"


# What a person says as they end it: the system says the others.
SAID_BY_POLICE = [
    (one.value, str(one.label))
    for one in SupportEndedBecause
    if one not in (SupportEndedBecause.MERGED, SupportEndedBecause.LEFT)
]
SAID_BY_ISVA = [pair for pair in SAID_BY_POLICE if pair[0] != SupportEndedBecause.ERROR]
