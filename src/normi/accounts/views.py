"""The pages of an account that are ours alone. Signing up and signing in are allauth's views with our templates."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from normi.accounts import actions, queries
from normi.accounts.forms import TokenForm
from normi.accounts.models import ApiToken, User


class SignedIn(HttpRequest):
    """A request that `login_required` let through."""

    user: User


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    return render(request, "accounts/home.html", {"overview": queries.overview(of=request.user)})


@login_required
@reauthentication_required
@require_http_methods(["GET", "POST"])
def delete(request: SignedIn) -> HttpResponse:
    if request.method == "GET":
        return render(request, "accounts/delete.html")
    erased = actions.erase_account(by=request.user)
    logout(request)
    return render(request, "accounts/deleted.html", {"erased": erased})


@login_required
@require_POST
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    session = get_object_or_404(queries.sessions(of=request.user), pk=pk)
    actions.end_session(by=request.user, session=session)
    messages.success(request, _("That browser is logged out."))
    return redirect("usersessions_list")


@login_required
@require_POST
def end_sessions(request: SignedIn) -> HttpResponse:
    actions.end_sessions(by=request.user)
    logout(request)
    return redirect("account_login")


@login_required
@require_GET
def tokens(request: SignedIn) -> HttpResponse:
    return render(request, "accounts/tokens.html", {"tokens": queries.tokens(of=request.user)})


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "POST"])
def create_token(request: SignedIn) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/token_form.html", {"form": form}, status=422 if form.is_bound else 200)
    issued = actions.create_token(by=request.user, **form.cleaned_data)
    return render(request, "accounts/token_created.html", {"issued": issued}, status=201)


@login_required
@require_POST
def revoke_token(request: SignedIn, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    actions.revoke_token(by=request.user, token=token)
    messages.success(request, _("The token is removed, and no longer works."))
    return redirect("accounts:tokens")
