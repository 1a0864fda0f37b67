"""Sending a file to the gatekeeper, and the gatekeeper's check of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import forms, services
from actionplans.models import FileCheck
from actionplans.represent.files import file_check_in_full
from actionplans.rules.files import check_can_check_file, check_can_send_file
from actionplans.services.files import starting_list
from actionplans.shown.files import started_from
from actionplans.shown.submissions import left_for_cps, waiting_for_triage
from actionplans.surfaces.places import about_case
from cases.models import Case
from cases.whole import whole_of
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def file_check_page(check: Any) -> str:
    return reverse("file_check_detail", args=[check.pk])


def check_send(person: Person, case: Case) -> None:
    unanswered = next((one for one in whole_of(case).rows(FileCheck) if one.is_waiting), None)
    sent = waiting_for_triage(case)
    check_can_send_file(person, case, unanswered, sent.round if sent else None, left=left_for_cps(case))


def about_check(person: Person, check: FileCheck) -> dict[str, Any]:
    return {"caption": f"{check.case.reference}, file check {check.number}", **started_from(check)}


FILE_SURFACES = [
    Surface(
        name="send_file_for_check",
        title="Send the file to the gatekeeper",
        service=services.send_file_for_check,
        form=forms.SendFileForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/file-checks/new/",
        api="file-checks/",
        button="Send to the gatekeeper",
        said="Sent to the gatekeeper.",
        context=about_case,
        check=check_send,
        done=file_check_page,
        represent=file_check_in_full,
        constraints={
            "file_check_one_waiting": ("", "Somebody sent this file at the same moment. Look at it first."),
            "file_check_number_once": ("", "Somebody sent this file at the same moment. Look at it first."),
        },
    ),
    Surface(
        name="check_file",
        title="Check the file",
        service=services.check_file,
        form=forms.CheckFileForm,
        subject=FileCheck,
        subject_name="file_check",
        page="file-checks/<uuid:pk>/check/",
        api="file-checks/<uuid:pk>/check/",
        button="Record the check",
        said="The check of the file is recorded.",
        template="actionplans/file_check.html",
        select=("case",),
        context=about_check,
        check=check_can_check_file,
        initial=lambda person, check: starting_list(check),
        done=file_check_page,
        back=file_check_page,
        represent=file_check_in_full,
    ),
]
