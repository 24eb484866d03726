"""
Between rows and content: one version written with COPY, read back, and removed.

Owns the order of columns and nothing else; what belongs in a version is decided in `content`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from normi.taxonomy.content import RANK, Content
from normi.taxonomy.models import Collection, Concept, Description, Label, Membership, Relation, Source, TaxonomyVersion
from skillengine import types

Row = tuple[Any, ...]

CONCEPT = ("id", "version_id", "uri", "kind", "code", "skill_type", "reuse_level", "status", "regulated", "modified")
FACTS = CONCEPT[2:]
# Which field of the engine's Concept holds which kind of row.
DESCRIPTIONS = {
    Description.Kind.DESCRIPTION: "descriptions",
    Description.Kind.DEFINITION: "definitions",
    Description.Kind.SCOPE_NOTE: "scope_notes",
}
MANY_LABELS = {Label.Kind.ALTERNATIVE: "alternatives", Label.Kind.HIDDEN: "hidden"}
# From the outer to the inner, so that nothing is removed while something still points to it.
OF_VERSION = "(select id from {} where version_id = any(%s))"
OF_CONCEPTS, OF_COLLECTIONS = OF_VERSION.format("taxonomy_concept"), OF_VERSION.format("taxonomy_collection")
REMOVALS = (
    f"delete from taxonomy_membership where collection_id in {OF_COLLECTIONS}",
    "delete from taxonomy_collection where version_id = any(%s)",
    f"delete from taxonomy_relation where source_id in {OF_CONCEPTS}",
    f"delete from taxonomy_description where concept_id in {OF_CONCEPTS}",
    f"delete from taxonomy_label where concept_id in {OF_CONCEPTS}",
    "delete from taxonomy_concept where version_id = any(%s)",
    "delete from taxonomy_taxonomyversion where id = any(%s)",
)


# --- Writing ----------------------------------------------------------------------------------------------------------


def write(version: TaxonomyVersion, content: Content) -> None:
    """Store the content's rows under a version that has none yet."""
    uris = sorted(content.concepts)
    ids = dict(zip(uris, _new_ids(Concept, len(uris)), strict=True))
    concepts = [content.concepts[uri] for uri in uris]
    names = sorted(content.collections)
    collection_ids = dict(zip(names, _new_ids(Collection, len(names)), strict=True))
    ours, needs = content.our_words, content.our_relations
    tables: list[tuple[type[models.Model], Sequence[str], Iterable[Row]]] = [
        (Concept, CONCEPT, (_concept_row(ids[c.uri], version.pk, c) for c in concepts)),
        (Label, ("concept_id", "lang", "kind", "place", "text", "ours"), _label_rows(concepts, ids, ours)),
        (Description, ("concept_id", "lang", "kind", "text"), _description_rows(concepts, ids)),
        (Relation, ("source_id", "target_id", "type", "ours"), _relation_rows(content, ids, needs)),
        (
            Collection,
            ("id", "version_id", "name", "labels", "descriptions"),
            _collection_rows(content, collection_ids, version),
        ),
        (Membership, ("collection_id", "concept_id"), _member_rows(content, collection_ids, ids)),
    ]
    for model, columns, rows in tables:
        _copy(model, columns, rows)
    with connection.cursor() as cursor:
        for model, _, _ in tables:
            cursor.execute(f"analyze {model._meta.db_table}")


def _new_ids(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence(%s, 'id')"
        cursor.execute(f"select nextval({sequence}) from generate_series(1, %s)", [model._meta.db_table, count])
        return [row[0] for row in cursor.fetchall()]


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        statement = f"copy {model._meta.db_table} ({', '.join(columns)}) from stdin"
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def _concept_row(id: int, version: int, concept: types.Concept) -> Row:
    return (id, version, *(getattr(concept, name) for name in FACTS))


def _label_rows(
    concepts: Iterable[types.Concept], ids: dict[str, int], ours: frozenset[tuple[str, str]]
) -> Iterator[Row]:
    for concept in concepts:
        for lang, text in concept.labels.items():
            yield ids[concept.uri], lang, Label.Kind.PREFERRED, 0, text, (concept.uri, lang) in ours
        for kind, name in MANY_LABELS.items():
            for lang, texts in getattr(concept, name).items():
                for place, text in enumerate(texts):
                    yield ids[concept.uri], lang, kind, place, text, (concept.uri, lang) in ours


def _description_rows(concepts: Iterable[types.Concept], ids: dict[str, int]) -> Iterator[Row]:
    for concept in concepts:
        for kind, name in DESCRIPTIONS.items():
            for lang, text in getattr(concept, name).items():
                yield ids[concept.uri], lang, kind, text


def _relation_rows(content: Content, ids: dict[str, int], ours: frozenset[types.Relation]) -> Iterator[Row]:
    for relation in sorted(content.relations, key=lambda r: (r.source, r.type, r.target)):
        yield ids[relation.source], ids[relation.target], relation.type, relation in ours


def _collection_rows(content: Content, ids: dict[str, int], version: TaxonomyVersion) -> Iterator[Row]:
    for name, id in ids.items():
        found = content.collections[name]
        yield id, version.pk, name, Jsonb(dict(found.labels)), Jsonb(dict(found.descriptions))


def _member_rows(content: Content, collection_ids: dict[str, int], ids: dict[str, int]) -> Iterator[Row]:
    for name, id in collection_ids.items():
        for uri in content.collections[name].members:
            if uri in ids:
                yield id, ids[uri]


# --- Reading ----------------------------------------------------------------------------------------------------------


def read(version: TaxonomyVersion, *, with_ours: bool) -> Content:
    """What a version holds: all of it, or only what came from a source."""
    words = _words(version, with_ours)
    texts = {id: {name: dict(found) for name, found in fields.items()} for id, fields in words.items()}
    uris: dict[int, str] = {}
    concepts: dict[str, types.Concept] = {}
    for id, *facts in Concept.objects.filter(version=version).order_by("uri").values_list("id", *FACTS):
        values = dict(zip(FACTS, facts, strict=True)) | {"kind": types.Kind(facts[1])}
        concepts[values["uri"]] = types.Concept(**{"labels": {}, **values, **texts.get(id, {})})
        uris[id] = values["uri"]
    sources = {lang: Source(name) for lang, name in version.languages.items()}
    return Content(
        version=version.version,
        concepts=concepts,
        relations=frozenset(_relations(version, uris, ours=None if with_ours else False)),
        collections=_collections(version, uris),
        sources={k: v for k, v in sources.items() if with_ours or RANK[v] > RANK[Source.OURS]},
        our_words=_our_words(version) if with_ours else frozenset(),
        our_relations=frozenset(_relations(version, uris, ours=True)) if with_ours else frozenset(),
    )


def _words(version: TaxonomyVersion, with_ours: bool) -> dict[int, dict[str, dict[str, Any]]]:
    """By concept's id: the field of Concept, then the language, then a text or a tuple of texts."""
    words: dict[int, dict[str, dict[str, Any]]] = {}
    labels = Label.objects.filter(concept__version=version).order_by("concept", "lang", "kind", "place")
    if not with_ours:
        labels = labels.filter(ours=False)
    for id, lang, kind, text in labels.values_list("concept_id", "lang", "kind", "text").iterator(20_000):
        fields = words.setdefault(id, {})
        if kind == Label.Kind.PREFERRED:
            fields.setdefault("labels", {})[lang] = text
        else:
            by_lang = fields.setdefault(MANY_LABELS[Label.Kind(kind)], {})
            by_lang[lang] = (*by_lang.get(lang, ()), text)
    descriptions = Description.objects.filter(concept__version=version)
    for id, lang, kind, text in descriptions.values_list("concept_id", "lang", "kind", "text").iterator(20_000):
        words.setdefault(id, {}).setdefault(DESCRIPTIONS[Description.Kind(kind)], {})[lang] = text
    return words


def _relations(version: TaxonomyVersion, uris: dict[int, str], *, ours: bool | None) -> Iterator[types.Relation]:
    rows = Relation.objects.filter(source__version=version)
    if ours is not None:
        rows = rows.filter(ours=ours)
    known = {kind.value: kind for kind in types.RelationType}
    for source, target, kind in rows.values_list("source_id", "target_id", "type").iterator(20_000):
        yield types.Relation(uris[source], uris[target], known[kind])


def _collections(version: TaxonomyVersion, uris: dict[int, str]) -> dict[str, types.Collection]:
    members: dict[int, list[str]] = {}
    rows = Membership.objects.filter(collection__version=version).values_list("collection_id", "concept_id")
    for collection, concept in rows.iterator(20_000):
        members.setdefault(collection, []).append(uris[concept])
    return {
        c.name: types.Collection(c.name, tuple(sorted(members.get(c.pk, ()))), c.labels, c.descriptions)
        for c in version.collections.all()
    }


def _our_words(version: TaxonomyVersion) -> frozenset[tuple[str, str]]:
    rows = Label.objects.filter(concept__version=version, ours=True).values_list("concept__uri", "lang").distinct()
    return frozenset((uri, lang) for uri, lang in rows)


# --- Removing ---------------------------------------------------------------------------------------------------------


def remove(versions: Sequence[int]) -> None:
    """Delete versions and all that hangs on them. Deleting row by row, as Django would, takes minutes."""
    with connection.cursor() as cursor:
        for statement in REMOVALS:
            cursor.execute(statement, [list(versions)])
