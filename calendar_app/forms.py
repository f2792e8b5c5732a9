"""Forms of the calendar room."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendar_app.labels import campaigns_of, pillars_of
from calendar_app.laying import moment
from calendar_app.models import CalendarOptions, Idea, MediaAsset, PublishingPause
from calendar_app.models.kinds import EntryKind
from platforms.kinds import PLATFORMS
from platforms.models import SocialAccount
from workspaces.models import Workspace

WEEKDAYS = [
    (0, _("Mon")),
    (1, _("Tue")),
    (2, _("Wed")),
    (3, _("Thu")),
    (4, _("Fri")),
    (5, _("Sat")),
    (6, _("Sun")),
]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SlotForm(forms.Form):
    """One slot, or a rule that lays one every week."""

    account = forms.ModelChoiceField(SocialAccount.objects.none(), label=_("Account"))
    kind = forms.ChoiceField(label=_("Kind"), choices=EntryKind.choices)
    day = forms.DateField(label=_("Day"), widget=DateInput())
    time = forms.TimeField(label=_("Time"), widget=TimeInput())
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Again every week on"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: once, on this day."),
    )
    ends_on = forms.DateField(label=_("Until"), widget=DateInput(), required=False)
    flexible = forms.BooleanField(label=_("Keep free for current topics"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        choices: Any = self.fields["account"]
        choices.queryset = SocialAccount.objects.in_workspace(workspace).ours().for_list()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, at, until = data.get("day"), data.get("time"), data.get("ends_on")
        if day and until and until < day:
            self.add_error("ends_on", _("It ends before it begins. Choose a later day."))
        if day and at and not data.get("weekdays"):
            data["at"] = moment(day, at, self.workspace.tz)
            if data["at"] <= timezone.now():
                self.add_error("day", _("That time has passed. Choose a later one."))
        return data

    @property
    def mask(self) -> int:
        return sum(1 << day for day in self.cleaned_data["weekdays"])


class MomentForm(forms.Form):
    """A day and a time in the workspace's zone, as one moment."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    time = forms.TimeField(label=_("Time"), widget=TimeInput())

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    @property
    def moment(self) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["time"], self.workspace.tz)


def moment_values(at: datetime | None, workspace: Workspace) -> dict[str, date | time]:
    """Initial values of MomentForm."""
    if at is None:
        return {}
    local = at.astimezone(workspace.tz)
    return {"day": local.date(), "time": local.time()}


class PauseForm(forms.ModelForm):
    resumes_at = forms.DateTimeField(
        label=_("Goes on by itself at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: until somebody lets it go on."),
    )

    class Meta:
        model = PublishingPause
        fields = ["account", "campaign", "reason", "resumes_at"]
        labels = {"account": _("What is paused")}

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["account"]
        choices.queryset = SocialAccount.objects.in_workspace(workspace).ours().for_list()
        choices.empty_label = _("Every account")
        campaign: Any = self.fields["campaign"]
        campaign.label = _("Of one campaign only")
        campaign.queryset = campaigns_of(workspace)
        campaign.empty_label = _("Everything, whatever its campaign")


class IdeaForm(forms.ModelForm):
    class Meta:
        model = Idea
        fields = ["title", "text", "pillar", "source", "best_on"]
        widgets = {"best_on": DateInput(), "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["pillar"]
        choices.queryset = pillars_of(workspace)
        choices.label = _("Pillar")
        choices.empty_label = "—"


class MediaForm(forms.ModelForm):
    class Meta:
        model = MediaAsset
        fields = ["name", "alt", "folder", "tags"]


class OptionsForm(forms.ModelForm):
    class Meta:
        model = CalendarOptions
        fields = [
            "approval_steps",
            "missed_after",
            "ready_days",
            "buffer_days",
            "flexible_share",
            "outside_counts",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for platform, facts in PLATFORMS.items():
            self.fields[f"cadence_{platform}"] = forms.IntegerField(
                label=_("%(platform)s: posts a week") % {"platform": facts.label},
                min_value=0,
                max_value=70,
                required=False,
                initial=self.instance.cadence.get(platform),
            )

    def save(self, commit: bool = True) -> Any:
        self.instance.cadence = {
            platform: self.cleaned_data[f"cadence_{platform}"]
            for platform in PLATFORMS
            if self.cleaned_data.get(f"cadence_{platform}")
        }
        return super().save(commit)
