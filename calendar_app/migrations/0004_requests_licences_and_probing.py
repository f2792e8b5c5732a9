import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import calendar_app.models.options


class Migration(migrations.Migration):
    dependencies = [
        ("calendar_app", "0003_posts_are_labelled"),
        ("planning", "0005_posting_strategy_and_campaigns"),
        ("workspaces", "0007_name_of_who_decided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # What was written about places stays readable; 0005 also reads the usual names out of it.
        migrations.RenameField(model_name="licence", old_name="territory", new_name="terms"),
        migrations.AddField(
            model_name="calendaroptions",
            name="licence_days",
            field=models.JSONField(
                blank=True, default=calendar_app.models.options.usual_licence_days
            ),
        ),
        migrations.AddField(
            model_name="calendaroptions",
            name="markets",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="licence",
            name="proof_name",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="licence",
            name="proof_stored",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="licence",
            name="proof_type",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name="licence",
            name="terms",
            field=models.CharField(blank=True, max_length=300, verbose_name="what else it says"),
        ),
        migrations.AddField(
            model_name="licence",
            name="territories",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="animated",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="codec",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="colour",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="frame_rate",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="sound_codec",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name="publishingpause",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="planning.campaign",
            ),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proof_stored", models.CharField(blank=True, max_length=200)),
                ("proof_name", models.CharField(blank=True, max_length=200)),
                ("proof_type", models.CharField(blank=True, max_length=100)),
                (
                    "of",
                    models.CharField(
                        choices=[("maker", "who made it"), ("shown", "somebody shown in it")],
                        max_length=5,
                        verbose_name="whose",
                    ),
                ),
                ("who", models.CharField(max_length=120, verbose_name="who consented")),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="when")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("message", "direct message"),
                            ("comment", "comment"),
                            ("email", "email"),
                            ("paper", "signed on paper"),
                            ("other", "another way"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "words",
                    models.TextField(blank=True, verbose_name="what was agreed, in their words"),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="calendar_app.mediaasset",
                    ),
                ),
                (
                    "noted_by",
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
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MaterialRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("copy", "Copy"), ("picture", "Picture"), ("video", "Video")],
                        max_length=7,
                        verbose_name="what is needed",
                    ),
                ),
                ("brief", models.TextField(verbose_name="what it should say or show")),
                (
                    "size",
                    models.CharField(blank=True, max_length=100, verbose_name="size or length"),
                ),
                ("proposed_due", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Accepted"), ("off", "Called off")],
                        max_length=8,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="calendar_app.entry",
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
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="planning.task",
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
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OfferDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accepted", models.BooleanField()),
                (
                    "reason",
                    models.CharField(blank=True, max_length=130, verbose_name="what should change"),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="calendar_app.mediaasset",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="planning.taskfile",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="calendar_app.materialrequest",
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
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LicenceAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("down", "taken off the platform"),
                            ("changed", "picture exchanged on the platform"),
                            ("stays", "may stay, and why"),
                        ],
                        max_length=7,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.mediaasset",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.publication",
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
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "asset"), name="one_licence_answer_per_publication"
                    )
                ],
            },
        ),
    ]
