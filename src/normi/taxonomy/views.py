"""Pages of the classification: search, suggestions while typing, one concept. Open to everyone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from normi.privacy.actions import log_search
from normi.taxonomy import queries
from normi.taxonomy.forms import ANY, SearchForm

HITS_PER_PAGE = 20
SUGGESTIONS = 8
NEEDS_PER_PAGE = 40
EXAMPLES = (_("nurse"), _("project management"), _("customer service"), _("carpenter"), _("write reports"), "Excel")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for what was submitted. Only a submitted search is logged: not its later pages, not each key."""
    form = SearchForm(request.GET or {"kind": ANY})
    number = page_number(request)
    offset = (number - 1) * HITS_PER_PAGE
    results = queries.search(form.text, kind=form.concept_kind, lang=language(), limit=HITS_PER_PAGE, offset=offset)
    if form.text and "side" not in request.GET:
        log_search(term=form.text, type=form.kind_name, user=request.user if request.user.is_authenticated else None)
    page = Paginator(range(results.total), HITS_PER_PAGE).get_page(number)
    context = {
        "form": form,
        "results": results,
        "page": page,
        "version": queries.active_version(),
        "examples": [str(words) for words in EXAMPLES],
    }
    return render(request, "taxonomy/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The list under the search box while somebody types. Nothing is logged."""
    form = SearchForm(request.GET)
    results = queries.search(form.text, kind=form.concept_kind, lang=language(), limit=SUGGESTIONS)
    return render(request, "taxonomy/suggestions.html", {"form": form, "hits": results.hits})


@require_safe
def concept(request: HttpRequest, concept: str) -> HttpResponse:
    page = queries.concept_page(queries.concept_uri(concept), language())
    needed_by = Paginator(page.needed_by, NEEDS_PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "taxonomy/concept.html", {"page": page, "needed_by": needed_by})


def page_number(request: HttpRequest) -> int:
    """The page that was asked for; the first where the address makes no sense."""
    last = queries.MOST_HITS // HITS_PER_PAGE
    given = request.GET.get("side", "1")
    return min(int(given), last) if given.isascii() and given.isdigit() and 0 < len(given) < 4 and int(given) else 1


def language() -> str:
    return get_language() or "nb"
