"""How people get in: by invitation only, with allauth doing the work."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workspaces import secrets


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: accounts come from the first-run page or an invitation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is not right. Try again."),
        "too_many_login_attempts": _("Too many failed tries. Wait a few minutes, then try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("The password is not right. Try again."),
        "incorrect_code": _("The code is not right. Use the newest one of your app."),
        "account_inactive": _("This account is switched off. Ask an owner of your workspace."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        return reverse("home")

    def pre_login(self, request, user, **kwargs):
        """Sample people come in by their own door only (workspaces.samples)."""
        if user.is_sample:
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)


class SignInForm(LoginForm):
    """The words of the house; the way to a lost password stands beside the button."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PasswordChangeForm(ChangePasswordForm):
    """The words of the house, as where a password is set for the first time."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": pgettext_lazy("of an account", "Current password"),
            "password1": pgettext_lazy("of an account", "New password"),
            "password2": _("New password again"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _(
            "At least 10 characters. A sentence that only you know is easy to remember."
        )


class ConfirmForm(ReauthenticateForm):
    """The password once more, before something that matters for the account."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens the account that the same verified address already has."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of second factors are encrypted at rest; those kept in clear before are still read."""

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)
