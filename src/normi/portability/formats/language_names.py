"""What languages are called in English, bokmål, nynorsk and in themselves, and the code each name stands for."""

from functools import cache

from babel.core import Locale, UnknownLocaleError

NAMED_IN = ("en", "nb", "nn")
ALSO_CALLED = {"norsk": "nb", "norwegian": "nb", "norwegian bokmal": "nb", "samisk": "se", "farsi": "fa"}


def code_for(name: str) -> str:
    """
    The code of a language by its name; empty where we know none by that name.

    >>> [code_for(name) for name in ("English", "engelsk", "Deutsch", "Norsk", "Klingonsk")]
    ['en', 'en', 'de', 'nb', '']
    """
    return _codes().get(name.strip().casefold(), "")


@cache
def _codes() -> dict[str, str]:
    found = dict(ALSO_CALLED)
    for locale in NAMED_IN:
        for code, name in Locale.parse(locale).languages.items():
            if len(code) in (2, 3) and code.isalpha():
                found.setdefault(name.casefold(), code)
    for code in set(found.values()):
        found.setdefault(_own_name(code), code)
    return found


def _own_name(code: str) -> str:
    try:
        return (Locale.parse(code).languages.get(code) or code).casefold()
    except (UnknownLocaleError, ValueError):
        return code
