from __future__ import annotations

from typing import Any

from django.contrib.auth import logout as forget_session
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rasso_tracker.people.forms import SignInForm
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.services import record_sign_in, record_sign_out, take_role


class SignIn(LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record_sign_in(by=form.get_user())
        return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    record_sign_out(by=person)
    forget_session(request)
    return redirect("sign_in")


@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    try:
        take_role(by=person, role=request.POST.get("role", ""))
    except Invalid:
        return redirect("home")
    request.session["role"] = person.role.code
    return redirect("home")
