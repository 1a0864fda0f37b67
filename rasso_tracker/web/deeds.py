"""Doing a surface's deed, for page and API alike: role, once-only, version under lock, refusals in order."""

from __future__ import annotations

import json
import logging
import uuid
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, OperationalError
from django.utils.crypto import salted_hmac

from rasso_tracker.audit import Action, record_read
from rasso_tracker.people.deed_sets import RECORD_LINES
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale
from rasso_tracker.web.meanwhile import replaced_since
from rasso_tracker.web.models import Receipt
from rasso_tracker.web.scope import in_scope
from rasso_tracker.web.services import Outcome, do_once
from rasso_tracker.web.surfaces import Surface, case_id_of

log = logging.getLogger(__name__)

CHANGED_MEANWHILE = (
    "Somebody else changed this while you were working on it. Nothing of yours is lost or saved yet:"
    " compare the two below, then save again or leave it as it is."
)
CHANGED_BY_YOU = (
    "You changed this in another window while you were working on it here. Nothing of what you typed here is"
    " lost or saved yet: compare the two below, then save again or leave it as it is."
)
CHANGED_ELSEWHERE = (
    "Something else about this changed while you were working on it, which no question of this form shows."
    " Nothing of yours is lost or saved yet: save again, or leave it as it is."
)
RECORDED_MEANWHILE = (
    "Somebody else recorded the same while you were working on it. Nothing of yours is lost or saved yet:"
    " compare the two below, then save yours as well or leave it as it is."
)
REPLACED_MEANWHILE = (
    "What this form began with was replaced after you opened it. Nothing of yours is lost or saved yet, and"
    " saving puts all of it in place of what stands: compare the two below first."
)
DOES_NOT_FIT = (
    "This does not agree with what is already recorded, so nothing was saved. Check it and try again."
)
AT_THE_SAME_MOMENT = "Somebody else was saving the same record at the same moment. Try again."


def check_role(surface: Surface, person: Person, subject: Any) -> None:
    """Raises NotAllowed when the role in use does not do this deed, or the surface's own check says no."""
    if not person.role.may(surface.name):
        raise NotAllowed(
            f"Your role, {person.role.title}, does not include this: {surface.title_for(person)}."
            " If you hold another role, change to it; else ask your supervisor who can."
        )
    if surface.check is not None:
        surface.check(person, subject)


def check_sending(surface: Surface, person: Person, subject: Any) -> None:
    """As check_role, of a deed that is sent."""
    check_role(surface, person, subject)
    if surface.check_sent is not None:
        surface.check_sent(person, subject)


def perform(
    surface: Surface,
    *,
    person: Person,
    subject: Any,
    values: dict[str, Any],
    token: uuid.UUID | None,
    digest: str,
    version: int | None = None,
    since: datetime | None = None,
    replaced: str = REPLACED_MEANWHILE,
) -> Outcome:
    """Do the deed once. Raises Invalid, NotAllowed, Stale or AlreadySent; then nothing was changed.

    `since` is when the person read what the deed may replace whole; `replaced` is said of what is younger.
    """

    def do() -> Any:
        if since is not None and replaced_since(surface, person, subject, since):
            raise Stale(replaced)
        held = surface.versioned or version is not None
        target = _locked(surface, subject, version) if held else subject
        arguments = {surface.subject_name: target} if surface.subject is not None else {}
        return surface.service(by=person, **arguments, **values)

    try:
        return do_once(
            by=person,
            surface=surface.name,
            token=token,
            digest=digest,
            do=do,
            address_of=surface.done,
            case_of=case_id_of,
        )
    except ValidationError as trouble:
        raise Invalid(_by_field(trouble)) from trouble
    except IntegrityError as trouble:
        raise _constraint_refusal(surface, trouble) from trouble
    except DataError as trouble:
        log.warning("%s: a value that no column holds (%s)", surface.name, type(trouble.__cause__).__name__)
        raise Invalid({"": DOES_NOT_FIT}) from trouble
    except OperationalError as trouble:
        if getattr(trouble.__cause__, "pgcode", "") in ("40P01", "40001", "55P03"):
            raise Stale(AT_THE_SAME_MOMENT) from trouble
        raise


def lines_found_by(outcome: Outcome, person: Person) -> uuid.UUID | None:
    """The receipt by which the lines for the force record are found. None for who takes none, and for who
    sees the case no more after what they did, as when they give a review of it back.
    """
    if outcome.receipt is None or not person.role.may(RECORD_LINES):
        return None
    case_id = case_id_of(outcome.result) or Receipt.objects.get(pk=outcome.receipt).case_id
    return outcome.receipt if in_scope(apps.get_model("cases", "Case"), person, case_id) else None


def _by_field(trouble: ValidationError) -> dict[str, str]:
    """A model's own refusal, by field; what is no field of the form lands on top of it."""
    if hasattr(trouble, "error_dict"):
        return {name: " ".join(texts) for name, texts in trouble.message_dict.items()}
    return {"": " ".join(trouble.messages)}


def _locked(surface: Surface, subject: Any, version: int | None) -> Any:
    """The subject under a row lock, if it still is what the person saw. Raises Stale."""
    # Of the row alone: a model may be ordered by what it need not have, and that side cannot be locked.
    rows = type(subject)._default_manager.select_related(None).order_by()
    present = rows.select_for_update(no_key=True, of=("self",)).filter(pk=subject.pk).first()
    if present is None or present.version != version:
        raise Stale(CHANGED_MEANWHILE)
    return present


def _constraint_refusal(surface: Surface, trouble: IntegrityError) -> Invalid:
    """The table's own refusal, as the sentence that the surface gives it. Values stay out of the log."""
    diagnosis = getattr(trouble.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    by_field, sentence = surface.constraints.get(name, ("", DOES_NOT_FIT))
    if name not in surface.constraints:
        log.warning("%s: constraint %s has no sentence", surface.name, name or "(unnamed)")
    return Invalid({by_field: sentence})


def note_refusal(surface: Surface, person: Person, subject: Any) -> None:
    """Log that a deed was refused; what it had begun is rolled back already."""
    subjects = [subject.pk] if subject is not None else []
    record_read(
        by=person,
        action=Action.DEED_REFUSED,
        case=case_id_of(subject) if subject is not None else None,
        subjects=subjects,
        reason=surface.name,
    )


def digest_of_sending(surface: Surface, subject: Any, content: Any) -> str:
    """A keyed hash of what was sent and on what: two sendings are the same when these are."""
    text = json.dumps(
        [surface.name, str(subject.pk) if subject is not None else "", content], sort_keys=True, default=str
    )
    return salted_hmac("rasso_tracker.web.receipt", text, algorithm="sha256").hexdigest()
