"""
Languages and countries by their codes, named in the reader's language.

Owns which codes we take (ISO 639-1, and 639-3 where there is no shorter one; ISO 3166 for countries) and the few that
most people here choose. The names are those of the Unicode CLDR, through Babel.
"""

from functools import lru_cache

from babel.core import Locale, get_global
from django.utils.translation import get_language

# What people in Norway most often speak, write or learn: offered first.
COMMON = ("nb", "nn", "en", "se", "sv", "da", "de", "fr", "es", "pl", "lt", "uk", "ar", "so", "ti", "ur", "fa")
NEAR = ("NO", "SE", "DK", "FI", "IS")
# Codes of CLDR that are no language a person speaks: none, several, unknown, artificial.
NO_LANGUAGES = {"mis", "mul", "root", "und", "zxx"}
# Territories of CLDR that are no country: unions and zones.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def language_code(written: str) -> str:
    """
    The code we keep for what was written; empty where we know no such language.

    >>> [language_code(code) for code in ("nb", "EN", "eng", "en-GB", "klingon", "xx")]
    ['nb', 'en', 'en', 'en', '', '']
    """
    code = written.strip().casefold().replace("_", "-").partition("-")[0]
    code = get_global("language_aliases").get(code, code).partition("_")[0]
    return code if code in _language_names("en") else ""


def language_name(code: str) -> str:
    """The name in the reader's language; the code itself where it has none."""
    return _language_names(get_language() or "nb").get(code, code)


def language_names() -> dict[str, str]:
    """Every language by its code."""
    return dict(_language_names(get_language() or "nb"))


def country_name(code: str) -> str:
    return _country_names(get_language() or "nb").get(code, code)


def country_names() -> dict[str, str]:
    return dict(_country_names(get_language() or "nb"))


@lru_cache(maxsize=8)
def _language_names(locale: str) -> dict[str, str]:
    """Without older codes for the same language: each is offered once."""
    names = {**Locale.parse("en").languages, **Locale.parse(locale).languages}
    left_out = NO_LANGUAGES | get_global("language_aliases").keys()
    return {
        code: name for code, name in names.items() if len(code) in (2, 3) and code.isalpha() and code not in left_out
    }


@lru_cache(maxsize=8)
def _country_names(locale: str) -> dict[str, str]:
    names = {**Locale.parse("en").territories, **Locale.parse(locale).territories}
    return {
        code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
