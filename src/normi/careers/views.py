"""The pages of a working life: one overview, and a form for each kind of entry."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from normi.accounts.models import User
from normi.careers import actions, forms, overview, queries
from normi.careers.models import Credential, Education, Experience, LanguageSkill
from normi.errors import NotFound

ENTRIES_PER_PAGE = 20


class SignedIn(HttpRequest):
    """A request that `login_required` has let through."""

    user: User


@dataclass(frozen=True)
class Kind:
    """What the pages need to know of one kind of entry. `words` are the headings for a new one and for a change."""

    model: type[Model]
    form: type[forms.EntryForm]
    find: Callable[[User, int], Any]
    save: Callable[..., Model]
    delete: Callable[..., None]
    words: tuple[Promise, Promise]
    lead: Promise
    deletion: Promise


SKILLS_STAY = _("It disappears at once. Skills you have said yes to stay in your profile.")
KINDS: dict[str, Kind] = {
    "experience": Kind(
        Experience,
        forms.ExperienceForm,
        queries.experience_of,
        actions.save_experience,
        actions.delete_experience,
        (_("Add experience"), _("Change experience")),
        _("Paid work, voluntary work, care for someone or a project of your own: all of it counts the same."),
        SKILLS_STAY,
    ),
    "education": Kind(
        Education,
        forms.EducationForm,
        queries.education_of,
        actions.save_education,
        actions.delete_education,
        (_("Add education"), _("Change education")),
        _("School, trade, studies or a long course, finished or not."),
        SKILLS_STAY,
    ),
    "credential": Kind(
        Credential,
        forms.CredentialForm,
        queries.credential_of,
        actions.save_credential,
        actions.delete_credential,
        (_("Add a certificate"), _("Change the certificate")),
        _("Something others have given you as proof: a driving licence, a welding certificate, a completed course."),
        SKILLS_STAY,
    ),
    "language": Kind(
        LanguageSkill,
        forms.LanguageForm,
        queries.language_of,
        actions.save_language,
        actions.delete_language,
        (_("Add a language"), _("Change the language")),
        _("Choose the sentences that fit what you can do today. You decide yourself, and nobody tests you."),
        _("It disappears from your list at once."),
    ),
}


@login_required
@require_GET
def career(request: SignedIn) -> HttpResponse:
    page = overview.overview_of(request.user, lang=language())
    context = {
        "page": page,
        "experiences": paged(page.experiences, request, "side"),
        "educations": paged(page.educations, request, "utdanningsside"),
        "credentials": paged(page.credentials, request, "bevisside"),
    }
    return render(request, "careers/career.html", context)


def paged(entries: tuple[overview.Entry, ...], request: HttpRequest, name: str) -> Any:
    """The part of a list that was asked for, or else the one with the entry that is to be shown."""
    wanted = request.GET.get("vis")
    place = next((place for place, entry in enumerate(entries) if entry.anchor == wanted), 0)
    return Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get(name) or place // ENTRIES_PER_PAGE + 1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn, kind: str) -> HttpResponse:
    return entry_form(request, kind, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    return entry_form(request, kind, KINDS[kind].find(request.user, pk))


def entry_form(request: SignedIn, kind: str, row: Any | None) -> HttpResponse:
    """The form for a new entry, or for one that is there."""
    of_kind = KINDS[kind]
    taken = {"taken": queries.listed_languages(request.user)} if kind == "language" else {}
    form = of_kind.form(request.POST or None, instance=row or of_kind.model(), **taken)
    if not form.is_valid():
        context = {
            "form": form,
            "of_kind": of_kind,
            "heading": of_kind.words[row is not None],
            "delete_at": reverse(f"careers:delete_{kind}", args=[row.pk]) if row else "",
        }
        return render(request, "careers/entry_form.html", context, status=422 if form.is_bound else 200)
    saved = of_kind.save(by=request.user, **{kind: row}, **form.cleaned_data)
    messages.success(request, gettext("It is saved."))
    return redirect(queries.address_of(kind, saved.pk))


@login_required
@require_POST
def delete(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    row = KINDS[kind].find(request.user, pk)
    KINDS[kind].delete(by=request.user, **{kind: row})
    messages.success(request, gettext("It is deleted."))
    return redirect("careers:career")


@login_required
@require_POST
def read(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    """Find the skills in an entry's own words, and go to where they are answered."""
    text = actions.read_description(by=request.user, place=KINDS[kind].find(request.user, pk))
    return redirect("profiles:text", pk=text.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    """Tick which of one's own skills were used, learned or proved in an entry."""
    place = KINDS[kind].find(request.user, pk)
    if request.method == "POST":
        actions.choose_skills(by=request.user, concept_uris=request.POST.getlist("concept"), place=place)
        messages.success(request, gettext("It is saved."))
        return redirect(queries.address_of(kind, pk))
    shown, ticks = overview.ticks_for(request.user, place, lang=language())
    context = {"kind": kind, "words": queries.words_for(place), "shown": shown, "ticks": ticks}
    return render(request, "careers/skills.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: SignedIn, pk: int) -> HttpResponse:
    """Choose which role an experience was, among those it is most like."""
    experience = queries.experience_of(request.user, pk)
    if request.method == "POST":
        chosen = request.POST.get("role", "")
        actions.save_experience(by=request.user, experience=experience, occupation_uri=chosen)
        messages.success(request, gettext("It is saved."))
        return redirect(queries.address_of("experience", pk))
    roles = overview.likely_roles(experience, lang=language())
    return render(request, "careers/role.html", {"experience": experience, "roles": roles})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SignedIn) -> HttpResponse:
    row = queries.contact_of(request.user)
    form = forms.ContactForm(request.POST or None, instance=row)
    if not form.is_valid():
        context = {"form": form, "row": row}
        return render(request, "careers/contact.html", context, status=422 if form.is_bound else 200)
    actions.save_contact(by=request.user, **form.cleaned_data)
    messages.success(request, gettext("It is saved."))
    return redirect("careers:career")


@login_required
@require_POST
def delete_contact(request: SignedIn) -> HttpResponse:
    actions.delete_contact(by=request.user)
    messages.success(request, gettext("Your contact details are deleted."))
    return redirect("careers:career")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: SignedIn) -> HttpResponse:
    form = forms.PictureForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        page = overview.overview_of(request.user, lang=language())
        return render(
            request, "careers/picture.html", {"form": form, "page": page}, status=422 if form.is_bound else 200
        )
    actions.set_picture(by=request.user, content=form.cleaned_data["square"])
    messages.success(request, gettext("Your picture is saved."))
    return redirect("careers:picture")


@login_required
@require_POST
def remove_picture(request: SignedIn) -> HttpResponse:
    actions.remove_picture(by=request.user)
    messages.success(request, gettext("Your picture is deleted."))
    return redirect("careers:picture")


@login_required
@require_GET
def picture_file(request: SignedIn) -> HttpResponse:
    """One's own picture, to nobody else, and kept by no cache."""
    found = queries.picture_content(request.user)
    if found is None:
        raise NotFound
    content, media_type = found
    headers = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def language() -> str:
    return get_language() or "nb"
