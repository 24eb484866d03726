"""What the account tables, ours and allauth's, hold about a person, why, and for how long."""

from django.utils.translation import gettext_lazy as _

from normi.accounts.models import ApiToken, BrowserSession, User
from normi.privacy.register import Category, LegalBasis, Purpose, Retention, declare, purge_by_age, register_purge

CONTACT, CHOICES, SECRET = Category.CONTACT, Category.CHOICES, Category.SECRET
LOGINS, TECHNICAL = Category.LOGINS, Category.TECHNICAL

declare(
    User,
    subject="pk",
    purpose=Purpose.ACCOUNT,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "email": CONTACT,
        "password": SECRET,
        "language": CHOICES,
        "declared_adult_at": CHOICES,
        "joined_at": TECHNICAL,
        "last_login": LOGINS,
        "is_active": TECHNICAL,
        "is_staff": TECHNICAL,
        "is_superuser": TECHNICAL,
    },
    retention=Retention.ACCOUNT,
    words=_("Your account: address, password, language, that you are 18 or older, and when you last logged in"),
)
declare(
    "accounts.User_groups",
    subject="user",
    purpose=Purpose.ACCOUNT,
    legal_basis=LegalBasis.CONTRACT,
    fields=dict.fromkeys(("id", "user", "group"), TECHNICAL),
    retention=Retention.ACCOUNT,
    words=_("Groups of staff you are in"),
)
declare(
    "accounts.User_user_permissions",
    subject="user",
    purpose=Purpose.ACCOUNT,
    legal_basis=LegalBasis.CONTRACT,
    fields=dict.fromkeys(("id", "user", "permission"), TECHNICAL),
    retention=Retention.ACCOUNT,
    words=_("What you may do as staff"),
)
declare(
    ApiToken,
    subject="user",
    purpose=Purpose.ACCOUNT,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "user": TECHNICAL,
        "name": CHOICES,
        "prefix": TECHNICAL,
        "digest": SECRET,
        "scopes": CHOICES,
        "created_at": TECHNICAL,
        "last_used_on": LOGINS,
        "expires_at": CHOICES,
    },
    retention=Retention.ACCOUNT,
    words=_("Access tokens you have made for programs"),
)
declare(
    BrowserSession,
    subject="person",
    purpose=Purpose.ACCOUNT,
    legal_basis=LegalBasis.CONTRACT,
    fields={"session_key": SECRET, "session_data": SECRET, "expire_date": TECHNICAL, "person": TECHNICAL},
    retention=Retention.SESSION,
    words=_("Browsers you are logged in with: how and when you logged in"),
)
declare(
    "account.EmailAddress",
    subject="user",
    purpose=Purpose.ACCOUNT,
    legal_basis=LegalBasis.CONTRACT,
    fields={"id": TECHNICAL, "user": TECHNICAL, "email": CONTACT, "verified": CONTACT, "primary": CHOICES},
    retention=Retention.ACCOUNT,
    words=_("Your e-mail address, and whether you have confirmed it"),
)
declare(
    "account.EmailConfirmation",
    subject="email_address__user",
    purpose=Purpose.ACCOUNT,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "email_address": TECHNICAL,
        "created": TECHNICAL,
        "sent": TECHNICAL,
        "key": SECRET,
    },
    retention=Retention.SHORT_CODES,
    words=_("Links for confirming an address. We make them without storing them, so there are none"),
)
declare(
    "mfa.Authenticator",
    subject="user",
    purpose=Purpose.ACCOUNT,
    legal_basis=LegalBasis.CONTRACT,
    fields={
        "id": TECHNICAL,
        "user": TECHNICAL,
        "type": CHOICES,
        "data": SECRET,
        "created_at": TECHNICAL,
        "last_used_at": LOGINS,
    },
    retention=Retention.ACCOUNT,
    words=_("Your passkeys, authenticator app and recovery codes"),
)
declare(
    "usersessions.UserSession",
    subject="user",
    purpose=Purpose.SECURITY,
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
    fields={
        "id": TECHNICAL,
        "user": TECHNICAL,
        "created_at": LOGINS,
        "ip": LOGINS,
        "last_seen_at": LOGINS,
        "session_key": SECRET,
        "user_agent": LOGINS,
        "data": TECHNICAL,
    },
    retention=Retention.LOGIN_ACTIVITY,
    words=_("Where you log in from: network, browser and system, never the whole address"),
)
purge_by_age("account.EmailConfirmation", field="created", retention=Retention.SHORT_CODES)
purge_by_age("usersessions.UserSession", field="last_seen_at", retention=Retention.LOGIN_ACTIVITY)
register_purge("accounts.sessions", "normi.accounts.actions.purge_ended_sessions", Retention.SESSION)
