"""What upper apps ask to be told of about cases (rasso_tracker.hooks)."""

from dataclasses import dataclass
from datetime import date

from rasso_tracker.hooks import Hook


@dataclass(frozen=True)
class Happened:
    """Something that is on record as having happened on a day: `what` begins a sentence."""

    what: str
    on: date


# Called as milestone_changed(case=, milestone=, by=, at=) after a milestone was recorded or voided.
# `milestone` is None when an allegation was added or edited, so that other milestones bear on its victim now.
milestone_changed = Hook("what is known of the milestones of a case changed")
# Asked as happened_before.asked(case=, day=) before the date of the report is moved later: gives what upper
# apps have on record of the case as having happened before that day (cases.hooks.Happened), earliest each.
happened_before = Hook("what happened before a day")
# Called as report_moved(case=, by=, at=) inside the deed that corrected the date of the report.
report_moved = Hook("the date of the report was corrected")
# Called as victim_added(victim=, at=) inside the deed that added a victim to a case.
victim_added = Hook("a victim was added to a case")
# Called as due_changed(items=, at=, escalated=, passed=) after things owed on a case were raised, moved or
# settled; `escalated` is the items that a review sent up a step at once. `passed` is those that are owed by
# somebody else since, of any cases: the id of each with who owed it until now.
due_changed = Hook("what is owed on a case by a date changed")
# Asked as due_begins.asked(item=, at=) for a due item of a new case before it is written: gives further
# unsaved rows, which the caller writes in the same statement.
due_begins = Hook("what begins with a due item of a new case")
# Called as person_named(case=, person=, by=, at=) inside the deed that gave somebody access by name.
person_named = Hook("somebody was given access to a case by name")
# Asked as hangs_on_suspect.asked(suspect=) before a suspect is voided as a mistake: gives what else rests on
# the record, each in words that stand within a sentence.
hangs_on_suspect = Hook("what rests on the record of a suspect")
# Called as people_changed(case=, former=, by=, at=) inside each deed after which somebody may see the case no
# more; `former` is who was its officer in charge until now, None where that did not change. The rows of
# somebody who leaves pass on by their holdings instead.
people_changed = Hook("who works on a case, or may know of it, changed")
# Called as sto_changed(case=, at=) inside the deed that assigned a specially trained officer to a case.
sto_changed = Hook("who is specially trained officer of a case")
# Called as closing_changed(case=, at=) after the last allegation was closed, or one was opened again.
closing_changed = Hook("a case was closed or opened again")
# Asked as open_beside_charge.asked(case=) before a charge: gives the action plans (cases.rules.OpenPlan) that
# are open; of those issued by the moment of the charge has to be said what becomes of them.
open_beside_charge = Hook("the action plans that are open beside a charge")
# Called as charged_beside(case=, charge=, said=, by=, at=) inside the deed that recorded the charge; `said`
# is cases.rules.SaidOfPlan, one for each of those plans.
charged_beside = Hook("what becomes of the action plans that are open beside a charge")
# Asked as child_victim.asked(victim=, day=) before a charge: gives the victim where they were under 18.
child_victim = Hook("whether a victim was under 18 on a day")
