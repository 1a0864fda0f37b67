"""The names that a case knows: what must not stand in words that go to one of its victims."""

from __future__ import annotations

import re
from datetime import date

from cases.alike.phones import normal_phone, phones_in
from cases.models import Allegation, Suspect, Victim
from cases.services.known_as import SUSPECT_NAME, known_of
from rasso_tracker.vault import case_key, normalise, unseal
from victims.models import ContactDetails, Identity
from victims.sealed import opened

# Parts of names that are everyday words as well: only with a capital letter are they taken for the name.
EVERYDAY = frozenset(
    [
        "april",
        "art",
        "august",
        "autumn",
        "bell",
        "best",
        "bill",
        "black",
        "bond",
        "brown",
        "chance",
        "christian",
        "church",
        "cook",
        "cross",
        "dale",
        "dawn",
        "day",
        "drew",
        "faith",
        "field",
        "ford",
        "frank",
        "good",
        "grace",
        "grant",
        "gray",
        "green",
        "grey",
        "hall",
        "hand",
        "hill",
        "holly",
        "hope",
        "house",
        "hunt",
        "iris",
        "ivy",
        "jack",
        "jay",
        "joy",
        "june",
        "king",
        "lane",
        "law",
        "little",
        "long",
        "love",
        "major",
        "mark",
        "may",
        "miles",
        "north",
        "page",
        "park",
        "pat",
        "penny",
        "pool",
        "power",
        "price",
        "ray",
        "rich",
        "rob",
        "rose",
        "sky",
        "small",
        "south",
        "stone",
        "street",
        "sue",
        "summer",
        "violet",
        "wall",
        "ward",
        "way",
        "west",
        "white",
        "will",
        "wood",
        "word",
        "young",
    ]
)
CHILDREN = frozenset({"child", "daughter", "son", "بیٹی", "بیٹے", "بیٹا"})
# Whom a letter names without a name: by what they are to the victim.
RELATIONS = (
    *CHILDREN,
    *("mother", "father", "mum", "mam", "mom", "dad", "parents?", "step-?(?:mother|father|mum|dad)"),
    *(
        "sisters?",
        "brothers?",
        "siblings?",
        "twin",
        "step-?(?:sister|brother|son|daughter)",
        "half-(?:sister|brother)",
    ),
    *(
        "children",
        "daughters",
        "sons",
        "grand(?:mother|father|mum|dad|ma|pa|parents?|daughter|son|child)",
        "gran",
    ),
    *("nan", "aunt(?:ie|y)?", "uncle", "cousins?", "niece", "nephew", "relatives?"),
    *("husband", "wife", "partner", "boyfriend", "girlfriend", "fianc[eé]e?", "ex", "in-laws?"),
    *("(?:best )?friends?", "flatmates?", "housemates?", "neighbours?", "colleagues?", "teacher", "boss"),
    *("ماں", "والدہ", "باپ", "والد", "والدین", "بہن", "بہنوں", "بھائی", "بھائیوں", "شوہر", "بیوی"),
    *("چچا", "تایا", "ماموں", "خالہ", "پھوپھی", "نانی", "نانا", "دادی", "دادا", "ساس", "سسر", "دیور"),
    *("سوتیل[اےی]", "کزن", "بھتیج[اےی]", "بھانج[اےی]", "منگیتر", "دوست", "سہیلی", "پڑوسی", "پڑوسن"),
)
# Who withdrew or accused as well, whatever they are to the victim, is somebody else of the case.
_ADVERBS = r"(?:\s+(?:has|have|had|also|then|later|since|now|both|too))*"
_TOO = r"(?:\s+\w+){0,4}?\s+(?:as\s+well|too|also|either)\b"
_RELATION_TOO = re.compile(
    rf"(?<![\w-])({'|'.join(RELATIONS)}){_ADVERBS}\s+"
    rf"(?:withdr[ae]wn?(?!\s+(?:the\s+|some\s+|your\s+)?(?:money|cash|savings|from\b))(?:{_TOO}|"
    r"\s+(?:her|his|their)\s+(?:report|complaint|allegation|statement|account|support)\b"
    r"|(?<=also withdrew)|(?<=also withdrawn))"
    r"|(?:has\s+|also\s+)?(?:accused\s+(?:him|her|them)\b|made\s+(?:the\s+same|a\s+similar)\s+"
    r"(?:report|complaint|allegation)))",
    re.IGNORECASE,
)
_RELATION = re.compile(rf"(?<![\w-])(?:{'|'.join(RELATIONS)})(?![\w-])", re.IGNORECASE)
SHORTEST = 3  # letters of a part of a name
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LABEL = re.compile(
    r"\b(?:(?:victim|complainant)\W{0,3}(?:(?:no|number)\W{0,3})?|v\W?)(\d{1,4})\b"
    rf"|\b(?:victim|complainant)\s(?:number\s)?({'|'.join(_NUMBERS)})\b",
    re.IGNORECASE,
)
# Who is not meant: Victim Support, a victim personal statement, the Victims' Code.
_NOT_A_VICTIM = (
    r"(?!(?:s?['’]s?|s)?\s+(?:support|personal|liaison|contact|care|services?|code|right|and\s+witness)\b)"
)
_SOMEBODY = r"(?:wom[ae]n|m[ae]n|girls?|boys?|lad(?:y|ies))"
_WHO_ELSE = r"(?:(?:an)?other|more|second|third|fourth|2nd|3rd|4th|two|three|first|1st)"
_ALL_OF = (
    r"(?:both(?:\s+of)?(?:\s+(?:the|his|her|their))?|several"
    r"|(?:all|each|some|one)\s+(?:of\s+)?(?:the|his|her))"
)
_COMPLAINT = r"(?:report|complaint|allegation|accusation|disclosure)"
_REPORTED = (
    r"(?:reported|complained|accused|alleged|disclosed|came\s+forward|come\s+forward|spoke\s+up|withdr[ae]wn?"
    rf"|ma(?:de|king)\s+(?:an|the\s+same|a\s+similar|(?:her|his|their)(?:\s+own)?)\s+{_COMPLAINT}"
    r"|(?:was|were|been)\s+(?:also\s+)?(?:raped|assaulted|attacked|abused))"
)
# What may speak of another victim, and may not: a person who reads the letter says.
_MAY_POINT = re.compile(
    rf"\b(?:an|the)?\s?other\s+(?:young\s+)?{_SOMEBODY}\b|\bthe\s+others\b"
    rf"|\b(?:several|more\s+than\s+one)\s+(?:young\s+)?{_SOMEBODY}\b"
    rf"|\bnot\s+the\s+(?:only|first)\s+(?:one|person|{_SOMEBODY})\b",
    re.IGNORECASE,
)
_POINTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_WHO_ELSE}|{_ALL_OF})\s+(?:victim|complainant|survivor){_NOT_A_VICTIM}(?:s?\b)",
        rf"\b{_WHO_ELSE}\s+(?:young\s+)?(?:{_SOMEBODY}|people|persons?|ones?)"
        rf"\s+(?:(?:who|that|has|have|had|also)\s+)*{_REPORTED}\b",
        rf"\b(?:both|several|more\s+than\s+one|a\s+number\s+of)\s+(?:young\s+)?{_SOMEBODY}"
        rf"\s+(?:(?:who|that|has|have|had|also)\s+)*{_REPORTED}\b",
        rf"\b(?:some(?:body|one)|anybody|anyone)\s+else\s+(?:(?:who|that|has|have|had|also)\s+)*{_REPORTED}\b",
    )
]
# The same in Urdu, which some letters are written in [U]: no native reader has checked these words.
_WHO_ELSE_UR = r"(?:(?:ایک|کوئی|کسی|کچھ)\s+اور|دوسر(?:[اےی]|وں)|تیسر[اےی]|پہل[اےی]|دیگر|باقی|مزید|دو|تین)"
_VICTIM_UR = r"(?:متاثر(?:ہ|ین)|شکایت\s*کنند(?:ہ|گان)|مدعیہ?|مظلومہ?)"
_PERSON_UR = (
    r"(?:خاتون|خواتین|عورت(?:وں|یں)?|لڑک(?:ی|ا|ے|یوں|وں|یاں)|بچ(?:ی|ہ|ے|وں|یوں)|مرد(?:وں)?|آدمی(?:وں)?"
    r"|شخص|فرد|افراد|لوگ(?:وں)?)"
)
_DID_UR = r"(?:\s+بھی)?\s+(?:نے\s+(?:\S+\s+){0,4}?(?:رپورٹ|شکایت|الزام)|سامنے\s+آ)"
_POINTS += [
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w){_WHO_ELSE_UR}\s+{_VICTIM_UR}(?!\w)",
        rf"(?<!\w){_WHO_ELSE_UR}\s+(?:\S+\s+)?{_PERSON_UR}{_DID_UR}",
        rf"(?<!\w)(?:کسی|کچھ)\s+اور{_DID_UR}",
    )
]
_NUMBERS_UR = ("ایک", "دو", "تین", "چار", "پانچ", "چھ", "سات", "آٹھ", "نو", "دس")
_LABEL_UR = re.compile(
    rf"(?<!\w){_VICTIM_UR}\W{{0,3}}(?:نمبر\W{{0,3}})?(\d{{1,4}})(?!\d)"
    rf"|(?<!\w){_VICTIM_UR}\s+نمبر\s+({'|'.join(_NUMBERS_UR)})(?!\w)"
)


def name_of(victim: Victim) -> tuple[str, str]:
    """(name, what they are called) as they stand; "" where they were not recorded."""
    row = Identity.objects.filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return "", ""
    key = case_key(victim.case_id)
    return opened(row, "name", key), opened(row, "known_as", key)


def date_of_birth(victim: Victim) -> date | None:
    """As it stands; None where it was not recorded."""
    row = Identity.objects.filter(victim=victim, superseded_at__isnull=True).first()
    text = opened(row, "date_of_birth") if row is not None else ""
    return date.fromisoformat(text) if text else None


_PHONE = re.compile(r"\+?\d[\d ().-]{5,}\d")


def others_named(victim: Victim, text: str) -> bool:
    """Whether `text` holds the name, or a part of the name, of another victim or of a suspect of the case.

    A part that the victim's own name has as well does not count by itself; the whole name always does.
    """
    words = text.split()
    flat = f" {normalise(text)} "
    own = set(normalise(" ".join(name_of(victim))).split())
    capitals = {part for word in words if word[:1].isupper() for part in normalise(word).split()}
    for name in _names_of_others(victim):
        parts = normalise(name).split()
        if len(parts) > 1 and f" {' '.join(parts)} " in flat:
            return True
        for part in parts:
            if len(part) < SHORTEST or part in own or f" {part} " not in flat:
                continue
            if part not in EVERYDAY or part in capitals:
                return True
    return False


def others_numbers_in(victim: Victim, text: str) -> bool:
    """Whether `text` holds a phone number of another victim or of a suspect of the case, and not theirs."""
    said = {normal_phone(one) for one in _PHONE.findall(text)}
    if not said:
        return False
    key = case_key(victim.case_id)
    own: set[str] = set()
    others: set[str] = set()
    for row in ContactDetails.objects.filter(case=victim.case_id).select_related("victim"):
        theirs = victim.pk in (row.victim_id, row.victim.merged_into_id)
        (own if theirs else others).update(phones_in(opened(row, "phone", key)))
    for suspect in Suspect.objects.filter(case=victim.case_id):
        others.update(phones_in(known_of(suspect, key).phones))
    return bool(said & (others - own))


def others_pointed_at(victim: Victim, text: str, *, to_victim: bool = True) -> bool:
    """Whether `text` holds the crime reference or the label ("Victim 2", "V2") of anybody else of the case,
    or speaks of another victim in so many words, whether the case has one or not, or of somebody close to
    this one who withdrew or accused too. `to_victim` is as in relations_in.

    However a reference is spaced or stroked. What nobody is the victim of yet counts as somebody else's.
    """
    if any(pattern.search(text) for pattern in _POINTS):
        return True
    own = frozenset[str]() if to_victim else CHILDREN
    if any(one.group(1).casefold() not in own for one in _RELATION_TOO.finditer(text)):
        return True
    of_case = Allegation.objects.filter(case=victim.case_id)
    references = of_case.exclude(victim=victim).values_list("crime_reference", flat=True)
    flat = _squashed(text)
    for own in of_case.filter(victim=victim).values_list("crime_reference", flat=True):
        flat = flat.replace(_squashed(own), " ")
    if any(_squashed(one) in flat for one in references):
        return True
    others = Victim.objects.filter(case=victim.case_id).exclude(pk=victim.pk).exclude(merged_into=victim)
    said = {
        int(digits) if digits else numbers.index(word.lower()) + 1
        for label, numbers in ((_LABEL, _NUMBERS), (_LABEL_UR, _NUMBERS_UR))
        for digits, word in label.findall(text)
    }
    return any(number in said for number in others.values_list("number", flat=True))


def relations_in(text: str, *, to_victim: bool = True) -> list[str]:
    """The words in `text` that speak of somebody by what they are to the victim, or that may point at another
    victim ("another woman", "not the only one"), as written; each once.

    A parent who is written to reads of their own child: that is the victim, unless the letter is `to_victim`.
    """
    own = frozenset[str]() if to_victim else CHILDREN
    found = sorted(
        (one.start(), " ".join(one.group(0).split()))
        for pattern in (_RELATION, _MAY_POINT)
        for one in pattern.finditer(text)
    )
    return list(dict.fromkeys(one for _, one in found if one.casefold() not in own))


def _squashed(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())


def _names_of_others(victim: Victim) -> list[str]:
    """Of every other victim, as they stood and stand, and of every suspect."""
    key = case_key(victim.case_id)
    rows = (
        Identity.objects.filter(case=victim.case_id)
        .exclude(victim=victim)
        .exclude(victim__merged_into=victim)
    )
    names = [opened(row, field, key) for row in rows for field in ("name", "known_as")]
    suspects = Suspect.objects.filter(case=victim.case_id)
    names += [unseal(one.case_id, SUSPECT_NAME, one.pk, one.name_sealed, key=key) for one in suspects]
    return [name for name in names if name]
