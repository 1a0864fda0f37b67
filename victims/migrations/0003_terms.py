"""The reasons and stages of withdrawals as dated rows, seeded with the first lists, and a trigger that holds
withdrawals to codes that are there.

The lists are the project's own: its domain reference, section 12 [A]; no official list exists (section 5).
"""

from datetime import date

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
    dependencies = [
        ("clocks", "0002_seed"),
        ("victims", "0002_learning"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reason", "Reason for a withdrawal"),
                            ("stage", "How far the case had come"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(max_length=30)),
                ("label", models.CharField(max_length=120)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "positions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
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
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "verified",
                    models.CharField(
                        choices=[
                            ("V", "Read at the source named."),
                            ("V2", "Read in a secondary source, not at the original."),
                            ("U", "Common practice, not read at any source. Check before you rely on it."),
                            ("A", "Our own starting value, not a published rule. The force sets it."),
                        ],
                        max_length=2,
                    ),
                ),
                ("in_force_from", models.DateField()),
                ("in_force_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["kind", "place", "in_force_from"],
            },
        ),
        migrations.CreateModel(
            name="TermChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reason", "Reason for a withdrawal"),
                            ("stage", "How far the case had come"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("renamed", "Renamed"),
                            ("merged", "Retired into another"),
                            ("split", "Split"),
                        ],
                        max_length=10,
                    ),
                ),
                ("in_force_from", models.DateField()),
                ("why", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["in_force_from", "made_at"],
            },
        ),
        migrations.CreateModel(
            name="TermMapping",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rasso_tracker.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="withdrawal",
            name="withdrawal_stage_known",
        ),
        migrations.RemoveConstraint(
            model_name="withdrawal",
            name="withdrawal_reasons_of_victim_known",
        ),
        migrations.RemoveConstraint(
            model_name="withdrawal",
            name="withdrawal_reasons_of_third_party_known",
        ),
        migrations.RemoveConstraint(
            model_name="withdrawal",
            name="withdrawal_reasons_of_officer_known",
        ),
        migrations.RemoveConstraint(
            model_name="withdrawalstagechange",
            name="stage_change_new_known",
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="primary_reason",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="reasons_of_officer",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="reasons_of_third_party",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="reasons_of_victim",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="stage",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="withdrawalstagechange",
            name="new_stage",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="withdrawalstagechange",
            name="old_stage",
            field=models.CharField(max_length=20),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["reason", "stage"])), name="term_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("verified__in", ["V", "V2", "U", "A"])), name="term_mark_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "positions__contained_by",
                        [
                            "first_contact",
                            "before_abe",
                            "after_abe",
                            "after_interview",
                            "evidence_gathering",
                            "gatekeeper",
                            "with_cps",
                            "action_plan",
                            "after_charge",
                            "at_trial",
                        ],
                    )
                ),
                name="term_positions_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("label", ""), _negated=True), name="term_has_a_label"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[a-z][a-z0-9_]*$")), name="term_code_shape"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reason"), ("positions", [])),
                    models.Q(("kind", "stage"), ("positions__len__gte", 1)),
                    _connector="OR",
                ),
                name="term_positions_of_stages",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_until__isnull", True),
                    ("in_force_until__gt", models.F("in_force_from")),
                    _connector="OR",
                ),
                name="term_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("kind", "="),
                    ("code", "="),
                    (
                        models.Func(
                            "in_force_from",
                            "in_force_until",
                            django.contrib.postgres.fields.ranges.RangeBoundary(),
                            function="DATERANGE",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="term_one_in_force",
            ),
        ),
        migrations.AddField(
            model_name="termchange",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="termmapping",
            name="change",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mappings", to="victims.termchange"
            ),
        ),
        migrations.AddField(
            model_name="termmapping",
            name="new",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="was", to="victims.term"
            ),
        ),
        migrations.AddField(
            model_name="termmapping",
            name="old",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="became", to="victims.term"
            ),
        ),
        migrations.AddConstraint(
            model_name="termchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["reason", "stage"])), name="term_change_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="termchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["added", "renamed", "merged", "split"])),
                name="term_change_how_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="termchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="term_change_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="termmapping",
            constraint=models.UniqueConstraint(
                fields=("change", "old", "new"), name="term_mapped_once_a_change"
            ),
        ),
        migrations.AddConstraint(
            model_name="termmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True), name="term_mapped_to_another"
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(KNOWN, UNDO),
    ]
