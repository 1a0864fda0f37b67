"""Pages on a record of somebody's scope: who may see it, lost races, repeating rows."""

from __future__ import annotations

import re
import uuid
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest

from cases.models import Case
from cases.services import edit_case
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from tests.chain.story import report
from tests.web.trial import done

pytestmark = pytest.mark.usefixtures("trial")


def edit_form(case: Case, **changes: str) -> dict[str, str]:
    return {
        "once": str(uuid.uuid4()),
        "version": str(case.version),
        "reported_on_day": "2",
        "reported_on_month": "3",
        "reported_on_year": "2026",
        "urn": "13AB0000126",
        "summary": "",
        **changes,
    }


def items(*asks: str, **changes: str) -> dict[str, str]:
    rows = {f"items-{index}-asks": text for index, text in enumerate(asks)}
    return {"once": str(uuid.uuid4()), "items-count": str(len(asks)), **rows, **changes}


def test_form_carries_the_version_and_what_is_stored(sign_in: Any, alice: Person, case: Case) -> None:
    page = sign_in(alice).get(f"/trial/{case.pk}/edit/").content.decode()

    assert '<input type="hidden" name="version" id="id_version" value="1">' in page
    assert 'name="reported_on_year" value="2026"' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_outsider_finds_nothing(sign_in: Any, charlie: Person, case: Case, method: str) -> None:
    browser = sign_in(charlie)

    assert getattr(browser, method)(f"/trial/{case.pk}/edit/").status_code == 404
    assert getattr(browser, method)(f"/trial/{uuid.uuid4()}/edit/").status_code == 404


def test_save_counts_the_version_up(sign_in: Any, alice: Person, case: Case) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/edit/", edit_form(case))

    case.refresh_from_db()
    assert (response.status_code, response.url) == (302, f"/cases/{case.pk}/")
    assert (case.urn, case.version) == ("13AB0000126", 2)


def test_lost_race_shows_both_texts_and_saves_nothing(
    sign_in: Any, alice: Person, bob: Person, case: Case
) -> None:
    form = edit_form(case)
    edit_case(by=bob, case=case, urn="13BB0000126")

    response = sign_in(alice).post(f"/trial/{case.pk}/edit/", form)

    page = response.content.decode()
    case.refresh_from_db()
    assert response.status_code == 409
    assert "Somebody else changed this while you were working on it." in page
    assert 'value="13AB0000126"' in page
    assert "13BB0000126" in page
    assert 'name="version" id="id_version" value="2"' in page
    assert case.urn == "13BB0000126"


def test_saving_again_after_a_lost_race_is_a_choice(
    sign_in: Any, alice: Person, bob: Person, case: Case
) -> None:
    form = edit_form(case)
    edit_case(by=bob, case=case, urn="13BB0000126")
    browser = sign_in(alice)
    browser.post(f"/trial/{case.pk}/edit/", form)

    response = browser.post(f"/trial/{case.pk}/edit/", form | {"version": "2"})

    case.refresh_from_db()
    assert (response.status_code, case.urn, case.version) == (302, "13AB0000126", 3)


@pytest.mark.parametrize("version", ["", "x", "-1", "٣", "9" * 30])
def test_version_that_is_none_counts_as_a_lost_race(
    sign_in: Any, alice: Person, case: Case, version: str
) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/edit/", edit_form(case, version=version))

    assert response.status_code == 409


def test_add_another_gives_a_row_more_and_keeps_what_was_typed(
    sign_in: Any, alice: Person, case: Case
) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items("Phone", **{"items-add": "1"}))

    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="items-count" value="2"' in page
    assert 'name="items-1-asks"' in page
    assert ">\nPhone</textarea>" in page or ">Phone</textarea>" in page
    assert "There is a problem" not in page
    assert done == []


def test_remove_takes_the_row_and_moves_the_rest_up(sign_in: Any, alice: Person, case: Case) -> None:
    form = items("Phone", "Laptop", "Diary", **{"items-remove": "1", "items-2-due_on_day": "5"})

    page = sign_in(alice).post(f"/trial/{case.pk}/items/", form).content.decode()

    assert 'name="items-count" value="2"' in page
    assert "Laptop" not in page
    assert page.index("Phone") < page.index("Diary")
    assert 'name="items-1-due_on_day" value="5"' in page
    assert 'name="items-2-asks"' not in page


def test_blank_rows_count_for_nothing(sign_in: Any, alice: Person, case: Case) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items("", "Phone", ""))

    assert response.status_code == 302
    assert done == [{"case": case, "items": [{"asks": "Phone", "due_on": None, "urgent": None}]}]


def test_no_row_leads_to_the_first_control(sign_in: Any, alice: Person, case: Case) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items("", ""))

    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_items-0-asks">Enter at least one item.</a>' in page
    assert 'id="id_items-0-asks"' in page


def test_error_in_a_row_leads_to_its_control(sign_in: Any, alice: Person, case: Case) -> None:
    form = items("Phone", "", **{"items-1-due_on_day": "31", "items-1-due_on_month": "4"})
    form |= {"items-1-due_on_year": "2026"}

    page = sign_in(alice).post(f"/trial/{case.pk}/items/", form).content.decode()

    assert '<a href="#id_items-1-asks">Item 2: Enter what CPS asks for.</a>' in page
    assert (
        '<a href="#id_items-1-due_on_day">Item 2: April 2026 has 30 days.'
        " Enter a real date, for example 27 3 2026.</a>" in page
    )
    assert done == []


def test_refusal_of_a_row_by_the_service_leads_to_its_control(
    sign_in: Any, alice: Person, case: Case
) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items("", "nonsense"))

    assert response.status_code == 422
    assert '<a href="#id_items-1-asks">Item 2: Say what it is for.</a>' in response.content.decode()


def test_refused_deed_keeps_the_form_and_is_logged(sign_in: Any, alice: Person, case: Case) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items("forbidden"))

    page = response.content.decode()
    assert response.status_code == 403
    assert "Nobody may ask for that. The gatekeeper can say why." in page
    assert "forbidden</textarea>" in page
    event = AuditEvent.objects.get(action="DEED_REFUSED")
    assert (event.person_id, event.case_id, event.subjects) == (alice.pk, case.pk, [case.pk])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\x00b", "Remove the empty character (NUL)"),
        ("a\u202eb", "Remove the hidden mark that changes the direction of writing"),
        ("a\x07b", "Remove the hidden control character."),
        ("x" * 201, "Use 200 characters or fewer. You used 201."),
    ],
)
def test_bad_text_gets_a_sentence(sign_in: Any, alice: Person, case: Case, text: str, sentence: str) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items(text))

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize("count", ["", "x", "-1", "٣", "99999999999999999999", "5"])
def test_count_that_is_none_is_no_failure(sign_in: Any, alice: Person, case: Case, count: str) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items("Phone") | {"items-count": count})

    assert response.status_code in (302, 422)


def test_failure_inside_a_deed_tells_nothing_and_keeps_nothing(
    sign_in: Any, alice: Person, case: Case
) -> None:
    browser = sign_in(alice)
    browser.raise_request_exception = False

    response = browser.post(f"/trial/{case.pk}/items/", items("broken"))

    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.content.decode()
    assert "broken" not in response.content.decode()


@pytest.mark.parametrize("kind", ["form", "multipart"])
def test_text_far_too_long_comes_back_with_a_sentence_by_its_field(
    sign_in: Any, alice: Person, case: Case, kind: str
) -> None:
    typed = "x" * 5_000_000
    body = {"data": items(typed)}
    if kind == "form":
        body = {"data": urlencode(items(typed)), "content_type": "application/x-www-form-urlencoded"}

    response = sign_in(alice).post(f"/trial/{case.pk}/items/", **body)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Use 200 characters or fewer. You used 5,000,000." in page
    assert 'href="#id_items-0-asks"' in page
    assert typed in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ("items-0-asks=" + "x" * 10_000_000, "longer than 8 million characters"),
        ("&".join(f"a{number}=1" for number in range(4002)), "more than 4,000 fields"),
    ],
    ids=["long", "many"],
)
def test_page_past_the_ceiling_says_what_to_do_and_leads_back(
    sign_in: Any, alice: Person, case: Case, sent: str, sentence: str
) -> None:
    address = f"/trial/{case.pk}/items/"

    response = sign_in(alice).post(address, sent, content_type="application/x-www-form-urlencoded")

    page = response.content.decode()
    assert response.status_code == 413
    assert sentence in page
    assert "Back button" in page
    assert f'href="{address}"' in page


def test_file_is_refused_with_a_sentence(sign_in: Any, alice: Person, case: Case) -> None:
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items("Phone") | {"file": BytesIO(b"a file")})

    assert response.status_code == 413
    assert "This service takes no files." in response.content.decode()


def test_marks_without_end_on_one_letter_are_refused_and_take_no_time(
    sign_in: Any, alice: Person, case: Case
) -> None:
    """Composing them would sort them, by their square: minutes, for what fits into a form."""
    response = sign_in(alice).post(f"/trial/{case.pk}/items/", items("a" + "\u0301\u0316" * 300_000))
    few = sign_in(alice).post(f"/trial/{case.pk}/items/", items("a" + "\u0301\u0316" * 50))

    assert "Use 200 characters or fewer." in response.content.decode()
    assert "Remove the marks stacked on one letter" in few.content.decode()


def test_repeat_of_an_edit_is_led_on_though_the_version_has_moved(
    sign_in: Any, alice: Person, case: Case
) -> None:
    browser, form = sign_in(alice), edit_form(case)

    answers = [browser.post(f"/trial/{case.pk}/edit/", form) for _ in range(2)]

    case.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert case.version == 2


def test_who_does_beside_another_what_that_one_just_did_is_told_first_and_may_go_on(
    sign_in: Any, alice: Person, bob: Person, case: Case
) -> None:
    """A deed that creates needs no version: the token says when its form was opened."""
    address, mine, theirs = f"/trial/{case.pk}/items/", items("Phone"), items("Laptop")
    opened = str(uuid7())
    assert sign_in(bob).post(address, theirs).status_code == 302
    browser = sign_in(alice)

    late = browser.post(address, mine | {"once": opened})
    again = browser.post(address, mine | {"once": str(uuid7())})

    page = late.content.decode()
    assert late.status_code == 409
    assert "Somebody else recorded the same while you were working on it." in page
    assert "Bob recorded this meanwhile" in page
    assert ">\nPhone</textarea>" in page or ">Phone</textarea>" in page
    assert f'value="{opened}"' not in page  # sending it again is a choice
    assert again.status_code == 302
    assert [one["items"][0]["asks"] for one in done] == ["Laptop", "Phone"]


def test_what_its_row_keeps_sealed_is_opened_only_by_the_app_that_sealed_it(
    sign_in: Any, alice: Person, sam: Person
) -> None:
    """Two people type how to reach a victim: the API answers no number, so none is told as recorded."""
    victim = report().victim
    address, opened = f"/victims/{victim.pk}/contact-details/new/", str(uuid7())
    typed = {"preferred_method": "phone", "phone": "07700 900456", "once": str(uuid7())}
    typed |= {"safe_to_leave_message": "no", "interpreter_needed": "no"}
    first = sign_in(alice).post(address, typed)

    late = sign_in(sam).post(address, typed | {"phone": "07700 900789", "once": opened})

    page = late.content.decode()
    told = page.split("Alice recorded this meanwhile")[1].split("</table>")[0]
    assert (first.status_code, late.status_code) == (302, 409)
    assert re.search(r"Phone number</th><td[^>]*>Not shown here</td><td[^>]*>07700 900789</td>", told)
    assert "900456" not in told


def test_what_was_done_before_the_form_was_opened_or_by_oneself_warns_nobody(
    sign_in: Any, alice: Person, bob: Person, case: Case
) -> None:
    address, browser = f"/trial/{case.pk}/items/", sign_in(alice)
    assert sign_in(bob).post(address, items("Laptop")).status_code == 302
    opened = str(uuid7())

    answers = [browser.post(address, items(asks) | {"once": opened}) for asks in ("Phone", "Phone")]
    another = browser.post(address, items("Diary") | {"once": str(uuid7())})

    assert [one.status_code for one in (*answers, another)] == [302, 302, 302]
    assert [one["items"][0]["asks"] for one in done] == ["Laptop", "Phone", "Diary"]
