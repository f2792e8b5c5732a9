import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar_app", "0001_first_tables"),
        ("workspaces", "0007_name_of_who_decided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="calendaroptions",
            name="outside_counts",
            field=models.BooleanField(
                default=False,
                help_text="Otherwise it is an opinion that the team sees, and decides itself.",
                verbose_name="an approval from outside counts as one step",
            ),
        ),
        migrations.CreateModel(
            name="OutsideReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="for whom")),
                (
                    "organisation",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="of which organisation"
                    ),
                ),
                (
                    "message",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="what you ask of them"
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "entries",
                    models.ManyToManyField(related_name="outside_reviews", to="calendar_app.entry"),
                ),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.sharelink",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="OutsideOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("yes", models.BooleanField()),
                (
                    "comment",
                    models.TextField(blank=True, max_length=2000, verbose_name="comment"),
                ),
                ("counted", models.BooleanField(default=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_opinions",
                        to="calendar_app.entry",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="calendar_app.outsidereview",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={"ordering": ["at", "pk"]},
        ),
    ]
