"""Boxes to tick, one for each row; what no browser of ours sends is an error of the field."""

from typing import Any

from django import forms

from workspaces.http import is_key


class ManyBoxes(forms.CheckboxSelectMultiple):
    """Keeps numbers that no database holds from being asked for: they are no choice."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        given = super().value_from_datadict(data, files, name) or []
        return [one if is_key(str(one)) else "" for one in given]
