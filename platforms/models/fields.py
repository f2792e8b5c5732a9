"""Columns that keep sentences and say them in the language of whoever reads."""

from typing import Any

from django.db import models

from platforms import sentences


class SentenceField(models.TextField):
    """A text; a ``Sentence`` is kept with its parts and read in the reader's language.

    The database sees plain text, so migrations know it as that.
    """

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, sentences.Sentence):
            return sentences.packed(value)
        return super().get_prep_value(value)

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        return None if value is None else sentences.unpacked(value)

    def value_to_string(self, obj: models.Model) -> str:
        return sentences.packed(str(self.value_from_object(obj) or ""))

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return sentences.unpacked(found) if isinstance(found, str) else found

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class ReportField(models.JSONField):
    """JSON values among which sentences may stand, at any depth; read like ``SentenceField``."""

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(_plain(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return sentences.all_again(super().from_db_value(value, expression, connection))

    def value_to_string(self, obj: models.Model) -> Any:
        return sentences.all_kept(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        return sentences.all_again(super().to_python(value))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def _plain(value: Any) -> Any:
    return sentences.all_kept(value) if isinstance(value, dict | list) else value
