"""
Whether a value has the shape a JSON Schema asks for; if not, where the first fault is, in words.

Owns the part of JSON Schema 2020-12 that our own schemas use, and refuses to load a schema that uses more. The tests
hold it against a complete implementation.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from normi.errors import Invalid

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
Schema = dict[str, Any]
SPOKEN_OF_ELSEWHERE = {"$schema", "$id", "$defs", "title", "description", "format", "contentEncoding"}
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float),
    "integer": (int, float),
}


class Fault(Exception):
    """Where a value departs from its schema, and what is wrong there."""

    def __init__(self, place: tuple[str | int, ...], problem: str) -> None:
        super().__init__(problem)
        self.place, self.problem = place, problem

    @property
    def address(self) -> str:
        """The place as a path: experiences[2].title"""
        words = "".join(f"[{step}]" if isinstance(step, int) else f".{step[:40]}" for step in self.place)
        return words.removeprefix(".") or "/"


@dataclass(frozen=True)
class Shape:
    """One schema, ready to check values against."""

    schema: Schema

    def check(self, value: object, part: str = "") -> None:
        """Raises Invalid with the place of the first fault. `part` names one of the schema's definitions."""
        try:
            self._check(value, self.part(part) if part else self.schema, (part,) if part else ())
        except Fault as fault:
            raise Invalid(
                _("The file is not as it should be at “%(place)s”: %(problem)s")
                % {"place": fault.address, "problem": fault.problem},
                remedy=_("If you have changed the file, undo the change. If not, download it again."),
            ) from None

    def part(self, name: str) -> Schema:
        found: Schema = self.schema["$defs"][name]
        return found

    def field(self, part: str, name: str) -> Schema:
        """What is asked of one field of a part, references followed."""
        return self._followed(self.part(part)["properties"][name])

    def _followed(self, schema: Schema) -> Schema:
        return self.part(schema["$ref"].rpartition("/")[2]) if "$ref" in schema else schema

    def _check(self, value: object, schema: Schema, place: tuple[str | int, ...]) -> None:
        schema = self._followed(schema)
        if "anyOf" in schema:
            chosen = next((one for one in schema["anyOf"] if self._kind_fits(value, one)), schema["anyOf"][0])
            return self._check(value, chosen, place)
        for keyword, asked in schema.items():
            if keyword in RULES and (problem := RULES[keyword](value, asked)):
                raise Fault(place, problem)
        for step, inner, its_schema in self._inside(value, schema, place):
            self._check(inner, its_schema, (*place, step))

    def _kind_fits(self, value: object, schema: Schema) -> bool:
        schema = self._followed(schema)
        return "type" not in schema or not _wrong_kind(value, schema["type"])

    def _inside(
        self, value: object, schema: Schema, place: tuple[str | int, ...]
    ) -> Iterator[tuple[str | int, object, Schema]]:
        if isinstance(value, dict) and "properties" in schema:
            for name, inner in value.items():
                if name not in schema["properties"]:
                    raise Fault((*place, name), _("there is no such field"))
                yield name, inner, schema["properties"][name]
        elif isinstance(value, list):
            first = schema.get("prefixItems", ())
            for number, inner in enumerate(value):
                if number < len(first):
                    yield number, inner, first[number]
                elif "items" in schema:
                    yield number, inner, schema["items"]


def _wrong_kind(value: object, kind: str) -> str:
    fits = isinstance(value, KINDS[kind]) and not (isinstance(value, bool) and kind in ("number", "integer"))
    if fits and kind == "integer" and isinstance(value, float):
        fits = value.is_integer()
    return "" if fits else KIND_WORDS[kind]()


KIND_WORDS: dict[str, Callable[[], str]] = {
    "object": lambda: _("a group in curly brackets belongs here"),
    "array": lambda: _("a list in square brackets belongs here"),
    "string": lambda: _("text in quotation marks belongs here"),
    "boolean": lambda: _("true or false belongs here"),
    "null": lambda: _("null belongs here"),
    "number": lambda: _("a number belongs here"),
    "integer": lambda: _("a whole number belongs here"),
}


def _not_among(value: object, choices: list[object]) -> str:
    if any(value == choice and type(value) is type(choice) for choice in choices):
        return ""
    shown = ", ".join(json.dumps(choice, ensure_ascii=False) for choice in choices)
    return _("only one of these belongs here: %(choices)s") % {"choices": shown}


def _missing(value: object, names: list[str]) -> str:
    gone = [name for name in names if isinstance(value, dict) and name not in value]
    return _("“%(field)s” is missing") % {"field": gone[0]} if gone else ""


def _too_short(value: object, least: int) -> str:
    return _("this may not be empty") if isinstance(value, str) and len(value) < least else ""


def _too_long(value: object, most: int) -> str:
    too_long = isinstance(value, str) and len(value) > most
    return _("this is longer than %(most)d characters") % {"most": most} if too_long else ""


def _too_few(value: object, least: int) -> str:
    return _("there are too few items here") if isinstance(value, list) and len(value) < least else ""


def _too_many(value: object, most: int) -> str:
    too_many = isinstance(value, list) and len(value) > most
    return _("there are more than %(most)d items here") % {"most": most} if too_many else ""


def _unlike(value: object, pattern: str) -> str:
    wrong = isinstance(value, str) and not _compiled(pattern).fullmatch(value)
    return _("this is not written as it should be") if wrong else ""


def _below(value: object, least: float) -> str:
    wrong = _is_number(value) and value < least  # type: ignore[operator]
    return _("the lowest number here is %(least)s") % {"least": least} if wrong else ""


def _above(value: object, most: float) -> str:
    wrong = _is_number(value) and value > most  # type: ignore[operator]
    return _("the highest number here is %(most)s") % {"most": most} if wrong else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


RULES: dict[str, Callable[[Any, Any], str]] = {
    "type": _wrong_kind,
    "const": lambda value, asked: _not_among(value, [asked]),
    "enum": _not_among,
    "required": _missing,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "maxItems": _too_many,
    "pattern": _unlike,
    "minimum": _below,
    "maximum": _above,
}
HANDLED = {*RULES, *SPOKEN_OF_ELSEWHERE, "$ref", "anyOf", "properties", "additionalProperties", "items", "prefixItems"}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Our patterns begin with ^ and end with $; Python's $ would let a line break through."""
    return re.compile(pattern.removeprefix("^").removesuffix("$"))


@cache
def shape(name: str) -> Shape:
    """The schema in a file of ours. One that asks for what we cannot check is a programming error."""
    schema: Schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    for part in (schema, *schema["$defs"].values()):
        _refuse_unknown_keywords(part)
    return Shape(schema)


def _refuse_unknown_keywords(schema: Schema) -> None:
    if unknown := set(schema) - HANDLED:
        raise NotImplementedError(f"the schema asks for {', '.join(sorted(unknown))}")
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("prefixItems", ())]
    if "items" in schema:
        inner.append(schema["items"])
    for part in inner:
        _refuse_unknown_keywords(part)
