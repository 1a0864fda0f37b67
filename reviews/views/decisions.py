"""Lists and pages of decisions and review requests. Deeds and their forms are in surfaces.py."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q

from cases.models import Lesson
from rasso_tracker.audit import Action
from rasso_tracker.clocks import deadline, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import would_pass
from rasso_tracker.people.roles import REVIEWER
from rasso_tracker.web.details import Detail, deed_links
from rasso_tracker.web.lists import FilterForm, Listing, Order
from reviews.enums import (
    REOPENING_OUTCOMES,
    DecisionAgency,
    DecisionStatus,
    RequestStatus,
    ReviewOutcome,
)
from reviews.models import Decision, DecisionLine, Notification, ReviewRequest
from reviews.models.request import completion_of
from reviews.rules import stands
from reviews.rules.asking_too import check_can_take_back
from reviews.shown.decisions import about_decision, about_request
from reviews.shown.telling import other_ways
from reviews.surfaces import FITS_DECISION, FITS_REQUEST, ON_DECISION, ON_REQUEST

NEVER_MADE = ("never_made", "Never made, CPS says")
# Its status stays as it was entered where CPS says that it never made it.
BY_STATE = {one.value: Q(status=one, superseded_at__isnull=True) for one in DecisionStatus}
BY_STATE[NEVER_MADE[0]] = Q(superseded_at__isnull=False)


class DecisionFilter(FilterForm):
    status = forms.ChoiceField(label="State", required=False)
    agency = forms.ChoiceField(label="Whose decision", required=False)
    told = forms.ChoiceField(label="Victims told", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["status"].choices = [("", "Any"), *DecisionStatus.choices, NEVER_MADE]
        fields["agency"].choices = [("", "Any"), *DecisionAgency.choices]
        fields["told"].choices = [("", "Any"), ("waiting", "Somebody is still to be told")]


class DecisionList(Listing):
    name = "decision_list"
    path = "decisions/"
    title = "Decisions"
    template = "reviews/decision_list.html"
    model = Decision
    fields = (
        "id",
        "case_id",
        "case__reference",
        "agency",
        "status",
        "proposed_at",
        "decided_at",
        "superseded_at",
    )
    orders = (
        Order("proposed", "Put forward", "proposed_at", descending=True),
        Order("decided", "Decided", "decided_at", descending=True, nullable=True),
    )
    filters = DecisionFilter
    steady = True
    empty = "No decisions to show."

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if chosen["status"]:
            branch = branch.filter(BY_STATE[chosen["status"]])
        if chosen["agency"]:
            branch = branch.filter(agency=chosen["agency"])
        if chosen["told"]:
            owed = Notification.objects.filter(told_at__isnull=True, not_told_because="").of_clients(person)
            branch = branch.filter(pk__in=owed.values("decision"))
        return branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        return {
            **record,
            "agency_label": DecisionAgency(record["agency"]).label,
            "status_label": DecisionStatus(record["status"]).label,
        }

    def extra(self, person: Person) -> dict[str, Any]:
        """The outcomes of each decision on the page, and how many victims are still to be told: two
        statements.
        """
        shown = [row["pk"] for row in self.rows]
        lines: dict[uuid.UUID, list[str]] = {}
        rows = DecisionLine.objects.visible_to(person).filter(decision__in=shown).order_by("id")
        for key, outcome in rows.values_list("decision", "outcome"):
            if outcome not in lines.setdefault(key, []):
                lines[key].append(outcome)
        counts = (
            Notification.objects.visible_to(person)
            .filter(decision__in=shown)
            .order_by()
            .values("decision")
            .annotate(all=Count("pk"), told=Count("pk", filter=Q(told_at__isnull=False)))
        )
        told = {row["decision"]: (row["told"], row["all"]) for row in counts}
        return {"lines": lines, "told": told}


class RequestFilter(FilterForm):
    status = forms.ChoiceField(label="State", required=False)
    mine = forms.ChoiceField(label="Whose", required=False)
    learnt = forms.ChoiceField(
        label="Lessons",
        required=False,
        choices=[("", "Any"), ("owed", "Overturned, and no lesson drawn yet")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["status"].choices = [
            ("", "Not finished"),
            *RequestStatus.choices,
            ("any", "Any"),
        ]
        fields["mine"].choices = [("", "Every reviewer's"), ("1", "Allocated to me")]


class RequestList(Listing):
    name = "review_request_list"
    path = "right-to-review/"
    title = "Right to Review"
    template = "reviews/request_list.html"
    model = ReviewRequest
    fields = (
        "id",
        "case_id",
        "case__reference",
        "victim__number",
        "status",
        "received_at",
        "acknowledge_by",
        "acknowledged_at",
        "complete_by",
        "first_complete_by",
        "reviewer__name",
        "outcome",
        "in_time",
        "not_eligible",
    )
    orders = (
        Order("complete", "Complete by", "complete_by"),
        Order("received", "Received", "received_at", descending=True),
    )
    filters = RequestFilter
    steady = True
    empty = "No review request is open. Choose another state to see those that are finished."

    def branches(self) -> Any:
        """A reviewer sees what was allocated to them, and nothing else of a case that they may read."""
        found = super().branches()
        if self.person.role == REVIEWER:
            return [branch.filter(reviewer=self.person.pk) for branch in found]
        return found

    def narrow(self, branch: Any, chosen: dict[str, Any], person: Person) -> Any:
        if chosen["status"] is None and chosen["learnt"] is None:  # what somebody still waits for comes first
            branch = branch.exclude(status=RequestStatus.TOLD)
        elif chosen["status"] and chosen["status"] != "any":
            branch = branch.filter(status=chosen["status"])
        if chosen["mine"]:
            branch = branch.filter(reviewer=person.pk)
        if chosen["learnt"]:
            drawn = Lesson.objects.filter(source=OuterRef("pk"), ended_at__isnull=True)
            branch = branch.filter(~Exists(drawn), outcome__in=sorted(REOPENING_OUTCOMES))
        return branch

    def row(self, record: dict[str, Any], person: Person) -> dict[str, Any]:
        finished = record["status"] == RequestStatus.TOLD
        waits_for_word = record["acknowledged_at"] is None and record["status"] in (
            RequestStatus.RECEIVED,
            RequestStatus.ALLOCATED,
        )
        received_at = record["received_at"]
        return {
            **record,
            "status_label": RequestStatus(record["status"]).label,
            "outcome_label": ReviewOutcome(record["outcome"]).label if record["outcome"] else "",
            "acknowledge": deadline("police_review_acknowledge", received_at) if waits_for_word else None,
            "complete": None
            if finished
            else completion_of(received_at, record["complete_by"], record["first_complete_by"]),
        }

    def extra(self, person: Person) -> dict[str, Any]:
        return {"at": now()}


# Offered only while something of the decision stands.
ABOUT_WHAT_STANDS = frozenset(
    {
        "notify_victim",
        "override_eligibility",
        "record_told_of_right",
        "draft_letter",
        "record_cps_letter",
        "record_cps_review",
        "receive_review_request",
    }
)


def decision_context(person: Person, decision: Decision) -> dict[str, Any]:
    ready = FITS_DECISION[DecisionStatus(decision.status)]
    fitting = [one for one in ON_DECISION if one.name in ready]
    if not decision.awaits_cps:
        fitting = [one for one in fitting if one.name != "confirm_cps_decision"]
    other = "record_cps_review" if decision.is_police else "receive_review_request"
    fitting = [one for one in fitting if one.name != other]
    if not stands(decision):
        fitting = [one for one in fitting if one.name not in ABOUT_WHAT_STANDS]
    if decision.maker_id == person.pk:
        fitting = [one for one in fitting if not one.four_eyes]
    elif decision.status == DecisionStatus.PROPOSED:
        other = "authorise_cps_nfa" if decision.is_police else "authorise_nfa"
        fitting = [one for one in fitting if one.name != other and decision.agency == person.agency]
    links = deed_links(fitting, person, decision)
    about = about_decision(person, decision)
    notices = [one.notice for one in about["told"] if one.notice is not None]
    return {**about, "other_ways": other_ways(person, notices), "links": links}


def decision_ids(context: dict[str, Any]) -> Iterable[uuid.UUID]:
    """Every row that the page of a decision shows, for the log."""
    yield from (line.pk for line in context["lines"])
    for one in context["told"]:
        yield from (letter.pk for letter in context["letters"].get(one.victim.pk, ()))
        yield from (row.pk for row in (one.notice, one.right, *one.requests) if row is not None)


def request_context(person: Person, request: ReviewRequest) -> dict[str, Any]:
    ready = FITS_REQUEST[RequestStatus(request.status)]
    fitting = [one for one in ON_REQUEST if one.name in ready]
    if request.acknowledged_at is not None:
        fitting = [one for one in fitting if one.name != "acknowledge_review_request"]
    if request.outcome != ReviewOutcome.FURTHER_ENQUIRIES:
        fitting = [one for one in fitting if one.name != "record_enquiries_found"]
    may_take_back = would_pass(check_can_take_back, person, request)
    links = deed_links(fitting, person, request)
    return {**about_request(person, request), "links": links, "may_take_back": may_take_back}


SHOWN_ROWS = ("lines", "letters", "extensions", "updates", "askers", "enquiries")
DECISION_DETAIL = Detail(
    name="decision_detail",
    path="decisions/<uuid:pk>/",
    model=Decision,
    template="reviews/decision_detail.html",
    action=Action.DECISION_VIEWED,
    context=decision_context,
    shows=decision_ids,
    select=(
        "case",
        "maker",
        "carried_by",
        "approver",
        "supervisor",
        "refused_by",
        "entered_by",
        "superseded_by",
    ),
)
REQUEST_DETAIL = Detail(
    name="review_request_detail",
    path="right-to-review/<uuid:pk>/",
    model=ReviewRequest,
    template="reviews/request_detail.html",
    action=Action.REVIEW_REQUEST_VIEWED,
    context=request_context,
    shows=lambda context: [
        context["decision"].pk,
        *(row.pk for name in SHOWN_ROWS for row in context[name]),
    ],
    select=(
        "case",
        "decision",
        "decision__maker",
        "decision__approver",
        "victim",
        "reviewer",
        "acknowledged_by",
        "allocated_by",
        "recorded_by",
        "outcome_told_by",
    ),
)
