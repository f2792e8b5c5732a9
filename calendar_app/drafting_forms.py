"""The form that says where drafts are asked for."""

import ipaddress
from contextlib import suppress
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.models import DraftingService
from workspaces import secrets
from workspaces.outside import CannotFetch, checked_url


class DraftingForm(forms.ModelForm):
    """The key is taken, never shown; an empty field leaves the one there is."""

    new_key = forms.CharField(
        label=gettext_lazy("Key"),
        required=False,
        strip=True,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    drop_key = forms.BooleanField(label=gettext_lazy("Remove the key there is"), required=False)
    seconds = forms.IntegerField(
        label=gettext_lazy("Longest wait (seconds)"), min_value=5, max_value=120
    )

    class Meta:
        model = DraftingService
        fields = ["on", "address", "model", "seconds"]
        help_texts = {
            "address": gettext_lazy(
                "Any service that speaks OpenAI's chat completions, such as "
                "https://api.example.com/v1. One of your own network has to be allowed by whoever "
                "runs the server."
            ),
            "model": gettext_lazy("As the service calls it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_key"].help_text = (
            _("A key is kept, encrypted. Leave this empty to keep it.")
            if self.instance.key
            else _("Kept encrypted and never shown again.")
        )
        if not self.instance.key:
            del self.fields["drop_key"]

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        if not address:
            return ""
        try:
            parts = checked_url(address)
        except CannotFetch as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if parts.scheme != "https" and not own_network(parts.hostname or ""):
            raise forms.ValidationError(_("Use https://: the key must not travel in the open."))
        return address

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("on"):
            for name in ("address", "model"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed before drafting help can be turned on."))
        if data.get("address") and self._moved(data["address"]) and not data.get("new_key"):
            # Whoever may change the address must not be able to have the old key sent to it.
            self.instance.key = ""
        return data

    def _moved(self, address: str) -> bool:
        before = self.initial.get("address") or ""
        if not before or not self.instance.key:
            return False
        old, new = checked_url(before), checked_url(address)
        return (old.scheme, old.hostname, old.port) != (new.scheme, new.hostname, new.port)

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("drop_key"):
            self.instance.key = ""
        if self.cleaned_data.get("new_key"):
            self.instance.key = secrets.encrypt(self.cleaned_data["new_key"])
        return super().save(commit)


def own_network(host: str) -> bool:
    """A host or address that whoever runs the server has named (OUTSIDE_ALLOWED)."""
    if host.lower() in {one.lower() for one in settings.OUTSIDE_ALLOWED}:
        return True
    for text in settings.OUTSIDE_ALLOWED:
        with suppress(ValueError):
            if ipaddress.ip_address(host) in ipaddress.ip_network(text, strict=False):
                return True
    return False
