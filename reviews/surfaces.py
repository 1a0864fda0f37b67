"""The deeds of decisions and reviews as pages and API routes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans.rules import check_can_confirm
from cases.models import Case
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.surfaces import Surface
from reviews import choices, forms, represent, rules, services
from reviews.enums import DecisionAgency, DecisionStatus, RequestStatus
from reviews.models import Decision, Notification, ReviewRequest
from reviews.shown import about_case, about_decision, about_request

ONE_LINE = {
    "decision_line_one_an_allegation": (
        "lines",
        "A decision on one of these allegations stands already. One at a time stands for an allegation.",
    )
}


def decision_page(result: Any) -> str:
    decision = result.pk if isinstance(result, Decision) else result.decision_id
    return reverse("decision_detail", args=[decision])


def request_page(result: Any) -> str:
    return reverse("review_request_detail", args=[result.pk])


def lines_initial(person: Person, case: Case) -> dict[str, Any]:
    """One row for each allegation that is open: the officer fills in its outcome."""
    return {"lines": [{"allegation": one.pk} for one in choices.open_allegations(case)]}


def check_open(deed: str) -> Any:
    """A check that the case has an allegation to decide, asked before anybody fills in the form."""

    def check(person: Person, case: Case) -> None:
        rules.check_can_decide_on_case(person, deed, case)
        if not choices.open_allegations(case).exists():
            raise NotAllowed(
                "No allegation of this case is open for a decision: each is decided, proposed, charged or"
                " closed."
            )

    return check


def check_authorise(agency: DecisionAgency) -> Any:
    def check(person: Person, decision: Decision) -> None:
        rules.check_can_authorise(person, decision, agency=agency)

    return check


def check_notify(person: Person, decision: Decision) -> None:
    rules.check_authorised(decision)
    if not Notification.objects.filter(decision=decision, told_at__isnull=True).exists():
        raise NotAllowed(
            "Every victim whom this decision is about has been told. There is nothing more to record."
        )


def check_tell_right(person: Person, decision: Decision) -> None:
    rules.check_authorised(decision)
    rules.check_some_eligible(decision, choices.victims_to_tell_of_right(decision), now())


def check_request(person: Person, decision: Decision) -> None:
    rules.check_authorised(decision)


def check_allocate(person: Person, request: ReviewRequest) -> None:
    rules.check_may_move(request, RequestStatus.ALLOCATED)


def check_decide(person: Person, request: ReviewRequest) -> None:
    rules.check_may_move(request, RequestStatus.DECIDED)
    rules.check_own_review(person, request)


def check_tell_outcome(person: Person, request: ReviewRequest) -> None:
    rules.check_may_move(request, RequestStatus.TOLD)


def victim_initial(person: Person, decision: Decision) -> dict[str, Any]:
    return {"victim": next(iter(choices.victims_to_tell(decision)), None), "told_by": person.pk}


def right_initial(person: Person, decision: Decision) -> dict[str, Any]:
    return {"victim": next(iter(choices.victims_to_tell_of_right(decision)), None), "told_by": person.pk}


def request_initial(person: Person, decision: Decision) -> dict[str, Any]:
    victims = list(choices.victims_of(decision)[:2])
    return {"victim": victims[0]} if len(victims) == 1 else {}


def _propose(name: str, title: str, form: type[forms.LinesForm], page: str, api: str, **more: Any) -> Surface:
    return Surface(
        name=name,
        title=title,
        service=getattr(services, name),
        form=form,
        subject=Case,
        subject_name="case",
        page=page,
        api=api,
        template="reviews/decision_propose.html",
        check=check_open(name),
        context=about_case,
        initial=lines_initial,
        constraints=ONE_LINE,
        done=decision_page,
        represent=represent.decision_in_full,
        **more,
    )


def _on_decision(
    name: str, title: str, form: type[forms.DeedForm], page: str, api: str, **more: Any
) -> Surface:
    return Surface(
        name=name,
        title=title,
        service=getattr(services, name),
        form=form,
        subject=Decision,
        subject_name="decision",
        page=f"decisions/<uuid:pk>/{page}/",
        api=api,
        select=("case", "maker", "approver"),
        context=about_decision,
        done=decision_page,
        back=decision_page,
        **more,
    )


def _on_request(name: str, title: str, form: type[forms.DeedForm], page: str, **more: Any) -> Surface:
    return Surface(
        name=name,
        title=title,
        service=getattr(services, name),
        form=form,
        subject=ReviewRequest,
        subject_name="request",
        page=f"right-to-review/<uuid:pk>/{page}/",
        api=f"review-requests/<uuid:pk>/{page}/",
        versioned=True,
        template="reviews/request_deed.html",
        select=("case", "decision", "victim", "reviewer"),
        context=about_request,
        done=request_page,
        back=request_page,
        represent=represent.request_in_full,
        **more,
    )


SURFACES = [
    _propose(
        "propose_nfa",
        "Propose that there is no further action",
        forms.ProposeForm,
        "cases/<uuid:pk>/decisions/new/",
        "decisions/",
        button="Send to a supervisor",
        said="Proposed. A supervisor other than you now decides.",
    ),
    _propose(
        "propose_cps_nfa",
        "Propose that CPS takes no further action",
        forms.ProposeCpsForm,
        "cases/<uuid:pk>/cps-decisions/new/",
        "decisions/cps/",
        button="Send to a legal manager",
        said="Proposed. A legal manager other than you now decides.",
    ),
    _propose(
        "record_cps_nfa",
        "Record a CPS decision from its document",
        forms.RecordCpsForm,
        "cases/<uuid:pk>/cps-decisions/from-document/",
        "decisions/from-cps-document/",
        button="Record the decision",
        said="CPS decision recorded. The victim is to be told by the date shown.",
    ),
    _on_decision(
        "authorise_nfa",
        "Authorise this decision",
        forms.AuthoriseForm,
        "authorise",
        "decisions/<uuid:pk>/authorise/",
        button="Authorise no further action",
        said="Authorised. The victim is to be told by the date shown.",
        versioned=True,
        four_eyes=True,
        template="reviews/decision_settle.html",
        check=check_authorise(DecisionAgency.POLICE),
        represent=represent.decision_in_full,
    ),
    _on_decision(
        "authorise_cps_nfa",
        "Countersign this CPS decision",
        forms.AuthoriseForm,
        "countersign",
        "decisions/<uuid:pk>/countersign/",
        button="Countersign no further action",
        said="Countersigned. The victim is to be told by the date shown.",
        versioned=True,
        four_eyes=True,
        template="reviews/decision_settle.html",
        check=check_authorise(DecisionAgency.CPS),
        represent=represent.decision_in_full,
    ),
    _on_decision(
        "refuse_nfa",
        "Refuse this proposal",
        forms.RefuseForm,
        "refuse",
        "decisions/<uuid:pk>/refuse/",
        button="Refuse the proposal",
        said="Refused. The officer sees your reason.",
        versioned=True,
        four_eyes=True,
        template="reviews/decision_settle.html",
        check=rules.check_can_refuse,
        represent=represent.decision_in_full,
    ),
    _on_decision(
        "confirm_cps_decision",
        "Confirm this CPS decision",
        forms.ConfirmForm,
        "confirm",
        "decisions/<uuid:pk>/confirm/",
        button="Save",
        said="Recorded.",
        versioned=True,
        four_eyes=True,
        template="reviews/decision_settle.html",
        check=check_can_confirm,
        represent=represent.decision_in_full,
    ),
    _on_decision(
        "notify_victim",
        "Record that a victim was told",
        forms.NotifyForm,
        "notify",
        "notifications/",
        said="Recorded.",
        template="reviews/victim_notify.html",
        check=check_notify,
        initial=victim_initial,
        represent=represent.notification_shown,
    ),
    _on_decision(
        "record_told_of_right",
        "Record that a victim was told of the Right to Review",
        forms.RightToldForm,
        "tell-right",
        "rights-told/",
        said="Recorded. The victim may ask for a review for three months from being told.",
        template="reviews/right_tell.html",
        check=check_tell_right,
        initial=right_initial,
        represent=represent.right_told_shown,
        constraints={
            "right_told_once_a_victim": (
                "victim",
                "Somebody has just recorded this. There is nothing more to record.",
            )
        },
    ),
    Surface(
        name="receive_review_request",
        title="Record a review request",
        service=services.receive_review_request,
        form=forms.RequestForm,
        subject=Decision,
        subject_name="decision",
        page="decisions/<uuid:pk>/review-requests/new/",
        api="review-requests/",
        button="Record the request",
        said="Request recorded. Acknowledge it, and allocate it to an independent reviewer.",
        template="reviews/request_new.html",
        select=("case", "maker", "approver"),
        check=check_request,
        context=about_decision,
        initial=request_initial,
        done=request_page,
        back=decision_page,
        represent=represent.request_in_full,
    ),
    _on_request(
        "acknowledge_review_request",
        "Acknowledge the request",
        forms.AcknowledgeForm,
        "acknowledge",
        said="Acknowledgement recorded.",
        check=rules.check_can_acknowledge,
    ),
    _on_request(
        "allocate_review",
        "Allocate the review",
        forms.AllocateForm,
        "allocate",
        button="Allocate",
        said="Allocated. The reviewer can see the case now.",
        four_eyes=True,
        check=check_allocate,
    ),
    _on_request(
        "decide_review",
        "Decide the review",
        forms.DecideForm,
        "decide",
        button="Record the decision",
        said="Decided. The victim is now to be told, kindly and in plain words.",
        four_eyes=True,
        check=check_decide,
    ),
    _on_request(
        "tell_review_outcome",
        "Record that the victim was told the outcome",
        forms.TellOutcomeForm,
        "tell",
        said="Recorded. This request is finished.",
        check=check_tell_outcome,
    ),
]
ON_DECISION = tuple(one for one in SURFACES if one.subject is Decision)
ON_REQUEST = tuple(one for one in SURFACES if one.subject is ReviewRequest)
# Which deeds a decision or a request is ready for: a link that could only be refused is not offered.
FITS_DECISION = {
    DecisionStatus.PROPOSED: {"authorise_nfa", "authorise_cps_nfa", "refuse_nfa"},
    DecisionStatus.AUTHORISED: {
        "confirm_cps_decision",
        "notify_victim",
        "record_told_of_right",
        "receive_review_request",
    },
    DecisionStatus.REFUSED: set[str](),
}
FITS_REQUEST = {
    RequestStatus.RECEIVED: {"acknowledge_review_request", "allocate_review"},
    RequestStatus.ALLOCATED: {"acknowledge_review_request", "decide_review"},
    RequestStatus.DECIDED: {"tell_review_outcome"},
    RequestStatus.TOLD: set[str](),
}
