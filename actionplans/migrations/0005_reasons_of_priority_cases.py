"""CPS rejects a priority case for two reasons of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actionplans", "0004_countersignatures_climb"),
        ("cases", "0002_restricted_case_names_enough"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="triagereason",
            name="triage_reason_known",
        ),
        migrations.AlterField(
            model_name="triagereason",
            name="reason",
            field=models.CharField(
                choices=[
                    ("material_not_received", "Case material not received correctly"),
                    ("disclosure_schedule", "No disclosure schedule, or one is missing"),
                    ("no_mg3", "No MG3"),
                    ("supervisor_comments", "No supervisor comments, or incomplete ones"),
                    ("dv_checklist", "No domestic violence checklist"),
                    ("mg11", "No MG11s, or one is missing"),
                    ("exhibits", "Exhibits missing"),
                    ("interview_summary", "No interview summary"),
                    ("suspect_antecedents", "Suspect's previous convictions missing"),
                    ("witness_antecedents", "Victim's or witness's previous convictions missing"),
                    ("hard_media", "Hard media missing"),
                    ("third_party", "Third-party material missing"),
                    ("oic_details", "Officer's contact details missing or not usable"),
                    ("custody_status", "Priority case: check custody status"),
                    ("insufficient", "Priority case: insufficient information"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="triagereason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "material_not_received",
                            "disclosure_schedule",
                            "no_mg3",
                            "supervisor_comments",
                            "dv_checklist",
                            "mg11",
                            "exhibits",
                            "interview_summary",
                            "suspect_antecedents",
                            "witness_antecedents",
                            "hard_media",
                            "third_party",
                            "oic_details",
                            "custody_status",
                            "insufficient",
                        ],
                    )
                ),
                name="triage_reason_known",
            ),
        ),
    ]
