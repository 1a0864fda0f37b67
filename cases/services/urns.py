"""A URN that other cases bear: the cases of co-defendants may share one, but never unawares."""

from __future__ import annotations

from django.db import connection

from cases.enums import KeyKind
from cases.models import Case, SearchKey
from cases.rules.urns import check_shared
from cases.services.stored import need_door
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person

_ONE_URN = 0x55524E  # any fixed number: the first half of the advisory lock of a URN
SHARED = "Another case has this URN too; confirmed."  # why, in the log


def check_urn_of(*, by: Person, case: Case, urn: str, confirmed: bool) -> str:
    """Before a case takes this URN, in its kept form: what the log says of it, "" for nothing to say.

    Called inside a deed. Raises Invalid where another case bears it and that was not `confirmed`. Of two who
    record it on two cases at the same moment the second waits, and is told of the first.
    """
    need_door("check_urn_of")
    if not urn or urn == case.urn:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_ONE_URN, urn])
    with system("a URN is looked for on every case, whoever may see them"):
        keys = SearchKey.objects.filter(kind=KeyKind.URN, text=urn).exclude(case=case)
        others = list(keys.values_list("case_id", flat=True))
    if not others:
        return ""
    seen = Case.objects.visible_to(by).filter(pk__in=others).order_by("reference")
    references = list(seen.values_list("reference", flat=True))
    check_shared(urn, references, some_unseen=len(references) < len(others), confirmed=confirmed)
    return SHARED
