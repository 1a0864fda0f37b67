"""Deeds that make a decision, as pages and API routes."""

from __future__ import annotations

from typing import Any

from actionplans.rules import check_can_confirm
from actionplans.rules.advice import check_met
from actionplans.services import met_about
from cases.models import Case
from cases.whole import whole_of
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.surfaces import Surface
from reviews import choices, forms, rules, services
from reviews.enums import DecisionAgency
from reviews.models import Decision
from reviews.represent import decisions as represent
from reviews.shown.askers import enquiries_on
from reviews.shown.decisions import about_case
from reviews.surfaces.shared import decision_page, on_decision

ONE_LINE = {
    "decision_line_one_an_allegation": (
        "lines",
        "A decision on one of these allegations stands already. One at a time stands for an allegation.",
    )
}


def lines_initial(person: Person, case: Case) -> dict[str, Any]:
    """One row for each allegation that is open: the officer fills in its outcome."""
    return {"lines": [{"allegation": one.pk} for one in choices.open_allegations(case)]}


def about_proposal(person: Person, case: Case) -> dict[str, Any]:
    """The case, and what a review of an earlier decision asked to be looked into."""
    return {**about_case(person, case), **enquiries_on(person, case, now())}


def check_open(deed: str) -> Any:
    """A check that the case has an allegation to decide, asked before anybody fills in the form."""

    def check(person: Person, case: Case) -> None:
        rules.check_can_decide_on_case(person, deed, case)
        if not choices.any_open(whole_of(case)):
            raise NotAllowed(
                "No allegation of this case is open for a decision: each is decided, proposed, charged or"
                " closed."
            )

    return check


def check_open_and_met(deed: str) -> Any:
    """As check_open; and the investigator and the prosecutor met, so that nobody writes reasons in vain."""

    def check(person: Person, case: Case) -> None:
        check_open(deed)(person, case)
        check_met(met_about(case))

    return check


def check_authorise(agency: DecisionAgency) -> Any:
    def check(person: Person, decision: Decision) -> None:
        rules.check_can_authorise(person, decision, agency=agency)
        rules.check_matches_looked_at(person, decision)

    return check


def lines_in_words(decision: Decision, person: Person) -> dict[str, Any]:
    """Its lines under the names of the form's questions, in words."""
    lines = decision.lines.select_related("allegation__victim", "allegation__suspect").order_by("id")
    return {
        "lines": [
            {
                "allegation": choices.allegation_words(one.allegation),
                "outcome": one.get_outcome_display(),
                "reason": one.get_reason_display(),
            }
            for one in lines
        ]
    }


def _propose(
    name: str,
    title: str,
    form: type[forms.LinesForm],
    page: str,
    api: str,
    *,
    check: Any = None,
    **more: Any,
) -> Surface:
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
        check=check or check_open(name),
        context=about_proposal,
        initial=lines_initial,
        constraints=ONE_LINE,
        done=decision_page,
        represent=represent.decision_in_full,
        recorded=lines_in_words,
        **more,
    )


SURFACES = [
    _propose(
        "propose_nfa",
        "Propose no further action, or a disposal out of court",
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
        check=check_open_and_met("propose_cps_nfa"),
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
    on_decision(
        "authorise_nfa",
        "Authorise this decision",
        forms.AuthoriseForm,
        "authorise",
        "decisions/<uuid:pk>/authorise/",
        button="Authorise this decision",
        said="Authorised. The victim is to be told by the date shown.",
        versioned=True,
        four_eyes=True,
        template="reviews/decision_settle.html",
        check=check_authorise(DecisionAgency.POLICE),
        represent=represent.decision_in_full,
    ),
    on_decision(
        "authorise_cps_nfa",
        "Countersign this CPS decision",
        forms.AuthoriseForm,
        "countersign",
        "decisions/<uuid:pk>/countersign/",
        button="Countersign this decision",
        said="Countersigned. The victim is to be told by the date shown.",
        versioned=True,
        four_eyes=True,
        template="reviews/decision_settle.html",
        check=check_authorise(DecisionAgency.CPS),
        represent=represent.decision_in_full,
    ),
    on_decision(
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
    on_decision(
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
]
