"""A question about a record that is too long for an address: a POST that is logged and changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.api_deeds import CANNOT_STAND
from rasso_tracker.web.api_reads import check_may_read
from rasso_tracker.web.bodies import read_body
from rasso_tracker.web.forms import DeedForm
from rasso_tracker.web.problems import answer
from rasso_tracker.web.scope import in_scope
from rasso_tracker.web.surfaces import case_id_of


@dataclass(frozen=True, kw_only=True)
class Ask:
    """POST on one record. `check` raises NotAllowed; `reply` answers the form's values. Nothing is kept."""

    path: str
    name: str
    title: str
    model: type[Model]
    form: type[DeedForm]
    check: Callable[[Person, Any], None]
    reply: Callable[[Mapping[str, Any]], dict[str, Any]]
    action: Action
    select: tuple[str, ...] = ()
    method: str = "POST"

    def answer(self, request: Request, pk: uuid.UUID | None) -> Response:
        check_may_read(request)
        person: Any = request.user
        found = in_scope(self.model, person, pk, select=self.select)
        if found is None:
            raise Http404
        try:
            self.check(person, found)
        except NotAllowed as refusal:
            return answer(403, str(refusal))
        unbound = self.form(person=person, subject=found)
        data, faults = read_body(unbound.fields, dict(request.data))
        form = self.form(data=data, person=person, subject=found)
        if not form.is_valid() or faults:
            return answer(400, CANNOT_STAND, {**form.faults(), **faults})
        record_read(
            by=person, action=self.action, case=case_id_of(found), subjects=[found.pk], reason=self.name
        )
        return Response(self.reply(form.cleaned_values()))
