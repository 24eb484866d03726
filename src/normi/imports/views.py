"""Send a file, look through what was read, say yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from normi.accounts.models import User
from normi.imports import actions, queries, words
from normi.imports.forms import Review, UploadForm

MOST_CONFLICTS = 8
"""Sentences about what was not taken, before the rest is only counted."""


class Request(HttpRequest):
    """A request that `login_required` has let through."""

    user: User
    htmx: HtmxDetails


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "is_pending": queries.is_pending(request.user)}
        return render(request, "imports/upload.html", context, status=422 if form.is_bound else 200)
    actions.read_file(by=request.user, content=form.cleaned_data["file"].read())
    review = reverse("imports:review")
    return HttpResponseClientRedirect(review) if request.htmx else redirect(review)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request) -> HttpResponse:
    pending = queries.pending_of(request.user)
    page = Review(pending.found, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not page.is_valid():
        context = {
            "page": page,
            "kind": words.KINDS[pending.found.source],
            "notes": list(words.sentences(pending.found)),
        }
        return render(request, "imports/review.html", context, status=422 if request.method == "POST" else 200)
    outcome = actions.store(by=request.user, chosen=page.chosen(), text=page.text())
    return stored(request, outcome)


def stored(request: Request, outcome: actions.Outcome) -> HttpResponse:
    """On to the suggestions where there are any, else to the career page, where the entries stand."""
    messages.success(request, words.what_is_new(outcome.stored.total))
    for conflict in words.at_most(MOST_CONFLICTS, outcome.stored.conflicts):
        messages.warning(request, conflict)
    if outcome.text_id is None:
        return redirect("careers:career")
    return redirect("profiles:text", pk=outcome.text_id)


@login_required
@require_POST
def discard(request: Request) -> HttpResponse:
    actions.discard(by=request.user)
    messages.success(request, _("Everything we read is gone. Nothing was stored."))
    return redirect("imports:upload")
