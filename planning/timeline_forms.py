"""Forms of projects, tasks, routines and meetings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.day_inputs import ClockInput, DayInput, MomentInput, refuse_far_years
from planning.many_boxes import ManyBoxes
from planning.models import Meeting, Project, Routine, Task
from planning.seen_fields import SeenFields
from workspaces import departments
from workspaces.models import Department, User, Workspace


def people(workspace: Workspace):
    """Members, by name."""
    return User.objects.filter(memberships__workspace=workspace, is_active=True).order_by("name")


class _InOrder(forms.ModelForm):
    """A form with a first and a last day."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_far_years(self, dict(data))
        start, due = data.get("start"), data.get("due")
        if start and due and due < start:
            self.add_error("due", _("It would end before it begins. Choose a later day."))
        return data


class ProjectForm(_InOrder, SeenFields):
    class Meta:
        model = Project
        fields = ("title", "goal", "start", "due", "lead")
        widgets = {
            "start": DayInput(),
            "due": DayInput(),
            "goal": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, workspace: Workspace, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = people(workspace)  # type: ignore[attr-defined]


class TaskForm(_InOrder):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    checks = forms.CharField(
        label=gettext_lazy("Hand-in checklist"),
        help_text=gettext_lazy("One item per line, such as: 1200 × 628, without text."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    class Meta:
        model = Task
        fields = (
            "title",
            "department",
            "responsible",
            "contact",
            "consulted",
            "start",
            "due",
            "is_milestone",
            "note",
        )
        widgets = {
            "start": DayInput(),
            "due": DayInput(),
            "note": forms.Textarea(attrs={"rows": 3}),
            "consulted": ManyBoxes,
        }

    def __init__(self, workspace: Workspace, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [one.pk for one in departments.of(workspace)]
        if self.instance.department_id:
            mine.append(self.instance.department_id)  # put away since, and still its own
        rows = Department.objects.in_workspace(workspace).filter(pk__in=mine)
        self.fields["department"].queryset = rows  # type: ignore[attr-defined]
        self.fields["consulted"].queryset = rows  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = people(workspace)  # type: ignore[attr-defined]
        if self.instance.pk:
            # Days of a standing task are moved with a preview, the list has a place of its own.
            for name in ("start", "due", "checks"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("is_milestone") and data.get("start") and data.get("due"):
            data["start"] = data["due"]  # a milestone is one day
        return data

    def fields_of_task(self) -> dict[str, Any]:
        names = [f for f in TaskForm.Meta.fields if f in self.cleaned_data and f != "consulted"]
        return {name: self.cleaned_data[name] for name in names}


class MoveForm(forms.Form):
    start = forms.DateField(label=capfirst(gettext_lazy("start")), widget=DayInput())
    due = forms.DateField(label=capfirst(gettext_lazy("due")), widget=DayInput())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("start") and data.get("due") and data["due"] < data["start"]:
            self.add_error("due", _("It would end before it begins. Choose a later day."))
        return data


class RoutineForm(SeenFields):
    class Meta:
        model = Routine
        fields = (
            "title",
            "note",
            "rhythm",
            "turn",
            "at",
            "role",
            "person",
            "wants_evidence",
            "since",
        )
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "at": ClockInput(),
            "since": DayInput(),
        }
        help_texts = {
            "turn": gettext_lazy(
                "Week: 1 is Monday, 5 is Friday. Month and quarter: which working day, from the "
                "first. Nothing to choose for every day."
            ),
            "person": gettext_lazy("Leave it empty for whoever of the role does it first."),
        }

    def __init__(self, workspace: Workspace, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people(workspace)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_far_years(self, dict(data))
        turn, rhythm = data.get("turn"), data.get("rhythm")
        most = {"daily": 99, "weekly": 7, "monthly": 20, "quarterly": 60}.get(rhythm or "", 99)
        if turn is not None and not 1 <= turn <= most:
            self.add_error("turn", _("Write a number from 1 to %(most)d.") % {"most": most})
        return data


class MeetingForm(SeenFields):
    class Meta:
        model = Meeting
        fields = (
            "title",
            "kind",
            "project",
            "at",
            "minutes_long",
            "place",
            "people",
            "others",
            "wishes",
        )
        widgets = {
            "at": MomentInput(),
            "people": ManyBoxes,
            "wishes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, workspace: Workspace, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Project.objects.in_workspace(workspace).standing()
        self.fields["project"].queryset = rows  # type: ignore[attr-defined]
        self.fields["people"].queryset = people(workspace)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_far_years(self, dict(data))
        return data

    def clean_minutes_long(self) -> int:
        minutes = self.cleaned_data["minutes_long"]
        if not 5 <= minutes <= 600:
            raise ValidationError(_("Write a length between 5 and 600 minutes."))
        return minutes


class EscalationForm(forms.Form):
    what = forms.CharField(
        label=capfirst(gettext_lazy("what happened")),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    since = forms.DateTimeField(label=capfirst(gettext_lazy("since when")), widget=MomentInput())
    asked_for = forms.CharField(
        label=capfirst(gettext_lazy("what is asked of the manager")),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since > timezone.now():
            raise ValidationError(_("That is still to come. Write when it began."))
        return since

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_far_years(self, dict(data))
        return data


class LinkForm(forms.Form):
    """A link for one department."""

    department = forms.ModelChoiceField(
        label=capfirst(gettext_lazy("department")), queryset=Department.objects.none()
    )
    label = forms.CharField(label=capfirst(gettext_lazy("for whom")), max_length=120)
    days = forms.IntegerField(
        label=capfirst(gettext_lazy("valid for (days)")), min_value=1, max_value=180, initial=30
    )

    def __init__(self, workspace: Workspace, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [one.pk for one in departments.of(workspace)]
        rows = Department.objects.in_workspace(workspace).filter(pk__in=mine)
        self.fields["department"].queryset = rows  # type: ignore[attr-defined]
