"""
Pages of roles and goals. A role's page is for everyone; who is signed in also sees themselves against it.

The page of a role belongs here and not to `roles`, because it shows the reader's goals beside what the role asks for.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from normi.accounts.models import User
from normi.goals import actions, advice, nearby, queries
from normi.goals.forms import RoleSearch
from normi.privacy.actions import log_search
from normi.roles.queries import requirements
from normi.taxonomy.queries import concept_uri, links, search
from skillengine.types import Kind

HITS = 20
STEPS_FIRST, STEPS_PER_PAGE = 5, 20
ROLES_PER_PAGE = 10
ORDERS = {"meg": nearby.NEAREST, "maal": nearby.TO_GOAL}
"""What the address calls the two ways to order roles."""


class SignedIn(HttpRequest):
    """A request that `login_required` has let through."""

    user: User


# --- Roles ------------------------------------------------------------------------------------------------------------


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Search for a role. A search here is logged like one in the classification."""
    form = RoleSearch(request.GET)
    found = search(form.text, kind=Kind.OCCUPATION, lang=language(), limit=HITS)
    if form.text:
        log_search(term=form.text, type=Kind.OCCUPATION, user=request.user if request.user.is_authenticated else None)
    return render(request, "goals/roles.html", {"form": form, "hits": found.hits})


@require_safe
def role(request: HttpRequest, role: str) -> HttpResponse:
    """What a role asks for, and the reader against it."""
    uri = concept_uri(role)
    if not isinstance(request.user, User):
        return render(request, "goals/role.html", {"role": requirements(uri, language())})
    gap = queries.gap(request.user, uri, language())
    return render(request, "goals/role.html", {"role": gap.role, "gap": gap, "rules": queries.RULES})


# --- Goals ------------------------------------------------------------------------------------------------------------


@login_required
@require_GET
def overview(request: SignedIn) -> HttpResponse:
    person, uris = queries.measured(request.user), queries.goal_uris(request.user)
    gone = request.GET.get("fjernet", "")
    context = {
        "goals": queries.aims(person, uris, language()),
        "steps": queries.steps(person, uris, language())[:STEPS_FIRST],
        "removed": links([gone], language()).get(gone) if gone and gone not in uris and "\0" not in gone else None,
        "place": request.GET.get("plass", ""),
        "most": actions.MOST_GOALS,
        "rules": queries.RULES,
    }
    return render(request, "goals/overview.html", context)


@login_required
@require_GET
def gap(request: SignedIn, role: str) -> HttpResponse:
    found = queries.gap(request.user, concept_uri(role), language())
    return render(request, "goals/gap.html", {"gap": found, "role": found.role, "rules": queries.RULES})


@login_required
@require_POST
def choose(request: SignedIn) -> HttpResponse:
    place = request.POST.get("plass", "")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else None
    actions.choose_goal(by=request.user, occupation_uri=request.POST.get("rolle", ""), place=number)
    messages.success(request, _("The role is now one of your goals."))
    return redirect("goals:overview")


@login_required
@require_POST
def remove(request: SignedIn) -> HttpResponse:
    uri = request.POST.get("rolle", "")
    place = actions.remove_goal(by=request.user, occupation_uri=uri)
    return redirect(f"{reverse('goals:overview')}?{urlencode({'fjernet': uri, 'plass': place or ''})}")


@login_required
@require_POST
def move(request: SignedIn) -> HttpResponse:
    steps = -1 if request.POST.get("retning") == "opp" else 1
    actions.move_goal(by=request.user, occupation_uri=request.POST.get("rolle", ""), steps=steps)
    return redirect(f"{reverse('goals:overview')}#goals-heading")


@login_required
@require_GET
def learn(request: SignedIn) -> HttpResponse:
    """All that the goals ask for and that does not count in full yet."""
    person, uris = queries.measured(request.user), queries.goal_uris(request.user)
    steps = Paginator(queries.steps(person, uris, language()), STEPS_PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "goals/learn.html", {"steps": steps, "goals": uris, "rules": queries.RULES})


# --- Roles nearby -----------------------------------------------------------------------------------------------------


@login_required
@require_GET
def near(request: SignedIn) -> HttpResponse:
    """Roles near the reader, and how they stand to one of the goals: the one in the address, or the first."""
    person, uris = queries.measured(request.user), queries.goal_uris(request.user)
    asked = concept_uri(request.GET.get("maal", ""))
    goal = asked if asked in uris else next(iter(uris), None)
    order = request.GET.get("sorter", "")
    found = nearby.near_roles(person, goal=goal, order=ORDERS.get(order, nearby.NEAREST))
    page = Paginator(found, ROLES_PER_PAGE).get_page(request.GET.get("side"))
    goals = queries.aims(person, uris, language())
    context = {
        "page": page,
        "near": nearby.described(person, list(page), language()),
        "goals": goals,
        "goal": next((aim for aim in goals if aim.role.uri == goal), None),
        "order": order if order in ORDERS else "meg",
        "rules": queries.RULES,
    }
    return render(request, "goals/near.html", context)


@login_required
@require_GET
def openings(request: SignedIn) -> HttpResponse:
    context = {"found": nearby.openings(request.user, language()), "rules": queries.RULES}
    return render(request, "goals/openings.html", context)


# --- Advice -----------------------------------------------------------------------------------------------------------


@login_required
@require_POST
def dismiss(request: SignedIn) -> HttpResponse:
    actions.dismiss(by=request.user, advice=request.POST.get("slag", ""), about=request.POST.get("om", ""))
    messages.success(request, _("Put away. You will not see that advice again unless you bring it back."))
    return redirect(f"{reverse('front')}#advice-heading")


@login_required
@require_POST
def bring_back(request: SignedIn) -> HttpResponse:
    actions.bring_back(by=request.user, advice=request.POST.get("slag", ""), about=request.POST.get("om", ""))
    messages.success(request, _("The advice is back on the front page, as long as it still fits."))
    return redirect("goals:put_away")


@login_required
@require_GET
def put_away(request: SignedIn) -> HttpResponse:
    page = Paginator(advice.put_away(request.user, language()), HITS).get_page(request.GET.get("side"))
    return render(request, "goals/put_away.html", {"page": page})


def language() -> str:
    return get_language() or "nb"
