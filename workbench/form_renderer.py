"""How form widgets are drawn: Django's own templates, and before them ours for what we say better."""

from functools import cached_property
from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

OURS = Path(__file__).resolve().parent.parent / "templates" / "forms"
DJANGOS = Path(forms.__file__).resolve().parent / "templates"


class HouseForms(DjangoTemplates):
    """``templates/forms/`` comes first: an empty choice is “—” and not nine hyphens."""

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [OURS, DJANGOS],
                "NAME": "djangoforms",
                "OPTIONS": {},
            }
        )
