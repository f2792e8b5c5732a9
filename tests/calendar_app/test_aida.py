"""The four prompts: what a text holds already, and that asking changes nothing."""

from django.urls import reverse

from calendar_app.aida import steps_of
from calendar_app.models import Entry
from tests.factories.calendar import EntryFactory

WHOLE = "冬天的第一口茶，你想跟誰喝？\n今年的葉子晚了 12 天採。送禮也剛好。\n留言告訴我們。"


def found(text, action=""):
    return {step.key: step.found for step in steps_of(text, action)}


def test_each_of_the_four_is_found_where_it_stands():
    assert found(WHOLE) == {
        "attention": "冬天的第一口茶，你想跟誰喝？",
        "interest": "今年的葉子晚了 12 天採。",
        "desire": "送禮也剛好。",
        "action": "留言告訴我們。",
    }
    assert found("") == {"attention": "", "interest": "", "desire": "", "action": ""}


def test_an_action_that_is_only_in_its_field_is_said():
    action = steps_of("冬茶到了。", "現在下單")[-1]

    assert action.found == "" and "不在文字裡" in str(action.remark)
    assert found("冬茶到了。現在下單", "現在下單")["action"] == "現在下單"


def test_a_long_opening_is_said():
    assert steps_of("茶" * 41)[0].remark
    assert not steps_of("茶" * 40)[0].remark


def test_the_panel_writes_nothing(client, team):
    entry = EntryFactory(workspace=team.workspace, author=team.editor, text=WHOLE)
    client.force_login(team.editor)

    page = client.get(reverse("calendar:prompt_panel", args=[team.workspace.slug, entry.pk]))

    assert "今年的葉子晚了 12 天採。" in page.content.decode()
    assert Entry.objects.get().version == 1
