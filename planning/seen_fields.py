"""Forms that remember what their page showed: only what a person changed there is written.

Two people with the same form open both keep what they wrote, as long as it is not the same field.
"""

from typing import Any

from django import forms


class SeenFields(forms.ModelForm):
    """A form of a standing row: each field carries along, hidden, the value it was shown with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for field in self.fields.values():
                field.show_hidden_initial = True

    def written(self) -> dict[str, Any]:
        """What the person changed; everything where the page did not say what it showed."""
        data = self.cleaned_data
        if not any(self.add_initial_prefix(name) in self.data for name in self.fields):
            return dict(data)
        return {name: data[name] for name in self.changed_data if name in data}
