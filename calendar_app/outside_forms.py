"""The form that makes a link for somebody outside."""

from typing import Any

from django import forms
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Entry
from calendar_app.outside import OPEN
from workspaces.models import Workspace
from workspaces.punctuation import listed
from workspaces.share_links import LONGEST_DAYS
from workspaces.templatetags.moments import moment

SHOWN = 120  # the next ones; a link is about posts that go out soon


class OutsideForm(forms.Form):
    name = forms.CharField(label=_("for whom"), max_length=80)
    organisation = forms.CharField(label=_("of which organisation"), max_length=80, required=False)
    message = forms.CharField(
        label=_("what you ask of them"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    days = forms.IntegerField(
        label=_("valid for (days)"), min_value=1, max_value=LONGEST_DAYS, initial=14
    )
    entries = forms.MultipleChoiceField(
        label=_("which posts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one post.")},
    )

    def __init__(self, workspace: Workspace, *args: Any, wanted: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(entry.pk): entry for entry in candidates(workspace, wanted)}
        choices: Any = self.fields["entries"]
        choices.choices = [(key, _label(entry)) for key, entry in self.rows.items()]
        self.initial.setdefault("entries", [str(pk) for pk in wanted])

    @property
    def chosen(self) -> list[Entry]:
        return [self.rows[key] for key in self.cleaned_data["entries"]]


def candidates(workspace: Workspace, wanted: list[int]) -> list[Any]:
    """Posts that are not out yet, soonest first, and those asked for."""
    rows = (
        Entry.objects.in_workspace(workspace)
        .standing()
        .filter(state__in=OPEN)
        .prefetch_related("versions__account")
        .annotate(first=Min("versions__at"))
    )
    soon = list(rows.filter(Q(first__gte=timezone.now())).order_by("first", "pk")[:SHOWN])
    known = {entry.pk for entry in soon}
    missing = [pk for pk in wanted if pk not in known]
    return [*rows.filter(pk__in=missing).order_by("first", "pk"), *soon] if missing else soon


def _label(entry: Any) -> str:
    where = listed(version.account.facts.label for version in entry.versions.all())
    parts = [moment(entry.first) if entry.first else "", str(entry), where]
    return " · ".join(part for part in parts if part)
