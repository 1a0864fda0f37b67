"""Words that tell of another victim, or that may: whom a letter to one victim must not speak of."""

from __future__ import annotations

import re

from cases.models import Allegation, Victim

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
    *("(?:ex-)?(?:husband|wife|partner|boyfriend|girlfriend|fianc[eé]e?)", "ex", "in-laws?"),
    *("(?:best )?friends?", "flatmates?", "housemates?", "neighbours?", "colleagues?", "teacher", "boss"),
    *("ماں", "والدہ", "باپ", "والد", "والدین", "بہن", "بہنوں", "بھائی", "بھائیوں", "شوہر", "بیوی"),
    *("چچا", "تایا", "ماموں", "خالہ", "پھوپھی", "نانی", "نانا", "دادی", "دادا", "ساس", "سسر", "دیور"),
    *("سوتیل[اےی]", "کزن", "بھتیج[اےی]", "بھانج[اےی]", "منگیتر", "دوست", "سہیلی", "پڑوسی", "پڑوسن"),
)
_HIM = r"(?:him|her|them|the\s+same|this\s+(?:man|person|suspect)|the\s+(?:man|person|suspect))\b"
_HURT = r"(?:raped|assaulted|attacked|abused|hurt|harmed|groomed)"
# Who withdrew or accused as well, whatever they are to the victim, is somebody else of the case.
_ADVERBS = r"(?:\s+(?:has|have|had|also|then|later|since|now|both|too))*"
_TOO = r"(?:\s+\w+){0,4}?\s+(?:as\s+well|too|also|either)\b"
_OF_A_WITNESS = r"(?!\s+that\s+(?:he|she|they)\s+(?:saw|heard|(?:was|were|had\s+been)\s+(?!raped|\w+ed\b)))"
_WITHDREW = r"(?:withdr[ae]wn?|retracted|t(?:ook|aken)\s+back)"
_RELATION_TOO = re.compile(
    rf"(?<![\w-])({'|'.join(RELATIONS)}){_ADVERBS}\s+(?:"
    rf"{_WITHDREW}(?!\s+(?:the\s+|some\s+|your\s+)?(?:money|cash|savings|from\b))(?:{_TOO}|"
    rf"\s+(?:her|his|their)\s+(?:report|complaint|allegation|statement|account|support)\b{_OF_A_WITNESS}"
    r"|(?<=also withdrew)|(?<=also withdrawn)|(?<=also retracted))"
    r"|accused\s+(?:him|her|them)\b"
    r"|made\s+(?:the\s+same|a\s+similar|(?:her|his|their)\s+own)\s+(?:report|complaint|allegation)"
    rf"|(?<=also )(?:reported|complained\s+(?:of|about))\s+{_HIM}|(?<=also )c[ao]me\s+forward(?!\s+as\b)"
    rf"|(?:reported\s+{_HIM}|c[ao]me\s+forward){_TOO}"
    rf"|(?:was|were|been)\s+(?:also\s+{_HURT}|{_HURT}(?:\s+by\s+{_HIM}|{_TOO})))",
    re.IGNORECASE,
)
# Of the suspect's own: "his ex-wife reported him". His mother or a friend may have passed on what they heard.
_HIS_OWN = re.compile(
    r"\bhis\s+(?:(?:own|former|first|second|last|previous|late)\s+)?((?:ex-|step-?)?"
    r"(?:wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|daughter|son|sister|brother|niece|nephew|ex))"
    rf"{_ADVERBS}\s+(?:(?:reported|complained\s+(?:of|about))\s+{_HIM}|c[ao]me\s+forward(?!\s+as\b))",
    re.IGNORECASE,
)
_RELATION = re.compile(rf"(?<![\w-])(?:{'|'.join(RELATIONS)})(?![\w-])", re.IGNORECASE)
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
_SOMEBODY = r"(?:wom[ae]n|m[ae]n|girls?|boys?|lad(?:y|ies)|teenagers?|students?)"
_PEOPLE = rf"(?:young\s+)?(?:{_SOMEBODY}|people|persons?|ones?)"
_HOW_MANY = rf"(?:{'|'.join(_NUMBERS[1:])}|\d{{1,3}}|several|more\s+than\s+one|a\s+number\s+of|a\s+few)"
_NEXT = (
    r"(?:(?:an)?other|more|further|previous|earlier|former|different|additional"
    r"|second|third|fourth|fifth|2nd|3rd|4th|5th)"
)
_FIRST = r"(?:first|1st)"
_ALL_OF = (
    r"(?:both(?:\s+of)?(?:\s+(?:the|his|her|their))?|several"
    r"|(?:all|each|some|one)\s+(?:of\s+)?(?:the|his|her))"
)
_ELSE = r"(?:some|any)\s*(?:body|one)\s+else"
_COMPLAINT = r"(?:report|complaint|allegation|accusation|disclosure)"
_LINKS = r"(?:(?:who|that|has|have|had|also)\s+)*"
# A witness reports a noise, or comes forward as one; what "that" tells of is for whoever reads it.
_NO_WITNESS = (
    r"(?!\s+(?:(?:hearing|seeing|smelling|finding|noticing|shouting|screams?|music|this|it)\b"
    r"|(?:a|the|some)\s+(?:loud\s+)?(?:noises?|screams?|fire|fight|row)\b"
    r"|as\s+(?:an?\s+)?(?:\w+\s+)?witness(?:es)?\b|that\b))"
)
_REPORTED = (
    r"(?:(?:reported|alleged|disclosed|c[ao]me\s+forward|spoke\s+up)\b"
    rf"{_NO_WITNESS}|complained|accused|{_WITHDREW}"
    rf"|ma(?:de|king)\s+(?:an?|another|the\s+same|a\s+similar|(?:her|his|their)(?:\s+own)?)\s+{_COMPLAINT}"
    rf"|(?:was|were|been)\s+(?:also\s+)?{_HURT})\b"
)
_REPORTED_THAT = r"(?:reported|alleged|disclosed)\s+that\b"
_ACCUSATIONS = r"(?:allegations?|complaints?|accusations?|disclosures?)"
_OTHERS = rf"(?:{_ELSE}|others|another\s+(?:\w+\s+)?{_PEOPLE}|(?:other|more|{_HOW_MANY})\s+{_PEOPLE})\b"
_POINTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_NEXT}|{_FIRST}|{_HOW_MANY}|{_ALL_OF})\s+(?:victim|complainant|survivor){_NOT_A_VICTIM}(?:s?\b)",
        rf"\b(?:{_NEXT}|{_HOW_MANY}|both|many|some|most|new)\s+{_PEOPLE}\s+{_LINKS}{_REPORTED}",
        rf"\b{_FIRST}\s+{_PEOPLE}\s+{_LINKS}{_REPORTED}",
        rf"\b(?:{_ELSE}|others)\s+{_LINKS}{_REPORTED}",
        r"\b(?:not|n['’]t)\s+(?:the|his|her|their)\s+(?:only|first|sole)\s+"
        rf"(?:(?:victim|complainant|survivor)\b|{_PEOPLE}\s+(?:{_LINKS}{_REPORTED}"
        rf"|(?:(?:that|who|whom)\s+)?he\s+(?:has\s+)?(?:did\s+this\s+to|done\s+this\s+to|{_HURT})))",
        rf"(?<!\byour\s)\b(?:other|{_HOW_MANY}|another|more|further|previous|earlier|similar|separate)\s+"
        rf"(?:{_ACCUSATIONS}|reports?)\s+(?:\w+\s+){{0,2}}?(?:against|about|involving)\s+{_HIM}",
        r"\b(?:done|did|does|doing|do)\s+(?:this|that|it|the\s+same(?:\s+thing)?|something\s+similar)"
        rf"\s+(?:before\s+)?to\s+{_OTHERS}",
        rf"\b(?:he|she|they)\s+(?:\w+\s+){{0,2}}?{_HURT}\s+(?:\w+\s+){{0,2}}?{_OTHERS}",
        rf"\baccused\s+(?:\w+\s+)?by\s+{_OTHERS}",
    )
]
# What may speak of another victim, and may not: a person who reads the letter says.
_MAY_POINT = re.compile(
    rf"\b(?:an|the)?\s?other\s+(?:young\s+)?{_SOMEBODY}\b|\bthe\s+others\b"
    rf"|\b(?:{_HOW_MANY})\s+(?:young\s+)?{_SOMEBODY}\b"
    rf"|\b(?:different|further|previous)\s+(?:young\s+)?{_SOMEBODY}\b"
    rf"|\bnot\s+the\s+(?:only|first)\s+(?:one|person|{_SOMEBODY})\b"
    rf"|\b(?:{_ELSE}|others|{_NEXT}\s+(?:person|people)|{_HOW_MANY}\s+people)\s+{_LINKS}{_REPORTED_THAT}"
    rf"|(?<!\byour\s)\b(?:other|previous|further|earlier|similar)\s+{_ACCUSATIONS}\b"
    r"|\bdone\s+(?:this|it|the\s+same)\s+before\b|\baccused\s+before\b",
    re.IGNORECASE,
)
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


_OURS = re.compile(r"\bRS-\d{4}-\d{6}\b", re.IGNORECASE)  # a case of this system
# A crime reference of this force, however it is spaced or stroked.
_REFERENCE = re.compile(r"(?<!\d)1 ?3(?:[ /.-]{0,3}\d){9}(?!\d)")


def others_pointed_at(victim: Victim, text: str, *, to_victim: bool = True) -> bool:
    """Whether `text` holds the crime reference or the label ("Victim 2", "V2") of anybody else of the case,
    or speaks of another victim in so many words, whether the case has one or not, or of somebody close to
    this one who withdrew or accused too. `to_victim` is as in relations_in.

    However a reference is spaced or stroked. What nobody is the victim of yet counts as somebody else's.
    """
    text = " ".join(text.split())
    if any(pattern.search(text) for pattern in (*_POINTS, _HIS_OWN)):
        return True
    own = frozenset[str]() if to_victim else CHILDREN
    if any(one.group(1).casefold() not in own for one in _RELATION_TOO.finditer(text)):
        return True
    of_case = Allegation.objects.filter(case=victim.case_id)
    own_crimes = {_squashed(one.crime_reference) for one in of_case.filter(victim=victim)}
    if any(_squashed(found) not in own_crimes for found in _REFERENCE.findall(text)):
        return True
    if any(found.upper() != victim.case.reference for found in _OURS.findall(text)):
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
