"""The form that begins an A/B: what it is to teach, and where variant B goes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app import publishing
from calendar_app.forms import DateInput, TimeInput
from calendar_app.laying import moment
from calendar_app.models import EntryVersion, Experiment, Slot
from calendar_app.results import comparables
from calendar_app.verdicts import RIPE_DAYS
from platforms.models import SocialAccount

MOST_SLOTS = 40
USUAL_WAIT = timedelta(days=14)  # after the later of the two


class ExperimentForm(forms.ModelForm):
    """``moment``, ``slot`` and ``account`` of variant B stand in cleaned_data."""

    metric = forms.ChoiceField(
        label=gettext_lazy("Figure that decides"),
        help_text=gettext_lazy("Chosen now, so that nobody picks the nicest one afterwards."),
    )
    slot = forms.ModelChoiceField(
        Slot.objects.none(),
        label=gettext_lazy("Variant B goes into the slot"),
        required=False,
        help_text=gettext_lazy("Or leave it empty and say account, day and time."),
    )
    account = forms.ModelChoiceField(
        SocialAccount.objects.none(), label=gettext_lazy("Account"), required=False
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput(), required=False)
    time = forms.TimeField(label=gettext_lazy("Time"), widget=TimeInput(), required=False)

    class Meta:
        model = Experiment
        fields = ["name", "hypothesis", "varied", "metric", "decide_on"]
        widgets = {"hypothesis": forms.Textarea(attrs={"rows": 3}), "decide_on": DateInput()}
        help_texts = {
            "hypothesis": gettext_lazy("If we …, then … , because …"),
            "varied": gettext_lazy("One thing only; otherwise nobody can say what it was."),
        }

    def __init__(self, *args: Any, version: EntryVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        workspace = version.workspace
        fields: Any = self.fields
        fields["metric"].choices = [(one.key, one.label) for one in comparables().values()]
        free = Slot.objects.in_workspace(workspace).standing().filter(filled_by=None)
        fields["slot"].queryset = free.filter(at__gt=timezone.now()).select_related("account")
        rows = list(fields["slot"].queryset[:MOST_SLOTS])
        fields["slot"].choices = [
            ("", "—"),
            *((one.pk, _slot_label(one, workspace)) for one in rows),
        ]
        fields["account"].queryset = SocialAccount.objects.in_workspace(workspace).ours().for_list()
        fields["account"].initial = version.account_id
        today = timezone.localdate(timezone=workspace.tz)
        # A is older for good: the two are equally old in effect once B has ripened, too.
        wait = timedelta(days=RIPE_DAYS) + USUAL_WAIT if self.is_out else USUAL_WAIT
        fields["decide_on"].initial = today + wait

    @property
    def is_out(self) -> bool:
        """Whether variant A was published before the A/B is begun."""
        publication = getattr(self.version, "publication", None)
        return publication is not None and publication.state in publishing.OVER

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        workspace = self.version.workspace
        data["moment"] = None
        if data.get("slot"):
            data["moment"] = data["slot"].at
        elif not data.get("account"):
            self.add_error("account", _("Choose a slot or an account for variant B."))
        elif data.get("day"):
            if not data.get("time"):
                self.add_error("time", _("Say at what time, too."))
            else:
                data["moment"] = moment(data["day"], data["time"], workspace.tz)
                if data["moment"] <= timezone.now():
                    self.add_error("day", _("That time has passed. Choose a later one."))
        times = [at for at in (data["moment"], self.version.at) if at]
        last = max(times).astimezone(workspace.tz).date() if times else None
        if last and data.get("decide_on") and data["decide_on"] <= last:
            self.add_error(
                "decide_on", _("By then not both are out. Choose a day after the later of the two.")
            )
        return data


def _slot_label(slot: Slot, workspace: Any) -> str:
    return f"{slot.at.astimezone(workspace.tz):%m/%d %H:%M} · {slot.account}"
