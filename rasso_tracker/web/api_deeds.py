"""A surface's deed by API: the page's form, service and refusals, with the manners of HTTP."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.http import Http404
from django.urls import reverse
from django.utils.http import parse_http_date_safe
from rest_framework.request import Request
from rest_framework.response import Response

from rasso_tracker.audit import record_read
from rasso_tracker.people.refusals import Invalid, NotAllowed, Refusal, Stale
from rasso_tracker.web.bodies import as_json, read_body
from rasso_tracker.web.deeds import check_sending, digest_of_sending, lines_found_by, note_refusal, perform
from rasso_tracker.web.meanwhile import (
    Recorded,
    recorded_since,
    replaced_at,
    same_deed_by_others,
)
from rasso_tracker.web.problems import SENTENCES, Problem, answer
from rasso_tracker.web.services import AlreadySent, Outcome, earlier_outcome
from rasso_tracker.web.surfaces import Surface, case_id_of

_KEYS = uuid.UUID("5f1e5b0e-6d0b-5c55-9d6e-3c4f2f0a7b11")  # namespace of Idempotency-Key values
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})(?:[-;]\w+)?"')  # a compressing proxy weakens or marks a tag
CANNOT_STAND = "Some of what was sent cannot stand. See fields."
RECORDED_SINCE = (
    "Somebody else recorded the same since you read this: see meanwhile. Nothing of yours was saved."
    " If you mean it as well, send it again with the Date of this answer."
)
REPLACED_SINCE = (
    "What this replaces was recorded since you read it: read it again. Nothing of yours was saved."
    " If you mean it as well, send it again with the Date of this answer."
)
SECOND_PERSON = (
    "This takes a person who is signed in, because a second person answers for it. A token cannot do it."
)


def etag_of(record: Any) -> str:
    return f'"{record.version}"'


@dataclass(frozen=True)
class DeedPart:
    """The deed of one surface at its API address."""

    surface: Surface

    @property
    def path(self) -> str:
        return self.surface.api

    @property
    def method(self) -> str:
        return self.surface.method

    @property
    def name(self) -> str:
        return self.surface.name

    def answer(self, request: Request, pk: uuid.UUID | None) -> Response:
        """Runs in the person's access context. A refusal is logged there, so it is answered, not raised."""
        person: Any = request.user
        body = dict(request.data)
        subject = self._subject(person, pk, body)
        try:
            return self._done(request, self._do(request, person, subject, body))
        except Invalid as trouble:
            return self._refused(request, subject, answer(400, CANNOT_STAND, trouble.fields))
        except NotAllowed as refusal:
            note_refusal(self.surface, person, subject)
            return self._refused(request, subject, answer(403, str(refusal)))
        except Stale as refusal:
            status = 412 if self.surface.versioned or _read_at(request, subject) else 409
            return self._refused(request, subject, answer(status, str(refusal)))
        except AlreadySent:
            return answer(422, "This Idempotency-Key was used before, with another body. Use a new key.")

    def _refused(self, request: Request, subject: Any, response: Response) -> Response:
        """With what was recorded since the client read the record, where it says when: it need not look."""
        surface = self.surface
        person: Any = request.user
        since = _read_at(request, subject)
        may = person.role.may(surface.name)  # who may not do it learns nothing of what it is about
        form = surface.form(data={}, person=person, subject=subject)  # with what only the API asks
        found = recorded_since(surface, person, subject, since, form) if since and may else []
        if found:
            response.data["meanwhile"] = [_as_answered(one) for one in found]
            rows = [subject.pk, *(one.row for one in found)]
            record_read(by=person, action=surface.look, case=case_id_of(subject), subjects=rows)
        return response

    def _do(self, request: Request, person: Any, subject: Any, body: dict[str, Any]) -> Outcome:
        surface = self.surface
        token = _token_of(request)
        digest = digest_of_sending(surface, subject, body)
        try:
            self._check_token(request)
            check_sending(surface, person, subject)
            version = self._version_of(request, subject)
            values = self.values(person, subject, body)
        except (Refusal, Problem):  # a repeat of what was done may no longer be allowed: it is no new sending
            before = earlier_outcome(by=person, surface=surface.name, token=token, digest=digest)
            if before is None:
                raise
            return before
        return perform(
            surface,
            person=person,
            subject=subject,
            values=values,
            token=token,
            digest=digest,
            version=version,
            since=None if version is not None else _read_at(request, subject),
            replaced=REPLACED_SINCE,
        )

    def _version_of(self, request: Request, subject: Any) -> int | None:
        """The version that the deed is held to; none where the deed needs none and the client sends none.

        Raises Problem where one is needed, Stale where the record is another by now or, of a deed without a
        version, somebody else did the same since the client read the record: as the page does.
        """
        surface = self.surface
        if surface.versioned or (_versions_in(request) and hasattr(subject, "version")):
            return _version_sent(request, subject)
        since = _read_at(request, subject)
        if since and same_deed_by_others(surface, request.user, subject, since):  # type: ignore[arg-type]  # signed in
            raise Stale(RECORDED_SINCE)
        return None

    def values(self, person: Any, subject: Any, body: dict[str, Any]) -> dict[str, Any]:
        """The service's arguments. Raises Invalid with every fault at once."""
        surface = self.surface
        unbound = surface.form(person=person, subject=subject)
        data, faults = read_body(unbound.read_by_api(body), body)
        stored = surface.first_values(person, subject)
        for name, field in unbound.fields.items():
            value = stored.get(name, field.initial)
            if name not in body and name not in ("once", "version") and value is not None:
                data[name] = as_json(field.prepare_value(value))  # unsaid means: as the page begins
        form = surface.form(data=data, person=person, subject=subject)
        if not form.is_valid() or faults:
            raise Invalid({**form.faults(), **faults})
        return form.cleaned_values()

    def _subject(self, person: Any, pk: uuid.UUID | None, body: dict[str, Any]) -> Any:
        """The record in the address or the body; unknown and out of scope answer alike."""
        surface = self.surface
        if surface.subject is None:
            return None
        if pk is None:
            given = body.pop(surface.subject_name, None)
            try:
                pk = uuid.UUID(given)
            except (ValueError, TypeError, AttributeError):
                sentence = f"Give the id of the {surface.subject._meta.verbose_name}."
                raise Problem(400, CANNOT_STAND, {surface.subject_name: sentence}) from None
        subject = surface.subject_of(person, pk)
        if subject is None:
            raise Http404
        return subject

    def _check_token(self, request: Request) -> None:
        token: Any = request.auth
        if token is None:
            return
        if self.surface.four_eyes:
            raise NotAllowed(SECOND_PERSON)
        if not token.allows(self.surface.name):
            raise NotAllowed(f"This token's scopes do not include {self.surface.name}. Make one that does.")

    def _done(self, request: Request, outcome: Outcome) -> Response:
        person: Any = request.user
        result = outcome.result or _found_again(outcome, person)
        status = 200 if self.method == "PATCH" else 201
        response = Response(self.surface.represent(result, person), status=status)
        if hasattr(result, "version"):
            response["ETag"] = etag_of(result)
        if receipt := lines_found_by(outcome, person):
            lines = reverse("api_record_lines", args=[receipt])
            response["Link"] = f'<{lines}>; rel="related"; title="Copy for the force record"'
        if outcome.repeated:
            response["Idempotent-Replayed"] = "true"
        return response


def _found_again(outcome: Outcome, person: Any) -> Any:
    """The result of an earlier sending, as it stands now, if the person still may see it."""
    model = apps.get_model(outcome.result_type)
    manager: Any = model._default_manager
    rows = manager.visible_to(person) if hasattr(manager, "visible_to") else manager.all()
    result = rows.filter(pk=outcome.result_id).first()
    if result is None:
        raise Http404
    return result


def _token_of(request: Request) -> uuid.UUID | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Problem(400, "An Idempotency-Key has 1 to 255 visible ASCII characters.")
    return uuid.uuid5(_KEYS, key)


def _as_answered(one: Recorded) -> dict[str, Any]:
    """A deed that was done meanwhile; its answers in words, by the fields of its form."""
    return {
        "deed": one.deed,
        "title": one.title,
        "by": one.by,
        "at": one.at.isoformat(),
        "id": str(one.row),
        "answers": {answer.field: answer.recorded for answer in one.answers},
    }


def _read_at(request: Request, subject: Any) -> datetime | None:
    """When the client read the record: If-Unmodified-Since (the Date of that answer), else when the version
    in If-Match was replaced. None where it says neither, or the version still stands.
    """
    if subject is None:
        return None
    seconds = parse_http_date_safe(request.headers.get("If-Unmodified-Since", ""))
    if seconds is not None:
        return datetime.fromtimestamp(seconds, UTC)
    return next(filter(None, (replaced_at(subject, one) for one in _versions_in(request))), None)


def _version_sent(request: Request, subject: Any) -> int:
    """The version in If-Match. Raises Problem where there is none, Stale where it is another."""
    tags = request.headers.get("If-Match", "").strip()
    if not tags or tags == "*":
        raise Problem(428)
    if subject.version not in _versions_in(request):
        raise Stale(SENTENCES[412])
    return int(subject.version)


def _versions_in(request: Request) -> list[int]:
    """The versions in If-Match. Weak tags count: compression weakens ours (model.md)."""
    tags = request.headers.get("If-Match", "").split(",")
    return [int(found[1]) for tag in tags if (found := _ETAG.fullmatch(tag.strip()))]
