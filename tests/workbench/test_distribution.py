"""The list of what stands in the way of a cluster is taken from the models, not from memory."""

from io import StringIO

from django.core.management import call_command

from workbench.distribution import tables


def named(name: str):
    return next(table for table in tables() if table.name == name)


def test_every_table_is_of_one_of_three_kinds():
    assert {table.kind for table in tables()} == {"by workspace", "through a row", "reference"}
    # "All workspaces" would have to be copied everywhere if a table slipped in here.
    references = {table.name for table in tables() if table.kind == "reference"}
    assert references == {
        "workspaces_user",
        "workspaces_user_groups",
        "workspaces_user_user_permissions",
        "workspaces_workspace",
        "workspaces_passwordlink",
        "workspaces_pulse",
    }


def test_what_lacks_the_workspace_is_named():
    assert "one_batch_per_table_of_a_file" in named("platforms_sourcebatch").unique
    assert "token_hash" in named("workspaces_invitation").unique
    assert any("platforms_post" in one for one in named("analytics_postreading").relations)


def test_what_has_the_workspace_is_not():
    assert named("platforms_accountalias").unique == []
    assert named("workspaces_notification").unique == []
    # People are copied to every node, so pointing to them costs nothing.
    assert named("workspaces_job").relations == []


def test_the_command_adds_up():
    said = StringIO()
    call_command("distribution", stdout=said)

    unique = sum(len(table.unique) for table in tables())
    assert f"{unique} uniqueness rules" in said.getvalue()
