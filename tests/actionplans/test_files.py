"""The file on its way to CPS: the gatekeeper's list, what was missing, and the round that starts from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from actionplans import home, panels, timeline
from actionplans.checklist import MISSED_AT_TRIAGE, PARTS, Material, MaterialState, starting_states
from actionplans.enums import OF_PRIORITY, RejectionReason
from actionplans.models import FileCheck, FileCheckLine, Submission
from actionplans.services import check_file, send_file_for_check, triage_submission
from actionplans.services.files import standing_sign_off, starting_list
from cases.models import Allegation, Case, DueItem
from rasso_tracker.audit import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import a_case, moment, states, submitted

SENT, CHECKED = moment(date(2026, 2, 16)), moment(date(2026, 2, 18))
AGAIN_BY = date(2026, 2, 27)


def sent(case: Case, by: Person, **more: Any) -> FileCheck:
    more.setdefault("at", SENT)
    return send_file_for_check(by=by, case=case, kind="within_28_days", **more)


def returned(check: FileCheck, by: Person, *missing: Material, **more: Any) -> FileCheck:
    more = {"at": CHECKED, "remark": "Two lines.", "again_by": AGAIN_BY, **more}
    return check_file(by=by, file_check=check, states=states(*missing), signed_off=False, **more)


def signed(check: FileCheck, by: Person, **more: Any) -> FileCheck:
    more.setdefault("at", CHECKED)
    return check_file(by=by, file_check=check, states=states(), signed_off=True, **more)


def owed(case: Case) -> dict[str, date]:
    return dict(DueItem.objects.filter(case=case, settled_at__isnull=True).values_list("code", "due_on"))


def test_a_file_that_is_sent_is_open_to_the_gatekeepers_and_waits_by_the_rule(
    case: Case, alice: Person, gita: Person
) -> None:
    assert home.files_to_check(gita).rows == []
    check = sent(case, alice, note="The phone is still out.")
    assert (check.number, check.is_waiting, check.due_on) == (1, True, date(2026, 2, 19))
    assert owed(case)["file_check"] == date(2026, 2, 19)
    (row,) = home.files_to_check(gita).rows
    assert (row["reference"], row["deadline"].due_on) == (case.reference, date(2026, 2, 19))


def test_a_returned_file_keeps_its_list_and_the_next_round_starts_from_it(
    case: Case, alice: Person, gita: Person
) -> None:
    first = returned(sent(case, alice), gita, Material.MG11, Material.SCHEDULES)
    assert owed(case)["file_returned"] == AGAIN_BY
    second = sent(case, alice, at=moment(date(2026, 2, 25)))
    assert second.number == 2
    assert "file_returned" not in owed(case)
    start = starting_list(second)
    assert start == states(Material.MG11, Material.SCHEDULES)
    signed(second, gita, at=moment(date(2026, 2, 26)))
    kept = dict(FileCheckLine.objects.filter(file_check=first).values_list("material", "state"))
    assert kept == start
    assert owed(case) == {}


def test_what_cps_triage_found_missing_is_missing_when_the_next_round_starts(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    signed(sent(case, alice), gita)
    submission = submitted(case, alice, unit)
    triage_submission(
        by=lena,
        submission=submission,
        accepted=False,
        reasons=[{"reason": "exhibits"}, {"reason": "material_not_received"}],
        respond_by=date(2026, 3, 20),
        at=moment(date(2026, 2, 25)),
    )
    again = sent(case, alice, at=moment(date(2026, 2, 26)))
    assert starting_list(again) == states(Material.EXHIBITS)


def test_every_reason_of_triage_but_delivery_and_custody_names_a_line_of_the_list() -> None:
    others = {RejectionReason.MATERIAL_NOT_RECEIVED, *OF_PRIORITY}
    assert set(RejectionReason) - set(MISSED_AT_TRIAGE) == others
    listed = [one for materials in PARTS.values() for one in materials]
    assert sorted(listed) == sorted(Material)
    assert starting_states({}, ["mg11", "no_such_reason"]) == {"mg11": "missing"}


def test_the_sign_off_goes_with_one_submission_and_no_more(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    check = signed(sent(case, alice), gita)
    submission = submitted(case, alice, unit)
    assert (submission.file_check, submission.unchecked_because) == (check, "")
    assert standing_sign_off(case) is None
    triage_submission(
        by=lena,
        submission=submission,
        accepted=False,
        reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 3, 20),
        at=moment(date(2026, 2, 25)),
    )
    with pytest.raises(Invalid, match="No gatekeeper has signed this file off"):
        submitted(case, alice, unit, at=moment(date(2026, 2, 26)), unchecked_because="")


def test_a_file_that_went_to_cps_all_the_same_owes_the_returned_one_no_more(
    case: Case, alice: Person, gita: Person, unit: CpsUnit
) -> None:
    returned(sent(case, alice), gita)
    assert owed(case)["file_returned"] == AGAIN_BY
    submitted(case, alice, unit)
    assert "file_returned" not in owed(case)


def test_a_sign_off_is_of_the_file_that_was_looked_at_and_of_no_later_round(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit
) -> None:
    check = sent(case, alice)
    went = submitted(case, alice, unit)  # while the gatekeeper still looked
    signed(check, gita, at=moment(date(2026, 2, 24)))
    triage_submission(
        by=lena,
        submission=went,
        accepted=False,
        reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 3, 6),
        at=moment(date(2026, 2, 25)),
    )
    assert standing_sign_off(case) is None


@pytest.mark.parametrize("kind", ["early_advice", "priority"])
def test_early_advice_and_custody_do_not_wait_for_the_list(
    kind: str, case: Case, alice: Person, unit: CpsUnit
) -> None:
    assert submitted(case, alice, unit, kind=kind, unchecked_because="").file_check is None


def test_early_advice_does_not_use_up_a_sign_off(
    case: Case, alice: Person, gita: Person, unit: CpsUnit
) -> None:
    check = signed(sent(case, alice), gita)
    submitted(case, alice, unit, kind="early_advice")
    assert standing_sign_off(case) == check


def test_a_reason_to_go_without_is_refused_where_it_was_signed_off(
    case: Case, alice: Person, gita: Person, unit: CpsUnit
) -> None:
    signed(sent(case, alice), gita)
    with pytest.raises(Invalid, match="A gatekeeper signed this file off"):
        submitted(case, alice, unit, unchecked_because="custody")


def test_a_return_after_a_sign_off_takes_it_back(
    case: Case, alice: Person, gita: Person, unit: CpsUnit
) -> None:
    signed(sent(case, alice), gita)
    returned(sent(case, alice, at=CHECKED), gita, Material.MG3, at=moment(date(2026, 2, 19)))
    assert standing_sign_off(case) is None


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"signed_off": True, "states": states(Material.MG3), "again_by": None}, {"signed_off"}),
        ({"signed_off": True, "again_by": AGAIN_BY}, {"again_by"}),
        ({"remark": " "}, {"remark"}),
        ({"again_by": None}, {"again_by"}),
        ({"again_by": CHECKED.date()}, {"again_by"}),
        ({"states": {**states(), "mg3": ""}}, {"mg3"}),
        ({"states": {**states(), "mg3": "perhaps"}}, {"mg3"}),
        ({"states": {**states(), "tea": "in_file"}}, {"tea"}),
    ],
)
def test_an_answer_says_everything_that_it_must(
    change: dict[str, Any], fields: set[str], case: Case, alice: Person, gita: Person
) -> None:
    check = sent(case, alice)
    values = {
        "states": states(),
        "signed_off": False,
        "remark": "Send it again.",
        "again_by": AGAIN_BY,
        **change,
    }
    with pytest.raises(Invalid) as refused:
        check_file(by=gita, file_check=check, at=CHECKED, **values)
    assert set(refused.value.fields) == fields
    assert not FileCheckLine.objects.exists()


def test_a_round_is_answered_once_and_sent_once(case: Case, alice: Person, gita: Person) -> None:
    check = sent(case, alice)
    with pytest.raises(NotAllowed, match="still with the gatekeeper"):
        sent(case, alice)
    signed(check, gita)
    with pytest.raises(NotAllowed, match="answered already"):
        signed(check, gita)


def test_a_file_that_is_with_cps_is_not_checked_again(case: Case, alice: Person, unit: CpsUnit) -> None:
    submitted(case, alice, unit)
    with pytest.raises(NotAllowed, match="waits for triage"):
        sent(case, alice, at=moment(date(2026, 2, 24)))


@pytest.mark.parametrize("moment_off", [timedelta(seconds=1), -timedelta(days=30)])
def test_a_file_is_sent_neither_ahead_nor_before_the_report(
    moment_off: timedelta, case: Case, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        sent(case, alice, sent_at=SENT + moment_off)
    assert set(refused.value.fields) == {"sent_at"}


@pytest.mark.parametrize("username", ["alice", "sam", "mona"])
def test_nobody_but_a_gatekeeper_signs_a_file_off(username: str, case: Case, alice: Person) -> None:
    with pytest.raises(NotAllowed, match="You cannot check a file as"):
        signed(sent(case, alice), Person.objects.get(username=username))


def test_a_gatekeeper_does_not_check_what_they_sent_in_another_role(
    case: Case, alice: Person, gita: Person
) -> None:
    check = sent(case, alice)
    check.sent_by = gita
    with open_door("a test"):
        check.save(update_fields=["sent_by"])
    with pytest.raises(NotAllowed, match="another gatekeeper"):
        signed(check, gita)


def test_two_who_send_at_once_leave_one_round(case: Case, alice: Person, gita: Person) -> None:
    check = sent(case, alice)
    check.pk, check.number = None, 2
    with open_door("a test writes a second round"), pytest.raises(IntegrityError, match="one_waiting"):
        FileCheck.objects.bulk_create([FileCheck(**{**_columns(check), "number": 2})])


def _columns(check: FileCheck) -> dict[str, Any]:
    return {
        field.attname: getattr(check, field.attname)
        for field in FileCheck._meta.concrete_fields
        if field.name != "id"
    }


def test_timeline_panel_and_log_tell_of_it(case: Case, alice: Person, gita: Person) -> None:
    returned(sent(case, alice), gita, Material.MG11)
    case.refresh_from_db()
    titles = {entry.title for entry in timeline.entries(case, gita)}
    assert titles == {"File sent to the gatekeeper, check 1", "File check 1: returned"}
    shown = panels.panel(case, alice)
    assert shown is not None
    assert (shown["file_check"]["missing"], shown["file_check"]["row"].again_by) == (1, AGAIN_BY)
    actions = set(AuditEvent.objects.filter(case_id=case.pk).values_list("action", flat=True))
    assert {Action.FILE_SENT_FOR_CHECK.name, Action.FILE_CHECKED.name} <= actions


# Pages and API


def test_the_check_is_made_on_its_page_and_the_next_form_begins_where_it_ended(
    alice: Person, gita: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    case = a_case(alice, now() - timedelta(days=30))
    officer, keeper = sign_in(alice), sign_in(gita)
    send = reverse("send_file_for_check", args=[case.pk])
    assert officer.get(send).status_code == 200
    assert officer.post(send, {"kind": "within_28_days"}).status_code == 302
    check = FileCheck.objects.get(case=case)
    address = reverse("check_file", args=[check.pk])
    page = keeper.get(address).content.decode()
    assert "Part 1: key evidential material" in page
    assert "Part 2: information" in page
    later = london_date(now()) + timedelta(days=7)
    typed = {
        **states(Material.MG11),
        "signed_off": "no",
        "remark": "The neighbour's statement.",
        "again_by_day": later.day,
        "again_by_month": later.month,
        "again_by_year": later.year,
    }
    refused = keeper.post(address, {**typed, "mg3": "", "remark": ""})
    assert refused.status_code == 422
    assert "Say whether this is in the file: MG3 report." in refused.content.decode()
    assert keeper.post(address, typed).status_code == 302
    shown = officer.get(reverse("file_check_detail", args=[check.pk])).content.decode()
    assert "1 line missing" in shown
    assert "The neighbour&#39;s statement." in shown or "The neighbour's statement." in shown
    officer.post(send, {"kind": "within_28_days"})
    second = FileCheck.objects.get(case=case, number=2)
    form = keeper.get(reverse("check_file", args=[second.pk])).content.decode()
    assert 'name="mg11" value="missing" checked' in form
    assert 'name="mg3" value="in_file" checked' in form
    assert (
        keeper.post(reverse("check_file", args=[second.pk]), {**states(), "signed_off": "yes"}).status_code
        == 302
    )
    submit = officer.get(reverse("submit_to_cps", args=[case.pk])).content.decode()
    assert "unchecked_because" not in submit
    for client in (officer, keeper):
        assert client.get(f"/cases/{case.pk}/").status_code == 200


def test_what_a_charging_decision_wants_is_asked_for_with_what_is_missing(
    db: None, alice: Person, sign_in: Callable[..., Any]
) -> None:
    sent = sign_in(alice).post(
        "/api/v1/submissions/",
        {"case": str(a_case(alice).pk), "kind": "within_28_days", "urn": "zz"},
        content_type="application/json",
    )
    assert (sent.status_code, sorted(sent.json()["fields"])) == (
        400,
        ["cps_unit", "early_advice", "unchecked_because", "urn"],
    )


def offered(client: Any, name: str, pk: Any) -> list[str]:
    """Which of the two ways onward the page offers."""
    page = client.get(reverse(name, args=[pk])).content.decode()
    ways = ["Send the file to the gatekeeper", "Submit to CPS"]
    return [one for one in ways if f">{one}</a>" in page]


def test_a_file_that_came_back_leads_to_the_next_round_and_one_signed_off_to_cps(
    case: Case, alice: Person, gita: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    officer, keeper = sign_in(alice), sign_in(gita)
    first = sent(case, alice)
    assert offered(officer, "file_check_detail", first.pk) == []
    returned(first, gita, Material.MG11)
    both = ["Send the file to the gatekeeper", "Submit to CPS"]
    assert offered(officer, "file_check_detail", first.pk) == both
    second = sent(case, alice, at=moment(date(2026, 2, 25)))
    signed(second, gita, at=moment(date(2026, 2, 26)))
    assert offered(officer, "file_check_detail", first.pk) == []  # a later round has the word
    assert offered(officer, "file_check_detail", second.pk) == ["Submit to CPS"]
    submitted(case, alice, unit, moment(date(2026, 2, 27)))
    assert offered(officer, "file_check_detail", second.pk) == []
    assert offered(keeper, "file_check_detail", second.pk) == []


def test_a_rejected_submission_leads_to_the_next_round(
    case: Case, alice: Person, lena: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    submission = submitted(case, alice, unit)
    triage_submission(
        by=lena,
        submission=submission,
        accepted=False,
        reasons=[{"reason": "mg11", "words": ""}],
        respond_by=date(2026, 3, 3),
        at=moment(date(2026, 2, 24)),
    )
    officer = sign_in(alice)
    both = ["Send the file to the gatekeeper", "Submit to CPS"]
    assert offered(officer, "submission_detail", submission.pk) == both
    assert offered(sign_in(lena), "submission_detail", submission.pk) == []
    submitted(case, alice, unit, moment(date(2026, 2, 25)))
    assert offered(officer, "submission_detail", submission.pk) == []


def test_the_submission_page_asks_why_it_goes_without_and_keeps_what_was_typed(
    alice: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    case = a_case(alice, now() - timedelta(days=30))
    typed = {
        "kind": "within_28_days",
        "cps_unit": str(unit.pk),
        "allegations": [str(one.pk) for one in Allegation.objects.filter(case=case)],
        "note": "Typed with care.",
    }
    client = sign_in(alice)
    refused = client.post(reverse("submit_to_cps", args=[case.pk]), typed)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Send it to the gatekeeper first, or say why it goes without" in text
    assert "Typed with care." in text
    said = {"unchecked_because": "out_of_hours", "early_advice": "ready"}
    done = client.post(reverse("submit_to_cps", args=[case.pk]), {**typed, **said})
    assert done.status_code == 302
    page = client.get(reverse("submission_detail", args=[Submission.objects.get(case=case).pk]))
    assert "No gatekeeper is on duty" in page.content.decode()


def test_the_check_by_api(alice: Person, gita: Person, sign_in: Callable[..., Any]) -> None:
    case = a_case(alice, now() - timedelta(days=30))

    def send(client: Any, path: str, body: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/{path}", body, content_type="application/json")

    made = send(sign_in(alice), "file-checks/", {"case": str(case.pk), "kind": "within_5_days"})
    assert made.status_code == 201, made.json()
    address = f"file-checks/{made.json()['id']}/check/"
    keeper = sign_in(gita)
    wrong = send(keeper, address, {**states(), "mg3": "perhaps", "signed_off": True})
    assert (wrong.status_code, set(wrong.json()["fields"])) == (400, {"mg3"})
    answer = send(keeper, address, {**states(), "signed_off": True})
    assert answer.status_code == 201, answer.json()
    told = keeper.get(f"/api/v1/file-checks/{made.json()['id']}/").json()
    assert (told["outcome"], told["lines"]) == ("signed_off", states())
    listed = keeper.get(f"/api/v1/file-checks/?case={case.pk}").json()["results"]
    assert [row["id"] for row in listed] == [made.json()["id"]]


def test_a_file_check_out_of_scope_is_not_there(
    case: Case, alice: Person, sign_in: Callable[..., Any]
) -> None:
    check = sent(case, alice)
    for username in ("charlie", "nora", "ivy", "adam"):
        client = sign_in(Person.objects.get(username=username))
        assert client.get(reverse("file_check_detail", args=[check.pk])).status_code == 404


def test_no_state_of_a_material_is_left_out_of_the_list() -> None:
    assert set(MaterialState.values) == {"in_file", "missing", "not_needed"}


def test_after_a_rejection_the_case_leads_to_the_check_of_the_next_round(
    case: Case, alice: Person, gita: Person, lena: Person, unit: CpsUnit, sign_in: Any
) -> None:
    """Who sends it is led to that; a gatekeeper reads who does, and what CPS found missing."""

    def seen(person: Person) -> tuple[bool, ...]:
        page = " ".join(sign_in(person).get(f"/cases/{case.pk}/").content.decode().split())
        send = (
            f'<a class="govuk-link" href="{reverse("send_file_for_check", args=[case.pk])}">send it for that'
        )
        return (
            "CPS rejected submission 1: <a" in page,
            send in page,
            f"{alice.name}, or who supervises the case, sends it for that, and it comes to you then. Without"
            " it you can submit the file only with a reason that you give." in page,
        )

    signed(sent(case, alice), gita)
    first = submitted(case, alice, unit, at=CHECKED)
    assert seen(gita) == (False, False, False)
    triage_submission(
        by=lena,
        submission=first,
        accepted=False,
        reasons=[{"reason": "mg11"}],
        respond_by=date(2026, 3, 20),
        at=moment(date(2026, 2, 25)),
    )
    assert (seen(alice), seen(gita), seen(lena)) == (
        (True, True, False),
        (True, False, True),
        (False, False, False),
    )
    found = f"/submissions/{first.pk}/"
    assert (
        f'href="{found}">see what it found missing</a>'
        in sign_in(gita).get(f"/cases/{case.pk}/").content.decode()
    )
    sent(case, alice, at=moment(date(2026, 2, 27)))
    assert (seen(alice), seen(gita)) == ((False, False, False),) * 2
