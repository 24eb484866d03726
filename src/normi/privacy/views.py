"""The privacy pages: what is kept and why, for anyone; what is kept about you, for you."""

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from normi.privacy import actions, queries

MOST_ROWS_SHOWN = 50


class SignedIn(HttpRequest):
    """A request that `login_required` let through."""

    user: AbstractBaseUser  # type: ignore[assignment]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    page = {
        "purposes": queries.purposes(),
        "cookies": queries.cookies(),
        "recipients": queries.recipients(),
        "operator": queries.controller(),
    }
    return render(request, "privacy/overview.html", page)


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    tables = queries.everything_about(request.user, most_rows=MOST_ROWS_SHOWN)
    page = {
        "tables": [table for table in tables if table.rows],
        "empty": [table for table in tables if not table.rows],
    }
    return render(request, "privacy/mine.html", page)


@login_required
@require_safe
def mine_json(request: SignedIn) -> HttpResponse:
    archive = queries.archive(request.user, made_at=timezone.now())
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse({**archive, "controller": queries.controller()}, json_dumps_params=options)
    response["Content-Disposition"] = 'attachment; filename="normi-my-data.json"'
    return response


@login_required
@require_POST
def erase_searches(request: SignedIn) -> HttpResponse:
    actions.erase_searches(of=request.user)
    messages.success(request, _("Your searches are deleted."))
    return redirect("privacy:mine")
