"""Two supervisors at the same moment, in two connections that commit: one wins, the other keeps the words."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.test import Client
from django.urls import reverse

from cases import services
from cases.models import Case, SupervisoryReview
from rasso_tracker.clocks import now
from rasso_tracker.people.access import acting, system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from tests.cases.test_races import at_once, committing, person

__all__ = ["committing"]  # a fixture
SENTENCE = "recorded supervisory review 1 of this case after you opened this page."
NOTES = {"sam": "Sam looked at the phone work.", "dina": "Dina looked at the victim contact."}


def a_case() -> Case:
    alice = person("alice")
    return services.open_case(
        by=alice,
        district=alice.district,
        team=alice.team,
        reported_on=now().date(),
        officer_in_charge=alice,
        crime_reference="13260088001",
        offence_type="rape_adult",
        at=now(),
    )


def test_of_two_reviews_recorded_at_once_one_stands_and_the_other_says_why(committing: object) -> None:
    case, who = a_case(), [person("sam"), person("dina")]
    found = at_once(
        [
            partial(
                services.record_supervisory_review,
                by=by,
                case=case,
                outcome="on_track",
                looked_at=["lines"],
                note=NOTES[by.username],
                follows=0,
            )
            for by in who
        ]
    )
    (lost,) = [one for one in found if isinstance(one, Invalid)]
    (won,) = [one for one in found if isinstance(one, SupervisoryReview)]
    assert lost.fields["follows"].startswith(f"{won.reviewed_by.name} {SENTENCE}")
    with system("a test counts"):
        assert SupervisoryReview.objects.filter(case=case).count() == 1


def test_the_page_of_whoever_comes_second_says_so_and_keeps_what_was_typed(committing: object) -> None:
    with system("a test makes a case"):
        case = a_case()
    with acting(person("sam")):
        page = reverse("record_supervisory_review", args=[case.pk])

    def browser(by: Person) -> Client:
        client = Client()
        client.force_login(by)
        return client

    def send(client: Client, note: str) -> Any:
        values = {"outcome": "on_track", "looked_at": ["lines"], "note": note, "follows": "0"}
        return client.post(page, {**values, "directions-count": "0"})

    browsers = {name: browser(person(name)) for name in NOTES}
    found = dict(
        zip(NOTES, at_once([partial(send, browsers[name], NOTES[name]) for name in NOTES]), strict=True)
    )
    assert sorted(one.status_code for one in found.values()) == [302, 422]
    (loser,) = [name for name, one in found.items() if one.status_code == 422]
    text = found[loser].content.decode()
    assert SENTENCE in text
    assert NOTES[loser] in text
    with system("a test counts"):
        assert SupervisoryReview.objects.get(case=case).reviewed_by.username != loser
