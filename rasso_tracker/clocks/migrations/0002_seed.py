"""The bank holidays of England and Wales 2012 to 2028, and the clocks that the services ask for.

Amounts, sources and marks are those of the project's domain reference (its clocks table, sections 2 to 4 and 12).
Every rule answers from 2012, where the bank holidays begin, unless its own start was read at a source: earlier
editions were not read, and a date before them still needs an answer. A rule marked U or A names no source.

The expedited review began at this force's CPS Area in early February 2026 (announced by the Solicitor General on 27
January 2026, Law Gazette and CPS North West the same week); the day of that month was not read. Before it there was
none, so its rules are in force from then: that is how a force says that its Area runs it.
"""

from datetime import date

from django.db import migrations
from govuk_bank_holidays.bank_holidays import BankHolidays

from rasso_tracker.ids import uuid7

FIRST_YEAR, LAST_YEAR = 2012, 2028
FROM = date(FIRST_YEAR, 1, 1)
VRR_FROM = date(2015, 4, 1)
EXPEDITED_FROM = date(2026, 2, 2)

WORKING, CALENDAR, MONTHS, HOURS = "working_days", "calendar_days", "calendar_months", "hours"
CODE = "Code of Practice for Victims of Crime"
NPCC = "National Police Chiefs' Council, Victims' Right to Review scheme"
CPS = "Crown Prosecution Service, Victims' Right to Review scheme"
CPS_DESIGN = "CPS published design history"
OURS = "A starting value. The force sets its own."
OURS_AND_CPS = "A starting value. The force and CPS agree their own."

PACE = "Police and Criminal Evidence Act 1984, section "
AFTER_ARREST = "the day after the arrest, which is the first day"
ARREST_COUNTS = "No period runs while CPS decides on charge (section 47ZL, not read)."

# code, title, amount, unit, starts from, source, verified, notes
RULES = [
    ("tell_victim_enhanced", "Tell the victim (enhanced rights)", 1, WORKING, "the decision or event", CODE, "V",
     "No further action, charge, arrest, bail, release under investigation. Victims of sexual offences have enhanced rights unless they declined them."),
    ("tell_victim_standard", "Tell the victim (enhanced rights declined)", 5, WORKING, "the decision or event", CODE, "V", ""),
    ("tell_not_investigated", "Tell the victim of a decision not to investigate", 5, WORKING, "the report", CODE, "V", ""),
    ("support_referral", "Refer the victim to support", 2, WORKING, "the report", CODE, "V", "The two days were read at a source; that they are working days was not."),
    ("victim_update", "Update the victim on progress", 28, CALENDAR, "the last update", "Older force standard, as reported", "V2", "The frequency agreed with the victim comes first."),
    ("police_review_request", "Ask the police for a review", 3, MONTHS, "being told of the decision", NPCC, "V", "Later requests are for the force to decide."),
    ("police_review_acknowledge", "Acknowledge a review request", 10, WORKING, "receipt of the request", NPCC, "V", ""),
    ("police_review_complete", "Complete a review and tell the victim", 30, WORKING, "receipt of the request", NPCC, "V", "May be extended for a complex or sensitive case, with updates as agreed."),
    ("cps_review_request", "Ask CPS for a review (ordinary)", 10, WORKING, "the letter", CPS, "V", ""),
    ("cps_review_request_last", "Ask CPS for a review (last date)", 3, MONTHS, "the letter", CPS, "V", "Later only exceptionally."),
    ("cps_review_local", "CPS local resolution", 10, WORKING, "receipt of the request", "", "U", ""),
    ("cps_review_independent", "CPS independent review", 30, WORKING, "the request for independent review", "", "U", ""),
    ("cps_review_expedited", "CPS expedited review before a case is stopped", 20, WORKING, "receipt of the request", "CPS Yorkshire and Humberside pilot, as reported", "V2", "After charge, where CPS proposes to offer no evidence. Early February 2026: the day was not read."),
    ("bail_standard", "Pre-charge bail", 3, MONTHS, AFTER_ARREST, PACE + "47ZB", "V2", ARREST_COUNTS),
    ("bail_inspector", "Pre-charge bail, extended by an inspector", 6, MONTHS, AFTER_ARREST, PACE + "47ZD", "V2", ARREST_COUNTS),
    ("bail_superintendent", "Pre-charge bail, extended by a superintendent", 9, MONTHS, AFTER_ARREST, PACE + "47ZDA", "V",
     ARREST_COUNTS + " Further extension is for a magistrates' court."),
    ("cps_red_review", "CPS review of a custody (red) case", 3, HOURS, "receipt by CPS", CPS_DESIGN, "V", ""),
    ("cps_charging_short", "CPS charging review, short", 5, CALENDAR, "receipt by CPS", CPS_DESIGN, "V", ""),
    ("cps_charging", "CPS charging review", 28, CALENDAR, "receipt by CPS", CPS_DESIGN, "V", ""),
    ("early_advice", "CPS early advice", 21, CALENDAR, "the request", "National Operating Model for adult rape, July 2023", "V", "The 21 days were read at a source; where they start was not."),
    ("cps_chase_first", "CPS first chase of an unanswered action plan", 1, MONTHS, "issue of the plan", CPS_DESIGN, "V", ""),
    ("cps_chase_second", "CPS second chase of an unanswered action plan", 2, MONTHS, "issue of the plan", CPS_DESIGN, "V", ""),
    ("plan_target", "Action plan: target date", 28, CALENDAR, "issue of the plan", "", "A", "A starting value; each plan sets its own."),
    ("plan_review", "Action plan: review date", 14, CALENDAR, "issue of the plan or the last review", "", "A", "A starting value; each review sets the next."),
    ("supervisory_review", "Supervisory review of the investigation", 28, CALENDAR, "the last review", "", "A", "The force sets it."),
    ("supervisory_review_first", "First supervisory review of an investigation", 3, WORKING, "the logging of the case, or its opening again", "", "A",
     OURS),  # from the logging: a report logged late is not overdue before anybody could look
    ("file_check", "Gatekeeper's check of a file", 3, WORKING, "the file being sent to the gatekeeper", "", "A", "A starting value. The force sets it."),
    ("advice_question", "Answer a question between police and CPS", 5, WORKING, "the question", "", "A", OURS_AND_CPS),
    ("due_soon", "Remind before a date: days ahead", 2, WORKING, "the date, counted back", "", "A",
     "A starting value. Whoever owes it hears once for each date that is set, in their list of the day."),
    ("dispute", "Answer a dispute of an item", 5, WORKING, "the dispute", "", "A", OURS_AND_CPS),
    ("unanswered", "Find the way on after CPS closed its record unanswered", 5, WORKING, "the day on which that was written down", "", "A", OURS),
    ("contact_check", "Confirm with the victim how to reach them safely", 1, WORKING, "the alert or the move", "", "A", OURS),
    ("carrier_gone", "Ask a victim how to be reached once whoever they go by has gone", 1, WORKING, "the day from which nobody was there, or they asked for somebody who was not", "", "A", OURS),
    ("needs_assessment", "Assess a victim's needs again", 84, CALENDAR, "the last assessment", "", "A", OURS),
    ("needs_assessment_first", "Assess a victim's needs for the first time", 5, WORKING, "the day on which the victim was added to the case", "", "A", OURS),
    ("look_back", "Look back on a withdrawal", 20, WORKING, "the corroboration", "", "A", OURS),
    ("support_answer", "Ask a support service whether it can take a referral", 5, WORKING, "the sending of the referral", "", "A", OURS),
    ("support_declined", "Find another support service", 2, WORKING, "the answer that a service could not take it", "", "A", OURS),
    ("told_withdrawal", "Answer what an ISVA told us for a victim", 1, WORKING, "the moment at which the ISVA told it", "", "A", OURS),
    ("telling_attempts", "Write to a victim after attempts to tell them of a decision", 3, "times", "the decision", "", "A", OURS),
    ("telling_latest", "Tell a victim whose telling is planned, at the latest", 28, CALENDAR, "the day by which they are to hear", "", "A",
     "A starting value. While that day is ahead: once it has gone by, the rule for those who should have heard already counts, from today."),
    ("telling_overdue", "Tell a victim who should have heard already, at the latest", 5, WORKING, "the day on which it is planned", "", "A",
     "A starting value. Each later plan after that says why anew; all of them are kept, and counted on the page of the telling."),
    ("victim_question", "Answer what a victim asked about a decision", 5, WORKING, "the question", "", "A", OURS),
    ("follow_up_letter", "Write to a victim who was told of a decision", 5, WORKING, "the telling", "", "A", OURS),
    ("right_closes", "Look again before the Right to Review closes: days ahead", 14, CALENDAR, "the last day to ask, counted back", "", "A", OURS),
    ("review_training", "Training in the Right to Review counts for", 24, MONTHS, "the day the course was finished", "", "A", OURS),
    ("review_update", "Tell a victim how an extended review goes", 10, WORKING, "the last word that they had of it", "", "A",
     "A starting value: the scheme says at agreed intervals. What is agreed with the victim comes first."),
    ("carry_out_review", "Carry out what a review of a decision came to", 10, WORKING, "the decision of the review", "", "A", OURS),
    ("cps_review_pass_on", "Pass a review request on to CPS", 1, WORKING, "the day on which it reached the police", "", "A", OURS_AND_CPS),
    ("tell_no_evidence", "Tell a victim that CPS means to offer no evidence", 1, WORKING, "the day on which CPS told the police", "", "A",
     "A starting value, as for any other decision. Before the hearing in any case: afterwards there is nothing left to ask for."),
    ("cps_expedited_request", "Ask CPS for an expedited review", 5, WORKING, "the day on which the victim heard that no evidence is to be offered", "", "A",
     "That the victim is given time was read; how much was not."),
    ("countersign", "Countersign advice", 3, WORKING, "the recording of the advice", "", "A", "A starting value. CPS and the force agree their own."),
]  # fmt: skip

# Rules whose own start was read at a source, or that came with one.
BEGIN = {
    "police_review_request": VRR_FROM,
    "police_review_acknowledge": VRR_FROM,
    "police_review_complete": VRR_FROM,
    "review_update": VRR_FROM,
    "cps_review_expedited": EXPEDITED_FROM,
    "cps_expedited_request": EXPEDITED_FROM,
    "tell_no_evidence": EXPEDITED_FROM,
}


def seed(apps, schema_editor):
    alias = schema_editor.connection.alias
    holiday, rule = apps.get_model("clocks", "BankHoliday"), apps.get_model("clocks", "ClockRule")
    entries = BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
    holiday.objects.using(alias).bulk_create(
        holiday(
            id=uuid7(),
            date=entry["date"],
            title=entry["title"],
            source="GOV.UK bank holidays, as bundled with govuk-bank-holidays",
        )
        for entry in entries
        if FIRST_YEAR <= entry["date"].year <= LAST_YEAR
    )
    rule.objects.using(alias).bulk_create(
        rule(
            id=uuid7(),
            code=code,
            title=title,
            amount=amount,
            unit=unit,
            starts_from=starts_from,
            source=source,
            verified=verified,
            notes=notes,
            in_force_from=BEGIN.get(code, FROM),
        )
        for code, title, amount, unit, starts_from, source, verified, notes in RULES
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]
