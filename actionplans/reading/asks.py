"""Is this a request to the police? The turns of phrase that ask, that say it is done, and that say not to."""

from __future__ import annotations

import re

from actionplans.reading.verbs import PARTICIPLE, VERB

_SOFT = r"(?:(?:now|also|then|therefore|please|pls|kindly|still|urgently|first|either|,)\s{0,2}){0,3}"
_OPENING = (
    r"(?:and |then |also |so |therefore |next |finally |in addition,? |further,? |secondly,? "
    r"|firstly,? |meanwhile,? |"
    r"can i ask that you |i ask that you |i would ask you to |just |okay |ok ){0,3}"
)
_MODAL = (
    r"(?:should|must|shall|needs? to|has to|have to|(?:is|are) (?:now )?to|will need to"
    r"|ought to|(?:is|are) (?:asked|requested|required|directed|invited) to|"
    r"to)"
)
_IMPERATIVE = re.compile(rf"^{_OPENING}(?:please|pls|plse|kindly)?,? ?{_SOFT}{VERB}\b(?!ing)")
_PLEASE = re.compile(
    rf"\b(?:please|pls|plse|kindly)\b,? ?(?:can|could|would|will|may)?(?: (?:you|we"
    rf"|the \w+(?: \w+)?))? ?{_SOFT}(?:{VERB}|have|let|do so|do this|do these|do it)\b"
    r"|,? (?:please|pls)[,.?!]?(?:,| by\b|$)|^(?:please|pls|plse) \w"
)
_MUST = re.compile(
    rf" (?P<modal>{_MODAL}) {_SOFT}(?:be |now be |both be |also be )?(?:{VERB}|{PARTICIPLE})\b"
)
# Whom a bare "to" gives something to do: "OIC to obtain", "DC Smith to take".
_POLICE = re.compile(
    r"(?:\b(?:oic|officers?|police|supervisor|sergeant|inspector|sto|soit|isva|gatekeeper|unit"
    r"|team|dfu|htcu|csi|force|"
    r"in (?:the )?(?:case|charge))|\b(?:dc|ds|di|dci|pc|ps) (?:\d{1,6} )?[a-z'-]{1,40}|\b(?:ds"
    r"|di|dc))(?: please)?$"
)
# "It was difficult for the officers to ..." gives nobody anything to do.
_FOR = re.compile(r"\bfor (?:the |these |any )?[a-z]{1,20}$")
_WANTED = re.compile(
    r"\b(?:is|are|remains?|be) (?:now |also |still |urgently |all )*(?:required|needed"
    r"|requested|wanted|awaited|outstanding|missing|sought|necessary)\b"
    r"|(?:^|[\s(-])(?:still |remains? )?(?:outstanding|o/s|awaited|required by|needed by"
    r"|not yet (?:received|provided|returned|completed))\b"
    r"|(?:has|have) not (?:yet )?been (?:provided|received|returned|supplied|served|done"
    r"|obtained)|should follow\b|needs? (?:a|an|to be|[a-z]{3,20}ing)\b"
)
_I_ASK = re.compile(
    r"\b(?:i|we|cps)(?:'d|'ll)? (?:do |would |will |also |now |still |shall |should |only "
    r"|must |therefore |just |urgently )*"
    r"(?:require|need|request|ask (?:for|that|the|you|only)|want|like (?:to (?:see|have)|you"
    r"|the|a)|be (?:also )?grateful|await|have (?:it|this|that|the|sight)|appreciate)\b"
    r"|\b(?:grateful (?:if|for)|it would (?:assist|help|be helpful|be useful)|would assist\b"
    r"|be with me\b|i must have\b|could (?:we|i) (?:also |please )*have|"
    r"may (?:we|i) (?:also |please )*have|we (?:also )?need)\b"
)
_CAN_YOU = re.compile(
    rf"^{_OPENING}(?:please )?(?:can|could|would|will) (?:you|we|i|someone|somebody"
    rf"|the [a-z]+(?: [a-z]+){{0,3}}|[a-z]+) {_SOFT}(?:{VERB}|have|let)\b"
)
_NOT = re.compile(
    r"\b(?:do|does|did|would|will) not (?:now |therefore |currently |also |yet |consider "
    r"|propose |intend |ask |seek )*(?:\w+ )?(?:require|need|ask|want|seek|request|consider"
    r"|propose|invite)\b"
    r"|\b(?:do|does|did)n't (?:require|need|ask|want)\b|\bno (?:need|requirement"
    r"|further (?:work|action|enquir\w+|inquir\w+|actions)|rush|reason|actions?|additional"
    r"|longer)\b"
    r"|\bnot (?:necessary|needed|required|proportionate|asked|sought|asking|arise|recommend)\b"
    r"|\bnone (?:required|needed|at this)\b"
    r"|\bneed(?:s)? not\b|\bneedn't\b|\b(?:should|must|shall|is|are) not (?:to )?(?:be )?\w+"
    r"|\bnothing (?:further|more|else|about|in|is)?\b|\bfor nothing\b"
    r"|\b(?:i|we) (?:\w+ )?withdraw\b|\bis sufficient\b|\bwithout the need\b|\bdecline[sd]?\b"
    r"|\bmay (?:ask|request|seek|need|wish)\b|\bi (?:considered|assume)\b|\bwhether to ask\b"
)
_HAVE_IT = re.compile(
    r"\b(?:has|have|was|were) (?:now |already |since |all |both |also )*(?:been )?(?:received"
    r"|provided|obtained|completed|reviewed|supplied|served|returned|seen|endorsed|read"
    r"|done)\b"
    r"|\backnowledge receipt\b|\bthank(?:s| you) for\b|\b(?:is|are) (?:now )?(?:complete"
    r"|on file|in hand|fine|attached)\b|\balready (?:received|provided|obtained|on file|seen"
    r"|done)\b"
)
_TICKED = re.compile(
    r"(?:-|:|\||\(|,)\s{0,3}(?:already |now )?(?:received|completed?|done|provided|obtained"
    r"|returned|complied with|n/a|not applicable|nil|closed)\b(?! by\b)"
)
_BOXED = re.compile(r"^\[(?:x|\u2713|\u2714)\]|^[\u2611\u2612\u2705\u2714\u2713]")
_UNDONE = re.compile(
    r"\b(?:not yet|outstanding|awaited|not (?:been )?(?:received|provided|what was asked)"
    r"|incomplete|wrong)\b"
)
_OTHERS = re.compile(
    r"(?:\b(?:the )?(?:defence|court|judge|jury|counsel|cps|crown|prosecution|prosecutor"
    r"|reviewing lawyer|lawyer|i|advocate|magistrates|suspect|defendant|"
    r"complainant|victim|witness\w*|he|she|they|you must|memory|children|position|decision"
    r"|trial|case|evidence|it)(?: who [a-z ]{0,30})?)$"
)
_REASON = re.compile(
    r"^(?:reasons?|why|rationale|because|proportionality|proportionate|purpose|justification)\b ?[:-]?"
)
_LEAD_IN = re.compile(r":\s{0,3}$")
_FOR_OTHERS = re.compile(
    r"^(?:the )?(?:cps|counsel|defence|court|prosecutor|reviewing lawyer|i)(?: is| are)? (?:to"
    r"|will|shall)\b|^(?:cps|lawyer|prosecutor)(?:'s)? (?:actions|to do)\b"
)

# "Action plan." names a part of the document; its first word is no verb there.
_PLAN_NAME = re.compile(
    r"(?:the )?(?:cps |police |further |revised |initial )?actions?(?: (?:plan|list|points?|required))?"
    r"(?: (?:no\.? ?|number )?\d{1,2})?"
)


def names_plan(view: str) -> bool:
    """The words only name the plan, as a heading does, with or without a stop behind them."""
    return _PLAN_NAME.fullmatch(view.strip(" .:-")) is not None


def is_reason(view: str) -> bool:
    """The line only says why the request above it is made."""
    return _REASON.match(view) is not None


def is_for_others(view: str) -> bool:
    """What CPS, counsel, the defence or the court will do."""
    return _FOR_OTHERS.match(view) is not None


def is_done(view: str) -> bool:
    """A line of a list that says that the thing came."""
    if _BOXED.match(view):
        return True
    return (_TICKED.search(view) is not None or _HAVE_IT.search(view) is not None) and not _UNDONE.search(
        view
    )


def is_refused(view: str) -> bool:
    """It says that something is not asked for."""
    return _NOT.search(view) is not None


def asks(view: str) -> bool:
    """A sentence that asks the police for something, by its turn of phrase."""
    if is_for_others(view) or names_plan(view):
        return False
    if not (
        _IMPERATIVE.match(view)
        or _PLEASE.search(view)
        or _I_ASK.search(view)
        or _CAN_YOU.match(view)
        or wanted(view)
    ):
        return _is_to(view)
    return True


def wanted(view: str) -> bool:
    """It says that something is required, outstanding or awaited."""
    return _WANTED.search(view) is not None


def _is_to(view: str) -> bool:
    """Somebody of the police is to do it: "the officer should obtain", "a statement is to be taken"."""
    for told in _MUST.finditer(view):
        who = view[max(0, told.start() - 60) : told.start()].strip()
        if _POLICE.search(who) and not _FOR.search(who) if told["modal"] == "to" else not _OTHERS.search(who):
            return True
    return False
