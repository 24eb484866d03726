"""The local mailbox: what would have been sent, were there a mail server. Only for whoever sits at this machine."""

import ipaddress
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from normi.errors import NotFound
from normi.messages import actions, queries

View = Callable[..., HttpResponse]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def at_this_machine(request: HttpRequest) -> bool:
    """A request that a proxy passed on comes from elsewhere, whatever address it arrives with."""
    if any(header in request.META for header in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def local_only(view: View) -> View:
    """Elsewhere, and where letters are really sent, there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not settings.LOCAL_MAILBOX or not (settings.MAILBOX_FOR_ALL or at_this_machine(request)):
            raise NotFound
        return view(request, *args, **kwargs)

    return guarded


@local_only
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    return render(request, "messages/mailbox.html", {"letters": queries.letters()})


@local_only
@require_GET
def letter(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "messages/letter.html", {"letter": queries.letter(key)})


@local_only
@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    actions.empty_mailbox()
    messages.success(request, _("The mailbox is empty."))
    return redirect("messages:mailbox")
