"""Submitting to CPS, triage, advice, issuing a plan; confirming what police entered."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import forms, represent, rules, services
from actionplans.models import Advice, EnteredCharge, Submission, Triage
from actionplans.represent import advising, recorded
from actionplans.seals import Label, Sealer
from actionplans.shown.entered import advice_entered, triage_entered
from actionplans.shown.submissions import left_for_cps, left_on, waiting_for_triage
from actionplans.surfaces.places import about_case, about_submission, plan_page, submission_page
from cases.models import Case
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def submit_initial(person: Person, case: Case) -> dict[str, Any]:
    return {
        "allegations": [one.pk for one in left_for_cps(case)],
        "cps_unit": case.cps_unit_id,
        "urn": case.urn,
    }


def check_submit(person: Person, case: Case) -> None:
    rules.check_can_submit(person, case, waiting_for_triage(case), left=left_for_cps(case))


def check_triage(person: Person, submission: Submission) -> None:
    rules.check_can_triage(person, submission, left=left_for_cps(submission.case))


def check_issue(person: Person, submission: Submission) -> None:
    rules.check_can_issue(person, submission, left=left_on(submission))


def about_charge(person: Person, entered: EnteredCharge) -> dict[str, Any]:
    return {"caption": entered.case.reference, "entered": entered, "charge": entered.charge}


def about_triage(person: Person, triage: Triage) -> dict[str, Any]:
    return {**about_submission(person, triage), "entered": triage_entered(triage)}


def about_advice(person: Person, advice: Advice) -> dict[str, Any]:
    text = Sealer(advice.case_id).open(Label.ADVICE_TEXT, advice.pk, advice.text_sealed)
    told = [("CPS", str(advice)), *advice_entered(advice)]
    return {**about_submission(person, advice), "entered": told, "text": text}


def case_of(result: Any) -> str:
    return f"{reverse('case_detail', args=[result.case_id])}#cps"


OF_SUBMISSION: dict[str, Any] = {
    "subject": Submission,
    "subject_name": "submission",
    "select": ("case",),
    "context": about_submission,
    "done": submission_page,
    "back": submission_page,
}

SUBMISSION_SURFACES = [
    Surface(
        name="submit_to_cps",
        title="Submit to CPS",
        service=services.submit_to_cps,
        form=forms.SubmitForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/submissions/new/",
        api="submissions/",
        button="Submit to CPS",
        said="Submitted to CPS.",
        context=about_case,
        check=check_submit,
        initial=submit_initial,
        done=submission_page,
        represent=represent.submission_in_full,
        constraints={
            "submission_round_once": (
                "",
                "Somebody submitted this case at the same moment. Look at it first.",
            )
        },
    ),
    Surface(
        name="triage_submission",
        title="Record the triage",
        from_document="Enter the CPS triage from a document",
        service=services.triage_submission,
        form=forms.TriageForm,
        page="submissions/<uuid:pk>/triage/",
        api="submissions/<uuid:pk>/triage/",
        said="Triage recorded.",
        check=check_triage,
        represent=represent.triage,
        **OF_SUBMISSION,
    ),
    Surface(
        name="write_advice",
        title="Write advice",
        from_document="Enter CPS advice from a document",
        service=services.write_advice,
        form=forms.AdviceForm,
        page="submissions/<uuid:pk>/advice/new/",
        api="advice/",
        said="Advice added. Earlier versions stay as they are.",
        check=rules.check_can_advise,
        represent=represent.advice_in_full,
        **OF_SUBMISSION,
    ),
    Surface(
        name="issue_action_plan",
        title="Issue an action plan",
        from_document="Enter an action plan by hand",
        service=services.issue_action_plan,
        form=forms.PlanForm,
        page="submissions/<uuid:pk>/action-plans/new/",
        api="action-plans/",
        button="Issue the action plan",
        said="Action plan issued. Its officer in charge will be told.",
        check=check_issue,
        represent=represent.plan_in_full,
        recorded=recorded.of_issue,
        **{**OF_SUBMISSION, "done": plan_page},
    ),
    Surface(
        name="confirm_triage",
        title="Confirm a triage that police entered",
        service=services.confirm_triage,
        form=forms.ConfirmForm,
        subject=Triage,
        subject_name="triage",
        select=("submission__case", "entered_by"),
        page="triages/<uuid:pk>/confirm/",
        api="triages/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        context=about_triage,
        template="actionplans/confirm.html",
        done=submission_page,
        back=submission_page,
        represent=represent.triage,
    ),
    Surface(
        name="confirm_charge",
        title="Confirm a charge that police entered",
        service=services.confirm_charge,
        form=forms.ConfirmChargeForm,
        subject=EnteredCharge,
        subject_name="entered",
        select=("case", "charge__allegation", "entered_by"),
        page="charges/<uuid:pk>/confirm/",
        api="charges/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        template="actionplans/charge_confirm.html",
        check=rules.check_can_confirm,
        context=about_charge,
        done=case_of,
        back=case_of,
        represent=advising.entered_charge,
    ),
    Surface(
        name="confirm_advice",
        title="Confirm advice that police entered",
        service=services.confirm_advice,
        form=forms.ConfirmForm,
        subject=Advice,
        subject_name="advice",
        select=("submission__case", "case", "booking", "entered_by"),
        page="advice/<uuid:pk>/confirm/",
        api="advice/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        context=about_advice,
        template="actionplans/confirm.html",
        done=submission_page,
        back=submission_page,
        represent=represent.advice_in_full,
    ),
]
