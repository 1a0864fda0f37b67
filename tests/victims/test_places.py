"""A place that is not safe is known again however it is written and whatever is said beside it."""

from __future__ import annotations

from functools import partial

import pytest

from cases.models import Victim
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.victims.conftest import on
from victims import services
from victims.models import ContactDetails
from victims.rules.places import is_among, same_place
from victims.sealed import opened

HOME = "14 Oak Road, Leeds LS1 1AA"
VICARAGE = "The Old Vicarage\nMill Lane\nOtley\nLS21 1AA"


@pytest.mark.parametrize(
    ("place", "unsafe"),
    [
        ("jo@example.org", "jo@example.org (he has her password)"),
        ("Jo@Example.org", "His sister reads jo@example.org"),
        (HOME, "14 Oak Rd, Leeds - he has a key"),
        (HOME, "14, oak road"),
        (HOME, "Her mother's, 9 Elm Grove, and 14 Oak Rd"),
        (HOME, "9 Elm Grove\n14 Oak Rd (his brother lives next door)"),
        (HOME, "14 Oak\nLeeds\nLS1 1AA"),
        ("Flat 3, 12 High Street LS1 1AB", "12 High St, LS1 1AB"),
        ("Flat 3, 12 High Street LS1 1AB", "flat 3 12 High St."),
        ("2 Old Mill Lane, Otley", "2 Old Mill Ln"),
        ("12 Kirkgate, Leeds LS1 1AA", "12 Kirkgate (he works there)"),
        ("12 St. John's Road", "12 St Johns Rd (his sister lives there)"),
        ("12 Saint John’s Road", "12 St Johns Rd"),
        ("Rose Cottage, Mill Lane", "Rose Cottage, Mill Lane (he has a key)"),
        (HOME, "Oak Road 14"),
        (HOME, "12-14 Oak Road"),
        (HOME, "LS1 1AA"),
        (HOME, "14 Oak Road, LS1 1AB"),
        ("12a Oak Road", "12 A Oak Rd"),
        ("12a Oak Road", "12 Oak Rd"),
        (HOME, "No. 14, Oak Road"),
        ("No 14, Oak Road", "house number 14, oak road, leeds"),
        (HOME, "9 Elm Close and 14 Oak Road"),
        (HOME, "9 Elm Close / 14 Oak Road"),
        (HOME, "2 children at 14 Oak Road"),
        (HOME, "Since 2019 he lives at 14 Oak Road"),
        (HOME, "LS1  1AA"),
        (HOME, "14Oak Road"),
        (HOME, "１４ Oak Road"),
        ("14 Mount Pleasant", "14 Mt Pleasant"),
        ("14 North Park Road", "14 Nth Park Rd"),
        ("The Red Lion, Kirkgate, Leeds", "Red Lion pub"),
        ("Flat 2, Red Lion, Kirkgate", "the Red Lion (he drinks there)"),
        (HOME, "Oak Road, all of it"),
        ("Elm Court Hostel, Leeds", "Elm Court"),
        (VICARAGE, "The Old Vicarage, Mill Lane, Otley"),
        (VICARAGE, "the old vicarage mill ln"),
        (VICARAGE, "Old Vicarage (his aunt lives there)"),
        (VICARAGE.replace("\n", " / "), "The Old Vicarage, Mill Lane, Otley"),
        ("Flat 3, Park Towers, Leeds", "Flat 3, Park Towers, Leeds"),
        ("Flat 3, Park Towers, Leeds", "Park Towers"),
        ("Flat 3, Park Towers, Leeds", "He has a key of Flat 3 Park Towers"),
        ("Oak Road, 14, Leeds", "Oak Road, 14, Leeds"),
        ("Oak Road, 14, Leeds", "14 Oak Road"),
        (HOME, "Oak Road, 14, Leeds"),
        ("Hazelwood, Mill Lane", "Hazelwood, Mill Lane"),
        ("Hazelwood, Mill Lane, Otley", "His aunt's, Hazelwood"),
        ("Hazelwood", "Hazelwood"),
        (HOME, "His mum at 9 Elm Close LS6 1BB, his own at 14 Oak Road"),
        (HOME, "9 Elm Close LS6 1BB, 14 Oak Road"),
        ("Flat 3, 12 High Street LS1 1AB", "Flat 4, 9 Elm Close LS6 1BB, flat 3, 12 High St"),
        ("Flat 3, 12 High Street LS1 1AB", "Flat 4, 9 Elm Close, and 12 High St"),
        (HOME, "14 Oak Road (moved there from BD1 2CC)"),
        (HOME, "14 Oak Road - he moved there from BD1 2CC"),
        (HOME, "14 Oak Road; BD1 2CC before"),
        (HOME, "ls1-1aa"),
        ("3, Park Towers, Leeds", "Park Towers"),
        ("Oak Suite, Park Towers, Leeds", "Park Towers"),
        ("Oak Suite, Park Towers, Mill Lane, Leeds", "Park Towers"),
        (HOME, "LS11AA"),
        (HOME, "Oak Road"),
        (HOME, "oak rd."),
        (HOME, "She lives at Oak Road"),
        (HOME, "9 Elm Close and Oak Road LS1 1AA"),
        (HOME, "9 Elm Close (LS1 1AA)"),
        ("Rose Cottage, Mill Lane", "Rose Cott."),
        ("Rose Cottage, Mill Lane", "Rose Cott, where his brother lives"),
        ("Rose Hse, Mill Lane", "Rose House"),
        ("Oak Road", "14 Oak Road"),
        ("12 Kirkgate, Leeds", "Kirkgate"),
        ("12 Church Hill Road", "12 Church Hill"),
        ("Flat 3, 12 High Street", "Flat no. 3, 12 High St"),
        ("The Grange\nOtley\nLS21 1AA", "The Grange"),
        ("Ivydene, Otley, LS21 1AA", "Ivydene"),
        ("Kirkgate, Leeds", "Kirkgate"),
        *(
            (where, f"{said} Weaver Street, Leeds")
            for said in ("29 and 31", "29 & 31", "29 or 31", "29, 31", "29 to 31", "27, 29 and 31")
            for where in ("29 Weaver Street, Leeds WF82 9ZZ", "31 Weaver Street")
        ),
        *(
            ("29 Weaver Street, Leeds", f"{said} Weaver Street")
            for said in ("any house in", "near", "the whole of", "his house on", "all of")
        ),
    ],
)
def test_it_is_the_same_place(place: str, unsafe: str) -> None:
    assert is_among(place, unsafe)


@pytest.mark.parametrize(
    ("place", "unsafe"),
    [
        ("jo@example.org", "joe@example.org"),
        ("jo@example.org", "jo@example.org.uk"),
        (HOME, "4 Oak Road, Leeds"),
        (HOME, "14 Oak Avenue, Leeds"),
        (HOME, "14 Oak Road, Wakefield WF1 1AA"),
        (HOME, "14 Elm Road, Leeds"),
        (HOME, ""),
        ("Flat 3, 12 High Street LS1 1AB", "Flat 4, 12 High Street LS1 1AB"),
        ("", HOME),
        ("1 Oak Road, Leeds", "11 Oak Road, Leeds LS1 1AA"),
        ("12a Oak Road", "12b Oak Road"),
        ("Rose Cottage, Mill Lane", "Elm Cottage, Mill Lane"),
        ("12 St John's Road", "12 St Mark's Road"),
        ("16 Oak Road", "12-14 Oak Road"),
        (HOME, "He works in Leeds"),
        (HOME, "Leeds"),
        (HOME, "leeds."),
        ("14 Oak Road, Milton Keynes MK1 1AA", "Milton Keynes"),
        ("14 Oak Road\nMilton Keynes\nMK1 1AA", "9 Elm Close\nMilton Keynes\nMK2 1BB"),
        ("Flat 3, Park Towers, Leeds", "Flat 4, Park Towers, Leeds"),
        ("Flat 3, Park Towers, Leeds", "Flat 3, Elm Towers, Leeds"),
        (HOME, "16 Oak Road, Leeds"),
        (HOME, "Oak Road, 16, Leeds"),
        ("Oak Road, 14, Leeds", "Elm Road, 14, Leeds"),
        (HOME, "His mum at 14 Elm Close LS6 1BB, his own at 9 Oak Road"),
        ("14\nOak Road\nLeeds\nLS1 1AA", "14 Oak Road, Wakefield WF1 1AA"),
        ("9 Red Lion Street, Leeds", "Red Lion pub"),
        ("Hazelwood, Mill Lane", "Rosewood, Mill Lane"),
        ("The Old Rectory, Mill Lane, Otley", "The Old Vicarage, Mill Lane, Otley"),
        ("12 Church Hill Road", "12 Church Hill Avenue"),
        ("14 Long Oak Road", "14 Long Elm Road"),
        ("", "Leeds"),
        (HOME, "The"),
        (HOME, "14"),
        (HOME, "14 years ago"),
        (
            "Rose Cottage\nMill Lane\nOtley\nWest Yorkshire\nLS21 1AA",
            "9 Elm Close\nLeeds\nWest Yorkshire\nLS1 1AA",
        ),
        (HOME, "1 His Street, LS1 1AA"),
        (HOME, "9 Rose and Crown Lane, LS1 1AA"),
        ("33 Weaver Street, Leeds", "29 and 31 Weaver Street"),
        ("", "29 and 31 Weaver Street"),
        ("", "14"),
        ("Flat 3, 12 High Street", "Flat 4, 12 High Street"),
        ("Ivydene, Otley, LS21 1AA", "Otley"),
    ],
)
def test_it_is_another_place(place: str, unsafe: str) -> None:
    assert not is_among(place, unsafe)
    assert not same_place(unsafe, place)


@pytest.mark.parametrize("before", [True, False])
def test_confirming_takes_off_the_list_what_the_alert_put_there_alone(
    before: bool, victim: Victim, alice: Person
) -> None:
    said = {"preferred_method": "phone", "phone": "01632 960001", "address": HOME}
    unsafe = HOME if before else "9 Elm Grove, Leeds"
    services.record_contact_details(by=alice, victim=victim, unsafe_addresses=unsafe, at=on(5), **said)
    alert = services.raise_contact_alert(by=alice, victim=victim, about="address_known", at=on(10))
    confirm = partial(services.confirm_ways, by=alice, alert=alert, how="By phone.", at=on(11))
    if before:
        with pytest.raises(Invalid, match="leads to a place that is not safe") as refused:
            confirm(safe_again=["post"])
        assert set(refused.value.fields) == {"safe_again"}
        confirm(safe_again=[])
    else:
        confirm(safe_again=["post"])
    stands = ContactDetails.objects.get(superseded_at__isnull=True)
    assert opened(stands, "unsafe_addresses") == unsafe
    assert ("post" in stands.forbidden_methods, "in_person_home" in stands.forbidden_methods) == (
        before,
        True,
    )


def test_an_address_that_is_in_doubt_joins_the_list_though_another_holds_its_words(
    victim: Victim, alice: Person
) -> None:
    said = {"preferred_method": "phone", "phone": "01632 960001", "address": "1 Oak Road, Leeds"}
    unsafe = "11 Oak Road, Leeds LS1 1AA"
    services.record_contact_details(by=alice, victim=victim, unsafe_addresses=unsafe, at=on(5), **said)
    services.raise_contact_alert(by=alice, victim=victim, about="address_known", at=on(10))
    stands = ContactDetails.objects.get(superseded_at__isnull=True)
    assert opened(stands, "unsafe_addresses") == f"{unsafe}\n1 Oak Road, Leeds"
