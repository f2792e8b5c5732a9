"""The sample's writing: remarks on a draft, an A/B that was decided and one that runs."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from calendar_app import entries, experiments
from calendar_app.experiment_words import known_of
from calendar_app.models import Entry, EntryVersion, Experiment
from calendar_app.models.kinds import EntryKind
from workspaces import comments
from workspaces.models import User, Workspace

DAY = timedelta(days=1)


def fill_writing(workspace: Workspace, *, editor: User, lead: User, today: date) -> None:
    """After the calendar: its drafts and its results have to be there."""
    drafts = list(
        Entry.objects.in_workspace(workspace)
        .standing()
        .filter(state=Entry.State.DRAFT)
        .order_by("pk")
    )
    if drafts:
        _remarked(workspace, drafts[-1], editor, lead)
        _running(drafts[-1], editor, today)
    _message(workspace, editor)
    _decided(workspace, editor, today)


def _remarked(workspace: Workspace, entry: Entry, editor: User, lead: User) -> None:
    url = reverse("calendar:entry_detail", args=[workspace.slug, entry.pk]) + "#remark-{remark}"
    question = f"@{editor} 開頭可以先問客人一個問題嗎？"
    comments.say(workspace, entry, question, by=lead, url=url)
    answer = "好，另外做一版用問句開頭的，兩版比比看。"
    comments.say(workspace, entry, answer, by=editor, url=url)
    done = comments.say(workspace, entry, "圖片換成看得到緞帶的那張。", by=lead, url=url)
    comments.resolve(done, entry, by=editor, url=url)


def _running(entry: Entry, editor: User, today: date) -> None:
    version = entry.versions.select_related("account", "entry", "workspace").first()
    if version is None:
        return
    later = (version.at or timezone.now()) + 7 * DAY
    experiments.begin(
        version,
        by=editor,
        name="開頭用問句",
        hypothesis="如果開頭用問句，互動率會比較高，因為有人會想回答。",
        varied=Experiment.Varied.OPENING,
        metric="engagement_rate",
        decide_on=max(today, later.date()) + 14 * DAY,
        account=version.account,
        at=later,
    )


def _message(workspace: Workspace, editor: User) -> None:
    """A LINE message says what it consists of and what the telephone shows."""
    rows = Entry.objects.in_workspace(workspace).filter(
        kind=EntryKind.LINE, state=Entry.State.DRAFT
    )
    for entry in rows.order_by("pk")[:1]:
        said = {"bubbles": ["rich", "text"], "notification": "冬茶到了，好友先喝"}
        entries.write(entry, {"particulars": said}, seen=entry.version, by=editor)


def _decided(workspace: Workspace, editor: User, today: date) -> None:
    """Two posts of last month as variants, with what their figures allowed to say."""
    rows = (
        EntryVersion.objects.in_workspace(workspace)
        .filter(tie__isnull=False, account__platform="instagram", at__isnull=False)
        .select_related("entry", "account", "workspace", "tie")
        .order_by("at")[:2]
    )
    pair = list(rows)
    if len(pair) < 2:
        return
    made = Experiment.objects.create(
        workspace=workspace,
        name="晚上發比中午好嗎",
        hypothesis="如果晚上發，互動率會比較高，因為大家下班後才滑手機。",
        varied=Experiment.Varied.TIME,
        metric="engagement_rate",
        decide_on=today - 2 * DAY,
        first=pair[0],
        second=pair[1],
        made_by=editor,
    )
    experiments.decide(
        made,
        by=editor,
        chosen=Experiment.Chosen.NEITHER,
        learning="兩篇的內容也不一樣，看不出是不是時間的關係。下次同一段文字、只換時間再試一次。",
        known=known_of(experiments.outcome_of(made)),
    )
