from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("platforms", "0005_sites_keep_their_earlier_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="sourcebatch",
            name="reasons",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="sourcebatch",
            name="refused",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
