"""Where later rooms plug into planning: what they must decide or freeze with their own knowledge.

Each socket is an empty list here; a later room adds to it in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from planning.models import Brief, Campaign, Objective, TaskFile
from workspaces.models import Workspace
from workspaces.periods import Period

# (key, label) of every figure an objective may be measured by, in groups: [(group, [(key, label)])].
METRIC_CHOICES: list[Callable[[], list[tuple[str, list[tuple[str, str]]]]]] = []


@dataclass(frozen=True, slots=True)
class ObjectiveCheck:
    """What a later room says about one letter of SMART for one objective.

    ``ok`` None: it cannot be judged; the sentence says why.
    """

    objective: int  # primary key
    letter: str  # "measurable" or "attainable"
    ok: bool | None
    sentence: str


# Asked with the objectives of one brief; a constant number of queries, however many there are.
BRIEF_CHECKS: list[Callable[[Brief, Sequence[Objective]], list[ObjectiveCheck]]] = []

# What is frozen when a brief is sent to review: {"targets": {objective id as text: [...]}, …}.
# JSON values only; every room writes under its own key.
BRIEF_SNAPSHOT: list[Callable[[Brief, Sequence[Objective]], dict[str, Any]]] = []

# What objectives came to, as one sentence each by objective id: printed into the next brief.
BRIEF_ATTAINMENT: list[Callable[[Brief, Sequence[Objective]], dict[int, str]]] = []

# What a campaign came to, as (label, text) by later rooms: posts, answers, figures, links.
CAMPAIGN_RESULT: list[Callable[[Campaign], list[tuple[str, str]]]] = []


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post that somebody has planned for an account, as a later room knows it."""

    at: datetime
    platform: str  # key of platforms.kinds
    account: str
    title: str
    kind: str  # in words
    state: str  # in words
    pillar: str = ""
    campaign: str = ""


# Posts planned for the days of a period; a constant number of queries.
POSTS_PLANNED: list[Callable[[Workspace, Period], list[PlannedPost]]] = []


def metric_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    return [group for ask in METRIC_CHOICES for group in ask()]


def metric_names() -> dict[str, str]:
    """What each figure is called, by its key."""
    return {key: label for _group, choices in metric_choices() for key, label in choices}


@dataclass(frozen=True, slots=True)
class TaskSlip:
    """A task that ends later than planned: its due day before and after."""

    task: int  # primary key of planning.Task
    title: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Danger:
    """What a slip endangers elsewhere, as one sentence: 「設計稿晚 2 天 → 12/3 18:00 的貼文」."""

    task: int  # primary key of the slipping task
    text: str
    url: str = ""


# Asked with every slip of one preview or project; a constant number of queries.
TASK_ENDANGERS: list[Callable[[Workspace, Sequence[TaskSlip]], list[Danger]]] = []


def task_endangers(workspace: Workspace, slips: Sequence[TaskSlip]) -> list[Danger]:
    """What all later rooms know to be endangered by ``slips``."""
    if not slips:
        return []
    return [danger for ask in TASK_ENDANGERS for danger in ask(workspace, slips)]


# Told of every file that is handed in for a task, by a member or through a department's link.
FILE_HANDED_IN: list[Callable[[TaskFile], None]] = []
