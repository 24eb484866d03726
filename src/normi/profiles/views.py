"""The main journey: try a text, answer what was found, keep a profile."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.middleware import HtmxDetails

from normi.accounts.models import User
from normi.profiles import actions, overview, queries
from normi.profiles.forms import StandingForm, TextForm, levels_in
from normi.profiles.levels import LEVELS
from normi.profiles.models import ProfileSkill

SKILLS_PER_PAGE = 50
TEXTS_PER_PAGE = 20
LINES_PER_PAGE = 50
LINES_OF_ONE_SKILL = 10
ROLES = "roles"
"""The id of the part of a text's page that tells what is usual in the roles it names."""


class Request(HttpRequest):
    htmx: HtmxDetails


class SignedIn(Request):
    """A request that `login_required` has let through."""

    user: User


@require_http_methods(["GET", "HEAD", "POST"])
def front(request: Request) -> HttpResponse:
    """Anyone may try. What is pasted here is shown once and stored nowhere."""
    if request.method != "POST":
        return render(request, "profiles/front.html", {"form": TextForm()})
    content, reading = actions.read_without_storing(content=request.POST.get("content", ""))
    page = queries.unstored_page(content, reading, lang=language())
    template = "profiles/front.html#result" if request.htmx else "profiles/front.html"
    return render(request, template, {"form": TextForm(initial={"content": content}), "page": page})


@login_required
@require_POST
def read(request: SignedIn) -> HttpResponse:
    text = actions.suggest_skills(by=request.user, content=request.POST.get("content", ""))
    return redirect("profiles:text", pk=text.pk)


@login_required
@require_GET
def profile(request: SignedIn) -> HttpResponse:
    skills = overview.own_skills(request.user, lang=language())
    wanted, choice = request.GET.get("q", ""), request.GET.get("vis", "")
    page = Paginator(overview.narrowed(skills, text=wanted, choice=choice), SKILLS_PER_PAGE).get_page(
        request.GET.get("side")
    )
    page.object_list = overview.with_evidence(request.user, list(page), lang=language())
    texts = Paginator(queries.texts_of(request.user), TEXTS_PER_PAGE)
    context = {
        "form": TextForm(),
        "total": len(skills),
        "is_grouped": any(skill.group for skill in skills),
        "skills": page,
        "wanted": wanted,
        "choice": choice,
        "choices": overview.CHOICES,
        "texts": texts.get_page(request.GET.get("tekstside")),
        "awaiting": queries.awaiting_count(request.user),
        "removed": queries.removed(request.user, request.GET.get("fjernet", ""), lang=language()),
    }
    return render(request, "profiles/profile.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def skill(request: SignedIn, path: str) -> HttpResponse:
    """One skill of the profile: how the person stands to it, what shows it, and how that has changed."""
    own = overview.own_skill(request.user, path, lang=language())
    form = StandingForm(request.POST if request.method == "POST" else None, initial=own.standing)
    if form.is_valid():
        actions.set_standing(by=request.user, concept_uri=own.uri, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("profiles:skill", path=path)
    changes = Paginator(overview.history_of_skill(request.user, own.uri), LINES_OF_ONE_SKILL).get_page(1)
    context = {
        "skill": own,
        "crumbs": [(_("My profile"), reverse("profiles:profile")), (own.label, "")],
        "form": form,
        "lines": overview.lines(request.user, list(changes), lang=language()),
    }
    return render(request, "profiles/skill.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def levels(request: SignedIn) -> HttpResponse:
    """The levels of many skills on one page, saved together."""
    side = request.GET.get("side")
    if request.method == "POST":
        count = actions.set_standings(
            by=request.user, standings={uri: {"level": level} for uri, level in levels_in(request.POST).items()}
        )
        messages.success(
            request, ngettext("%(count)d level is saved.", "%(count)d levels are saved.", count) % {"count": count}
        )
        return redirect(f"{reverse('profiles:levels')}?{urlencode({'side': request.POST.get('side', '1')})}")
    skills = sorted(overview.own_skills(request.user, lang=language()), key=lambda own: queries.alphabetical(own.label))
    page = Paginator(skills, SKILLS_PER_PAGE).get_page(side)
    return render(request, "profiles/levels.html", {"skills": page, "levels": LEVELS})


@login_required
@require_GET
def history(request: SignedIn) -> HttpResponse:
    page = Paginator(overview.history_of(request.user), LINES_PER_PAGE).get_page(request.GET.get("side"))
    lines = overview.lines(request.user, list(page), lang=language())
    removed = overview.history_of_removed(request.user).exists()
    return render(request, "profiles/history.html", {"page": page, "lines": lines, "removed": removed})


@login_required
@require_POST
def forget_removed(request: SignedIn) -> HttpResponse:
    actions.forget_removed(by=request.user)
    messages.success(request, _("The traces of skills you have taken out are deleted."))
    return redirect("profiles:history")


@login_required
@require_GET
def text(request: SignedIn, pk: int) -> HttpResponse:
    page = queries.stored_page(queries.text_of(request.user, pk), lang=language())
    return render(request, "profiles/text.html", {"page": page})


@login_required
@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    suggestion = queries.suggestion_of(request.user, pk)
    chosen = request.POST.get("concept") or None
    actions.accept_skill(by=request.user, suggestion=suggestion, concept_uri=chosen)
    response = answered(request, suggestion)
    if chosen and request.htmx:
        response["HX-Refresh"] = "true"  # another skill may share its card with others that were there before
    return response


@login_required
@require_POST
def reject(request: SignedIn, pk: int) -> HttpResponse:
    suggestion = queries.suggestion_of(request.user, pk)
    actions.reject_skill(by=request.user, suggestion=suggestion, why=request.POST.get("why", ""))
    return answered(request, suggestion)


@login_required
@require_POST
def undo(request: SignedIn, pk: int) -> HttpResponse:
    suggestion = queries.suggestion_of(request.user, pk)
    actions.undo_answer(by=request.user, suggestion=suggestion)
    return answered(request, suggestion)


def answered(request: SignedIn, suggestion: ProfileSkill) -> HttpResponse:
    """With htmx only the card, its mark in the text and the counts; without it, the page at the same place."""
    if not request.htmx:
        return redirect(f"{reverse('profiles:text', args=[suggestion.text_id])}#funn-{suggestion.pk}")
    page = queries.stored_page(queries.text_of(request.user, suggestion.text_id or 0), lang=language())
    finding = next(card for card in page.cards if suggestion.pk in (card.pk, *(other.pk for other in card.also)))
    return render(request, "profiles/text.html#answered", {"page": page, "finding": finding})


@login_required
@require_POST
def accept_sure(request: SignedIn, pk: int) -> HttpResponse:
    text = queries.text_of(request.user, pk)
    count = actions.accept_sure_ones(by=request.user, text=text)
    messages.success(request, _("%(count)d skills are now in your profile.") % {"count": count})
    return redirect("profiles:text", pk=pk)


@login_required
@require_POST
def tick(request: SignedIn, pk: int) -> HttpResponse:
    role = queries.role_of(request.user, pk)
    count = actions.tick_skills(by=request.user, role=role, concept_uris=request.POST.getlist("concept"))
    messages.success(
        request,
        ngettext("%(count)d skill is now in your profile.", "%(count)d skills are now in your profile.", count)
        % {"count": count},
    )
    return redirect(f"{reverse('profiles:text', args=[role.text_id])}#{ROLES}")


@login_required
@require_POST
def untick(request: SignedIn, pk: int) -> HttpResponse:
    ticked = queries.ticked_of(request.user, pk)
    actions.untick_skill(by=request.user, ticked=ticked)
    messages.success(request, _("The skill is no longer in your profile."))
    return redirect(f"{reverse('profiles:text', args=[ticked.text_id])}#{ROLES}")


@login_required
@require_POST
def delete_text(request: SignedIn, pk: int) -> HttpResponse:
    actions.delete_text(by=request.user, text=queries.text_of(request.user, pk))
    messages.success(request, _("The text is deleted. The skills you accepted are still in your profile."))
    return redirect("profiles:profile")


@login_required
@require_POST
def add(request: SignedIn) -> HttpResponse:
    actions.add_skill(by=request.user, concept_uri=request.POST.get("concept", ""))
    messages.success(request, _("The skill is in your profile."))
    return redirect("profiles:profile")


@login_required
@require_POST
def remove(request: SignedIn) -> HttpResponse:
    uri = request.POST.get("concept", "")
    actions.remove_skill(by=request.user, concept_uri=uri)
    return redirect(f"{reverse('profiles:profile')}?{urlencode({'fjernet': uri})}")


@login_required
@require_POST
def restore(request: SignedIn) -> HttpResponse:
    actions.restore_skill(by=request.user, concept_uri=request.POST.get("concept", ""))
    return redirect("profiles:profile")


def language() -> str:
    return get_language() or "nb"
