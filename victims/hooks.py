"""What upper apps are asked about victims (rasso_tracker.hooks)."""

from dataclasses import dataclass
from datetime import datetime

from rasso_tracker.clocks import Deadline
from rasso_tracker.hooks import Hook

# Called as rights_changed(victim=, at=) inside the deed that records a choice about enhanced rights.
rights_changed = Hook("a victim's choice about enhanced rights")
# Called as engagement_changed(case=, victim=, by=, at=) inside the deed that records or voids a withdrawal
# or a re-engagement.
engagement_changed = Hook("whether a victim takes part")
# Called as hearer_changed(victim=, by=, at=) inside the deed after which somebody else hears what is owed to
# a victim: they died, or that was taken back, or who speaks for them changed.
hearer_changed = Hook("who hears what is owed to a victim")
# Asked as owed_to_victim.asked(victim=) for the sources of due items that end in telling them something.
owed_to_victim = Hook("what a victim is still to be told")

# Asked as ways_planned.asked(victim=) for (source of the due item, way) of each plan to tell them something.
ways_planned = Hook("by which ways a victim is to be told")

# Asked as untold_for_good.asked(victim=, at=) for a sentence on why nobody is to tell them.
untold_for_good = Hook("that it is settled that nobody tells a victim of a decision")

# Asked as seen_alive.asked(victim=) for (day, what they did) of what shows the victim themselves in touch.
seen_alive = Hook("when a victim was in touch themselves")


@dataclass(frozen=True)
class DecisionWord:
    """What the ISVA of a victim may know of one decision: that it is expected and by when, or when they were
    told. What was decided is not in it. `due` is by when it is expected or they are told, `on` is when it
    was made and `told_at` when the victim was told.
    """

    what: str
    due: Deadline | None = None
    on: datetime | None = None
    told_at: datetime | None = None
    href: str = ""


# Asked as client_decisions.asked(victim=) for a list of DecisionWord.
client_decisions = Hook("decisions that a victim's ISVA may know of")
