"""What the API reads of file checks."""

from __future__ import annotations

from actionplans.models import FileCheck
from actionplans.represent.files import file_check, file_check_in_full
from rasso_tracker.audit import Action
from rasso_tracker.web.api import ReadDetail, ReadList
from rasso_tracker.web.lists import Order

FILE_READS: list[ReadList | ReadDetail] = [
    ReadList(
        path="file-checks/",
        name="file_checks",
        model=FileCheck,
        represent=file_check,
        order=Order("due", "Answer due", "due_on"),
        filters={"case": "case", "outcome": "outcome", "district": "case__district__code"},
    ),
    ReadDetail(
        path="file-checks/<uuid:pk>/",
        name="file_check",
        model=FileCheck,
        represent=file_check_in_full,
        action=Action.FILE_CHECK_VIEWED,
    ),
]
