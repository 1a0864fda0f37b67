"""The deeds on the case strategy."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import forms, rules, services
from actionplans.models import CaseStrategy, StrategyAgreement
from actionplans.represent import strategies as represent
from actionplans.rules import strategies as strategy_rules
from actionplans.services.strategies import agreement_of, step_of_review
from actionplans.shown.entered import agreement_entered
from actionplans.shown.strategies import to_start_from, words_of
from actionplans.surfaces.places import about_case
from cases.models import Case
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def strategy_page(result: Any) -> str:
    row_id = result.pk if isinstance(result, CaseStrategy) else result.strategy_id
    return reverse("strategy_detail", args=[row_id])


def about(person: Person, subject: Any) -> dict[str, Any]:
    strategy = subject if isinstance(subject, CaseStrategy) else subject.strategy
    return {
        "caption": f"{strategy.case.reference}, {str(strategy).lower()}",
        "strategy": strategy,
        **words_of(strategy),
    }


def about_agreement(person: Person, agreement: StrategyAgreement) -> dict[str, Any]:
    return {**about(person, agreement), "entered": agreement_entered(agreement)}


def check_write(person: Person, case: Case) -> None:
    strategy_rules.check_can_write(person, case, step_of_review(case))


def check_agree(person: Person, strategy: CaseStrategy) -> None:
    strategy_rules.check_can_agree(person, strategy, agreement_of(strategy))


OF_STRATEGY: dict[str, Any] = {
    "subject": CaseStrategy,
    "subject_name": "strategy",
    "select": ("case",),
    "context": about,
    "template": "actionplans/strategy_deed.html",
    "done": strategy_page,
    "back": strategy_page,
}
AT_ONCE = "Somebody wrote a version at the same moment. Look at it first."
STRATEGY_SURFACES = [
    Surface(
        name="write_strategy",
        title="Write the case strategy",
        service=services.write_strategy,
        form=forms.StrategyForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/strategy/new/",
        api="strategies/",
        button="Save this version",
        said="This version of the strategy stands. CPS is asked to agree to it.",
        context=about_case,
        check=check_write,
        initial=to_start_from,
        done=strategy_page,
        represent=represent.strategy_in_full,
        constraints={"strategy_version_once": ("", AT_ONCE), "strategy_one_stands": ("", AT_ONCE)},
    ),
    Surface(
        name="agree_strategy",
        title="Record that CPS agrees",
        service=services.agree_strategy,
        form=forms.AgreeForm,
        page="strategies/<uuid:pk>/agree/",
        api="strategies/<uuid:pk>/agree/",
        button="CPS agrees",
        said="Recorded: CPS agrees to this version.",
        check=check_agree,
        represent=represent.agreement,
        constraints={"strategy_agreed_once": ("", "Somebody recorded the agreement already.")},
        **OF_STRATEGY,
    ),
    Surface(
        name="review_strategy",
        title="Review the strategy",
        service=services.review_strategy,
        form=forms.StrategyReviewForm,
        page="strategies/<uuid:pk>/reviews/new/",
        api="strategies/<uuid:pk>/reviews/",
        button="Record the review",
        said="Review recorded.",
        check=strategy_rules.check_can_review,
        represent=represent.review,
        **OF_STRATEGY,
    ),
    Surface(
        name="confirm_strategy_agreement",
        title="Confirm an agreement that police entered",
        service=services.confirm_strategy_agreement,
        form=forms.ConfirmForm,
        subject=StrategyAgreement,
        subject_name="agreement",
        select=("strategy__case", "entered_by"),
        page="strategy-agreements/<uuid:pk>/confirm/",
        api="strategy-agreements/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        context=about_agreement,
        template="actionplans/strategy_deed.html",
        check=rules.check_can_confirm,
        done=strategy_page,
        back=strategy_page,
        represent=represent.agreement,
    ),
]
