"""What every deed on a decision declares alike."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from rasso_tracker.web.forms import DeedForm
from rasso_tracker.web.surfaces import Surface
from reviews import services
from reviews.models import Decision
from reviews.shown.decisions import about_decision


def decision_page(result: Any) -> str:
    decision = result.pk if isinstance(result, Decision) else result.decision_id
    return reverse("decision_detail", args=[decision])


def on_decision(name: str, title: str, form: type[DeedForm], page: str, api: str, **more: Any) -> Surface:
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
        back=decision_page,
        **{"done": decision_page, **more},
    )
