"""Forms of the wording lists: hashtag sets, templates, the naming dictionary of links."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendar_app.models import HashtagSet, PostTemplate, UtmTerm
from workspaces.models import Workspace

SEPARATORS = re.compile(r"[\s,，、;；]+")


class WordingForm(forms.ModelForm):
    """Every name stands once among the words in use; ``unique`` are the fields that tell it."""

    unique: tuple[str, ...] = ("name",)
    twice = gettext_lazy("This name is taken already. Choose another, or change the one there is.")

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked = {key: data.get(key) for key in self.unique}
        if all(asked.values()):
            rows = self._meta.model.objects.in_workspace(self.workspace)
            if rows.filter(**asked).exclude(pk=self.instance.pk).exists():
                self.add_error(self.unique[-1], self.twice)
        return data


class HashtagSetForm(WordingForm):
    class Meta:
        model = HashtagSet
        fields = ["name", "tags"]
        widgets = {"tags": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"tags": gettext_lazy("With blanks between them; the # may be left out.")}

    def clean_tags(self) -> str:
        words = [one.lstrip("#＃") for one in SEPARATORS.split(self.cleaned_data["tags"])]
        tags = list(dict.fromkeys(f"#{word}" for word in words if word))
        broken = [tag for tag in tags if not re.fullmatch(r"#[\w・]+", tag)]
        if broken:
            raise forms.ValidationError(
                _("“%(tag)s” is no hashtag: letters, digits and _ only.") % {"tag": broken[0]}
            )
        if not tags:
            raise forms.ValidationError(_("Write at least one hashtag."))
        return " ".join(tags)


class PostTemplateForm(WordingForm):
    class Meta:
        model = PostTemplate
        fields = ["name", "kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "text": gettext_lazy("What the writer is to fill in stands in braces."),
            "kind": gettext_lazy("Empty: offered for every kind of post."),
        }


class UtmTermForm(WordingForm):
    unique = ("field", "value")

    class Meta:
        model = UtmTerm
        fields = ["field", "value", "meaning", "platform"]
        help_texts = {
            "value": gettext_lazy(
                "Small letters, digits, - and _. Analytics tells capital letters apart."
            ),
            "platform": gettext_lazy("Empty: good on every platform."),
        }

    def clean_value(self) -> str:
        value = self.cleaned_data["value"]
        if value != value.lower():
            raise forms.ValidationError(
                _("Write it in small letters: “%(value)s”.") % {"value": value.lower()}
            )
        return value
