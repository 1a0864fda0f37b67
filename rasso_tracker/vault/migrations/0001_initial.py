from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                ("ring_version", models.PositiveSmallIntegerField()),
                ("wrapped", models.BinaryField()),
            ],
        ),
    ]
