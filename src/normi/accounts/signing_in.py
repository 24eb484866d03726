"""
How allauth is bent to our promises: our words, letters in the reader's language, no address kept, secrets encrypted.

Owns the adapters that the settings name. Refuses to own how signing in works: that is allauth's.
"""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from normi.accounts import queries
from normi.accounts.devices import browser_and_system
from normi.accounts.models import User

NAME = "Normi"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed for now."),
        "duplicate_email": _("This is the address you already have."),
        "email_password_mismatch": _("The e-mail address and the password do not go together."),
        "email_taken": _("This address cannot be used."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_code": _("The code is not right. Use the newest one."),
        "incorrect_password": _("The password is not right."),
        "invalid_login": _("Write your e-mail address and your password."),
        "invalid_or_expired_key": _("The link is too old, or has been used."),
        "invalid_password_reset": _("The link is too old, or has been used."),
        "max_email_addresses": _("You have as many addresses as we allow."),
        "rate_limited": _("That was a little too fast. Wait a minute and try again."),
        "same_as_current": _("This is the one you already have."),
        "too_many_login_attempts": _("Too many tries that did not work. Wait five minutes and try again."),
        "unverified_primary_email": _("Confirm your e-mail address first."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The declaration of age and the language are stored with the account, in the same row."""
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        user.declared_adult_at = timezone.now() if form.cleaned_data["adult"] else None
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """A letter is written in the language of the one who gets it."""
        language = queries.language_of_address(email) or translation.get_language()
        with translation.override(language):
            letter: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return letter

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        reset_url = self.request.build_absolute_uri(reverse("account_reset_password"))
        super().send_mail(template_prefix, email, {"reset_url": reset_url, **context})

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return browser_and_system(super().get_http_user_agent(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:home")


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This cannot be turned off."),
        "cannot_generate_recovery_codes": _("Recovery codes are for those who have a passkey or an authenticator app."),
        "incorrect_code": _("The code is not right. Use the newest one."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def get_totp_issuer(self) -> str:
        return NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": NAME}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.email}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        others = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("My passkey") if others == 0 else gettext("Passkey {number}").format(number=others + 1)

    def encrypt(self, text: str) -> str:
        return _secret_box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _secret_box().decrypt(encrypted_text.encode()).decode()


def _secret_box() -> MultiFernet:
    """Keeps the seeds of codes unreadable in the database and its copies. Old keys still open what they closed."""
    return MultiFernet([Fernet(_key(str(secret))) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"normi.accounts.codes:" + secret.encode()).digest())
