"""
What the installed classification says, in the reader's language.

Reads the active version only. Refuses to own ranking: search and neighbours are asked of the text model, and this
module gives the answers their words. Everything returned is frozen, and costs the same number of queries however long
the answer is.
"""

from collections.abc import Collection, Mapping

from normi.taxonomy.models import Concept, Label
from skillengine.types import Kind

URI_BASE = "http://data.europa.eu/esco/"
# Where to look for words when the reader's own language has none.
FALLBACKS = {"nn": ("nn", "nb", "en"), "nb": ("nb", "nn", "en"), "en": ("en", "nb", "nn")}


def concept_path(uri: str) -> str:
    """The part of a concept's URI that its page's address ends with: "skill/…", "occupation/…", "isco/C2221"."""
    return uri.removeprefix(URI_BASE)


def concept_uri(path: str) -> str:
    return path if path.startswith(URI_BASE) else URI_BASE + path


def languages(lang: str) -> tuple[str, ...]:
    """The languages to try, best first. ESCO's languages that we do not write in fall back to English."""
    return FALLBACKS.get(lang) or (lang, "en", "nb")


def labels(uris: Collection[str], lang: str) -> dict[str, str]:
    """Preferred labels by URI, each in the best language there is. What is not installed is left out. One query."""
    order = languages(lang)
    rows = Label.objects.filter(
        concept__version__active=True, concept__uri__in=set(uris), kind=Label.Kind.PREFERRED, lang__in=order
    ).values_list("concept__uri", "lang", "text")
    found: dict[str, dict[str, str]] = {}
    for uri, code, text in rows:
        found.setdefault(uri, {})[code] = text
    return {uri: _best(texts, order) for uri, texts in found.items()}


def _best(texts: Mapping[str, str], order: Collection[str]) -> str:
    return next(texts[code] for code in order if code in texts)


def is_skill(uri: str) -> bool:
    return Concept.objects.filter(version__active=True, uri=uri, kind=Kind.SKILL).exists()
