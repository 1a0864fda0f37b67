"""How a part of a name sounds, as a short code: spellings of one name as West Yorkshire writes them share it.

Metaphone, NYSIIS and Soundex were measured on the same pairs (docs/adr/0640-suspects-alike.md): made for
English surnames, they part Choudhury from Chaudhry and join Hussain with Hassan.
"""

from __future__ import annotations

import re
from functools import lru_cache

# In this order. Lower-case letters throughout; "x" is the sound of "sh" and "ch", "j" that of "dge".
_RULES = [
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"x", "ks"),
        (r"^ks", "s"),
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"^ma?c(?=[^aeiouhk])", "mk"),
        (r"ph", "f"),
        (r"mps", "ms"),
        (r"ngh", "ng"),
        (r"tch|sch|sz|cz|sh", "x"),
        (r"ch(?=r)|(?<=[im])ch(?=[aoe]l|a[^r])|^ch(?=l)", "k"),
        (r"ch", "x"),
        (r"d[jg](?=[aeiou])", "j"),
        (r"[jz]h", "j"),
        (r"^ge(?=[or])", "j"),
        (r"ough|[ae]igh|igh|gh(?=t|$)", "i"),
        (r"gh", "g"),
        (r"kh|ck|q", "k"),
        (r"th|tt", "t"),
        (r"dh", "d"),
        (r"bh", "b"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"tz|ts", "s"),
        (r"z", "s"),
        (r"off$|of$", "ov"),
        (r"([^aeiouy])\1+", r"\1"),
        (r"h(?=n)", ""),
        (r"(?<=[aeiouy])h(?=[aeiouy])", ""),
        (r"h$", ""),
        (r"wsk", "vsk"),
        (r"[ao]u|[ao]w(?![aeiouy])", "o"),
        (r"w(?![aeiouy])", ""),
        (r"w", "v"),
        (r"(?<=[aeiou])y(?=[aeiou])", ""),
    )
]
_CLASSES = str.maketrans({"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u"})
_VOWELS = re.compile(r"[aeiouy]+")
_LONG = 4  # so many consonants tell a name apart without its vowels


@lru_cache(maxsize=20_000)
def sound_of(part: str) -> str:
    """The code of one normalised part of a name: a first vowel, or the class of the first one, and the
    consonants.

    A part that has no letter of the Latin alphabet is its own code.
    """
    text = part
    for pattern, becomes in _RULES:
        text = pattern.sub(becomes, text)
    first = _VOWELS.search(text)
    vowel = first.group()[0].translate(_CLASSES) if first else ""
    begins = first is not None and first.start() == 0
    if begins and first is not None and text[0] == "y" and len(first.group()) > 1:  # Yusuf, Younis
        vowel, begins = first.group()[1].translate(_CLASSES), False
        text = "j" + text[1:]
    consonants = _VOWELS.sub("", text)
    if begins:
        return f"{vowel}{consonants}"
    if len(consonants) >= _LONG:
        return consonants
    return f"{consonants[:1]}{vowel}{consonants[1:]}" or part
