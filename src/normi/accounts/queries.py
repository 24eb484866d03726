"""Who is asking, and what they have set up. Reads only."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils import timezone

from normi.accounts.models import ApiToken, ApiTokenQuerySet, User

TOKEN_START = "normi"
NO_DIGEST = "0" * 64


@dataclass(frozen=True)
class Overview:
    """What the account page shows: how one signs in, and from how many places."""

    passkeys: int
    has_authenticator_app: bool
    sessions: int
    tokens: int


def overview(*, of: User) -> Overview:
    kinds = list(Authenticator.objects.filter(user=of).values_list("type", flat=True))
    return Overview(
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_authenticator_app=Authenticator.Type.TOTP in kinds,
        sessions=sessions(of=of).count(),
        tokens=tokens(of=of).live(timezone.now()).count(),
    )


def tokens(*, of: User) -> ApiTokenQuerySet:
    """The person's tokens, newest first; spent ones too, until they are removed."""
    return ApiToken.objects.visible_to(of).order_by("-created_at", "-pk")


def sessions(*, of: User) -> "QuerySet[UserSession]":
    """The browsers the person is logged in with."""
    return cast("QuerySet[UserSession]", UserSession.objects.filter(user=of))


def live_token(secret: str) -> ApiToken | None:
    """
    The token a program sent, if it is whole, not expired, and its person may sign in.

    The prefix finds the row; the rest is compared as a digest, in the same time whatever it is.
    """
    start, _, rest = secret.partition("_")
    prefix = rest.partition("_")[0] if start == TOKEN_START else ""
    token = ApiToken.objects.live(timezone.now()).select_related("user").filter(prefix=prefix).first()
    is_right = hmac.compare_digest(token.digest if token else NO_DIGEST, digest_of(secret))
    return token if token and is_right else None


def digest_of(secret: str) -> str:
    """SHA-256 of a token. It is 256 random bits, so it needs no slow hash and no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def language_of_address(email: str) -> str | None:
    """The language of the person who has this address, so that a letter is written in it."""
    found = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    if found is None:
        owner = EmailAddress.objects.filter(email__iexact=email).values_list("user__language", flat=True).first()
        return str(owner) if owner else None
    return found
