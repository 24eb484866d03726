"""
A document as plain JSON values, and back: what is empty is left out, pictures are base64, moments are in UTC.

Owns the conversion, which follows the fields of `document`. Refuses to check: `shape` and `coherence` do that first.
"""

import base64
import binascii
from collections.abc import Hashable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from normi.errors import Invalid

Kind = TypeVar("Kind")
NEVER_WRITTEN = {"not_understood"}


def plain(value: Any) -> Any:
    """Dictionaries, lists, text, numbers and true or false, as JSON has them."""
    if is_dataclass(value):
        written = [field for field in fields(value) if field.name not in NEVER_WRITTEN]
        return {f.name: plain(getattr(value, f.name)) for f in written if not _is_empty(f, getattr(value, f.name))}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _is_empty(field: "Field[Any]", value: object) -> bool:
    return field.default is not MISSING and bool(value == field.default)


def built(kind: type[Kind], value: Any) -> Kind:
    """The dataclass that such values say. Raises Invalid for a moment or a picture that cannot be."""
    hints = _hints(cast(Hashable, kind))
    return kind(**{name: _converted(hints[name], inner) for name, inner in value.items() if name in hints})


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind)


def _converted(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return _converted(next(one for one in arguments if one is not NoneType), value)
    if origin is tuple:
        inner = [arguments[0]] * len(value) if Ellipsis in arguments else arguments
        return tuple(_converted(one, item) for one, item in zip(inner, value, strict=True))
    if is_dataclass(hint):
        return built(hint, value)  # type: ignore[arg-type]
    return CONVERSIONS.get(hint, lambda same: same)(value)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(
            _("“%(text)s” is not a moment in any calendar.") % {"text": text[:40]},
            remedy=_("If you have changed the file, undo the change. If not, download it again."),
        ) from None


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(_("The picture in the file is damaged."), remedy=_("Download the file again.")) from None


CONVERSIONS: dict[Any, Any] = {datetime: _moment, bytes: _bytes, int: int, float: float}
