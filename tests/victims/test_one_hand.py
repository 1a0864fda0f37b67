"""The page of a contact for one hand: what is known first, the preferred way in front, the rest folded."""

from __future__ import annotations

import re
from typing import Any

from cases.models import Victim
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.people.models import Person
from tests.victims.conftest import LATER, on, with_outside_isva
from tests.web.page import Page
from victims import services
from victims.models import Contact


def details(by: Person, victim: Victim, **given: Any) -> None:
    said = {
        "preferred_method": "email", "email": "a@example.org", "phone": "07700 900001",
        "safe_times": "Weekdays after six", "companion": "Her sister", "interpreter_needed": True,
        "language": "Urdu", "forbidden_methods": ["post", "in_person_home"], "forbidden_because": "overheard",
        "at": on(9), **given,
    }  # fmt: skip
    services.record_contact_details(by=by, victim=victim, **said)


def options(page: str) -> list[str]:
    drawn = re.search(r'<select[^>]*name="method".*?</select>', page, re.S)
    assert drawn is not None
    return re.findall(r'<option value="([^"]*)"', drawn.group(0))


def test_what_makes_a_call_safe_is_on_the_page_itself_and_the_look_is_logged(
    victim: Victim, alice: Person, ivy: Person, sign_in: Any
) -> None:
    details(alice, victim)
    services.share_with_isva(by=alice, victim=victim, isva=ivy, consented_on=on(9).date(), at=on(10))
    for person in (alice, ivy):
        for path in ("contacts", "attempts"):
            page = sign_in(person).get(f"/victims/{victim.pk}/{path}/new/").content.decode()
            for said in ("Weekdays after six", "Urdu, with an interpreter", "Her sister", "Never:"):
                assert said in page, (person, path, said)
            assert "07700 900001" not in page
        looks = AuditEvent.objects.filter(action="CONTACT_DETAILS_VIEWED", person=person)
        assert [victim.pk in one.subjects for one in looks] == [True, True]


def test_the_preferred_way_comes_first_and_what_is_closed_to_us_last(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    details(alice, victim)
    with_outside_isva(alice, victim)
    services.record_contact(
        by=alice, victim=victim, occurred_at=on(10), direction="out", method="video", reached=True,
        about=["update"], at=LATER,
    )  # fmt: skip
    browser, path = sign_in(alice), f"/victims/{victim.pk}/contacts/new/"
    page = browser.get(path).content.decode()
    found = options(page)
    assert found[:2] == ["email", "video"]
    nobody = {"via_sto", "via_idva_or_flo", "via_parent", "via_spokesperson"}  # none of them is on record
    assert {"post", "in_person_home"} | nobody == set(found[-6:])
    assert '<optgroup label="Only if they reached us this way">' in page
    assert "E-mail: they prefer this" in page
    # Folded is what is mostly so, and it is sent all the same.
    folded = [one for one in Page(page).all("details") if "open" not in one.attrs]
    assert len(folded) >= 3
    once = Page(page).by_id("id_once").attrs["value"]
    fields = dict(re.findall(r'name="(occurred_at_\w+)"[^>]*value="([^"]*)"', page))
    sent = {"once": once, **fields, "direction": "out", "reached": "yes", "method": "email"}
    assert browser.post(path, {**sent, "about": ["update"]}).status_code == 302
    assert Contact.objects.filter(method="email", reached=True).count() == 1
    # A way that is closed is refused by the deed, and what stands in a fold is drawn open then.
    wrong = browser.post(path, {**sent, "once": "", "method": "post", "about": ["update"]})
    assert (wrong.status_code, "somebody else may see or hear it" in wrong.content.decode()) == (422, True)
    came = browser.post(path, {**sent, "once": "", "method": "post", "about": ["update"], "direction": "in"})
    assert came.status_code == 302


def test_nothing_is_chosen_beforehand_where_no_preference_is_recorded(
    victim: Victim, alice: Person, sign_in: Any
) -> None:
    page = sign_in(alice).get(f"/victims/{victim.pk}/contacts/new/").content.decode()
    assert options(page)[0] == ""
    assert "Do not leave a message until it is." in page
