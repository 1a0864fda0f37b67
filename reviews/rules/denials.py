"""Written words of a review of a decision: what no letter that gives the right to one may deny.

Of English words alone. What is plainly a denial is refused; whatever else speaks of it is for whoever reads.
"""

from __future__ import annotations

import re

# What a review is of, where that is said: "a review of the CCTV" is another matter.
_OF_THE_CASE = (
    r"(?:\w+\s+)?(?:decisions?|case|outcome|result|matter|report|complaint|allegation|investigation|crime)\b"
)
_ENDS = r"(?:again|any|now|here|as|at|by|from|in|after|and|or|because|since|so|with|until|even|if|when)\b"
_OF_SOMETHING_ELSE = (
    r"(?!\s+(?:(?:of|against)\s+)?(?:(?:the|your|his|her|their|our|any|all|every|these|those|this|that|its)\s+"
    rf"(?!{_OF_THE_CASE}|{_ENDS})\w|(?:him|her|them|cctv)\b))"
)
_ABOUT_IT = (
    r"(?:(?:an?|any|the|for|of|to|this|our|that|have|ask|us|it|decision|case|your|request|appeal)\s+){0,6}?"
)
_REVIEW = (
    rf"{_ABOUT_IT}(?:reviews?|appeals?|challenges?|reviewed|looked?\s+at\s+(?:\w+\s+){{0,2}}again)\b"
    rf"{_OF_SOMETHING_ELSE}"
)
_NOT = r"(?:\s+not|n't|\s+never|\s+no\s+longer)"
_CANNOT = (
    rf"(?:can\s?not|can't|can\s+(?:never|no\s+longer)|may\s+(?:not|no\s+longer)"
    rf"|(?:(?:are|is){_NOT}|(?:will|wo|would){_NOT}\s+be)\s+(?:able|allowed|entitled|eligible|possible)"
    r"|(?:are|is|will\s+be)\s+unable)(?:\s+to)?"
)
_IT = (
    r"(?:(?:it|this|that)(?=\s*(?:$|[.,;:!?)])|\s+(?:again|any|now|even|and|or|because|for|in|with|at|after)\b)"
    r"|(?:the|this|that|our|your|its)\s+(?:\w+\s+)?(?:decision|case|outcome)\b)"
)
_WILL_NOT = rf"(?:{_CANNOT}|(?:will|wo|shall|do|are){_NOT}(?:\s+(?:be\s+)?going\s+to)?(?:\s+be)?|refuse\s+to)"
_LOOKS = rf"(?:(?:review|challenge|reconsider)(?:ing)?\s+{_IT}|look(?:ing)?\s+at\s+{_IT}\s+again\b)"
_NO_RIGHT = (
    rf"(?:\bno|(?:\bdo|\bdoes){_NOT}\s+(?:\w+\s+)?have\s+(?:a|the|any)|\bnot\s+have\s+(?:a|the|any)"
    r"|\bno\s+longer\s+have\s+(?:a|the|any)|\bwithout\s+(?:a|the|any))\s+right\s+(?:to|of)\s+"
)
_IS_FINAL = r"(?:is|are)\s+(?:now\s+)?final\b"
_DENIES = re.compile(
    "|".join(
        (
            rf"{_NO_RIGHT}{_REVIEW}",
            rf"\b(?:you\s+(?:\w+\s+)?{_CANNOT}|not\s+possible\s+to)"
            rf"\s+(?:(?:ask|request|have|seek|get|apply|for|us)\s+)*{_REVIEW}",
            rf"\byou\s+{_CANNOT}\s+ask(?=\s*(?:$|[.,;:!?]))",
            rf"\bwe\s+{_CANNOT}\s+look\s+at\s+{_IT}",
            rf"\bwe\s+(?:\w+\s+)?{_WILL_NOT}\s+{_LOOKS}",
            rf"\b(?:nobody|no\s?-?one|none\s+of\s+us)\s+(?:else\s+)?(?:can|may|will|is\s+(?:able|going)\s+to)"
            rf"\s+{_LOOKS}",
            rf"\b(?:decision|it|this|that|outcome|case)\s+(?:\w+\s+)?(?:{_CANNOT}|(?:will|wo){_NOT})\s+be"
            r"\s+(?:reviewed|appealed|challenged|looked\s+at\s+again)\b",
            r"(?<!was )(?<!were )(?<!had )\bno\s+(?:further\s+)?(?:review|appeal)\b"
            rf"(?=\s+(?:is|will|can)\b|\s+(?:of|against)\s+(?:it\b|{_IT})|\W*$)",
            rf"\b(?:a|an|any)\s+(?:further\s+)?(?:review|appeal)(?:\s+of\s+{_IT})?\s+(?:is|are|will|wo|can)"
            rf"(?:{_NOT}|not)(?:\s+be)?\s+(?:possible|available|allowed|offered|open\s+to\s+you|happen"
            r"|take\s+place|an\s+option)\b(?!\s+yet\b)",
            rf"\b(?:there\s+(?:is|are|will){_NOT}(?:\s+be)?|you\s+(?:do|will|wo){_NOT}\s+get)\s+(?:an?|any)"
            rf"\s+(?:reviews?|appeals?)\b{_OF_SOMETHING_ELSE}(?!\s+yet\b)",
            rf"\b(?:there\s+is|there's|you\s+have)\s+no\s+(?:way|chance|possibility|option|means)\s+(?:to|of|for)"
            rf"\s+(?:(?:ask(?:ing)?|request(?:ing)?|hav(?:e|ing)|get(?:ting)?|for|us|(?:this|the|our)\s+decision)"
            rf"\s+)*{_REVIEW}",
            rf"(?<!court's )(?<!judge's )\bdecision\s+(?:\w+\s+){{0,2}}?{_IS_FINAL}",
            rf"\b(?:this|that|it)\s+{_IS_FINAL}(?=\s*(?:$|[.,;:!]|and\b))",
            r"\b(?:this|that|it)\s+is\s+(?:our|the|a)\s+final\s+decision\b",
            r"\b(?:right|time)\s+to\s+(?:(?:ask|for|a)\s+)*review\s+(?:does\s*(?:not|n't)\s+apply"
            r"|(?:has|is)\s+(?:now\s+)?(?:ended|expired|lapsed|over|gone|lost|passed|run\s+out))\b",
            rf"\byou\s+(?:do|are){_NOT}\s+(?:qualify|entitled|eligible)\s+(?:for|to)\s+(?:(?:ask|for|a|an|the)\s+)*"
            r"(?:review|appeal|victims'\s+right\s+to\s+review|right\s+to\s+review|scheme)\b",
            r"\btoo\s+late\s+(?:to|for)\s+(?:(?:ask|for|a|an|any|us)\s+)*(?:review|appeal)\b",
            r"\brequests?\s+for\s+(?:a\s+)?review\s+(?:will|would)\s+be\s+(?:refused|rejected|turned\s+down)\b",
            r"\bwe\s+do(?:\s+not|n't)\s+offer\s+(?:a\s+)?reviews?\b",
            rf"\b(?:have|has)\s+(?:now\s+)?(?:lost|forfeited|waived|given\s+up|used\s+up)\s+(?:your|the|any)"
            rf"\s+right\s+to\s+{_REVIEW}",
            r"\bnothing\s+(?:more\s+|else\s+|further\s+)?(?:that\s+)?you\s+can\s+do\s+"
            rf"(?:about|against|to\s+change)\s+{_IT}",
        )
    ),
    re.IGNORECASE,
)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
# Said of a time, or of what CPS decides, it denies nothing: "you cannot ask for a review after 10 February".
_CONDITION = re.compile(
    r"(?<!even )\b(?:after|later\s+than|once|until|unless|when|if)\s+(?:"
    rf"(?:on\s+|the\s+)*\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:of\s+)?{_MONTH}\b|[./-]\d)|{_MONTH}\b"
    r"|(?:(?:the|that|these|those|your|last|three)\s+)+(?:days?|date|deadline|time|months?)\b"
    r"|(?:the\s+)?cps\b)"
    r"|(?<!even )\bwhere\s+(?:the\s+)?cps\b|\bcps(?:'s)?\s+(?:own\s+)?decision\b",
    re.IGNORECASE,
)
# Said with one of these, or of one suspect, or beside the right itself, it may be no denial.
_HEDGED = re.compile(
    r"(?<!even )(?<!sorry )\b(?:afterwards|later|unless|until|once|if|when|cps)\b"
    rf"|\b{_IS_FINAL}\s+(?:for|on|about|as\s+to)\b"
    r"|\byou\s+(?:still\s+|also\s+)?(?:can|may|have\s+(?:the|a)\s+right\s+to|are\s+able\s+to)\s+(?!not\b|never\b"
    rf"|no\b)(?:(?:still|ask|request|have|us|for)\s+)*{_REVIEW}",
    re.IGNORECASE,
)
# What speaks of asking for another look at the decision, whatever it says of it.
_OF_THE_RIGHT = re.compile(
    r"\b(?:review|appeal|challeng|reconsider|re-?open|overturn)\w*"
    r"|\blook(?:s|ed|ing)?\b.{0,40}\bagain\b|\bsecond\s+look\b"
    r"|\b(?:scheme|entitled|eligible|qualif(?:y|ies)|too\s+late|last\s+word|end\s+of\s+(?:the|this)\s+matter)\b"
    r"|\b(?:your|no|the|a|any)\s+rights?\b|\bfinal\b|\bdisregard\b|\bignore\b"
    r"|\bchange\s+(?:our|the|this|my|its)\s+(?:decision|mind)\b|\b(?:decision|outcome)\b.{0,40}\bchange\b"
    r"|\bnothing\b.{0,20}\byou\s+can\s+do\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^.!?;\n]|\.(?=\d))+[.!?;]?")


def denies_review(text: str) -> bool:
    """Whether words say plainly, without a condition, that there is no review of the decision."""
    return any(_is_denial(one) and not _HEDGED.search(one) for one in _sentences(text))


def speaks_of_review(text: str) -> list[str]:
    """The sentences of a text that speak of a review or of a right, as written, each once: no list of words
    tells whether they leave the right standing, so that is for whoever reads the letter.
    """
    return list(dict.fromkeys(one for one in _sentences(text) if _OF_THE_RIGHT.search(one)))


def _is_denial(sentence: str) -> bool:
    return _DENIES.search(sentence) is not None and not _excused(sentence)


def _excused(sentence: str) -> bool:
    return _CONDITION.search(sentence) is not None


def _sentences(text: str) -> list[str]:
    flat = text.replace("’", "'")
    return [" ".join(one.group(0).split()) for one in _SENTENCE.finditer(flat)]
