"""
From the bytes of a JSON file to plain values, safely. What a hostile file could do is refused here, with a reason.

Owns size, depth, numbers, repeated names and characters. Refuses to know what the values mean.
"""

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from normi.errors import Invalid, TooLarge

MOST_BYTES = 15 * 1024 * 1024
MOST_PARTS = 750_000
"""Brackets and commas: a bound on how many values a file can hold, and so on the memory that it takes."""
LONGEST_NUMBER = 40
DEEPEST = 40
"""Levels of brackets. What reads the values may go down one call for each."""


def parsed(content: bytes) -> Any:
    """The value that the file holds. Raises TooLarge or Invalid, each with advice."""
    if len(content) > MOST_BYTES:
        raise TooLarge(
            _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024**2},
            remedy=_("Check that it is the right file. A profile is seldom larger than 1 MB."),
        )
    if sum(content.count(sign) for sign in (b"[", b"{", b",")) > MOST_PARTS:
        raise TooLarge(_("The file holds more than any profile does."), remedy=_("Check that it is the right file."))
    try:
        found = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError:
        raise Invalid(_("The file is not text in UTF-8."), remedy=_("Save it as UTF-8 and try again.")) from None
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        raise Invalid(
            _("The file is not complete JSON: it stops making sense at line %(line)d, character %(column)d.")
            % {"line": error.lineno, "column": error.colno},
            remedy=_("Download the file again where it came from."),
        ) from None
    _refuse_depth_and_odd_characters(found)
    return found


def _too_deep() -> Invalid:
    return Invalid(_("The file is nested deeper than any profile."), remedy=_("Check that it is the file you meant."))


def written(value: object) -> bytes:
    """The same, the other way: UTF-8, indented, letters as they are."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Invalid(
            _("The file says “%(name)s” twice in the same place.") % {"name": twice[:40]},
            remedy=_("Remove one of them, or download the file again."),
        )
    return found


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= LONGEST_NUMBER else _no_number(digits)


def _fraction(digits: str) -> float:
    number = float(digits) if len(digits) <= LONGEST_NUMBER else float("inf")
    return number if abs(number) != float("inf") else _no_number(digits)


def _no_number(digits: str) -> NoReturn:
    raise Invalid(
        _("The file holds a number that cannot be right: %(number)s") % {"number": digits[:20]},
        remedy=_("Download the file again where it came from."),
    )


def _refuse_depth_and_odd_characters(value: Any) -> None:
    """Half a character, or none at all, which JSON lets through, can be neither stored nor shown."""
    waiting = [(value, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(found, dict):
            waiting.extend((inner, depth + 1) for inner in (*found, *found.values()))
        elif isinstance(found, list):
            waiting.extend((inner, depth + 1) for inner in found)
        elif isinstance(found, str) and not _is_storable(found):
            raise Invalid(
                _("The file holds characters that are no text."),
                remedy=_("Download the file again where it came from."),
            )


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
