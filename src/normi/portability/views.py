"""The pages for taking a profile away, and for erasing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from normi.accounts.models import User
from normi.portability import actions, queries
from normi.portability.forms import EraseForm


class SignedIn(HttpRequest):
    """A request that `login_required` has let through."""

    user: User


@login_required
@require_safe
def take_along(request: SignedIn) -> HttpResponse:
    page = {"formats": queries.FORMATS.values(), "kept": queries.in_profile(request.user)}
    return render(request, "portability/take_along.html", page)


@login_required
@require_safe
def download(request: SignedIn, format: str) -> HttpResponse:
    file = queries.export(request.user, format=format, lang=get_language() or "nb")
    return attachment(file)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: SignedIn) -> HttpResponse:
    form = EraseForm(request.POST or None)
    if not form.is_valid():
        page = {"form": form, "kept": queries.in_profile(request.user)}
        return render(request, "portability/erase.html", page, status=422 if form.is_bound else 200)
    actions.erase_profile(by=request.user)
    messages.success(request, _("Your profile is deleted. Your account is as it was, and you can start again here."))
    return redirect("profiles:profile")


def attachment(file: queries.File) -> HttpResponse:
    """A file that the browser saves, whatever it thinks that it holds."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
