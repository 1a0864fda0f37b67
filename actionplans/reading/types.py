"""The type of what is asked, by the words that prosecutors use for it (domain.md 12; MG form numbers [U])."""

from __future__ import annotations

import re

from actionplans.enums import ItemType as T
from actionplans.reading.found import Found

_SUSPECT = r"(?:suspect|defendant|accused)"
_VICTIM = r"(?:complainant|victim|survivor|witness(?:es)?)"
_DOCTOR = (
    r"(?:dr|doctor|physician|fme|fmo|surgeon|paediatrician|gynaecologist|sane|medical examiner"
    r"|midwife)"
)
_MG = r"mg ?"
# How strongly each wording speaks for its type, from 0 to 100. A word further into the request speaks less.
_VOCABULARY: tuple[tuple[T, int, str], ...] = (
    (T.DISCLOSURE_DOCUMENT, 95, r"\bdmd\b|disclosure management document"),
    (T.SPECIAL_MEASURES, 95, rf"\b{_MG}2\b|special measures?|\bintermediar(?:y|ies)\b|live[- ]?link"),
    (T.SPECIAL_MEASURES, 80, r"\bscreens\b|\b(?:section|s) ?28\b|pre-?recorded cross"),
    (
        T.SUPERVISOR_COMMENTS,
        92,
        r"(?:supervis\w+|inspector|sergeant|\bds\b|\bdi\b)(?:'s)? (?:\w+ )?(?:comments?|rationale"
        r"|endorsement)",
    ),
    (
        T.SUPERVISOR_COMMENTS,
        90,
        r"supervis\w+.{0,40}(?:endorse|section 4|complete (?:the )?mg ?3|sign)|section 4\b",
    ),
    (
        T.DISCLOSURE_SCHEDULE,
        90,
        rf"\b{_MG}6 ?[cde]\b|disclosure schedules?|schedules? of (?:non-?sensitive|sensitive|unused"
        rf"|relevant)",
    ),
    (T.DISCLOSURE_SCHEDULE, 72, r"\bschedules?\b"),
    (
        T.FURTHER_ABE,
        90,
        r"(?:further|second|additional|another|follow[- ]?up|short|supplementary"
        r"|clarification)(?: \w+){0,2} (?:abe|vri|video interview)",
    ),
    (T.FURTHER_ABE, 60, rf"\babe\b|\bvri\b|achieving best evidence|clarif\w+ (?:with|from) the {_VICTIM}"),
    (
        T.INTERVIEW_SUMMARY,
        92,
        r"\brot[iv]s?\b|\brovis?\b|\bsdns?\b|record of (?:taped |video |the )?interview",
    ),
    (T.INTERVIEW_SUMMARY, 92, rf"\b{_MG}15\b|(?:interview|rovi|roti) (?:summary|summaries|transcripts?)"),
    (
        T.INTERVIEW_SUMMARY,
        91,
        r"(?:summary|summaries|transcripts?|transcription) (?:of|for) (?:the |his |her "
        r"|both )?(?:\w+ ){0,3}(?:interview|roti)",
    ),
    (
        T.RE_INTERVIEW,
        90,
        r"\bre-?interview\w*|further interview|second interview|interview under caution"
        r"|interview .{0,30}\bagain\b",
    ),
    (
        T.RE_INTERVIEW,
        78,
        rf"\b(?:put|to be put)\b.{{0,60}}\b(?:to (?:him|her|the {_SUSPECT})|in interview)\b"
        rf"|interview the {_SUSPECT}",
    ),
    (
        T.IDENTIFICATION,
        90,
        r"\bviper\b|\bpromat\b|identification (?:procedure|parade|evidence)|\bid (?:procedure"
        r"|parade)|facial (?:recognition|mapping)|e-?fit\b",
    ),
    (T.TRANSLATION, 90, r"\btranslat\w+|\binterpret(?:er|ation)\b"),
    (
        T.VICTIM_NEEDS,
        90,
        r"\bvps\b|victim personal statement|impact statement|needs assessment|safety plan"
        r"|pre-?trial therapy",
    ),
    (
        T.VICTIM_NEEDS,
        72,
        rf"(?:wishes|views|needs|impact|effect) (?:of|on) (?:the {_VICTIM}|her|him)"
        rf"|the {_VICTIM}'s (?:wishes|views|needs)",
    ),
    (T.BAD_CHARACTER, 92, rf"bad character|\b{_MG}16\b"),
    (T.BAD_CHARACTER, 60, r"(?:previous|earlier) (?:allegation|complaint|caution)s?\b"),
    (
        T.WITNESS_ANTECEDENTS,
        88,
        rf"(?:pnc|pre-?cons|antecedents|previous convictions|convictions"
        rf"|intelligence checks).{{0,40}}\b{_VICTIM}\b|\b{_VICTIM}(?:'s)? (?:pnc|pre-?cons"
        rf"|antecedents|(?:previous )?convictions)",
    ),
    (T.WITNESS_ANTECEDENTS, 78, rf"\b{_MG}9\b|\b{_MG}6b\b"),
    (
        T.SUSPECT_ANTECEDENTS,
        76,
        r"\bpnc\b|\bpncs\b|antecedents|pre-?cons\b|previous convictions"
        r"|certificates? of conviction|\bacro\b|(?:overseas|foreign) (?:convictions|checks)",
    ),
    (T.SUSPECT_ANTECEDENTS, 60, r"\bconviction\w*"),
    (
        T.LINES_OF_INQUIRY,
        82,
        r"\bexplain\b|\bexplanation\b|\brationale\b|reasons? (?:why|for not)|set out why"
        r"|\bnote (?:that )?explain\w*|account for why|justify|why .{0,40}\bnot\b",
    ),
    (T.LINES_OF_INQUIRY, 62, r"lines? of (?:en|in)quiry"),
    (T.MEDIA_BWV, 88, r"\bbwv\b|body[- ]?worn|body[- ]?cam\w*"),
    (T.MEDIA_CCTV, 86, r"\bcctv\b"),
    (T.MEDIA_CCTV, 66, r"\bfootage\b"),
    (
        T.MEDIA_OTHER,
        84,
        r"\b999\b|\b101\b(?: call| recording)?|voice ?mail|\bdash ?cam\w*|(?:door ?bell"
        r"|ring)(?: \w+)? (?:camera|footage|video)|control room (?:tape|recording)|audio recording"
        r"|\bdiscs?\b|call recording",
    ),
    (
        T.MEDICAL,
        84,
        rf"(?:statement|report|mg ?11|s(?:ection )?9)s?(?: \w+){{0,3}} (?:of|from"
        rf"|by)(?: \w+){{0,2}} {_DOCTOR}\b|\b{_DOCTOR}(?:'s)?(?: \w+)? (?:notes|statement|report"
        rf"|records)",
    ),
    (
        T.MEDICAL,
        78,
        r"medical (?:\w+ )?(?:notes|records|reports?|evidence|examination|material)"
        r"|\bgp (?:records|notes|summary)|\bsarc\b|\bcolposcop\w+|body maps?",
    ),
    (
        T.MEDICAL,
        76,
        r"(?:hospital|ambulance|paramedic|a ?& ?e|a and e|clinic|maternity|gynae\w*|dental"
        r"|burns unit|sexual health|walk-?in centre|triage)(?: \w+){0,3} (?:notes|records|report)",
    ),
    (
        T.MEDICAL,
        74,
        r"(?:notes|records|report) (?:of|from|at) (?:the )?(?:\w+ ){0,3}(?:hospital|clinic"
        r"|ambulance\w*|walk-?in|surgery|health centre|trust|gp)\b|forensic (?:physician|medical)"
        r"|\bfme\b|\binjur(?:y|ies)\b",
    ),
    (
        T.EXPERT,
        84,
        r"\bexpert\w*|psycholog\w+|psychiatr\w+|\blinguist\b|back[- ]calculation|\bconsultant\b"
        r"|instruct (?:an?|the) (?:\w+ ){0,3}(?:toxicologist|pathologist|engineer)",
    ),
    (
        T.FORENSIC,
        80,
        rf"\bdna\b|\bswabs?\b|\bsfr ?[12]?\b|toxicolog\w+|fingernail|fingerprint\w*|\bsemen\b"
        rf"|\bhair (?:sample|strand)|\b{_MG}2[12]\b|\bfibres?\b|\bblood\b|\burine\b",
    ),
    (
        T.FORENSIC,
        70,
        r"(?<!digital )\bforensic\w*|laborator\w+|\blab\b|\bcellmark\b|\beurofins\b"
        r"|for (?:examination|analysis)|\bsamples?\b",
    ),
    (
        T.THIRD_PARTY,
        84,
        r"third[- ]?part(?:y|ies)|\btpm\b|social (?:services|care|work\w*)|children'?s services"
        r"|local authority|counsell\w+|therap(?:y|ist)'?s? (?:notes|records)|\bmarac\b"
        r"|safeguarding (?:file|records)|\bcafcass\b",
    ),
    (
        T.THIRD_PARTY,
        74,
        r"\b(?:school|education|college|university|nursery|housing|employ\w+|council|placement"
        r"|youth \w+|attendance|counselling|probation|prison|charity"
        r"|refuge)\b(?:'s)?(?: \w+){0,3} (?:file|files|records?|notes|material)|(?:file|files"
        r"|records?|notes|material) (?:of|from|at|held by) (?:the )?(?:\w+ ){0,2}(?:school|college"
        r"|university|council|employer|academy|prison|probation)",
    ),
    (T.THIRD_PARTY, 58, r"\b(?:council|school|college|university|academy|records)\b"),
    (
        T.DIGITAL,
        86,
        r"\bcellebrite\b|cell[- ]?site|call (?:data|logs?|records)|billing|phone data"
        r"|location data|\banpr\b|handsets?|(?:phone|mobile|device|laptop|tablet|handset"
        r"|computer)(?:'s)? (?:down ?load|extraction|examination|report)|digital (?:forensic\w*"
        r"|material|evidence|media|strategy|device)",
    ),
    (
        T.DIGITAL,
        78,
        r"\bdown ?load\w*|\bextract(?:ion|ions|ed)\b|whats ?app|snap ?chat|instagram|facebook"
        r"|tinder|tik ?tok|telegram|messages|\btexts?\b|i-?cloud|cloud account|social media"
        r"|\bsim\b|\bapp data\b|browser|search history",
    ),
    (
        T.DIGITAL,
        74,
        r"\b(?:phones?|mobiles?|laptops?|tablets?|computers?|devices?|ipads?|iphones?|xbox"
        r"|playstation|e-?mails?|ip address\w*)\b",
    ),
    (
        T.UNUSED,
        84,
        r"\bunused\b|\bcad\b|crime (?:report|record)s?|custody record|(?:pocket )?note ?books?"
        r"|incident log|\bstorm log|police logs?",
    ),
    (T.STATEMENT, 78, rf"\b{_MG}11s?\b|\bstatements?\b|\bstmts?\b|\b(?:section |s\.? ?)9\b|witness account"),
    (T.EXHIBIT, 72, rf"\bexhibit (?:list|label)|\b{_MG}12\b|\bexhibit(?:s|ed|ing)?\b|\bcontinuity\b"),
    (
        T.EXHIBIT,
        60,
        r"\bphotograph\w*|\bphotos?\b|\bplan of\b|\bdiar(?:y|ies)\b|\bclothing\b|\bbedding\b"
        r"|\bletters?\b|\bitem of\b",
    ),
    (
        T.LEGAL,
        62,
        rf"\b{_MG}[345]\b|\burn\b|production order|\bwarrant\b|court order|bail (?:extension"
        rf"|application)|wording of the (?:charge|offence|allegation)|family court|\border\b"
        rf"|re-?submit",
    ),
)
_PATTERNS = tuple((kind, weight, re.compile(words)) for kind, weight, words in _VOCABULARY)
_FADES = 5  # one point less for each so many characters into the request
_MOST_FADED = 30
_NEAR = 6  # a second type within so many points makes the first unsure


def type_of(view: str) -> Found | None:
    """The type that the words of a request speak for most, or None. Places are those in `view`."""
    best: dict[T, tuple[int, re.Match[str]]] = {}
    for kind, weight, pattern in _PATTERNS:
        told = pattern.search(view)
        if told is None:
            continue
        points = weight - min(told.start() // _FADES, _MOST_FADED)
        if kind not in best or points > best[kind][0]:
            best[kind] = points, told
    if not best:
        return None
    ranked = sorted(best.items(), key=lambda one: -one[1][0])
    kind, (points, told) = ranked[0]
    near = len(ranked) > 1 and points - ranked[1][1][0] < _NEAR
    return Found(told.start(), told.end(), kind, told[0], not near and points >= 50)
