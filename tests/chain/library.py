"""Every story told once for all who read them: a database kept for this tree and day, cloned for each module.

Telling them takes longer than most of the tests that read them, and nothing that a reader does is kept.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import connections

from actionplans.services import set_ladder_step
from cases import services as cases
from cases.models import Allegation, Case, MatchLook, NamedAccess
from rasso_tracker.clocks import london_date, now
from rasso_tracker.clocks.models import BankHoliday
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.access import system
from reviews.services import record_review_training
from tests.chain import story as told
from tests.chain.receipts import receipts_left
from tests.chain.story.cps_reviews import reviews_by_cps
from tests.database import ROOT, cloned, drop_kept, kept
from victims.models import Contact, Term
from victims.services import add_reason, share_with_isva

Told = dict[str, told.Story]
OF_THE_PRODUCT = ("rasso_tracker", "cases", "victims", "actionplans", "reviews", "tests/chain")
NAMED = "rasso_told_"
PHONE = "07700 900777"  # of suspects of two districts


@contextmanager
def stories_told(home: str, template: str, label: str) -> Iterator[Told]:
    """The stories in a clone of their database for as long as the block lasts."""
    today = f"{NAMED}{london_date(now()):%Y%m%d}_"  # some of it happens today
    drop_kept(home, like=NAMED, but=today)
    name = kept(home, f"{today}{_tree_hash(template)}", fill=_tell_and_write_down, source=template)
    with cloned(home, name, label), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pickled FROM told_stories")
        yield pickle.loads(bytes(cursor.fetchone()[0]))  # what the function below wrote


def _tree_hash(template: str) -> str:
    digest = sha256(template.encode())
    for path in sorted(path for package in OF_THE_PRODUCT for path in (ROOT / package).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _tell_and_write_down() -> None:
    with system("the test tells its stories"), receipts_left():
        stories = tell_all()
        deliver(at=told.at(4, 6, 12))
        vars(stories["whole"]).update(_rows_of_no_story(stories["whole"]))
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE told_stories (pickled bytea)")
        cursor.execute("INSERT INTO told_stories VALUES (%s)", [pickle.dumps(stories)])


def tell_all() -> Told:
    """A story for each stage, a second one at the end of it all, and one of Bradford's."""
    numbered = enumerate(told.STAGES.items(), 1)
    found = {name: make(f"1326{number:07d}") for number, (name, make) in numbered}
    found |= reviews_by_cps(found)
    found["again"] = told.whole("13270000099")
    found["bradford"] = _of_bradford()
    return found


def _rows_of_no_story(whole: told.Story) -> dict[str, Any]:
    """What a story does not keep: what the forms about consent, people, notices and days are about."""
    alice = told.person("alice")
    share = partial(share_with_isva, by=alice, isva=told.person("ivy"))
    consent = share(victim=whole.victim, consented_on=date(2026, 3, 9))
    leave = told.alice_on_leave()
    proposal, move = told.changes_of_people()
    known = {"name": "Sid Example", "born": told.born_of("13260000001"), "phones": PHONE}
    cases.correct_suspect(by=alice, suspect=whole.suspect, at=told.at(4, 30), **known)
    cases.look_at_matches(by=told.person("sam"), case=whole.case, reason="As asked.", at=told.at(4, 30))
    return {
        "match": MatchLook.objects.get(),
        "consent": consent,
        "contact": Contact.objects.filter(case=whole.case).first(),
        "naming": NamedAccess.objects.filter(case=whole.case, person=alice).first(),
        "message": Message.objects.filter(recipient=alice).first(),
        "leave": leave,
        "cover": leave.cover,
        "somebody": told.person("bob"),
        "proposal": proposal,
        "move": move,
        "holiday": BankHoliday.objects.order_by("date").last(),
        "ladder_step": set_ladder_step(
            by=told.person("adam"),
            kind="review",
            step=4,
            amount=25,
            unit="working_days",
            police_posts=["assistant_chief_constable"],
            in_force_from=date(2099, 1, 1),
        ),
        "training": record_review_training(
            by=told.person("sam"),
            person=alice,
            course="Right to Review",
            completed_on=date(2026, 2, 2),
            at=told.at(4, 30),
        ),
        "term": Term.objects.get(code="delay"),
        "term_change": add_reason(
            by=told.person("adam"),
            label="Media interest",
            counted_under=Term.objects.get(code="other"),
            in_force_from=date(2099, 1, 1),
            why="So that a change that has not begun is there.",
        ),
    }


def _of_bradford() -> told.Story:
    charlie = told.person("charlie")
    case = cases.open_case(
        by=charlie,
        district=charlie.district,
        team=charlie.team,
        reported_on=date(2026, 3, 2),
        officer_in_charge=charlie,
        crime_reference="13270000098",
        offence_type="rape_adult",
        at=told.at(3, 2),
    )
    victim = cases.add_victim(by=charlie, case=case, at=told.at(3, 2, 11))
    suspect = cases.add_suspect(by=charlie, case=case, name="Brad Ford", phones=PHONE, at=told.at(3, 3))
    return told.Story(Case.objects.get(pk=case.pk), victim, suspect, Allegation.objects.get(case=case), None)  # type: ignore[arg-type]  # nothing happened in it yet
