"""Closed periods. The database itself refuses to change one, whoever asks.

Deleting stays possible (removing a whole workspace removes its closings); people who leave are set
to NULL in ``closed_by``, whose name is kept beside it. A later migration that rebuilds this table
on SQLite drops its trigger and has to run ``guard`` again; a test watches.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SENTENCE = "This period has been closed and its closing is never changed again."
TABLE = "analytics_periodclose"
TRIGGER = "closing_stays"
COLUMNS = (
    "workspace_id",
    "number",
    "start",
    "end",
    "as_of",
    "zone",
    "values",
    "evidence",
    "accepted",
    "closed_at",
    "closed_by_name",
    "previous",
    "digest",
)


def guard(apps, schema_editor) -> None:
    vendor = schema_editor.connection.vendor
    of = ", ".join(f'"{column}"' for column in COLUMNS)
    if vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE OF {of} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )
    elif vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION refuse_to_change_a_closing() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END "
            "$$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE OF {of} ON {TABLE} FOR EACH ROW "
            "EXECUTE FUNCTION refuse_to_change_a_closing()"
        )


def release(apps, schema_editor) -> None:
    on_table = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(
        f"DROP TRIGGER IF EXISTS {TRIGGER}" + (f" ON {TABLE}" if on_table else "")
    )
    if on_table:
        schema_editor.execute("DROP FUNCTION IF EXISTS refuse_to_change_a_closing()")


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0006_target_changes_have_evidence"),
        ("workspaces", "0001_first_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PeriodClose",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("as_of", models.DateField()),
                ("zone", models.CharField(max_length=50)),
                ("values", models.JSONField()),
                ("evidence", models.JSONField()),
                ("accepted", models.JSONField(default=list)),
                ("closed_at", models.DateTimeField()),
                ("closed_by_name", models.CharField(max_length=200)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                (
                    "closed_by",
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
                "ordering": ["-end", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "number"), name="closings_are_numbered"
                    ),
                    models.UniqueConstraint(
                        fields=("workspace", "start", "end"), name="a_period_is_closed_once"
                    ),
                ],
            },
        ),
        migrations.RunPython(guard, release),
    ]
