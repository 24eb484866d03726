"""Words for ESCO's own codes, and for languages. Tables, no logic."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillengine.types import Kind

register = template.Library()
Words = str | Promise

KINDS: dict[str, Words] = {
    Kind.SKILL: _("Skill"),
    Kind.OCCUPATION: _("Occupation"),
    Kind.SKILL_GROUP: _("Group of skills"),
    Kind.ISCO_GROUP: _("Group of occupations"),
}
SKILL_TYPES: dict[str, Words] = {"skill/competence": _("something you can do"), "knowledge": _("something you know")}
REUSE_LEVELS: dict[str, Words] = {
    "transversal": _("useful in nearly all work"),
    "cross-sector": _("useful in several trades"),
    "sector-specific": _("belongs to one trade"),
    "occupation-specific": _("belongs to one occupation"),
}


@register.filter
def kind_words(kind: str) -> Words:
    return KINDS.get(kind, kind)


@register.filter
def skill_type_words(code: str) -> Words:
    return SKILL_TYPES.get(code, code)


@register.filter
def reuse_words(code: str) -> Words:
    return REUSE_LEVELS.get(code, code)


@register.filter
def language_name(code: str) -> str:
    """The language's name in the reader's language: "engelsk"."""
    return _language_name(code, get_language() or "nb")


@lru_cache(maxsize=256)
def _language_name(code: str, reader: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(reader) or code
    except (UnknownLocaleError, ValueError):
        return code
