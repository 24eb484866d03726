"""
What one version holds, put together from what is there, what comes in, and what we made ourselves.

Pure: no database and no network. Owns which source wins; refuses to own how anything is read or stored.

Rules
1. For each language the best source wins: official, then registry, then ours.
2. An incoming package of the same rank or better decides which concepts, relations and collections there are.
3. Ours only fills: words in a language where a concept has none, needs of an occupation that has none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from normi.taxonomy.models import Source
from skillengine.esco_package import Package
from skillengine.taxonomy import Taxonomy
from skillengine.types import Collection, Concept, Kind, Relation, RelationType

OUR_LANGUAGES = ("nb", "en")
RANK = {source: place for place, source in enumerate((Source.OURS, Source.REGISTRY, Source.OFFICIAL))}
TEXTS = ("labels", "alternatives", "hidden", "descriptions", "definitions", "scope_notes")
FACTS = tuple(f.name for f in fields(Concept) if f.name not in {*TEXTS, "uri", "kind"})
NEEDS = {RelationType.ESSENTIAL, RelationType.OPTIONAL}


@dataclass(frozen=True)
class Content:
    """
    One version, ready to be stored. `sources` says for each language where its words come from.

    `our_words` holds (URI, language) where the words are ours; `our_relations` the relations that are.
    """

    version: str
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    relations: frozenset[Relation] = frozenset()
    collections: Mapping[str, Collection] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    our_words: frozenset[tuple[str, str]] = frozenset()
    our_relations: frozenset[Relation] = frozenset()

    @property
    def source(self) -> Source:
        """The best source of any part of it."""
        return max(self.sources.values(), key=RANK.__getitem__, default=Source.OURS)


def merged(content: Content, package: Package, source: Source) -> Content:
    """The content with a package laid on it. Holds nothing of ours: fill it afterwards."""
    language = package.language
    if RANK[content.sources.get(language, Source.OURS)] > RANK[source]:
        return content
    leads = RANK[source] >= RANK[content.source]
    kept = {uri: without(concept, language) for uri, concept in content.concepts.items()}
    concepts = {uri: concept for uri, concept in kept.items() if concept.labels}
    for concept in package.concepts:
        known = kept.get(concept.uri)
        if known or leads or not content.concepts:
            concepts[concept.uri] = joined(known, concept, facts_from_new=leads) if known else concept
    relations = frozenset(package.relations) if leads and package.relations else content.relations
    return replace(
        content,
        concepts=concepts,
        relations=resolving(relations, concepts),
        collections=_collections(content, package, leads, concepts),
        sources={**content.sources, language: source},
    )


def _collections(
    content: Content, package: Package, leads: bool, concepts: Mapping[str, Concept]
) -> Mapping[str, Collection]:
    if not package.collections or not leads:
        return content.collections
    found = {}
    for collection in package.collections:
        known = content.collections.get(collection.name, Collection(collection.name, ()))
        found[collection.name] = replace(
            collection,
            members=tuple(uri for uri in collection.members if uri in concepts),
            labels={**known.labels, **collection.labels},
            descriptions={**known.descriptions, **collection.descriptions},
        )
    return found


def without(concept: Concept, language: str) -> Concept:
    """The concept with no words in this language."""
    if not any(language in getattr(concept, name) for name in TEXTS):
        return concept
    kept: dict[str, Any] = {name: {k: v for k, v in getattr(concept, name).items() if k != language} for name in TEXTS}
    return replace(concept, **kept)


def joined(known: Concept, new: Concept, *, facts_from_new: bool) -> Concept:
    """Both concepts' words, and the facts of one of them where it has any."""
    texts: dict[str, Any] = {name: {**getattr(known, name), **getattr(new, name)} for name in TEXTS}
    first, second = (new, known) if facts_from_new else (known, new)
    facts = {name: getattr(first, name) or getattr(second, name) for name in FACTS}
    return replace(first, **texts, **facts)


def resolving(relations: Iterable[Relation], concepts: Mapping[str, Concept]) -> frozenset[Relation]:
    return frozenset(r for r in relations if r.source in concepts and r.target in concepts and r.source != r.target)


def filled(content: Content, ours: Taxonomy) -> Content:
    """The content with our words and role profiles wherever the source has none, marked as ours."""
    our_concepts = {concept.uri: concept for concept in ours.concepts}
    concepts = dict(content.concepts) or our_concepts
    marks: set[tuple[str, str]] = set()
    for uri in concepts.keys() & our_concepts.keys():
        known, our = concepts[uri], our_concepts[uri]
        lacking = [code for code in OUR_LANGUAGES if code in our.labels and (code not in known.labels or known is our)]
        marks.update((uri, code) for code in lacking)
        concepts[uri] = _filled(known, our, lacking)
    relations = {r for r in content.relations if r not in content.our_relations}
    extra = _missing_needs(relations, ours, concepts)
    languages = {code: content.sources.get(code, Source.OURS) for code in (*content.sources, *{c for _, c in marks})}
    return replace(
        content,
        concepts=concepts,
        relations=frozenset(relations | extra),
        sources=languages,
        our_words=frozenset(marks),
        our_relations=frozenset(extra),
    )


def _filled(known: Concept, our: Concept, lacking: Iterable[str]) -> Concept:
    if known is our:
        return our
    labels = {code: our.labels[code] for code in lacking}
    alternatives = {code: our.alternatives[code] for code in lacking if code in our.alternatives}
    if not labels and (known.skill_type or not our.skill_type):
        return known
    return replace(
        known,
        labels={**known.labels, **labels},
        alternatives={**known.alternatives, **alternatives},
        skill_type=known.skill_type or our.skill_type,
    )


def _missing_needs(known: Iterable[Relation], ours: Taxonomy, concepts: Mapping[str, Concept]) -> set[Relation]:
    """Our role profiles, for the occupations of which the source says nothing."""
    described = {r.source for r in known if r.type in NEEDS and concepts[r.source].kind == Kind.OCCUPATION}
    return {r for r in resolving(ours.relations, concepts) if r.source not in described}
