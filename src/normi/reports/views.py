"""The pages of a report: choose, look, download, share, and check one that somebody else holds."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from normi.accounts.models import User
from normi.reports import actions, queries
from normi.reports.choices import LANGUAGES, USUAL, Which
from normi.reports.forms import GROUPS, CheckForm, ReportForm, ShareForm
from normi.reports.typesetting import pdf, sheet_for
from skillengine.report import canonical

LINKS_PER_PAGE = OPENINGS_PER_PAGE = 50


class SignedIn(HttpRequest):
    """A request that `login_required` has let through."""

    user: User


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: SignedIn) -> HttpResponse:
    """What to show. Posted to, it shows again what was chosen before."""
    lang = language()
    usual = {"parts": USUAL, "which": Which.ALL, "lang": lang}
    form = report_form(request) if request.method == "POST" else unbound(request, usual)
    return chooser(request, form)


@login_required
@require_http_methods(["GET", "POST"])
def preview(request: SignedIn) -> HttpResponse:
    if request.method == "GET":
        return redirect("reports:choose")
    form = report_form(request)
    if not form.is_valid():
        return chooser(request, form, status=422)
    document = queries.signed_report(request.user, actions.checked(form.choice))
    context = {"sheet": sheet_for(document), "choice": form.choice, "share_form": ShareForm()}
    return render(request, "reports/preview.html", context)


@login_required
@require_POST
def as_pdf(request: SignedIn) -> HttpResponse:
    form = report_form(request)
    if not form.is_valid():
        return chooser(request, form, status=422)
    return pdf_file(queries.signed_report(request.user, actions.checked(form.choice)))


@login_required
@require_POST
def as_json(request: SignedIn) -> HttpResponse:
    form = report_form(request)
    if not form.is_valid():
        return chooser(request, form, status=422)
    return json_file(queries.signed_report(request.user, actions.checked(form.choice)))


@login_required
@require_POST
def share(request: SignedIn) -> HttpResponse:
    form, share_form = report_form(request), ShareForm(request.POST)
    if not (form.is_valid() and share_form.is_valid()):
        return chooser(request, form, status=422)
    link = actions.share_report(by=request.user, choice=form.choice, **share_form.cleaned_data)
    context = {"link": link, "address": link_address(link.token)}
    return render(request, "reports/link_made.html", context, status=201)


@login_required
@require_GET
def links(request: SignedIn) -> HttpResponse:
    page = Paginator(queries.links_of(request.user), LINKS_PER_PAGE).get_page(request.GET.get("side"))
    shown = [queries.as_shared(row) for row in page]
    return render(request, "reports/links.html", {"page": page, "links": shown})


@login_required
@require_GET
def link(request: SignedIn, pk: int) -> HttpResponse:
    row = queries.link_of(request.user, pk)
    openings = Paginator(queries.openings_of(request.user, row), OPENINGS_PER_PAGE)
    context = {"link": queries.as_shared(row), "openings": openings.get_page(request.GET.get("side"))}
    return render(request, "reports/link.html", context)


@login_required
@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    actions.withdraw(by=request.user, share=queries.link_of(request.user, pk))
    messages.success(request, _("The link no longer works, and the report behind it is deleted."))
    return redirect("reports:links")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """
    A link from outside. Until somebody asks to open it, it shows nothing: programs that look at links open nothing.

    Asking search engines to stay away, and telling other sites nothing of where the reader came from.
    """
    if request.method != "POST":
        queries.live_share(token)
        return unlisted(render(request, "reports/shared_door.html", {"token": token}))
    document = actions.open_link(token=token, by=reader(request))
    return unlisted(render(request, "reports/shared.html", {"sheet": sheet_for(document), "token": token}))


@never_cache
@require_POST
def shared_pdf(request: HttpRequest, token: str) -> HttpResponse:
    return unlisted(pdf_file(actions.open_link(token=token, by=reader(request))))


@never_cache
@require_POST
def shared_json(request: HttpRequest, token: str) -> HttpResponse:
    return unlisted(json_file(actions.open_link(token=token, by=reader(request))))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Anyone may check a report that they hold. What they send is read and forgotten."""
    form = CheckForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "reports/check.html", {"form": form})
    verdict = queries.verdict_on_sent(form.cleaned_data["file"], form.cleaned_data["text"])
    return render(request, "reports/check.html", {"form": CheckForm(), "verdict": verdict})


def report_form(request: SignedIn) -> ReportForm:
    return ReportForm(request.POST, skills=queries.offered_skills(request.user, lang=language()))


def unbound(request: SignedIn, initial: dict[str, Any]) -> ReportForm:
    return ReportForm(initial=initial, skills=queries.offered_skills(request.user, lang=language()))


def chooser(request: SignedIn, form: ReportForm, status: int = 200) -> HttpResponse:
    ticked = set(form["parts"].value() or ())
    groups = [(heading, [(part, part.name in ticked) for part in parts]) for heading, parts in GROUPS]
    chosen = set(form["chosen"].value() or ())
    skills = [(skill.uri, skill.label, skill.uri in chosen) for skill in form.skills]
    context = {"form": form, "groups": groups, "skills": skills, "lang": form["lang"].value()}
    return render(request, "reports/choose.html", context, status=status)


def reader(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def pdf_file(document: dict[str, Any]) -> HttpResponse:
    return downloaded(pdf(document), document, "pdf", "application/pdf")


def json_file(document: dict[str, Any]) -> HttpResponse:
    return downloaded(canonical(document), document, "json", "application/json")


def downloaded(content: bytes, document: dict[str, Any], ending: str, kind: str) -> HttpResponse:
    report = document["report"]
    what = _("competency report")
    name = slugify(f"{what} {report.get('name', '')} {report['made_at'][:10]}")
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    )


def unlisted(response: HttpResponse) -> HttpResponse:
    """
    Kept out of search engines, and out of what other sites learn.

    Not `no-referrer`: browsers then send forms from "null", which is what a forged form looks like.
    """
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response


def link_address(token: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + reverse("reports:shared", args=[token])


def language() -> str:
    found = get_language() or "nb"
    return found if found in LANGUAGES else "nb"
