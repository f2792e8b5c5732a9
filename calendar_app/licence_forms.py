"""Forms of rights: the licence of an asset, a consent, and the rules of the workspace about them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_app.forms import DateInput
from calendar_app.markets import HOME, MARKETS
from calendar_app.models import CalendarOptions, Consent, Licence
from platforms.kinds import PLATFORMS, Platform
from platforms.models import SocialAccount
from workspaces.models import Workspace
from workspaces.punctuation import aside

PROOF_HELP = _("PDF, picture, Word file or text: a contract, an invoice, a picture of the answer.")


class LicenceForm(forms.ModelForm):
    territories = forms.MultipleChoiceField(
        label=_("May be used in"),
        choices=list(MARKETS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check-columns"}),
        help_text=_("None ticked: everywhere."),
    )
    channels = forms.MultipleChoiceField(
        label=_("May appear on"),
        choices=[(key, facts.label) for key, facts in PLATFORMS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check-columns"}),
        help_text=_("None ticked: every platform."),
    )
    proof_file = forms.FileField(label=_("Proof as a file"), required=False, help_text=PROOF_HELP)

    class Meta:
        model = Licence
        fields = [
            "kind",
            "source",
            "proof",
            "proof_file",
            "territories",
            "channels",
            "expires_on",
            "terms",
            "shows_people",
            "made_by_ai",
        ]
        widgets = {"expires_on": DateInput()}
        help_texts = {
            "proof": _("An order number, an address, where the contract lies."),
            "expires_on": _("The last day on which it may be used. Empty: without end."),
            "shows_people": _("Then a consent of somebody shown has to stand below."),
        }

    def clean_territories(self) -> list[str]:
        return [code for code in MARKETS if code in self.cleaned_data["territories"]]

    def clean_channels(self) -> list[str]:
        return [key for key in Platform.values if key in self.cleaned_data["channels"]]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "proof_file"}


class ConsentForm(forms.ModelForm):
    proof_file = forms.FileField(label=_("Proof as a file"), required=False, help_text=PROOF_HELP)

    class Meta:
        model = Consent
        fields = ["of", "who", "given_on", "how", "words", "until", "proof_file"]
        widgets = {
            "given_on": DateInput(),
            "until": DateInput(),
            "words": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "who": _("A name or handle, such as @tea_lover_88."),
            "until": _("Empty: until they take it back."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_on"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given, until = data.get("given_on"), data.get("until")
        if given and until and until < given:
            self.add_error(
                "until", gettext("It would end before it was given. Choose a later day.")
            )
        if not data.get("words", "").strip() and not data.get("proof_file"):
            self.add_error(
                "words",
                gettext("Write what was agreed, or add a file that shows it: one of the two."),
            )
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "proof_file"}


class LicenceRulesForm(forms.Form):
    """When people are told of a right that ends, and whom each account speaks to."""

    days = forms.CharField(
        label=_("Days before a right ends on which people are told"),
        max_length=60,
        help_text=_("Numbers with commas between them, such as 30, 7, 1."),
    )

    def __init__(self, *args: Any, workspace: Workspace, given: CalendarOptions, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = ", ".join(str(one) for one in given.licence_days)
        self.accounts = list(SocialAccount.objects.in_workspace(workspace).ours().for_list())
        for account in self.accounts:
            self.fields[f"market_{account.pk}"] = forms.MultipleChoiceField(
                label=aside(account.name, account.facts.label),
                choices=list(MARKETS.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "check-columns"}),
                initial=given.markets.get(str(account.pk)) or [HOME],
            )

    def clean_days(self) -> list[int]:
        parts = self.cleaned_data["days"].replace("、", ",").replace("，", ",").split(",")
        texts = [part.strip() for part in parts if part.strip()]
        if not all(text.isascii() and text.isdigit() and int(text) <= 365 for text in texts):
            raise forms.ValidationError(
                gettext("Write whole numbers up to 365 with commas between them, such as 30, 7, 1.")
            )
        return sorted({int(text) for text in texts}, reverse=True)[:6]

    @property
    def markets(self) -> dict[str, list[str]]:
        return {
            str(account.pk): self.cleaned_data[f"market_{account.pk}"] or [HOME]
            for account in self.accounts
        }
