"""Forms of asking a department for material, and of taking what comes back."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.forms import DateInput
from calendar_app.models import Licence, MaterialRequest
from planning.models import Project
from workspaces import departments
from workspaces.models import Department, User, Workspace


class RequestForm(forms.Form):
    what = forms.ChoiceField(label=_("What is needed"), choices=MaterialRequest.What.choices)
    brief = forms.CharField(
        label=_("What it should say or show"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For whom, the one message, what must be in it, what must not."),
    )
    size = forms.CharField(
        label=_("Size or length"),
        max_length=100,
        required=False,
        help_text=_("Such as 1080 × 1350 (4:5), 15 seconds upright, 120 characters."),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False
    )
    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Or a person of this workspace"), required=False
    )
    due = forms.DateField(label=_("Due"), widget=DateInput(), required=False)
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label=_("Project"),
        required=False,
        help_text=_("Empty: the month's own project for such requests."),
    )

    def __init__(
        self, *args: Any, workspace: Workspace, proposal: date | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["department"].queryset = Department.objects.filter(
            pk__in=[one.pk for one in departments.of(workspace)]
        )
        fields["responsible"].queryset = User.objects.filter(
            memberships__workspace=workspace, is_active=True
        ).order_by("name")
        fields["project"].queryset = (
            Project.objects.in_workspace(workspace).standing().order_by("due")
        )
        fields["due"].initial = proposal
        fields["due"].help_text = (
            _("Three working days before the post goes out is proposed.")
            if proposal
            else _("The post has no time yet, so choose a day.")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("department") and not data.get("responsible"):
            self.add_error("department", _("Choose a department or a person to ask."))
        return data


RIGHTS = [("", _("Answer later (it cannot be scheduled until then)")), *Licence.Kind.choices]


class OfferLicenceForm(forms.Form):
    """By what right a handed-in picture may be used; may be answered later in the library."""

    kind = forms.ChoiceField(
        label=_("By what right may we use it?"),
        choices=[
            ("", _("Answer later (it cannot be scheduled until then)")),
            *Licence.Kind.choices,
        ],
        required=False,
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    expires_on = forms.DateField(label=_("Valid until"), widget=DateInput(), required=False)
