"""What the API reads of pasted documents, and reads for what they ask without keeping them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actionplans.forms.pasting import AskForm
from actionplans.models import PastedDocument, Submission
from actionplans.reading import read
from actionplans.represent.pasted import document_in_full, reading
from actionplans.rules.pasted import check_can_paste
from actionplans.shown.submissions import left_on
from rasso_tracker.audit import Action
from rasso_tracker.web.api import Ask, ReadDetail


def reply(given: Mapping[str, Any]) -> dict[str, Any]:
    return reading(read(given["text"], given["document_date"]))


PASTED_READS: list[ReadDetail | Ask] = [
    ReadDetail(
        path="pasted-documents/<uuid:pk>/",
        name="pasted_document",
        model=PastedDocument,
        represent=document_in_full,
        action=Action.SUBMISSION_VIEWED,
        deed="issue_from_document",
    ),
    Ask(
        path="submissions/<uuid:pk>/reading/",
        name="read_document",
        title="Read a CPS document for what it asks; nothing is kept",
        model=Submission,
        form=AskForm,
        check=lambda person, row: check_can_paste(person, row, left=left_on(row)),
        reply=reply,
        action=Action.DOCUMENT_ASKED,
        select=("case",),
    ),
]
