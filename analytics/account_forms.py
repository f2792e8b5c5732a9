"""Forms of the accounts page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from platforms.kinds import Platform


class RenameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("How your team calls it. Files may go on using any earlier name."),
        error_messages={"required": _("Write the name.")},
    )


class AccountForm(forms.Form):
    platform = forms.ChoiceField(
        label=_("Platform"),
        choices=[("", _("Choose …")), *Platform.choices],
        error_messages={"required": _("Choose the platform.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As the platform shows it, so that files find it again."),
        error_messages={"required": _("Write the name of the account.")},
    )
    handle = forms.CharField(
        label=_("Handle"), required=False, max_length=200, help_text=_("For example @brand.tw")
    )

    def clean_handle(self) -> str:
        return self.cleaned_data["handle"].strip().lstrip("@")
