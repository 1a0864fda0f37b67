"""What a suspect is known by, and whether another report is about them."""

from __future__ import annotations

from datetime import datetime

from cases.alike import Known, is_phone, phones_in
from cases.hooks import hangs_on_suspect
from cases.match_enums import Verdict
from cases.models import Allegation, Milestone, Suspect
from cases.rules.authority import check_role
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed

OLDEST = 120  # years
NOTHING_CHANGED = "Nothing is changed: this is how it stands already."


def check_known(known: Known, at: datetime, *, before: Known | None = None) -> None:
    """Raises Invalid by field where it cannot be so, or is what stood `before`."""
    wrong = {}
    today = london_date(at)
    if known.born is not None and known.born > today:
        wrong["born"] = "A date of birth cannot be in the future."
    elif known.born is not None and known.born.year < today.year - OLDEST:
        wrong["born"] = f"This is more than {OLDEST} years ago: check the year."
    if not all(is_phone(one) for one in phones_in(known.phones)):
        wrong["phones"] = "Enter phone numbers of 7 to 15 digits, with a comma between two."
    if not wrong and known == before:
        wrong["name"] = NOTHING_CHANGED
    if wrong:
        raise Invalid(wrong)


def check_stands(suspect: Suspect | None, field: str = "suspect") -> None:
    """Raises Invalid for a record that was voided. Asked of the database, under the lock of the case."""
    if suspect is None:
        return
    row = Suspect.objects.select_related("merged_into").get(pk=suspect.pk)
    if row.merged_into is not None:
        raise Invalid({field: f"{row.label} was merged into {row.merged_into.label}: choose that one."})
    if not row.stands:
        raise Invalid({field: f"{row.label} was entered by mistake and voided: choose another."})


def check_in_use(suspect: Suspect) -> None:
    """The same for a deed on the record itself. Raises NotAllowed."""
    if suspect.merged_into is not None:
        raise NotAllowed(f"{suspect.label} was merged into {suspect.merged_into.label}: do it there.")
    if not suspect.stands:
        raise NotAllowed(f"{suspect.label} was entered by mistake and voided: nothing is recorded on it.")


def check_can_void_suspect(by: Person, suspect: Suspect) -> None:
    """Nothing that happened hangs on the record. Raises NotAllowed, which says what does."""
    check_role(by, "void_suspect")
    check_in_use(suspect)
    hangs = [
        f"crime {one} is decided"
        for one in Allegation.objects.filter(suspect=suspect)
        .exclude(outcome="")
        .values_list("crime_reference", flat=True)
    ]
    facts = Milestone.objects.filter(suspect=suspect, voided_at__isnull=True)
    hangs += [f"“{one.happened}” of {day_words(one.occurred_at)}" for one in facts]
    hangs += hangs_on_suspect.asked(suspect=suspect)
    if hangs:
        raise NotAllowed(
            f"{suspect.label} cannot be voided as a mistake, because of what hangs on it: {'; '.join(hangs)}."
            " A milestone that is wrong is voided first. Where this is the same person as another suspect,"
            " a supervisor merges the two records instead."
        )


def check_why(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": "Say why."})


def check_can_merge_suspects(by: Person, suspect: Suspect) -> None:
    check_role(by, "merge_suspects")
    check_in_use(suspect)


def check_merge_suspects(kept: Suspect, duplicate: Suspect, mine: Known, other: Known, reason: str) -> None:
    """Raises Invalid by field unless both are records of one case that stand, and agree on who it is."""
    if duplicate.pk == kept.pk:
        raise Invalid({"duplicate": "Choose the other record: this is the one that is kept."})
    if duplicate.case_id != kept.case_id:
        raise Invalid({"duplicate": "Only two records of the same case can be merged."})
    check_stands(duplicate, "duplicate")
    if mine.born and other.born and mine.born != other.born:
        raise Invalid(
            {
                "duplicate": "The two records have different dates of birth. If they are one person,"
                " correct the date that is wrong first."
            }
        )
    if not reason.strip():
        raise Invalid({"reason": "Say how you know that both are the same person."})


def check_can_judge(by: Person, verdict: str, words: str, stands: str) -> None:
    """`stands` is what was said of the match last, "" where nothing was. Raises NotAllowed, or Invalid by
    field.
    """
    check_role(by, "judge_match")
    wrong = {}
    if verdict not in Verdict.values:
        wrong["verdict"] = "Choose whether it is the same person."
    elif verdict == stands:
        wrong["verdict"] = f"That is how it stands already: {Verdict(verdict).label[:1].lower()}" + (
            f"{Verdict(verdict).label[1:]}."
        )
    if not words.strip():
        wrong["words"] = "Say what this rests on: whom you asked and what you compared."
    if wrong:
        raise Invalid(wrong)
