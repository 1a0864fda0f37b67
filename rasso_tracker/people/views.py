from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout as forget_session
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from rasso_tracker.people.forms import SHUT_OUT, FirstPasswordForm, SignInForm
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.services import (
    is_shut_out,
    record_failed_sign_in,
    record_sign_in,
    record_sign_out,
    set_first_password,
    take_role,
)
from rasso_tracker.people.services.first_password import NO_FIT


class SignIn(LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record_sign_in(by=form.get_user())
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """Somebody new sets a password with the code that they were given. A wrong code counts as a wrong
    password.
    """
    form = FirstPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _set_by(form):
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("sign_in")
    context = {"form": form, "title": "Set your first password"}
    return render(request, "accounts/first_password.html", context, status=422 if form.is_bound else 200)


def _set_by(form: FirstPasswordForm) -> bool:
    """Do the deed. A refusal is on the form then; one sentence tells a stranger nothing of who works here."""
    typed = form.cleaned_data
    person = Person.objects.filter(username=typed["username"]).first()
    if person is not None and is_shut_out(person):
        form.add_error(None, SHUT_OUT)
        return False
    try:
        if person is None:
            raise NotAllowed(NO_FIT)
        set_first_password(by=person, code=typed["code"], password=typed["password"])
    except NotAllowed as refusal:
        record_failed_sign_in(person)
        form.add_error(None, str(refusal))
    except Invalid as weak:
        for name, sentence in weak.fields.items():
            form.add_error(name, sentence)
    return not form.errors


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
