"""
People who can sign in, the browsers they are signed in with, and the tokens their programs use.

Owns who a person is to the product: an address to sign in with and the choices that follow them. Refuses to own a
birth date (18 or over is declared, not proven), a national identity number, or anything a profile says.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One person. Signs in with an e-mail address and a password or a passkey."""

    email = models.EmailField(_("E-mail"), unique=True)
    language = models.CharField(_("Language"), max_length=2, default="nb")
    declared_adult_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(default=timezone.now)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_address"),)

    def __str__(self) -> str:
        return f"person {self.pk}"


class BrowserSession(AbstractBaseSession):
    """One browser's session. It knows its person, so that ending and erasing them are one query each."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="browser_sessions")

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        from normi.accounts.sessions import PersonsSessionStore

        return PersonsSessionStore


class Area(models.TextChoices):
    """The parts of what a person keeps here that a token may be for, each on its own."""

    PROFILE = "profile", _("your skills and texts")
    CAREER = "career", _("your experience, education and contact details")
    GOALS = "goals", _("your goals and the advice you get")
    REPORT = "report", _("your reports and the links you share")


class Right(models.TextChoices):
    """Writing includes reading. The words have a place for those of an area."""

    READ = "read", _("Read {area}")
    WRITE = "write", _("Read and change {area}")


def scope_name(area: str, right: str) -> str:
    return f"{area}:{right}"


SCOPES = tuple(scope_name(area, right) for area in Area.values for right in Right.values)
SCOPES_LENGTH = 200
KNOWN_SCOPES = f"^({'|'.join(SCOPES)})(,({'|'.join(SCOPES)}))*$"


@dataclass(frozen=True)
class Grant:
    """What a token may do in one area."""

    area: Area
    right: Right

    @property
    def words(self) -> str:
        return str(self.right.label).format(area=self.area.label)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: User) -> "ApiTokenQuerySet":
        return self.filter(user=user)

    def live(self, at: datetime) -> "ApiTokenQuerySet":
        return self.filter(expires_at__gt=at, user__is_active=True)


class ApiToken(models.Model):
    """
    A key that lets a program act for its person. Only a digest of it is kept, so nobody can read it back.

    `scopes` are names from SCOPES with commas between them, reading before writing in each area.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=60)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.CharField(max_length=SCOPES_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True)
    expires_at = models.DateTimeField()

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="token_kept_as_digest"),
            models.CheckConstraint(condition=Q(scopes__regex=KNOWN_SCOPES), name="token_scopes_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_expires"),
        )

    def __str__(self) -> str:
        return f"token {self.prefix} of {self.user}"

    @property
    def scope_list(self) -> list[str]:
        return self.scopes.split(",")

    @property
    def grants(self) -> list[Grant]:
        """The most it may do in each area that it is for."""
        return [
            Grant(area, right)
            for area in Area
            for right in Right
            if scope_name(area, right) in self.scope_list
            and (right == Right.WRITE or scope_name(area, Right.WRITE) not in self.scope_list)
        ]
