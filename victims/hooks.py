"""What upper apps are asked about victims (rasso_tracker.hooks)."""

from rasso_tracker.hooks import Hook

# Asked as owed_to_victim.asked(victim=) for the sources of due items that end in telling them something.
owed_to_victim = Hook("what a victim is still to be told")
