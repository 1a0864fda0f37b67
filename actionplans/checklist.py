"""What a RASSO file for a charging decision must hold: the list that the gatekeeper signs off.

The two parts are those of the joint guidance of CPS and the National Police Chiefs' Council on RASSO file
submissions [V]. The lines are our own starting list [A]: they cover the guidance's headings and every reason
for which CPS triage rejects a file, so that what triage would miss is missed here first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from actionplans.enums import RejectionReason, SubmissionKind


class FilePart(models.TextChoices):
    EVIDENCE = "evidence", "Part 1: key evidential material"
    DISCLOSURE = "disclosure", "Part 1: material for disclosure"
    INFORMATION = "information", "Part 2: information"


class Material(models.TextChoices):
    """One line of the checklist."""

    VICTIM_ACCOUNT = "victim_account", "Victim's account: ABE recording and summary, or statement"
    MG11 = "mg11", "Statements of other witnesses (MG11)"
    EXHIBITS = "exhibits", "Exhibits"
    INTERVIEW_SUMMARY = "interview_summary", "Suspect interview: summary or transcript"
    FORENSIC = "forensic", "Forensic and medical evidence"
    MULTIMEDIA = "multimedia", "999 call, body-worn video and CCTV, clipped and playable"
    DIGITAL = "digital", "Phone and digital material"
    HARD_MEDIA = "hard_media", "Hard media, delivered"
    SCHEDULES = "schedules", "Disclosure schedules"
    DISCLOSURE_DOCUMENT = "disclosure_document", "Disclosure management document"
    UNUSED = "unused", "Unused material, with what is presumed disclosable"
    THIRD_PARTY = "third_party", "Third-party material, or where each request stands"
    MG3 = "mg3", "MG3 report"
    SUPERVISOR_COMMENTS = "supervisor_comments", "Supervisor's comments"
    LINES_OF_INQUIRY = "lines_of_inquiry", "Lines of inquiry: those followed, and those not followed and why"
    SUSPECT_ANTECEDENTS = "suspect_antecedents", "Suspect's previous convictions"
    WITNESS_ANTECEDENTS = "witness_antecedents", "Victim's and witnesses' previous convictions"
    BAD_CHARACTER = "bad_character", "Bad character of the suspect"
    SPECIAL_MEASURES = "special_measures", "Special measures (MG2)"
    VICTIM_NEEDS = "victim_needs", "Victim's needs and wishes, and the personal statement offered"
    DV_CHECKLIST = "dv_checklist", "Domestic abuse checklist"
    OIC_DETAILS = "oic_details", "Officer's contact details"


class MaterialState(models.TextChoices):
    IN_FILE = "in_file", "In the file"
    MISSING = "missing", "Missing"
    NOT_NEEDED = "not_needed", "Not needed"


class FileOutcome(models.TextChoices):
    SIGNED_OFF = "signed_off", "Signed off"
    RETURNED = "returned", "Returned"


class UncheckedBecause(models.TextChoices):
    """Why a file goes to CPS that no gatekeeper has signed off [A]."""

    CUSTODY = "custody", "The custody clock does not allow it"
    OUT_OF_HOURS = "out_of_hours", "No gatekeeper is on duty"
    CPS_ASKED = "cps_asked", "CPS asked for it at once"
    INSPECTOR = "inspector", "An inspector decided to send it without"


M = Material
PARTS: dict[FilePart, tuple[Material, ...]] = {
    FilePart.EVIDENCE: (
        M.VICTIM_ACCOUNT,
        M.MG11,
        M.EXHIBITS,
        M.INTERVIEW_SUMMARY,
        M.FORENSIC,
        M.MULTIMEDIA,
        M.DIGITAL,
        M.HARD_MEDIA,
    ),
    FilePart.DISCLOSURE: (M.SCHEDULES, M.DISCLOSURE_DOCUMENT, M.UNUSED, M.THIRD_PARTY),
    FilePart.INFORMATION: (
        M.MG3,
        M.SUPERVISOR_COMMENTS,
        M.LINES_OF_INQUIRY,
        M.SUSPECT_ANTECEDENTS,
        M.WITNESS_ANTECEDENTS,
        M.BAD_CHARACTER,
        M.SPECIAL_MEASURES,
        M.VICTIM_NEEDS,
        M.DV_CHECKLIST,
        M.OIC_DETAILS,
    ),
}
# What CPS's triage found missing, as a line of the list. Those that name no line are about delivery
# and about custody.
MISSED_AT_TRIAGE: dict[RejectionReason, Material] = {
    RejectionReason.DISCLOSURE_SCHEDULE: M.SCHEDULES,
    RejectionReason.NO_MG3: M.MG3,
    RejectionReason.SUPERVISOR_COMMENTS: M.SUPERVISOR_COMMENTS,
    RejectionReason.DV_CHECKLIST: M.DV_CHECKLIST,
    RejectionReason.MG11: M.MG11,
    RejectionReason.EXHIBITS: M.EXHIBITS,
    RejectionReason.INTERVIEW_SUMMARY: M.INTERVIEW_SUMMARY,
    RejectionReason.SUSPECT_ANTECEDENTS: M.SUSPECT_ANTECEDENTS,
    RejectionReason.WITNESS_ANTECEDENTS: M.WITNESS_ANTECEDENTS,
    RejectionReason.HARD_MEDIA: M.HARD_MEDIA,
    RejectionReason.THIRD_PARTY: M.THIRD_PARTY,
    RejectionReason.OIC_DETAILS: M.OIC_DETAILS,
}
# A file is checked for a charging decision. Early advice is asked for before there is one.
CHECKED_KINDS = (SubmissionKind.WITHIN_28_DAYS, SubmissionKind.WITHIN_5_DAYS, SubmissionKind.PRIORITY)
# A suspect in custody does not wait for the list: the three hours are CPS's whole clock.
SIGN_OFF_WANTED = (SubmissionKind.WITHIN_28_DAYS, SubmissionKind.WITHIN_5_DAYS)


def starting_states(before: Mapping[str, str], reasons: Iterable[str]) -> dict[str, str]:
    """The list that a new round starts from: the last one as it was left, and what CPS found missing since.

    `before` is material to state of the last check, `reasons` the codes of a rejection after it.
    """
    missed = {MISSED_AT_TRIAGE[RejectionReason(one)] for one in reasons if one in MISSED_AT_TRIAGE}
    return {**before, **{one.value: MaterialState.MISSING.value for one in missed}}
