"""What every request of a signed-in person passes: their language, the end of an old session, and "last seen"."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from normi.accounts import actions
from normi.accounts.models import User
from normi.accounts.receivers import is_over

Next = Callable[[HttpRequest], HttpResponse]


class SignedIn:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            welcome_back(request, request.user)
        response = self.get_response(request)
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is not None and isinstance(request.user, User):
            actions.choose_language(by=request.user, language=chosen.value)
        return response


def welcome_back(request: HttpRequest, user: User) -> None:
    now = timezone.now()
    if is_over(request.session, now=now):
        logout(request)
        return
    translation.activate(user.language)
    request.LANGUAGE_CODE = user.language
    actions.note_seen(by=user, session_key=request.session.session_key or "", now=now)
