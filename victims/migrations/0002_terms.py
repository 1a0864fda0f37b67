"""The reasons and stages of withdrawals as dated rows, seeded with the first lists, and a trigger that holds
withdrawals to codes that are there.

The lists are the project's own: its domain reference, section 12 [A]; no official list exists (section 5).
"""

from datetime import date

from django.db import migrations

import rasso_tracker.ids

SOURCE = "The project's own list of suggested reasons and stages"
BEGIN = date(2012, 1, 1)  # as early as the clocks: records of any age need an answer
REASONS = [
    ("record_only", "Wanted it recorded only"),
    ("no_police_involvement", "Did not want police involved (somebody else reported it)"),
    ("move_on", "Wants to move on"),
    ("mental_health", "Mental health or trauma"),
    ("therapy", "Concerns about therapy"),
    ("fear_of_court", "Fear of court or the justice process"),
    ("fear_of_suspect", "Fear of the suspect or of repercussions"),
    ("pressure", "Pressure from the suspect, family or community"),
    ("honour", "Honour or family"),
    ("relationship", "Relationship with the suspect"),
    ("children", "Children"),
    ("finance_or_housing", "Money or housing"),
    ("immigration", "Immigration"),
    ("work_or_childcare", "Work or childcare"),
    ("own_offending", "Fear over offences of their own"),
    ("safe_another_way", "Safety achieved another way"),
    ("delay", "Delay"),
    ("poor_updates", "Poor updates, or none"),
    ("change_of_officer", "Change of officer"),
    ("felt_disbelieved", "Felt disbelieved or discouraged"),
    ("told_low_prospect", "Was told that a charge was unlikely"),
    ("device_request", "Request for a phone or other device"),
    ("records_request", "Request for counselling or other third-party records"),
    ("lack_of_support", "Lack of support, or a wait for an ISVA"),
    ("privacy", "Privacy"),
    ("prefers_not_to_say", "Prefers not to say"),
    ("other", "Another reason"),
]
STAGES = [
    ("first_contact", "At first contact, before any account"),
    ("before_abe", "After the first account, before the ABE interview"),
    ("after_abe", "After the ABE interview, before contact with a suspect"),
    ("after_interview", "After the suspect's arrest or interview"),
    ("evidence_gathering", "While evidence was being gathered"),
    ("gatekeeper", "With the gatekeeper"),
    ("with_cps", "With CPS, before a charge"),
    ("action_plan", "During an action plan"),
    ("after_charge", "After charge, before trial"),
    ("at_trial", "At trial"),
]

KNOWN = """
CREATE FUNCTION withdrawal_terms_known() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_column text; v_codes text[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM victims_term WHERE kind = 'stage' AND code = NEW.stage) THEN
        RAISE EXCEPTION 'no such stage: %', NEW.stage
            USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawal_stage_known';
    END IF;
    FOREACH v_column IN ARRAY ARRAY['victim', 'third_party', 'officer'] LOOP
        v_codes := CASE v_column WHEN 'victim' THEN NEW.reasons_of_victim
            WHEN 'officer' THEN NEW.reasons_of_officer ELSE NEW.reasons_of_third_party END;
        IF EXISTS (SELECT unnest(v_codes) EXCEPT SELECT code FROM victims_term WHERE kind = 'reason') THEN
            RAISE EXCEPTION 'no such reason among %', v_codes
                USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawal_reasons_of_' || v_column || '_known';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_terms_known
    BEFORE INSERT OR UPDATE OF stage, reasons_of_victim, reasons_of_third_party, reasons_of_officer
    ON victims_withdrawal FOR EACH ROW EXECUTE FUNCTION withdrawal_terms_known();
CREATE FUNCTION stage_change_known() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM victims_term WHERE kind = 'stage' AND code = NEW.new_stage) THEN
        RAISE EXCEPTION 'no such stage: %', NEW.new_stage
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stage_change_new_known';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stage_change_known BEFORE INSERT ON victims_withdrawalstagechange
    FOR EACH ROW EXECUTE FUNCTION stage_change_known();
"""
UNDO = """
DROP TRIGGER stage_change_known ON victims_withdrawalstagechange;
DROP FUNCTION stage_change_known();
DROP TRIGGER withdrawal_terms_known ON victims_withdrawal;
DROP FUNCTION withdrawal_terms_known();
"""


def seed(apps, schema_editor):
    term = apps.get_model("victims", "Term")
    lists = (("reason", REASONS), ("stage", STAGES))
    term.objects.using(schema_editor.connection.alias).bulk_create(
        term(
            id=rasso_tracker.ids.uuid7(),
            kind=kind,
            code=code,
            label=label,
            place=place,
            positions=[code] if kind == "stage" else [],
            source=SOURCE,
            verified="A",
            in_force_from=BEGIN,
        )
        for kind, found in lists
        for place, (code, label) in enumerate(found)
    )


class Migration(migrations.Migration):
    dependencies = [("clocks", "0002_seed"), ("victims", "0001_initial")]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(KNOWN, UNDO),
    ]
