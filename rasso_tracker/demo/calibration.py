"""Every figure that shapes the demo force, with its key in domain.md section 6 ("6: ...") and its mark.

Where no figure is published the mark is [A]: ours, to be replaced when one is found.
"""

from cases.enums import OffenceType, Outcome

# How many, where
YEARS = 3
CASES = 9_000  # 6: suggested, 3,000 to 3,300 rapes a year [A]; West Yorkshire recorded 3,246 in 2020 [V]
DISTRICT_SHARES = {
    "leeds": 37,
    "bradford": 27,
    "kirklees": 16,
    "wakefield": 12,
    "calderdale": 8,
}  # 6: suggested [A]

# Who and what
ADULT_SHARE = 0.65  # 6: suggested [A]
WOMEN_SHARE = 0.90  # 6: suggested [A]
NON_RECENT_SHARE = 0.33  # 6: suggested 30-35% [A]; Dorset 2021: 35% [V]
OFFENCES_ADULT = {
    OffenceType.RAPE_ADULT: 76,
    OffenceType.ASSAULT_BY_PENETRATION: 12,
    OffenceType.SEXUAL_ASSAULT: 8,
    OffenceType.CAUSING_SEXUAL_ACTIVITY: 4,
}  # [A]
OFFENCES_CHILD = {
    OffenceType.RAPE_CHILD_13_15: 44,  # 6: West Yorkshire to Mar 2018: 14 to 16 twice as many as under 13 [V]
    OffenceType.RAPE_CHILD_UNDER_13: 24,
    OffenceType.SEXUAL_ACTIVITY_CHILD: 26,
    OffenceType.OTHER: 6,
}  # [A]
ENHANCED_DECLINED_SHARE = 0.03  # [A]
TWO_VICTIMS_SHARE = 0.04  # [A]
TWO_ALLEGATIONS_SHARE = 0.08  # [A]
POLICE_SUSPECT_SHARE = 0.004  # [A]
RESTRICTED_SHARE = 0.004  # [A] besides police suspects

# How cases end. 6: suggested police-closed mix [A]; outcomes 14 and 16 together 55% (year to March 2025 [V])
FATES = {
    Outcome.VICTIM_DOES_NOT_SUPPORT: 45,
    Outcome.NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT: 10,
    Outcome.EVIDENTIAL_VICTIM_SUPPORTS: 23,  # with the CPS decisions below about 25
    Outcome.NO_SUSPECT: 8,
    "other": 6,
    Outcome.CHARGED: 5,
    "cps": 2,  # 6: charge share of CPS's legal decisions 71.8% to 73.2% [V]: 5 charged, 2 not
}
OTHER_OUTCOMES = {
    Outcome.FURTHER_INVESTIGATION_NOT_PUBLIC_INTEREST: 30,
    Outcome.TRANSFERRED: 25,
    Outcome.NOT_PUBLIC_INTEREST_POLICE: 12,
    Outcome.VICTIM_DIED_OR_TOO_ILL: 10,
    Outcome.OFFENDER_DIED: 10,
    Outcome.DIVERSION: 8,
    Outcome.SUSPECT_TOO_ILL: 5,
}  # 5: research grouping; shares [A]
WITHDRAWAL_DELAYS = (
    (0, 7, 38),
    (7, 30, 26),
    (30, 90, 20),
    (90, 365, 12),
    (365, 540, 4),
)  # 6: suggested; 64% in 30 days [V2]
DAYS_TO_CHARGE = (
    425,
    0.45,
)  # 6: log-normal, median 425 days [A]; 421 to 426 in 22/23 [V]; the spread is ours
DAYS_TO_OUTCOME = {
    Outcome.EVIDENTIAL_VICTIM_SUPPORTS: (190, 0.6),
    Outcome.NO_SUSPECT: (110, 0.5),
    "other": (100, 0.7),
}  # 6: median record to any rape outcome 98 to 126 days [V]; by outcome [A]
DAYS_WITH_CPS = (95, 0.4)  # 6: CPS receipt to charge 52.7 to 107.7 days, mean [V]
DAYS_CHARGE_TO_TRIAL = (395, 0.3)  # 6: charge to completion 406 days [V]

# CPS and action plans
EARLY_ADVICE_SHARE = (
    0.10  # [A] of police outcome 15; 6: admin finalised and early advice are part of receipts
)
EARLY_ADVICE_BEFORE_CHARGE = 0.45  # 4: offered in every case [V]; share [A]
TRIAGE_REJECTED_SHARE = 0.15  # [A]
FIRST_PLAN_SHARE = 0.65  # 6: 55-65% of first submissions [A]
SECOND_PLAN_SHARE = 0.60  # [A] so that plans come to about 0.9 a submitted case (6: suggested)
THIRD_PLAN_SHARE = 0.30  # [A]
PLAN_ITEMS = (3, 9)  # 6: suggested [A]
OWN_DATE_SHARE = 0.10  # [A] items that CPS wants sooner than the rest of its plan
DISPUTED_SHARE = 0.06  # [A]
WAITING_SHARE = 0.50  # [A] of the items that another body holds
PLAN_ON_TIME_SHARE = 0.60  # 6: suggested [A]
PLAN_LATE_DAYS = 38  # [A] mean of those that are late
REVIEW_KEPT_SHARE = 0.72  # [A] reviews recorded before the review date passed
BY_POLICE_SHARE = 0.35  # [A] CPS acts entered by police from the CPS document
CONFIRMED_SHARE = 0.70  # [A] of those, confirmed by CPS

# Victims
STO_SHARE = 0.92  # 8: STOs deploy to initial reports [V LETTER]
ISVA_SHARE = 0.35  # [A]
CORROBORATION_DAYS = 4.0  # [A] mean
CONCERN_SHARE = 0.05  # [A] of cases: a safeguarding concern is raised
REENGAGED_SHARE = 0.04  # [A] of withdrawals
LOST_CONTACT_SHARE = 0.05  # [A] of cases; counted apart
INTERVIEW_SHARE = 0.86  # [A] of outcome 15
ARREST_SHARE = 0.55  # [A] the other interviews are voluntary
REMAND_SHARE = 0.30  # [A] of charges: remanded in custody
CUSTODY_LIMIT_DAYS = 182  # Prosecution of Offences (Custody Time Limits) Regulations 1987: Crown Court [V2]
BAIL_SHARE = 0.60  # [A] of arrests; else released under investigation

# Telling and the Right to Review
TOLD_IN_TIME_SHARE = 0.76  # [A]
TOLD_LATE_DAYS = 6.0  # [A] mean
NOT_TOLD_SHARE = 0.04  # [A] with the reason recorded
RIGHT_TOLD_SHARE = 0.84  # [A] with the notice; most others later
REVIEW_REQUEST_SHARE = 0.02  # 6: suggested, of eligible notices [A]; CPS 1.2-1.9% of qualifying decisions [V]
LATE_REQUEST_SHARE = 0.06  # [A] of requests: after the three months, taken up all the same
NOT_COVERED_REQUEST_SHARE = 0.002  # [A] of notices that carry no police review
OVERTURNED_SHARE = 0.10  # 6: suggested [A]; CPS 5.3% to 18.9% [V]
REFUSED_PROPOSAL_SHARE = 0.03  # [A]
HANDED_OVER_SHARE = 0.08  # [A] cases with a second officer in charge

# Of suspects that are named: whose date of birth, and whose phone, the police know.
BORN_KNOWN = 0.92
PHONE_KNOWN = 0.6
