"""What a file does not say and a person must: whose it is, which platform, which days, which zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.intake import zones
from platforms.kinds import SOURCE_CHOICES, Platform, label_of
from platforms.models import SourceFile

NEW = "new"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account the file may be about: one we know, or one another file of the drop names."""

    platform: str
    name: str
    pk: int | None = None
    ours: bool = True
    apart: bool = False  # a web site or ad account, known here but no social account

    @property
    def value(self) -> str:
        return f"a:{self.pk}" if self.pk else f"n:{self.platform}:{self.name}"


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ReviewForm(forms.Form):
    """The open questions about one file of a drop; only those its content leaves open.

    ``choices()`` gives them in the shape of ``SourceFile.choices``; a new account is
    ``{"account_name": …, "platform": …}`` until the import makes it.
    """

    take = forms.BooleanField(label=gettext_lazy("Import this file"), required=False, initial=True)
    taken_on = forms.DateField(
        label=gettext_lazy("Downloaded on"),
        help_text=gettext_lazy(
            "The day these numbers stood like this. If you downloaded the file earlier, write "
            "that day; newer numbers win over older ones."
        ),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Write the day you downloaded the file.")},
    )

    def __init__(
        self,
        file: SourceFile,
        candidates: Sequence[Candidate],
        data: Any = None,
    ) -> None:
        self.file = file
        self.candidates = [one for one in candidates if self._fits(file, one)]
        super().__init__(data, prefix=f"f{file.pk}", initial=self._initial(file))
        self.asks: list[str] = list(file.report.get("asks") or [])
        self.guessed = False
        if is_timed(file):
            self._add_zone()
        if has_replies(file):
            self.fields["no_replies"] = forms.BooleanField(
                label=_("Leave out the replies"),
                required=False,
                help_text=_("Posts that begin with “@” then count nowhere."),
            )
        if "account" in self.asks:
            self._add_account()
        elif "platform" in self.asks:
            self._add_platform(required=True)
        if "period" in self.asks:
            self._add_period()
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("id", f"f{file.pk}-{name}")

    # --- fields -------------------------------------------------------------------------

    def _add_zone(self) -> None:
        current = self.initial["zone"]
        options = [(name, str(label)) for name, label in zones.COMMON.items()]
        if current not in zones.COMMON:
            options.append((current, zones.label(current)))
        self.fields["zone"] = forms.ChoiceField(
            label=_("Clock times in the file are in"), choices=options
        )
        self.fields["zone_name"] = forms.CharField(
            label=_("Another time zone"),
            required=False,
            help_text=_("Type a city, for example Australia/Sydney. It replaces the choice above."),
            widget=forms.TextInput(
                attrs={"list": "all-zones", "autocomplete": "off", "placeholder": "Asia/Seoul"}
            ),
        )

    def _add_account(self) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in self.candidates:
            note = "" if one.ours else _(" (partner)")
            if one.pk is None and not one.apart:
                note = _(" (named by another file here)")
            groups.setdefault(label_of(one.platform), []).append((one.value, f"{one.name}{note}"))
        options: list[Any] = [("", _("Choose …")), *groups.items()]
        options.append((NEW, _("A new account …")))
        self.fields["account"] = forms.ChoiceField(
            label=_("Whose numbers are these?"),
            choices=options,
            required=False,
        )
        self.fields["account_name"] = forms.CharField(
            label=_("Name of the new account"),
            required=False,
            max_length=200,
            help_text=_("As the platform shows it. It replaces the choice above."),
        )
        if not self._known_platform():
            self._add_platform(required=False)
        if not self.initial.get("account"):
            guess = self._guess()
            if guess:
                self.initial["account"] = guess.value
                self.guessed = True

    def _add_platform(self, *, required: bool) -> None:
        self.fields["platform"] = forms.ChoiceField(
            label=_("Platform"),
            required=required,
            choices=[("", _("Choose …")), *SOURCE_CHOICES],
            error_messages={
                "required": _("The file does not say which platform it is from. Choose it.")
            },
        )

    def _add_period(self) -> None:
        self.fields["start"] = forms.DateField(
            label=_("Period from"),
            widget=DateInput,
            error_messages={"required": _("Write the first day you chose in the export.")},
        )
        self.fields["end"] = forms.DateField(
            label=_("to (included)"),
            widget=DateInput,
            error_messages={"required": _("Write the last day you chose in the export.")},
        )

    # --- what is known ------------------------------------------------------------------

    def _initial(self, file: SourceFile) -> dict[str, Any]:
        said = file.choices or {}
        account = said.get("account")
        value = f"a:{account}" if account else ""
        if not value and said.get("account_name"):
            named = Candidate(said.get("platform", ""), said["account_name"])
            value = named.value if named in self.candidates else NEW
        return {
            "take": not said.get("later"),
            "taken_on": file.taken_on,
            "zone": said.get("zone") or file_zone(file),
            "account": value,
            "account_name": said.get("account_name", "") if value == NEW else "",
            "platform": said.get("platform", ""),
            "no_replies": bool(said.get("no_replies")),
            "start": said.get("from"),
            "end": said.get("to"),
        }

    def _known_platform(self) -> str:
        return known_platform(self.file)

    @staticmethod
    def _fits(file: SourceFile, one: Candidate) -> bool:
        platform = known_platform(file)
        if platform:
            return one.platform == platform
        families = {table["family"] for table in file.report.get("tables") or []}
        if families and all(family.startswith("meta") for family in families):
            return one.platform in {Platform.FACEBOOK, Platform.INSTAGRAM}
        return True

    def _guess(self) -> Candidate | None:
        """The only account the drop names, else the only one of ours; never one of several."""
        named = self.file.report.get("suggested_account") or {}
        beside = [
            one
            for one in self.candidates
            if (one.platform, one.name) == (named.get("platform"), named.get("name"))
        ]
        mine = [one for one in self.candidates if one.ours]
        for group in (beside, mine):
            if len(group) == 1:
                return group[0]
        return None

    # --- answers ------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("zone_name"):
            if zones.is_zone(data["zone_name"]):
                data["zone"] = data["zone_name"]
            else:
                self.add_error(
                    "zone_name",
                    _("“%(name)s” is not a time zone. Write one such as Asia/Taipei.")
                    % {"name": data["zone_name"]},
                )
        if "account" in self.fields:
            self._settle_account(data)
        if data.get("account") == NEW:
            if not data.get("account_name", "").strip():
                self.add_error("account_name", _("Write the name of the new account."))
            if not self._known_platform() and not data.get("platform"):
                self.add_error("platform", _("Choose the platform of the new account."))
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The last day cannot lie before the first day."))
        return data

    def _settle_account(self, data: dict[str, Any]) -> None:
        """A name written down is a new account, unless another account was chosen by hand."""
        chosen = data.get("account") or ""
        named = (data.get("account_name") or "").strip()
        proposed = guess.value if (guess := self._guess()) else ""
        if named and chosen in ("", proposed):
            data["account"] = NEW
        elif named and chosen != NEW:
            one = next(one for one in self.candidates if one.value == chosen)
            self.add_error(
                "account_name",
                _(
                    "“%(chosen)s” is chosen above and a new name is written here. Empty this "
                    "field, or choose “A new account”."
                )
                % {"chosen": one.name},
            )
        elif not chosen:
            self.add_error(
                "account",
                _("The file does not say whose numbers these are. Choose the account."),
            )

    def choices(self) -> dict[str, Any]:
        """What can be kept of the answers so far, also while some are missing or wrong."""
        data = getattr(self, "cleaned_data", {})
        # What siblings told (platform, period) and no field asks for stays as it is.
        asked = {"later"}
        asked |= {"zone"} if "zone" in self.fields else set()
        asked |= {"account", "account_name"} if "account" in self.fields else set()
        asked |= {"platform"} if "platform" in self.fields else set()
        asked |= {"from", "to"} if "start" in self.fields else set()
        asked |= {"no_replies"} if "no_replies" in self.fields else set()
        kept = {key: value for key, value in (self.file.choices or {}).items() if key not in asked}
        if data.get("zone") and data["zone"] != file_zone(self.file):
            kept["zone"] = data["zone"]
        kept |= self._account_choice(data)
        if data.get("start"):
            kept["from"] = data["start"].isoformat()
        if data.get("end"):
            kept["to"] = data["end"].isoformat()
        if data.get("no_replies"):
            kept["no_replies"] = True
        if "take" in data and not data["take"]:
            kept["later"] = True
        return kept

    def _account_choice(self, data: dict[str, Any]) -> dict[str, Any]:
        value = data.get("account") or ""
        if value.startswith("a:"):
            one = next((one for one in self.candidates if one.value == value), None)
            return {"account": one.pk, "platform": one.platform} if one else {}
        if value.startswith("n:"):
            _kind, platform, name = value.split(":", 2)
            return {"account_name": name, "platform": platform}
        platform = data.get("platform") or ""
        name = (data.get("account_name") or "").strip()
        if value == NEW:
            platform = self._known_platform() or platform
            return {key: text for key, text in
                    (("account_name", name), ("platform", platform)) if text}  # fmt: skip
        return {"platform": platform} if platform else {}


def is_timed(file: SourceFile) -> bool:
    """Does any table hold clock times, whose zone a person may change?"""
    return any(table.get("dated") == "minute" for table in file.report.get("tables") or [])


def has_replies(file: SourceFile) -> bool:
    """Does any table hold posts that only answer somebody?"""
    return any(
        warning.get("code") == "replies"
        for table in file.report.get("tables") or []
        for warning in table.get("warnings") or []
    )


def file_zone(file: SourceFile) -> str:
    """The zone the clock times are read in while nobody says otherwise."""
    for table in file.report.get("tables") or []:
        if table.get("dated") == "minute":
            return table.get("zone") or "UTC"
    return "UTC"


def known_platform(file: SourceFile) -> str:
    """The platform the content itself names; "" where it names none, or several."""
    found = {table.get("platform") or "" for table in file.report.get("tables") or []}
    return found.pop() if len(found) == 1 else ""
