"""What happens to an account: choices, sessions, tokens, and its end."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from normi.accounts.models import SCOPES, ApiToken, Area, BrowserSession, Right, User, scope_name
from normi.accounts.queries import TOKEN_START, digest_of
from normi.errors import Conflict, Invalid, NotAllowed
from normi.privacy.actions import erase_searches

TOKEN_DAYS = (30, 90, 365)
MOST_TOKENS = 20
SEEN_EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class IssuedToken:
    """A new token and its secret, which is never seen again."""

    token: ApiToken
    secret: str


@dataclass(frozen=True)
class Erased:
    """How much was deleted: rows in all, and how many browsers were logged out."""

    rows: int
    browsers: int


def choose_language(*, by: User, language: str) -> None:
    """The person reads and gets letters in this language from now on."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid
    if by.language != language:
        by.language = language
        by.save(update_fields=["language"])


def note_seen(*, by: User, session_key: str, now: datetime) -> None:
    """Remember that a session is in use. Written at most every quarter of an hour."""
    UserSession.objects.filter(user=by, session_key=session_key, last_seen_at__lt=now - SEEN_EVERY).update(
        last_seen_at=now
    )


@transaction.atomic
def end_session(*, by: User, session: UserSession) -> None:
    """Log one browser out."""
    if session.user_id != by.pk:
        raise NotAllowed
    BrowserSession.objects.filter(person=by, session_key=session.session_key).delete()
    session.delete()


@transaction.atomic
def end_sessions(*, by: User, keep: str | None = None) -> int:
    """Log the person out everywhere, apart from the session `keep`. Answers how many browsers that was."""
    ended, _rows = BrowserSession.objects.filter(person=by).exclude(session_key=keep or "").delete()
    UserSession.objects.filter(user=by).exclude(session_key=keep or "").delete()
    return ended


@transaction.atomic
def create_token(*, by: User, name: str, scope: str, days: int) -> IssuedToken:
    """
    A token for a program. `scope` are names such as `career:read`, with spaces between them.

    `read` and `write` alone stand for every area. Raises Conflict when the person has as many as we allow.
    """
    scopes = _scopes(scope)
    if days not in TOKEN_DAYS or not name.strip():
        raise Invalid
    User.objects.select_for_update().get(pk=by.pk)
    if ApiToken.objects.visible_to(by).count() >= MOST_TOKENS:
        raise Conflict(_("You have as many access tokens as we allow."), remedy=_("Remove one that you no longer use."))
    prefix = secrets.token_hex(6)
    secret = f"{TOKEN_START}_{prefix}_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=by,
        name=name.strip(),
        prefix=prefix,
        digest=digest_of(secret),
        scopes=",".join(scopes),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return IssuedToken(token, secret)


def _scopes(asked: str) -> list[str]:
    """Each scope once, in the order of SCOPES, with the reading that writing includes."""
    words = asked.split()
    names = {scope_name(area, word) for word in words if word in Right.values for area in Area}
    names |= {word for word in words if word not in Right.values}
    if not names or not names <= set(SCOPES):
        raise Invalid(remedy=_("Choose at least one thing that the token may do."))
    read = {scope_name(name.partition(":")[0], Right.READ) for name in names}
    return [name for name in SCOPES if name in names | read]


def revoke_token(*, by: User, token: ApiToken) -> None:
    """The token stops working at once. Revoking twice is harmless."""
    if token.user_id != by.pk:
        raise NotAllowed
    ApiToken.objects.filter(pk=token.pk).delete()


def note_use(*, token: ApiToken) -> None:
    """Remember the day a token was last used; the time of day is nobody's business."""
    today = timezone.localdate()
    if token.last_used_on != today:
        token.last_used_on = today
        token.save(update_fields=["last_used_on"])


@transaction.atomic
def erase_account(*, by: User) -> Erased:
    """Delete the person and everything that hangs on them. Nothing is kept, and there is no way back."""
    browsers = BrowserSession.objects.filter(person=by).count()
    searches = erase_searches(of=by)
    rows, _per_table = by.delete()
    return Erased(rows=rows + searches, browsers=browsers)


def purge_ended_sessions(*, now: datetime) -> int:
    """Delete sessions past their end. What we know of logins has a period of its own (see privacy.py)."""
    ended, _rows = BrowserSession.objects.filter(expire_date__lt=now).delete()
    return ended
