"""A migration that the former version would stumble over is named before it is applied."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.migrations import Migration

from workbench import upgrades
from workbench.upgrades import step_of


def migration(*operations, **more) -> Migration:
    made = type("Migration", (Migration,), {"operations": list(operations), **more})
    return made("0009_something", "analytics")


def field(**more) -> migrations.AddField:
    return migrations.AddField("post", "colour", models.CharField(max_length=9, **more))


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))]),
        field(null=True),
        field(db_default=""),
        migrations.AddField("post", "tags", models.ManyToManyField("analytics.Tag")),
        migrations.AddIndex("post", models.Index(fields=["id"], name="by_id")),
        migrations.AlterModelOptions("post", {"ordering": ["pk"]}),
        migrations.SeparateDatabaseAndState([], [migrations.DeleteModel("Thing")]),
    ],
)
def test_what_nobody_notices_is_first_phase(operation):
    assert step_of(migration(operation)).additive


@pytest.mark.parametrize(
    "operation",
    [
        # Django drops the default after it has filled the rows that are there.
        field(default=""),
        migrations.RemoveField("post", "text"),
        migrations.RenameField("post", "text", "words"),
        migrations.DeleteModel("Post"),
        migrations.RenameModel("Post", "Entry"),
        migrations.AlterField("post", "text", models.CharField(max_length=9)),
        migrations.AddConstraint("post", models.UniqueConstraint(fields=["text"], name="one_text")),
        migrations.RunSQL("SELECT 1"),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState([migrations.DeleteModel("Thing")], []),
    ],
)
def test_what_the_former_version_stumbles_over_is_second_phase(operation):
    step = step_of(migration(operation))

    assert not step.additive
    assert step.reasons[0]


def test_a_new_table_may_be_filled_and_tied_down_at_once():
    made = migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))])
    tied = migrations.AddConstraint(
        "thing", models.UniqueConstraint(fields=["id"], name="one_thing")
    )
    added = migrations.AddField("thing", "name", models.CharField(max_length=9))

    assert step_of(migration(made, tied, added)).additive


def test_a_migration_that_knows_better_says_so():
    filling = migrations.RunPython(migrations.RunPython.noop)

    assert step_of(migration(filling, additive=True)).additive


def plan(steps, monkeypatch) -> tuple[str, int]:
    command = "workbench.management.commands.upgrade_plan"
    monkeypatch.setattr(f"{command}.has_tables", lambda: True)
    monkeypatch.setattr(f"{command}.pending", lambda: steps)
    said = StringIO()
    try:
        call_command("upgrade_plan", stdout=said)
    except SystemExit as end:
        return said.getvalue(), int(end.code or 0)
    return said.getvalue(), 0


def test_the_command_says_when_to_stop_the_former_version(monkeypatch):
    calm = step_of(migration(field(null=True)))
    rough = step_of(migration(migrations.RemoveField("post", "text")))

    assert "nothing is to be done" in plan([], monkeypatch)[0]
    said, code = plan([calm], monkeypatch)
    assert ("while the former version serves." in said, code) == (True, 0)
    said, code = plan([calm, rough], monkeypatch)
    assert code == 1
    assert "SECOND PHASE  analytics 0009_something\n              Remove field text" in said


def test_a_database_without_tables_is_the_wrong_one(monkeypatch):
    monkeypatch.setattr("workbench.management.commands.upgrade_plan.has_tables", lambda: False)

    with pytest.raises(CommandError, match="WORKBENCH_DATA with its whole path") as refusal:
        call_command("upgrade_plan")

    assert refusal.value.returncode == 2


@pytest.mark.django_db
def test_tables_are_seen_where_they_are(monkeypatch):
    assert upgrades.has_tables()
    monkeypatch.setattr(upgrades.connection.introspection, "table_names", lambda: ["other"])
    assert not upgrades.has_tables()


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_has_nothing_pending():
    assert upgrades.pending() == []
