"""How people get in: by invitation only, with allauth doing the work."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workspaces import secrets


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: accounts come from the first-run page or an invitation."""

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
