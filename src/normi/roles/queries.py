"""
What a role asks for: the list of one role in the reader's words, and the lists of all roles in arrays.

Reads the active version of the classification. Refuses to own anything about a person, so it has no page of its own:
the page of a role shows the reader beside it, and belongs to `goals`.
"""

import threading
from dataclasses import dataclass

from normi.errors import NotFound, Unavailable
from normi.ports import skill_space
from normi.taxonomy.models import Concept, Description, Relation
from normi.taxonomy.queries import Link, Need, Word, active_version, languages, links, role_profiles
from skillengine.requirements import RoleTable
from skillengine.types import Kind, RelationType


@dataclass(frozen=True)
class Role(Link):
    """An occupation as a role: what it asks for. `ours`: the list is from our own role profiles, not from ESCO."""

    description: Word | None
    essential: tuple[Need, ...]
    optional: tuple[Need, ...]
    ours: bool

    @property
    def needs(self) -> tuple[Need, ...]:
        return self.essential + self.optional


def requirements(occupation_uri: str, lang: str) -> Role:
    """One role with its list, in alphabetical order. Raises NotFound where no such occupation is installed."""
    found = None if "\0" in occupation_uri else links([occupation_uri], lang).get(occupation_uri)
    if found is None or found.kind != Kind.OCCUPATION:
        raise NotFound
    needs = role_profiles([occupation_uri], lang).get(occupation_uri, ())
    return Role(
        uri=found.uri,
        kind=found.kind,
        label=found.label,
        description=_description(occupation_uri, lang),
        essential=tuple(need for need in needs if need.type == RelationType.ESSENTIAL),
        optional=tuple(need for need in needs if need.type == RelationType.OPTIONAL),
        ours=any(need.ours for need in needs),
    )


def is_role(uri: str) -> bool:
    """Whether an occupation with this URI is installed. One query."""
    known = Concept.objects.filter(version__active=True, kind=Kind.OCCUPATION)
    return "\0" not in uri and known.filter(uri=uri).exists()


def _description(uri: str, lang: str) -> Word | None:
    order = languages(lang)
    rows = Description.objects.filter(
        concept__version__active=True, concept__uri=uri, kind=Description.Kind.DESCRIPTION, lang__in=order
    ).values_list("text", "lang")
    return next((Word(text, code) for text, code in sorted(rows, key=lambda row: order.index(row[1]))), None)


# --- All roles at once ------------------------------------------------------------------------------------------------


class _Kept:
    """The table of the version that answers. Made at its first use, and again when another version is made active."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.key: tuple[int, str] | None = None
        self.table = RoleTable(())
        self.has_vectors = False

    def current(self) -> RoleTable:
        version = active_version()
        key = (version.pk, version.index_name) if version else None
        with self.lock:
            if key != self.key:
                self.table, self.has_vectors, self.key = _read(), False, key
            if not self.has_vectors:
                self.has_vectors = _tell_meaning(self.table)
            return self.table


_kept = _Kept()


def table() -> RoleTable:
    """What every role asks for. One query where nothing has changed. Without an index, no skill has neighbours."""
    return _kept.current()


def _read() -> RoleTable:
    rows = Relation.objects.filter(
        source__version__active=True,
        source__kind=Kind.OCCUPATION,
        target__kind=Kind.SKILL,
        type__in=(Relation.Type.ESSENTIAL, Relation.Type.OPTIONAL),
    ).values_list("source__uri", "target__uri", "type")
    return RoleTable((role, skill, RelationType(type_)) for role, skill, type_ in rows.iterator(chunk_size=5_000))


def _tell_meaning(table: RoleTable) -> bool:
    """Whether the skills' meaning was to be had. While the index is being made it is not, and is asked for again."""
    try:
        table.with_vectors(skill_space().vectors(table.skills))
    except Unavailable:
        return False
    return True
