"""What upper apps ask to be told of about cases (rasso_tracker.hooks)."""

from rasso_tracker.hooks import Hook

# Called as milestone_changed(case=, milestone=, by=, at=) after a milestone was recorded or voided.
# `milestone` is None when an allegation was added or edited, so that other milestones bear on its victim now.
milestone_changed = Hook("what is known of the milestones of a case changed")
# Called as due_changed(items=, at=) after things owed on a case were raised, moved or settled.
due_changed = Hook("what is owed on a case by a date changed")
