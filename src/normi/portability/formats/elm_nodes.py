"""
What writing and reading the European Learning Model share: addresses of its vocabularies, and small steps in its nodes.

The names are those of the model's application profile for digital credentials, version 3.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel.core import get_global

Node = dict[str, Any]
CONTEXT = "http://data.europa.eu/snb/model/context/edc-ap"
COUNTRY = "http://publications.europa.eu/resource/authority/country/"
EQF = "http://data.europa.eu/snb/eqf/"
ESCO = "http://data.europa.eu/esco/"
MOTHER_TONGUE = "mother tongue"
CEFR_FIELDS = ("listening", "reading", "interaction", "production", "writing")
READ_FIRST = ("nb", "nn", "no", "en")


def country(code: str) -> Node:
    """The country in the Publications Office's list, which has codes of three letters."""
    return {"id": COUNTRY + alpha_3()[code], "type": "Concept"} if code in alpha_3() else {}


def country_code(concept: object) -> str:
    """Two letters for such a country; empty where there is none."""
    code = address(concept).rpartition("/")[2]
    return next((short for short, long in alpha_3().items() if long == code), "")


@cache
def alpha_3() -> dict[str, str]:
    """ISO 3166-1: three letters for two."""
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    return {short: long for long, (short, *_others) in sorted(aliases.items()) if len(long) == 3 and long.isalpha()}


def moment(date: str) -> str:
    """
    The first moment of a year, month or day.

    >>> moment("2019"), moment("2019-08"), moment("")
    ('2019-01-01T00:00:00Z', '2019-08-01T00:00:00Z', '')
    """
    return f"{date}{'-01-01'[len(date) - 4 :] if len(date) < 10 else ''}T00:00:00Z" if date else ""


def given(node: Mapping[str, Any]) -> Node:
    """The node without what is empty."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


def nodes(value: object) -> Iterator[Node]:
    """One node or several, as the model allows for nearly everything."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def node(value: object) -> Node:
    """The first of them; an empty one where there is none."""
    return next(nodes(value), {})


def address(value: object) -> str:
    """The address of a node, or the address itself."""
    found = node(value)
    said = [found.get("id"), found.get("@id")] if found else [value]
    return next((one for one in said if isinstance(one, str)), "")


def kinds(value: Node) -> set[str]:
    """The types of a node, without prefixes."""
    said = value.get("type", value.get("@type", []))
    return {str(one).rpartition(":")[2] for one in (said if isinstance(said, list) else [said])}


def text(value: object) -> str:
    """Text in the best language there is. The model has maps from language to one text or several."""
    if isinstance(value, list):
        return ", ".join(said for item in value if (said := text(item)))
    if not isinstance(value, dict):
        return "" if value is None or isinstance(value, bool) else str(value)
    if "@value" in value:
        return text(value["@value"])
    best = next((value[lang] for lang in READ_FIRST if lang in value), None)
    return text(best if best is not None else next(iter(value.values()), ""))


def notes(value: object) -> list[str]:
    """What the additional notes of a node say."""
    return [said for note in nodes(value) if (said := text(note.get("noteLiteral")))]
