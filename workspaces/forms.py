"""What people type on the ground floor's pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workspaces import zones
from workspaces.models import Membership, User, Workspace
from workspaces.people import grantable
from workspaces.roles import Role
from workspaces.setup import SLUG, bad_slug, slug_taken, suggest_slug

NEW_PASSWORD = {"autocomplete": "new-password"}


class PasswordMixin(forms.Form):
    """One new password, checked against the person's own data too."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        help_text=_("At least 10 characters. A sentence that only you know is easy to remember."),
    )

    def person(self) -> User:
        return User()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        password = self.cleaned_data.get("password")
        if password:
            try:
                validate_password(password, self.person())
            except ValidationError as error:
                self.add_error("password", error)


class CodeForm(forms.Form):
    """The one-time code that opens the first-run page."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class WorkspaceNameMixin(forms.Form):
    """A new workspace: its name, its address, its zone."""

    workspace_name = forms.CharField(
        label=_("Name of the workspace"),
        max_length=100,
        help_text=_("Usually the brand. It can be changed later."),
    )
    slug = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=_(
            "Small letters, digits and hyphens; it cannot be changed later. Left empty, it is "
            "made from a name in Latin letters, and is “brand” for a Chinese name."
        ),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Days, weeks and quarters begin and end in this zone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones.choices()  # type: ignore[attr-defined]
        self.fields["zone"].initial = settings.TIME_ZONE

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].strip().lower()
        if slug and not SLUG.match(slug):
            raise ValidationError(bad_slug(slug))
        if slug and Workspace.objects.filter(slug=slug).exists():
            raise ValidationError(slug_taken(slug))
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "slug" in data and not data["slug"]:
            data["slug"] = suggest_slug(data.get("workspace_name", ""))
        return data


class WorkspaceCreateForm(WorkspaceNameMixin):
    pass


class FirstRunForm(WorkspaceNameMixin, PasswordMixin):
    """The first account and its workspace."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        help_text=_("You sign in with it. Nothing is sent to it now."),
    )
    field_order = ["name", "email", "password", "workspace_name", "slug", "zone"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("This address already has an account here."))
        return email

    def person(self) -> User:
        data = self.cleaned_data
        return User(email=data.get("email", ""), name=data.get("name", ""))


class AcceptForm(PasswordMixin):
    """A new person accepts an invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Colleagues see it beside what you write and sign."),
    )
    field_order = ["name", "password"]

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def person(self) -> User:
        return User(email=self.email, name=self.cleaned_data.get("name", ""))


class NewPasswordForm(PasswordMixin):
    """A person sets a password through a one-time link."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def person(self) -> User:
        return self.user


class InviteForm(forms.Form):
    """Whom to invite, as what: only roles that the inviter may give."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), initial=Role.EDITOR)

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, role.label) for role in grantable(by)
        ]


class WorkspaceForm(forms.ModelForm):
    """The settings of a workspace."""

    zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_(
            "Days, weeks and quarters begin and end in this zone. Publish times of posts that are "
            "already here are shown in the new zone; imported days stay the days they were."
        ),
    )

    class Meta:
        model = Workspace
        fields = ["name", "zone", "language", "roc_years", "ripening_days"]
        help_texts = {
            "language": _("Reports are written in this language, whoever makes them."),
            "roc_years": _("Years in Chinese documents are written as 民國 115 年."),
            "ripening_days": _(
                "A closed week, month or quarter is read this many days after its end, because "
                "posts go on growing for a while. 7 is usual."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones.choices(self.instance.zone)  # type: ignore[attr-defined]
        self.fields["ripening_days"].max_value = 60  # type: ignore[attr-defined]

    def clean_ripening_days(self) -> int:
        days = self.cleaned_data["ripening_days"]
        if days > 60:
            raise ValidationError(
                _("More than 60 days would hold back the quarter. Write 0 to 60.")
            )
        return days


class TemplateForm(forms.Form):
    """A Word file with the brand's styles."""

    file = forms.FileField(
        label=_("Word file (.docx)"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": _("Choose a file first.")},
    )


class PersonForm(forms.ModelForm):
    """A person's own settings."""

    LANGUAGES = [("", _("As the browser")), ("zh-hant", "繁體中文"), ("en", "English")]

    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    class Meta:
        model = User
        fields = ["name", "language", "theme", "single_keys"]
        help_texts = {
            "single_keys": _("Press ? to see them. They are ignored while you type."),
        }
