"""What must happen whenever someone signs in, a session is noted, or a password changes. Connected by the app."""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account import signals as allauth_signals
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.db.models.signals import pre_save
from django.http import HttpRequest

from normi.accounts import actions
from normi.accounts.devices import browser_and_system, network_of
from normi.accounts.models import User

SIGNED_IN_AT = "signed_in_at"


def connect() -> None:
    pre_save.connect(shorten, sender=UserSession, dispatch_uid="shorten")
    user_logged_in.connect(start, dispatch_uid="start")
    for signal in (allauth_signals.password_changed, allauth_signals.password_set, allauth_signals.password_reset):
        signal.connect(end_others, dispatch_uid="end_others")


def shorten(instance: UserSession, **_: Any) -> None:
    """However a session is noted, only the network and browser and system reach the database."""
    instance.ip = network_of(str(instance.ip))
    instance.user_agent = browser_and_system(instance.user_agent)


def start(request: HttpRequest | None, user: User, **_: Any) -> None:
    """Note when the session began; the language chosen before signing in goes with the person."""
    if request is None:
        return
    request.session[SIGNED_IN_AT] = int(datetime.now(tz=UTC).timestamp())
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        actions.choose_language(by=user, language=chosen)


def end_others(request: HttpRequest, user: User, **_: Any) -> None:
    """A new password logs every other browser out."""
    actions.end_sessions(by=user, keep=request.session.session_key)


def is_over(session: SessionBase, *, now: datetime) -> bool:
    """A session lasts this long after signing in, however much it is used."""
    began = session.get(SIGNED_IN_AT)
    lifetime = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return began is not None and datetime.fromtimestamp(began, tz=UTC) + lifetime < now
