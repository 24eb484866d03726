"""
What the installed classification says, in the reader's language.

Reads the active version only. Refuses to own ranking: search and neighbours are asked of the text model, and this
module gives the answers their words. Everything returned is frozen, and costs the same number of queries however long
the answer is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from normi.errors import NotFound, Unavailable
from normi.ports import text_model
from normi.taxonomy.models import Collection as CollectionRow
from normi.taxonomy.models import Concept, Description, Label, Relation, TaxonomyVersion
from normi.taxonomy.styrk import UNIT_GROUP, styrk_codes
from skillengine.errors import UnknownConcept
from skillengine.text import folded
from skillengine.types import Kind

URI_BASE = "http://data.europa.eu/esco/"
ISCO_BASE = URI_BASE + "isco/C"
REGULATED = "http://data.europa.eu/esco/regulated-professions/regulated"
# Where to look for words when the reader's own language has none.
FALLBACKS = {"nn": ("nn", "nb", "en"), "nb": ("nb", "nn", "en"), "en": ("en", "nb", "nn")}
NEIGHBOURS = 8
LONGEST_QUERY = 200
MOST_HITS = 100
# Below this the engine's likeness of letters finds something for any string, and what it finds helps nobody.
WEAKEST_HIT = 0.45
ALPHABET = str.maketrans({"æ": "{", "ø": "|", "å": "}"})


@dataclass(frozen=True)
class Word:
    """A word or text in one language. `ours`: written by us, not by ESCO."""

    text: str
    lang: str
    ours: bool = False


@dataclass(frozen=True)
class Link:
    """Another concept, as a list shows it."""

    uri: str
    kind: Kind
    label: Word

    @property
    def path(self) -> str:
        return concept_path(self.uri)


@dataclass(frozen=True)
class Hit(Link):
    """A search result. `matched` is what it is also called, where that and not the label answers the search."""

    matched: Word | None
    score: float


@dataclass(frozen=True)
class Results:
    """One stretch of the hits, best first, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True)
class Need(Link):
    """A concept that needs, or is needed by, another. `ours`: from our role profiles, not from ESCO."""

    type: str
    ours: bool


@dataclass(frozen=True)
class ConceptPage(Link):
    """All there is about one concept. Texts are in the best language there is; lists are in alphabetical order."""

    version: TaxonomyVersion
    names: tuple[Word, ...]
    alternatives: tuple[Word, ...]
    description: Word | None
    definition: Word | None
    scope_note: Word | None
    code: str
    isco: Link | None
    styrk: tuple[str, ...]
    skill_type: str
    reuse_level: str
    status: str
    regulated: bool
    modified: datetime | None
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    needs: tuple[Need, ...]
    needed_by: tuple[Need, ...]
    collections: tuple[str, ...]
    neighbours: tuple[Link, ...]

    @property
    def essential(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.type == Relation.Type.ESSENTIAL)

    @property
    def optional(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.type == Relation.Type.OPTIONAL)


# --- Names of concepts ------------------------------------------------------------------------------------------------


def concept_path(uri: str) -> str:
    """The part of a concept's URI that its page's address ends with: "skill/…", "occupation/…", "isco/C2221"."""
    return uri.removeprefix(URI_BASE)


def concept_uri(path: str) -> str:
    """The URI for such a path. A whole URI stays as it is."""
    return path if path.startswith(URI_BASE) else URI_BASE + path


def languages(lang: str) -> tuple[str, ...]:
    """The languages to try, best first. ESCO's languages that we do not write in fall back to English."""
    return FALLBACKS.get(lang) or (lang, "en", "nb")


def labels(uris: Collection[str], lang: str) -> dict[str, str]:
    """Preferred labels by URI, each in the best language there is. What is not installed is left out. One query."""
    return {uri: link.label.text for uri, link in links(uris, lang).items()}


def links(uris: Collection[str], lang: str) -> dict[str, Link]:
    """Concepts by URI, as a list shows them. What is not installed is left out. One query."""
    order = languages(lang)
    rows = Label.objects.filter(
        concept__version__active=True, concept__uri__in=set(uris), kind=Label.Kind.PREFERRED, lang__in=order
    ).values_list("concept__uri", "concept__kind", "text", "lang", "ours")
    found: dict[str, Link] = {}
    for uri, kind, text, code, ours in rows:
        if uri not in found or order.index(code) < order.index(found[uri].label.lang):
            found[uri] = Link(uri, Kind(kind), Word(text, code, ours))
    return found


def role_profiles(uris: Collection[str], lang: str) -> dict[str, tuple[Need, ...]]:
    """
    The skills each occupation needs, essential before optional, by the occupation's URI. Two queries.

    An occupation that is not installed, or has no profile, is left out.
    """
    rows = Relation.objects.filter(
        source__version__active=True,
        source__kind=Kind.OCCUPATION,
        source__uri__in=set(uris),
        target__kind=Kind.SKILL,
        type__in=(Relation.Type.ESSENTIAL, Relation.Type.OPTIONAL),
    ).values_list("source__uri", "target__uri", "type", "ours")
    by_role: dict[str, list[Related]] = {}
    for role, skill, kind, ours in rows:
        by_role.setdefault(role, []).append((skill, kind, ours))
    linked = links({skill for related in by_role.values() for skill, _, _ in related}, lang)
    return {role: _needs(related, linked) for role, related in by_role.items()}


def is_skill(uri: str) -> bool:
    return Concept.objects.filter(version__active=True, uri=uri, kind=Kind.SKILL).exists()


def versions() -> tuple[TaxonomyVersion, ...]:
    return tuple(TaxonomyVersion.objects.ready())


def active_version() -> TaxonomyVersion | None:
    return TaxonomyVersion.objects.filter(active=True).first()


# --- Search -----------------------------------------------------------------------------------------------------------


def search(text: str, *, kind: Kind | None, lang: str, limit: int, offset: int = 0) -> Results:
    """
    Concepts that answer what was typed, best first; never more than MOST_HITS in all.

    Raises Unavailable while nothing is installed.
    """
    text = cleaned(text)
    if not text:
        return Results((), 0)
    model_lang = lang if lang in FALLBACKS else "en"
    ranked = text_model().search(text, kind=kind, lang=model_lang, limit=MOST_HITS)
    good = [found for found in ranked if found.score >= WEAKEST_HIT]
    shown = good[offset : offset + limit]
    words = _all_words({found.uri for found in shown}, lang)
    hits = (_hit(text, *words[found.uri], found.score, found.uri, lang) for found in shown if found.uri in words)
    return Results(tuple(hits), len(good))


def cleaned(text: str) -> str:
    """What was typed, without breaks and endless tails."""
    return " ".join(text[:LONGEST_QUERY].replace("\0", " ").split())


def _all_words(uris: Collection[str], lang: str) -> dict[str, tuple[Kind, list[tuple[str, Word]]]]:
    """By URI: the kind of concept, and all it is called in the languages to try: (kind of label, word)."""
    rows = (
        Label.objects.filter(concept__version__active=True, concept__uri__in=uris, lang__in=languages(lang))
        .order_by("concept_id", "kind", "place")
        .values_list("concept__uri", "concept__kind", "kind", "text", "lang", "ours")
    )
    found: dict[str, tuple[Kind, list[tuple[str, Word]]]] = {}
    for uri, kind, label_kind, text, code, ours in rows:
        found.setdefault(uri, (Kind(kind), []))[1].append((label_kind, Word(text, code, ours)))
    return found


def _hit(query: str, kind: Kind, words: list[tuple[str, Word]], score: float, uri: str, lang: str) -> Hit:
    order = languages(lang)
    preferred = [word for label_kind, word in words if label_kind == Label.Kind.PREFERRED]
    label = min(preferred, key=lambda word: order.index(word.lang), default=Word(concept_path(uri), ""))
    others = [word for label_kind, word in words if label_kind != Label.Kind.HIDDEN and word != label]
    others.sort(key=lambda word: (order.index(word.lang), len(word.text)))
    answered = answers(query, label.text)
    matched = None if answered else next((word for word in others if answers(query, word.text)), None)
    return Hit(uri, kind, label, matched, score)


def answers(query: str, label: str) -> bool:
    """Whether each word that was typed begins a word of the label."""
    words = folded(label).replace("-", " ").replace("/", " ").split()
    return all(any(word.strip("()").startswith(part) for word in words) for part in folded(query).split())


# --- One concept ------------------------------------------------------------------------------------------------------


def concept_page(uri: str, lang: str) -> ConceptPage:
    """The page of one concept. Raises NotFound where the active version has none with this URI."""
    concept = _concept(uri)
    order = languages(lang)
    words = list(concept.labels.exclude(kind=Label.Kind.HIDDEN).values_list("kind", "text", "lang", "ours"))
    texts = _descriptions(concept, order)
    outward, inward = _relations(concept)
    near = _neighbours(concept)
    isco_uri = ISCO_BASE + concept.code[:UNIT_GROUP] if concept.kind == Kind.OCCUPATION and concept.code else ""
    linked = links({isco_uri, *near, *(row[0] for row in outward), *(row[0] for row in inward)} - {""}, lang)
    return ConceptPage(
        uri=uri,
        kind=Kind(concept.kind),
        label=_label(uri, words, order),
        version=concept.version,
        names=_names(words, order),
        alternatives=_alternatives(words, order),
        description=texts.get(Description.Kind.DESCRIPTION),
        definition=texts.get(Description.Kind.DEFINITION),
        scope_note=texts.get(Description.Kind.SCOPE_NOTE),
        code=concept.code,
        isco=linked.get(isco_uri),
        styrk=styrk_codes(concept.code[:UNIT_GROUP] if concept.kind in {Kind.OCCUPATION, Kind.ISCO_GROUP} else ""),
        skill_type=concept.skill_type,
        reuse_level=concept.reuse_level,
        status=concept.status,
        regulated=concept.regulated == REGULATED,
        modified=concept.modified,
        broader=_sorted(
            linked[other] for other, kind, _ in outward if kind == Relation.Type.BROADER and other in linked
        ),
        narrower=_sorted(
            linked[other] for other, kind, _ in inward if kind == Relation.Type.BROADER and other in linked
        ),
        needs=_needs(outward, linked),
        needed_by=_needs(inward, linked),
        collections=_collections(concept, order),
        neighbours=tuple(linked[other] for other in near if other in linked),
    )


def _concept(uri: str) -> Concept:
    if "\0" in uri:
        raise NotFound
    found = Concept.objects.filter(version__active=True, uri=uri).select_related("version").first()
    if found is None:
        raise NotFound
    return found


def _label(uri: str, words: Iterable[tuple[str, str, str, bool]], order: Sequence[str]) -> Word:
    preferred = {lang: Word(text, lang, ours) for kind, text, lang, ours in words if kind == Label.Kind.PREFERRED}
    best = next((preferred[code] for code in order if code in preferred), None)
    return best or next(iter(preferred.values()), Word(concept_path(uri), ""))


def _names(words: Sequence[tuple[str, str, str, bool]], order: Sequence[str]) -> tuple[Word, ...]:
    """What it is called in every other language, the nearest languages first."""
    preferred = [Word(text, lang, ours) for kind, text, lang, ours in words if kind == Label.Kind.PREFERRED]
    shown = next((code for code in order if code in {word.lang for word in preferred}), "")
    return tuple(sorted((w for w in preferred if w.lang != shown), key=lambda w: (w.lang not in order, w.lang)))


def _alternatives(words: Sequence[tuple[str, str, str, bool]], order: Sequence[str]) -> tuple[Word, ...]:
    """What else it is called, in the first of the languages that says so."""
    others = [Word(text, lang, ours) for kind, text, lang, ours in words if kind == Label.Kind.ALTERNATIVE]
    best = next((code for code in order if any(word.lang == code for word in others)), "")
    return tuple(sorted((word for word in others if word.lang == best), key=lambda word: _alphabetical(word.text)))


def _descriptions(concept: Concept, order: Sequence[str]) -> Mapping[str, Word]:
    """By kind of description, the text in the best language there is."""
    found: dict[str, Word] = {}
    rows = concept.descriptions.filter(lang__in=order).values_list("kind", "lang", "text")
    for kind, lang, text in sorted(rows, key=lambda row: order.index(row[1])):
        found.setdefault(kind, Word(text, lang))
    return found


Related = tuple[str, str, bool]


def _relations(concept: Concept) -> tuple[list[Related], list[Related]]:
    """(URI, type, ours) of each concept this one points to, and of each that points to it."""
    outward = concept.relations.values_list("target__uri", "type", "ours")
    inward = concept.related_from.values_list("source__uri", "type", "ours")
    return list(outward), list(inward)


def _needs(rows: Iterable[Related], linked: Mapping[str, Link]) -> tuple[Need, ...]:
    """Essential before optional, each in alphabetical order."""
    needs = [
        Need(uri, linked[uri].kind, linked[uri].label, kind, ours)
        for uri, kind, ours in rows
        if kind != Relation.Type.BROADER and uri in linked
    ]
    return tuple(sorted(needs, key=lambda need: (need.type != Relation.Type.ESSENTIAL, _alphabetical(need.label.text))))


def _sorted(found: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(found, key=lambda link: _alphabetical(link.label.text)))


def _alphabetical(text: str) -> str:
    """Norwegian order: æ, ø and å come after z. The database has no Norwegian collation."""
    return text.casefold().translate(ALPHABET)


def _collections(concept: Concept, order: Sequence[str]) -> tuple[str, ...]:
    """Names of ESCO's lists that hold it. A list without a name in words is one that a named list covers."""
    rows = CollectionRow.objects.filter(memberships__concept=concept).values_list("labels", flat=True)
    names = (next((words[code] for code in order if code in words), "") for words in rows)
    return tuple(sorted(name for name in names if name and not name.startswith("ESCO ")))


def _neighbours(concept: Concept) -> tuple[str, ...]:
    """URIs nearest in meaning. A page without them is better than none while the index is being made."""
    if concept.kind not in {Kind.SKILL, Kind.OCCUPATION}:
        return ()
    try:
        return tuple(found.uri for found in text_model().neighbours(concept.uri, limit=NEIGHBOURS))
    except (Unavailable, UnknownConcept):
        return ()
