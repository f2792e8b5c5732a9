"""The records of planning, one file per subject."""

from planning.models.brief import Brief, BriefVersion
from planning.models.community import Community, CoreFan
from planning.models.guides import AccountCare, LawCheck, LawRule, VoiceGuide, VoiceRule
from planning.models.meeting import Decision, Meeting
from planning.models.objective import Objective
from planning.models.project import Project, Task, TaskCheck, TaskFile, TaskLink
from planning.models.reading import ReadingItem, ReadingSource
from planning.models.routine import Routine, RoutineRun, RunFile
from planning.models.sections import (
    Audience,
    LadderStep,
    Pillar,
    PlatformChoice,
    PlatformCriterion,
    ResourceLine,
    Risk,
)
from planning.models.strategy import (
    Campaign,
    CampaignStage,
    Draw,
    MonthTheme,
    Participant,
    Partner,
    PlatformPlan,
    PostingStrategy,
    ResearchNote,
)
from planning.models.timeline_import import TimelineImport

__all__ = [
    "AccountCare",
    "Audience",
    "Brief",
    "BriefVersion",
    "Campaign",
    "CampaignStage",
    "Community",
    "CoreFan",
    "Decision",
    "Draw",
    "LadderStep",
    "LawCheck",
    "LawRule",
    "Meeting",
    "MonthTheme",
    "Objective",
    "Participant",
    "Partner",
    "Pillar",
    "PlatformChoice",
    "PlatformCriterion",
    "PlatformPlan",
    "PostingStrategy",
    "Project",
    "ReadingItem",
    "ReadingSource",
    "ResearchNote",
    "ResourceLine",
    "Risk",
    "Routine",
    "RoutineRun",
    "RunFile",
    "Task",
    "TaskCheck",
    "TaskFile",
    "TaskLink",
    "TimelineImport",
    "VoiceGuide",
    "VoiceRule",
]
