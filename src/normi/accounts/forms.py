"""
What is asked when signing up, signing in and keeping an account safe: allauth's forms in our words.

A new password is asked for once: whoever mistypes it can reset it, and password managers never mistype.
"""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from normi.accounts.actions import TOKEN_DAYS
from normi.accounts.models import Area, Right, scope_name

Words = str | Promise

MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
PASSWORD_ADVICE = _("At least 10 characters. A sentence you will remember is both safe and easy.")
# Our label and help for each field that allauth brings. What is not named here keeps the words of its own form.
WORDS: dict[str, tuple[Words, Words]] = {
    "login": (_("E-mail"), ""),
    "email": (_("E-mail"), ""),
    "password": (_("Password"), ""),
    "password1": (_("New password"), PASSWORD_ADVICE),
    "oldpassword": (_("The password you have now"), ""),
    "code": (_("Code"), _("Six digits from your authenticator app, or one of your recovery codes.")),
    "name": (_("Name"), _("Something that tells you which device it is, such as “My phone”.")),
}


class Worded(forms.Form):
    """Labels and help in our words, no placeholders, and no second password field."""

    words: ClassVar[dict[str, tuple[Words, Words]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            label, help_text = (WORDS | self.words).get(name, (field.label, field.help_text))
            field.label, field.help_text = str(label), str(help_text)


class SignUpForm(Worded, account.SignupForm):
    adult = forms.BooleanField(
        label=_("I am 18 or older"),
        error_messages={"required": _("Normi is for people who are 18 or older.")},
    )
    words = {"password1": (_("Password"), PASSWORD_ADVICE), "adult": (_("I am 18 or older"), "")}
    field_order = ["email", "password1", "adult"]


class LogInForm(Worded, account.LoginForm):
    pass


class ForgottenPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": (_("E-mail"), _("The address you signed up with."))}


class ResetPasswordForm(Worded, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, account.SetPasswordForm):
    pass


class ChangeEmailForm(Worded, account.AddEmailForm):
    words = {"email": (_("New e-mail address"), _("We send a link there. Nothing changes until you have opened it."))}


class ConfirmPasswordForm(Worded, account.ReauthenticateForm):
    pass


class SecondStepForm(Worded, mfa.AuthenticateForm):
    pass


class ConfirmCodeForm(Worded, mfa.ReauthenticateForm):
    pass


class AuthenticatorAppForm(Worded, totp.ActivateTOTPForm):
    words = {"code": (_("Code from the app"), _("Six digits that the app shows now."))}


class DeviceAnswer(forms.JSONField):
    """What a device answered about a passkey. Anyone can send anything, so it is taken apart before it is believed."""

    widget = forms.HiddenInput

    def __init__(self, shape: type[RegistrationResponse | AuthenticationResponse]) -> None:
        super().__init__()
        self.shape = shape

    def to_python(self, value: Any) -> Any:
        answer = super().to_python(value)
        try:
            self.shape.from_dict(answer or {})
        except MALFORMED as error:
            raise forms.ValidationError(_("The answer from the device could not be read. Try again.")) from error
        return answer


class LogInPasskeyForm(Worded, webauthn.LoginWebAuthnForm):
    credential = DeviceAnswer(AuthenticationResponse)


class SecondStepPasskeyForm(Worded, webauthn.AuthenticateWebAuthnForm):
    credential = DeviceAnswer(AuthenticationResponse)


class ConfirmPasskeyForm(Worded, webauthn.ReauthenticateWebAuthnForm):
    credential = DeviceAnswer(AuthenticationResponse)


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    """A passkey is always enough to log in with: the device itself asks for a fingerprint, a face or a PIN."""

    credential = DeviceAnswer(RegistrationResponse)
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class RenamePasskeyForm(Worded, webauthn.EditWebAuthnForm):
    name = forms.CharField(max_length=60)


DAYS_WORDS: dict[int, Words] = {30: _("30 days"), 90: _("90 days"), 365: _("One year")}


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("What the token is for, such as “My own spreadsheet”.")
    )
    scope = forms.MultipleChoiceField(
        label=_("What it may do"),
        help_text=_("Tick as little as the program needs. What may be changed may be read too."),
        choices=[
            (scope_name(area, right), format_lazy(right.label, area=area.label)) for area in Area for right in Right
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the token may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        choices=[(days, DAYS_WORDS[days]) for days in TOKEN_DAYS],
        coerce=int,
        initial=90,
    )

    def clean_scope(self) -> str:
        return " ".join(self.cleaned_data["scope"])
