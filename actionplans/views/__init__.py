"""The lists of plans and of submissions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from actionplans.enums import CLOSED_PLANS, PlanStatus, SubmissionKind, SubmissionStatus
from actionplans.home.plans import in_time
from actionplans.models import ActionPlan, Submission
from actionplans.shown import PLAN_FIELDS, plan_row
from actionplans.shown.submissions import submission_deadline
from actionplans.turns import days_of_rounds
from cases.enums import CLOSED_STAGES
from rasso_tracker.audit import Action
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.places import districts
from rasso_tracker.web.fields import choices_of, field_of
from rasso_tracker.web.lists import FilterForm, Listing, Order


class DistrictFilter(FilterForm):
    district = forms.ChoiceField(label="District", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = found = districts()
        field_of(self, "district", forms.ChoiceField).choices = [
            ("", "Every district"),
            *((one.code, one.name) for one in found),
        ]
        self.ids = {one.code: one.pk for one in found}

    def chosen(self) -> dict[str, Any]:
        """The district as its id: the planner then sees at once when it is not the person's own."""
        return {**(found := super().chosen()), "district": self.ids.get(found["district"])}


class PlanFilter(DistrictFilter):
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            ("", "Every status"),
            ("open", "Open"),
            ("in_time", "Open, and no date has passed"),
            *PlanStatus.choices,
        ],
    )
    side = forms.ChoiceField(
        label="Next move",
        required=False,
        choices=[
            ("", "Either side"),
            ("police", "Police"),
            ("police_late", "Police, past the target date"),
            ("cps", "CPS"),
        ],
    )


class PlanList(Listing):
    name = "action_plan_list"
    path = "action-plans/"
    title = "Action plans"
    template = "actionplans/plan_list.html"
    model = ActionPlan
    part = Part.PLANS
    fields: ClassVar[tuple[str, ...]] = PLAN_FIELDS
    orders: ClassVar[tuple[Order, ...]] = (
        Order("urgency", "Step", "urgency", nullable=True),
        Order("review", "Review", "review_on"),
        Order("target", "Target", "target_on"),
    )
    filters: ClassVar[type[FilterForm] | None] = PlanFilter
    action = Action.PLANS_LISTED
    steady = True
    empty = "No action plans match. Clear the filters, or wait for CPS to issue one."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if chosen["district"]:
            branch = branch.filter(case__district=chosen["district"])
        if chosen["status"] == "open":
            branch = branch.filter(closed_at__isnull=True)
        elif chosen["status"] == "in_time":
            branch = in_time(branch, now())
        elif chosen["status"]:
            branch = branch.filter(status=chosen["status"])
        if chosen["side"] in ("police", "police_late"):
            branch = branch.filter(items_open__gt=0).exclude(status__in=CLOSED_PLANS)
        if chosen["side"] == "police_late":
            branch = branch.filter(target_on__lt=london_date(now()))
        elif chosen["side"] == "cps":
            branch = branch.filter(items_open=0).exclude(status__in=CLOSED_PLANS)
        return branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return plan_row(record, self.at)

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": self.at}

    def __init__(self, request: HttpRequest) -> None:
        self.at = now()
        super().__init__(request)


class SubmissionFilter(DistrictFilter):
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Every status"), *SubmissionStatus.choices]
    )
    kind = forms.ChoiceField(
        label="Asked for", required=False, choices=[("", "Everything"), *SubmissionKind.choices]
    )
    answer = forms.ChoiceField(
        label="Answer",
        required=False,
        choices=[
            ("", "Waiting or answered"),
            ("waiting", "CPS has not answered"),
            ("late", "CPS has not answered, and the date has passed"),
        ],
    )

    def words(self) -> str:
        """What is shown and in which order, in a sentence."""
        status, kind, answer = (dict(choices_of(self, name)) for name in ("status", "kind", "answer"))
        chosen, place = super(DistrictFilter, self).chosen(), {one.code: one.name for one in self.places}
        said = [
            place.get(chosen["district"] or "", "Every district"),
            str(status[chosen["status"] or ""]).lower(),
            f"asked for: {str(kind[chosen['kind'] or '']).lower()}",
            str(answer[chosen["answer"] or ""]).replace("Waiting", "waiting"),
        ]
        return ", ".join(said)


class SubmissionList(Listing):
    """What was sent to CPS; for a lawyer the unit's triage list. What CPS has not answered comes first, the
    longest waiting of it on top.
    """

    name = "submission_list"
    path = "submissions/"
    title = "Submissions to CPS"
    template = "actionplans/submission_list.html"
    model = Submission
    part = Part.CPS
    fields = (
        "id",
        "case__reference",
        "case__restricted",
        "case__district__name",
        "case__stage",
        "cps_unit__name",
        "round",
        "kind",
        "status",
        "submitted_at",
        "due_on",
        "answered_at",
        "waiting_since",
    )
    orders = (
        Order("waiting", "Status", "waiting_since", nullable=True),
        Order("due", "Answer due", "due_on"),
        Order("submitted", "Submitted", "submitted_at", descending=True),
    )
    filters = SubmissionFilter
    steady = True
    empty = "No submissions match. Clear the filters, or submit a case from its page."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if chosen["district"]:
            branch = branch.filter(case__district=chosen["district"])
        for name in ("status", "kind"):
            if chosen[name]:
                branch = branch.filter(**{name: chosen[name]})
        if chosen["answer"]:  # a closed case waits for no answer
            branch = branch.filter(waiting_since__isnull=False).exclude(case__stage__in=CLOSED_STAGES)
        if chosen["answer"] == "late":
            branch = branch.filter(due_on__lt=london_date(now()))
        return branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "kind_label": SubmissionKind(record["kind"]).label,
            "status_label": SubmissionStatus(record["status"]).label,
            "closed": record["case__stage"] in CLOSED_STAGES,
            "deadline": submission_deadline(record["kind"], record["due_on"], record["submitted_at"]),
        }

    def extra(self, person: Person) -> dict[str, Any]:
        at = now()
        words = self.filter_form.words() if isinstance(self.filter_form, SubmissionFilter) else ""
        first = "Those that CPS has not answered come first, the longest waiting on top."
        return {
            "at": at,
            "days": days_of_rounds([row["id"] for row in self.rows], at),
            "shown": f"{words}. {first if self.order.code == 'waiting' and not self.descending else ''}",
        }
