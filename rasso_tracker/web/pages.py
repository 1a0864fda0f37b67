"""The page of a surface: show the form, do the deed, go on; a refusal keeps what was typed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from rasso_tracker.audit import record_read
from rasso_tracker.ids import uuid7
from rasso_tracker.people.refusals import Invalid, NotAllowed, Refusal, Stale
from rasso_tracker.web.addresses import address
from rasso_tracker.web.conflicts import conflicts_between, typed_in
from rasso_tracker.web.deeds import (
    CHANGED_BY_YOU,
    CHANGED_ELSEWHERE,
    CHANGED_MEANWHILE,
    RECORDED_MEANWHILE,
    check_role,
    check_sending,
    digest_of_sending,
    lines_found_by,
    note_refusal,
    perform,
)
from rasso_tracker.web.forms import DeedForm
from rasso_tracker.web.lost import lost_page
from rasso_tracker.web.meanwhile import (
    Recorded,
    by_you_alone,
    opened_at,
    recorded_since,
    same_deed_by_others,
)
from rasso_tracker.web.routes import Route, register
from rasso_tracker.web.services import AlreadySent, Outcome, earlier_outcome
from rasso_tracker.web.surfaces import Surface, case_id_of, make_known

IN_PANEL = "X-Panel"  # the header by which a script asks for the form alone
_NOT_SENT = ("csrfmiddlewaretoken", "once", "save", "")
SENT_BEFORE = (
    "This form was already sent and saved, with other details. If you mean to record something more,"
    " check what stands here and send it again."
)
OUT_OF_DATE = "This page was out of date. Check what stands here and send it again."


def deed_page(surface: Surface) -> Callable[..., HttpResponse]:
    """The view of a surface's page."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
        try:
            deed = _Deed(surface, request, pk)
            return deed.send() if request.method == "POST" else deed.show()
        except Http404:
            if request.method != "POST":
                raise
            return lost_page(request, surface.form)

    view.surface = surface  # type: ignore[attr-defined]  # read by tests
    return view


def page_urls(surfaces: Iterable[Surface]) -> list[URLPattern]:
    """The addresses of the pages of these surfaces."""
    return [_page_url(surface) for surface in surfaces]


def _page_url(surface: Surface) -> URLPattern:
    make_known(surface)
    for method in ("GET", "POST"):
        register(
            Route(
                name=surface.name,
                method=method,
                path=f"/{surface.page}",
                kind="form",
                deed=surface.name,
                subject=surface.subject._meta.label if surface.subject else None,
                subject_name=surface.subject_name or None,
                in_address="<uuid:pk>" in surface.page,
                four_eyes=surface.four_eyes,
            )
        )
    return path(surface.page, deed_page(surface), name=surface.name)


def form_in_a_row(surface: Surface, request: HttpRequest, pk: uuid.UUID, came_from: str) -> SafeString:
    """The form of a deed drawn within the list that it comes back to; "" where there is no such record.

    `came_from` is the query of that list. Opening it is logged and noted as the form's own page is.
    """
    try:
        deed = _Deed(surface, request, pk, came_from)
    except Http404:
        return SafeString("")
    drawn = deed.show().content.decode()
    return SafeString(drawn)  # a template of ours, escaped as it was drawn


class _Deed:
    """One request to one deed's page, or to its form alone, which stands within a list (`in_panel`)."""

    def __init__(
        self, surface: Surface, request: HttpRequest, pk: uuid.UUID | None, came_from: str | None = None
    ) -> None:
        self.surface, self.request = surface, request
        self.in_panel = came_from is not None or request.headers.get(IN_PANEL) is not None
        self.came_from = request.GET.get("list") if came_from is None else came_from
        person: Any = request.user
        subject: Any = None
        if surface.subject is not None:
            subject = surface.subject_of(person, pk)
            if subject is None:
                raise Http404
        self.person, self.subject = person, subject

    def show(self) -> HttpResponse:
        try:
            check_role(self.surface, self.person, self.subject)
        except Refusal as refusal:
            return self._refused(refusal)
        initial = self.surface.first_values(self.person, self.subject)
        if self.surface.suggests:
            initial = {**initial, **self.surface.suggests(self.person, self.subject)}
        if self.surface.opened:
            self.surface.opened(self.person, self.subject)
        return self._page(self._form(initial={**initial, **self._from_address()}), 200)

    def _from_address(self) -> dict[str, Any]:
        """What the link to this page fills in, of the fields that it may; what is not offered counts as
        nothing.
        """
        found = {}
        fields = self._form().fields if self.surface.prefilled else {}
        for name in self.surface.prefilled:
            field = fields[name]
            try:
                value = field.clean(field.widget.value_from_datadict(self.request.GET, {}, name))
            except ValidationError:
                continue
            if value not in field.empty_values:
                found[name] = value
        return found

    def send(self) -> HttpResponse:
        sent = self.surface.form.sent(self.request)
        reshaped = self.surface.form.reshaped(sent)
        if reshaped is not None:
            data, name, focus_on = reshaped
            form = self._form(data=data)
            form.shown_as_typed(name, focus_on)
            return self._page(form, 200)
        form = self._form(data=sent)
        try:
            return self._went_well(self._do(form))
        except Invalid as trouble:
            meanwhile = self._meanwhile(form) if trouble.fields else []
            form.refuse(trouble.fields)
            return self._page(form, 422, meanwhile=meanwhile)
        except NotAllowed as refusal:
            meanwhile = self._meanwhile(form) if self.person.role.may(self.surface.name) else []
            if self._is_over():
                return self._refused(refusal, typed=typed_in(form), meanwhile=meanwhile)
            note_refusal(self.surface, self.person, self.subject)
            form.refuse({"": str(refusal)})
            return self._page(form, 403, meanwhile=meanwhile)
        except Stale as refusal:
            return self._lost_race(form, refusal)
        except AlreadySent as refusal:
            return self._sent_before(refusal)

    def _do(self, form: DeedForm) -> Outcome:
        token = self._token()
        content = sorted((key, values) for key, values in self.request.POST.lists() if key not in _NOT_SENT)
        digest = digest_of_sending(self.surface, self.subject, content)
        try:
            check_sending(self.surface, self.person, self.subject)
            fits = form.is_valid()
            self._check_meanwhile()  # first: what does not fit may be so by what another recorded
            if not fits:
                raise Invalid({})
        except Refusal:  # a repeat of what was done may no longer be allowed or valid: it is no new sending
            before = earlier_outcome(by=self.person, surface=self.surface.name, token=token, digest=digest)
            if before is None:
                raise
            return before
        return perform(
            self.surface,
            person=self.person,
            subject=self.subject,
            values=form.cleaned_values(),
            token=token,
            digest=digest,
            version=_version(form),
            since=self._began_at(),
        )

    def _is_over(self) -> bool:
        """True when no other answer would be taken either: not theirs to do, or no longer to be done."""
        try:
            check_sending(self.surface, self.person, self.subject)
        except NotAllowed:
            return True
        return False

    def _check_meanwhile(self) -> None:
        """Where no version tells it: nobody does beside another, unaware, what that one just did.

        Raises Stale. The form that is shown then is opened anew, so that saving it is a choice.
        """
        since = self._began_at()
        if since is None:
            return
        if same_deed_by_others(self.surface, self.person, self.subject, since):
            raise Stale(RECORDED_MEANWHILE)

    def _began_at(self) -> datetime | None:
        """When the form was opened on a record that no version holds; None where a version does."""
        if self.surface.versioned or self.subject is None:
            return None
        return opened_at(self.request.POST.get("once", ""))

    def _meanwhile(self, form: DeedForm) -> list[Recorded]:
        """What others did with this record while the form stood open."""
        since = opened_at(self.request.POST.get("once", ""))
        if self.subject is None or since is None:
            return []
        return recorded_since(self.surface, self.person, self.subject, since, form)

    def _token(self) -> uuid.UUID | None:
        """The hidden token. A script may do without; a broken one is refused. Raises Invalid."""
        typed = self.request.POST.get("once", "")
        try:
            return uuid.UUID(typed) if typed else None
        except ValueError:
            raise Invalid({"": OUT_OF_DATE}) from None

    def _form(self, **kwargs: Any) -> DeedForm:
        version = str(self.subject.version) if self.surface.versioned else None
        return self.surface.form(
            person=self.person,
            subject=self.subject,
            button=self.surface.button_for(self.person),
            version=version,
            **kwargs,
        )

    def _went_well(self, outcome: Outcome) -> HttpResponse:
        if self.in_panel:
            receipt = self._receipt(outcome)
            lines = reverse("record_lines", args=[receipt]) if receipt else ""
            return JsonResponse({"said": self.surface.said_of(outcome.result), "lines": lines})
        if self.surface.shown_once and outcome.result is not None:
            shown = {
                "title": self.surface.title_for(self.person),
                "result": outcome.result,
                "next_url": outcome.address,
            }
            return render(self.request, self.surface.shown_once, shown)
        messages.success(
            self.request, self.surface.said_of(outcome.result), extra_tags=self._receipt(outcome)
        )
        return HttpResponseRedirect(self._list() or outcome.address)

    def _receipt(self, outcome: Outcome) -> str:
        """What the next page finds the lines for the force record by; "" for who takes none."""
        return str(lines_found_by(outcome, self.person) or "")

    def _back(self) -> str:
        return self.surface.back(self.subject) if self.subject is not None else "/"

    def _list(self) -> str:
        """The list that the form was opened from, as it was filtered; "" where it was opened elsewhere."""
        if self.came_from is None or not self.surface.opened_from:
            return ""
        return f"{reverse(self.surface.opened_from)}?{QueryDict(self.came_from).urlencode()}"

    def _refused(self, refusal: Refusal, **more: Any) -> HttpResponse:
        """No form is shown to somebody who may not send it, or for what somebody else has done meanwhile.

        Who may not do it sees nothing of what it is about either: that may be more than they may read.
        """
        may_not = isinstance(refusal, NotAllowed)
        if may_not:
            note_refusal(self.surface, self.person, self.subject)
        form = self._form(data={})
        form.find_no_fault()
        form.refuse({"": str(refusal)})
        return self._page(form, 403 if may_not else 409, bare=may_not, refused=True, **more)

    def _lost_race(self, form: DeedForm, refusal: Stale) -> HttpResponse:
        if self.surface.subject is not None:
            self.subject = self.surface.subject_of(self.person, self.subject.pk)
            if self.subject is None:
                raise Http404
        stored = self.surface.first_values(self.person, self.subject)
        meanwhile = self._meanwhile(form)
        told = {(one.field, one.recorded) for deed in meanwhile if deed.same_deed for one in deed.answers}
        conflicts = [
            one for one in conflicts_between(form, stored) if (one["field"], one["stored"]) not in told
        ]
        data = self.request.POST.copy()
        data["once"] = str(uuid7())  # saving again is now a choice, not an accident
        if self.surface.versioned:
            data["version"] = str(self.subject.version)
        form = self._form(data=data)
        form.is_valid()
        said = str(refusal)
        if said == CHANGED_MEANWHILE and by_you_alone(meanwhile):
            said = CHANGED_BY_YOU
        elif said == CHANGED_MEANWHILE and not meanwhile and not conflicts:
            said = CHANGED_ELSEWHERE
        form.refuse({"": said})
        return self._page(form, 409, conflicts=conflicts, meanwhile=meanwhile)

    def _sent_before(self, refusal: AlreadySent) -> HttpResponse:
        data = self.request.POST.copy()
        data["once"] = str(uuid7())
        form = self._form(data=data)
        form.is_valid()
        form.refuse({"": SENT_BEFORE})
        return self._page(form, 422, sent_before=refusal.receipt.address)

    def _page(self, form: DeedForm, status: int, *, bare: bool = False, **more: Any) -> HttpResponse:
        """The page; `bare` with the reference of the case and nothing else of the subject."""
        if self.subject is not None:
            record_read(
                by=self.person,
                action=self.surface.look,
                case=case_id_of(self.subject),
                subjects=[self.subject.pk, *(one.row for one in more.get("meanwhile", ()))],
                reason=self.surface.name,
            )
        extra: dict[str, Any] = {"caption": _reference_of(self.subject)} if bare else {}
        if self.surface.context and not bare:
            extra = self.surface.context(self.person, self.subject)
        context = {
            "surface": self.surface,
            "title": self.surface.title_for(self.person),
            "form": form,
            "person": self.person,
            "subject": self.subject,
            "conflicts": [],
            "meanwhile": [],
            "refused": False,
            "typed": [],
            "sent_before": "",
            "back_url": self._list() or self._back(),
            "in_panel": self.in_panel,
            "before_entry": self.person.role.before_entry if case_id_of(self.subject) else "",
            **extra,
            **more,
        }
        if self.in_panel and self.subject is not None:
            stays = urlencode({"list": self.came_from or ""})
            form.helper.form_action = f"{address(self.surface.name, self.subject.pk)}?{stays}"
        template = "deed.html" if bare else self.surface.template
        return render(self.request, template, context, status=status)


def _reference_of(subject: Any) -> str:
    """The reference of the case that it is or belongs to; "" for what has none."""
    row = subject if hasattr(subject, "reference") else getattr(subject, "case", None)
    return str(getattr(row, "reference", ""))


def _version(form: DeedForm) -> int | None:
    typed = form.cleaned_data.get("version") or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
