"""
Values of frozen dataclasses as JSON and back, checked against their declared types.

The worker that has met a stranger's file is not believed: what it sends is built field by field into the types that
are expected, and anything else is refused. Refuses to own any format that people see.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


class Unpackable(Exception):
    """The JSON is not of the expected shape."""


def pack(value: object) -> bytes:
    """A dataclass value as JSON. Handles str, int, float, bool, None, bytes, datetime, Enum and tuples of these."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack(kind: type[Value], content: bytes) -> Value:
    """The value that `pack` made. Raises Unpackable where the JSON is not one."""
    try:
        return cast(Value, built(kind, json.loads(content)))
    except (ValueError, TypeError, RecursionError) as error:
        raise Unpackable from error


def plain(value: object) -> Any:
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def built(kind: Any, value: Any) -> Any:
    """`value` from JSON as `kind`. Raises TypeError or ValueError."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), value)
    if origin is tuple:
        return _tuple(get_args(kind), value)
    if is_dataclass(kind):
        return _dataclass(cast(type, kind), value)
    return _scalar(kind, value)


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None:
        if NoneType in kinds:
            return None
        raise TypeError("nothing where something was expected")
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    return built(kind, value)


def _tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError("no list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(built(kinds[0], part) for part in value)
    return tuple(built(kind, part) for kind, part in zip(kinds, value, strict=True))


def _dataclass(kind: type, value: Any) -> Any:
    if not isinstance(value, dict):
        raise TypeError("no object")
    hints = _hints(kind)
    if unknown := set(value) - set(hints):
        raise TypeError(f"unknown: {sorted(unknown)}")
    return kind(**{name: built(hints[name], part) for name, part in value.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _scalar(kind: Any, value: Any) -> Any:
    if special := SPECIAL.get(kind):
        return special(value)
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is kind or (kind is float and type(value) is int):
        return kind(value)
    raise TypeError(f"not {kind}")


SPECIAL: dict[Any, Callable[[Any], Any]] = {
    bytes: lambda value: base64.b64decode(value, validate=True),
    datetime: datetime.fromisoformat,
}
