"""The database itself refuses to change what was signed, whoever asks.

Deleting stays possible (removing a whole workspace deletes its reports); people who leave are
set to NULL in ``made_by``, which is not part of what was signed. A later migration that rebuilds
one of these tables on SQLite drops its trigger and has to run ``guard`` again; a test watches.
"""

from django.db import migrations

SENTENCE = "This report has been signed off and is never changed again."
# trigger → (table, act, columns, condition)
TRIGGERS = {
    "signed_version_stays": (
        "reports_deliverableversion",
        (
            "deliverable_id",
            "number",
            "blocks",
            "judgement",
            "warnings",
            "missing",
            "files",
            "digest",
            "frozen",
        ),
        "OLD.frozen",
    ),
    "signed_report_stays": (
        "reports_deliverable",
        (
            "output",
            "start",
            "end",
            "title",
            "language",
            "judgement",
            "declared",
            "author_id",
            "signed_by_id",
            "signed_at",
        ),
        "OLD.status IN ('signed', 'superseded')",
    ),
    "signed_figure_stays": (
        "reports_printedfigure",
        (
            "version_id",
            "code",
            "metric",
            "label",
            "formula",
            "unit",
            "value",
            "text",
            "reason",
            "inputs",
            "scope",
            "sources",
        ),
        "EXISTS (SELECT 1 FROM reports_deliverableversion v"
        " WHERE v.id = OLD.version_id AND v.frozen)",
    ),
}


def guard(apps, schema_editor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION refuse_to_change_what_was_signed() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END "
            "$$ LANGUAGE plpgsql"
        )
    for name, (table, columns, condition) in TRIGGERS.items():
        of = ", ".join(f'"{column}"' for column in columns)
        if vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OF {of} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
        elif vendor == "postgresql":
            # A PostgreSQL WHEN may not hold a query, so the figures' condition moves inside.
            if "SELECT" in condition:
                schema_editor.execute(
                    "CREATE OR REPLACE FUNCTION refuse_to_change_a_signed_figure() RETURNS trigger "
                    f"AS $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{SENTENCE}' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END "
                    "$$ LANGUAGE plpgsql"
                )
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE UPDATE OF {of} ON {table} FOR EACH ROW "
                    "EXECUTE FUNCTION refuse_to_change_a_signed_figure()"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE UPDATE OF {of} ON {table} FOR EACH ROW "
                    f"WHEN ({condition}) EXECUTE FUNCTION refuse_to_change_what_was_signed()"
                )


def release(apps, schema_editor) -> None:
    on_table = schema_editor.connection.vendor == "postgresql"
    for name, (table, _columns, _condition) in TRIGGERS.items():
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on_table else "")
        )
    if on_table:
        schema_editor.execute("DROP FUNCTION IF EXISTS refuse_to_change_what_was_signed()")
        schema_editor.execute("DROP FUNCTION IF EXISTS refuse_to_change_a_signed_figure()")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_what_a_signature_needs")]

    operations = [migrations.RunPython(guard, release)]
