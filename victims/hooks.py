"""What upper apps are asked about victims (rasso_tracker.hooks)."""

from rasso_tracker.hooks import Hook

# Called as rights_changed(victim=, at=) inside the deed that records a choice about enhanced rights.
rights_changed = Hook("a victim's choice about enhanced rights")
# Asked as owed_to_victim.asked(victim=) for the sources of due items that end in telling them something.
owed_to_victim = Hook("what a victim is still to be told")
