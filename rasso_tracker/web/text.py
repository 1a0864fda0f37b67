"""What text may be: every field and JSON body passes here, so bad input gets a sentence, never a 500."""

import re
import unicodedata

MOST_MARKS = 30  # on one letter, as in the Unicode Stream-Safe Text Format (UAX 15)

# Marks that change the direction of what follows: text that reads one way and is stored another.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# C0 and C1 controls, but for tab and the line ends.
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n?")
# A phone number, an address or a word in Latin letters, with the brackets that open and close within it.
# The letters' layout reads it too (Rust): nothing looks ahead or behind.
_LATIN = r"[A-Za-z0-9+](?:[A-Za-z0-9 +./:,@'-]*[A-Za-z0-9])?"
FROM_THE_LEFT = rf"(?:\({_LATIN}\) ?)?{_LATIN}(?:[ ,]*\({_LATIN}\)(?: ?{_LATIN})?)*"
_FROM_THE_LEFT = re.compile(FROM_THE_LEFT)
_MARKS = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x20000))))
_STACKED = re.compile(f"[{_MARKS}]{{{MOST_MARKS + 1},}}")
# What shows nothing: spaces, marks of format (but for those of direction, which are refused, and those that
# are drawn round a number), letters and marks that are drawn as blanks.
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_BLANK = _SPACES + "".join(
    chr(code)
    for first, last in (
        *((0xAD, 0xAD), (0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180E, 0x180E)),
        *((0x200B, 0x200B), (0x2060, 0x2064), (0x206A, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164)),
        *((0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB), (0x13430, 0x1343F)),
        *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0001, 0xE0001)),
    )
    for code in range(first, last + 1)
)
# As little to be seen alone, but part of the sign before it: joiners of scripts (old Malayalam spells a last
# letter with one), the variant of an emoji, the letters of a flag.
_ATTACHED = "".join(
    chr(code)
    for first, last in (
        *((0x180B, 0x180D), (0x180F, 0x180F), (0x200C, 0x200D), (0xFE00, 0xFE0F)),
        *((0xE0020, 0xE007F), (0xE0100, 0xE01EF)),
    )
    for code in range(first, last + 1)
)


def tidy(value: str) -> str:
    """One form for one text: line ends as \\n, composed characters (NFC), so equal texts compare equal."""
    value = _LINE_ENDS.sub("\n", value)
    if value.isascii() or unstorable(value) or _STACKED.search(value):  # sorting marks takes their square
        return value
    return unicodedata.normalize("NFC", value)


def stripped(value: str) -> str:
    """The text without what shows nothing at its ends: "" where it shows nothing at all."""
    return value.strip() if value.isascii() else value.lstrip(_BLANK + _ATTACHED).rstrip(_BLANK)


def within_a_sentence(value: object) -> str:
    """A label inside a sentence: its first letter small, unless it begins a name such as CPS or MG11."""
    text = str(value)
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


def unstorable(value: str) -> str | None:
    """The sentence for text that no column can hold, or None."""
    if "\x00" in value:
        return "Remove the empty character (NUL): it cannot be stored. Typing the text again usually helps."
    if _SURROGATES.search(value):
        return "Remove the broken character: half of a symbol (a lone surrogate) cannot be stored."
    return None


def fault_of(value: str, *, max_length: int, lines: bool) -> str | None:
    """The sentence that says what is wrong with a text, or None. `lines` allows line ends."""
    if sentence := unstorable(value):
        return sentence
    if len(value) > max_length:
        return f"Use {max_length:,} characters or fewer. You used {len(value):,}."
    if _BIDI.search(value):
        return "Remove the hidden mark that changes the direction of writing: it can make text read wrongly."
    if _CONTROLS.search(value):
        return "Remove the hidden control character. Pasting as plain text usually helps."
    if not lines and "\n" in value:
        return "Enter this on one line."
    if _STACKED.search(value):
        return f"Remove the marks stacked on one letter: more than {MOST_MARKS} of them cannot be read."
    return None


def isolated(text: str) -> str:
    """Text of a language that is written from the right, in which each run that is written from the left (a
    phone number, an address) keeps its own order: between the isolates of Unicode.
    """
    return _FROM_THE_LEFT.sub(lambda run: f"\u2066{run[0]}\u2069", text)
