"""What upper apps are told about people (rasso_tracker.hooks)."""

from rasso_tracker.hooks import Hook

# Called as presence_changed(person=, by=, at=, source=, since=, until=) when somebody goes on leave, leaves
# or loses a role: `source` is the id of the row that says so, `since` the first day without them, `until` the
# last one, or None for good.
presence_changed = Hook("somebody cannot be counted on, for some days or for good")
# Called as sight_changed(person=, by=, at=) inside the deed by which a role of somebody ended, or they work
# elsewhere now: of cases that do not name them they may see others than before. Of who leaves, all passes on.
sight_changed = Hook("somebody may see other cases than before")
# Called as person_left(person=, by=, at=) when somebody's access ends at once.
person_left = Hook("somebody's access ended")
