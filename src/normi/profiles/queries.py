"""
What the pages show of a person's texts and skills: frozen, labelled in the reader's language, ready to render.

Reads only. Everything about a person goes through `visible_to`, so a stranger's rows do not exist.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Min
from django.shortcuts import get_object_or_404

from normi.accounts.models import User
from normi.design.highlight import Highlight
from normi.profiles.models import KeptApart, NamedRole, ProfileSkill, SkillStanding, Text, TextQuerySet
from normi.taxonomy.queries import Need, concept_path, labels, role_profiles
from skillengine.types import Mention, Reading, RelationType

CONTEXT = 60
# From here on a suggestion may be accepted together with others: three of four such suggestions are right.
SURE = 0.75
MOST_ROLES = 3
NORWEGIAN_ORDER = str.maketrans({"æ": "{", "ø": "|", "å": "}", "Æ": "{", "Ø": "|", "Å": "}"})


@dataclass(frozen=True)
class Choice:
    """One concept on offer."""

    uri: str
    label: str
    confidence: float

    @property
    def path(self) -> str:
        return concept_path(self.uri)


@dataclass(frozen=True)
class Finding:
    """A stretch of text with what was found in it. `state` is suggested, accepted, wrong, not_me, removed or new."""

    number: int
    start: int
    end: int
    quote: str
    best: Choice
    alternatives: tuple[Choice, ...]
    state: str
    pk: int | None = None
    also: tuple["Finding", ...] = ()

    @property
    def key(self) -> str:
        """Its place on the page, for links between the text and the card."""
        return str(self.pk or f"n{self.number}")

    @property
    def is_open(self) -> bool:
        return self.state == "suggested"

    @property
    def counts(self) -> bool:
        return self.state in {"suggested", "accepted", "new"}


@dataclass(frozen=True)
class Apart:
    """A stretch that was read and kept apart, and why."""

    start: int
    end: int
    quote: str
    reason: str
    reason_text: str

    @property
    def key(self) -> str:
        return f"apart-{self.start}"


@dataclass(frozen=True)
class Usual:
    """A skill usual in a role. `has`: it is in the profile. `pk`: the row of the tick that put it there, if one did."""

    uri: str
    label: str
    has: bool = False
    pk: int | None = None

    @property
    def path(self) -> str:
        return concept_path(self.uri)


@dataclass(frozen=True)
class RoleOffer:
    """
    A role that the text names, with the skills usual in it that the text does not show itself.

    `places` are where it is named: start, end and the words. `ours`: the list is from our own role profiles, not from
    ESCO. `pk` is the row of the first naming; None where nothing is stored.
    """

    role: Choice
    places: tuple[tuple[int, int, str], ...]
    ours: bool
    essential: tuple[Usual, ...]
    optional: tuple[Usual, ...]
    pk: int | None = None

    @property
    def key(self) -> str:
        return self.role.path.rpartition("/")[2]

    @property
    def quotes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(words for _, _, words in self.places))

    @property
    def had(self) -> tuple[Usual, ...]:
        return tuple(skill for skill in (*self.essential, *self.optional) if skill.has)

    @property
    def open_essential(self) -> tuple[Usual, ...]:
        return tuple(skill for skill in self.essential if not skill.has)

    @property
    def open_optional(self) -> tuple[Usual, ...]:
        return tuple(skill for skill in self.optional if not skill.has)


@dataclass(frozen=True)
class TextPage:
    """A text as it is shown, with what was found in it in the order of the text."""

    content: str
    lang: str
    findings: tuple[Finding, ...]
    apart: tuple[Apart, ...]
    text: Text | None = None
    roles: tuple[RoleOffer, ...] = ()

    @property
    def highlights(self) -> list[Highlight]:
        """Every mark in the text. Words the person said no to stay marked, but no longer as proof."""
        found = [Highlight(f.start, f.end, f.key, f.best.confidence if f.counts else None) for f in self.findings]
        return found + [Highlight(item.start, item.end, item.key) for item in self.apart]

    @property
    def cards(self) -> list[Finding]:
        """One card for each skill and answer, with every place that shows it. The surest place speaks for all."""
        found: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.findings:
            found.setdefault((finding.best.uri, finding.state), []).append(finding)
        return [replace(group[0], best=surest(group), also=tuple(group[1:])) for group in found.values()]

    @property
    def open_count(self) -> int:
        return sum(card.is_open for card in self.cards)

    @property
    def sure_count(self) -> int:
        return sum(card.is_open and card.best.confidence >= SURE for card in self.cards)

    @property
    def accepted_count(self) -> int:
        return sum(card.state == "accepted" for card in self.cards)


@dataclass(frozen=True)
class Evidence:
    """
    Where a skill comes from: the words, with a little of what stands around them.

    With a role, the words name that role and the person ticked the skill among what is usual in it.
    """

    before: str
    quote: str
    after: str
    text_id: int
    suggestion_id: int
    read_at: datetime
    role: Choice | None = None

    @property
    def kind(self) -> str:
        return "role" if self.role else "text"


@dataclass(frozen=True)
class AcceptedSkill:
    """A skill the person has said is theirs. No evidence: they added it themselves."""

    uri: str
    label: str
    accepted_at: datetime
    evidence: tuple[Evidence, ...]

    @property
    def path(self) -> str:
        return concept_path(self.uri)


def surest(findings: Sequence[Finding]) -> Choice:
    return max((finding.best for finding in findings), key=lambda choice: choice.confidence)


def texts_of(owner: User) -> TextQuerySet:
    return Text.objects.visible_to(owner)


def text_of(owner: User, pk: int) -> Text:
    return get_object_or_404(Text.objects.visible_to(owner), pk=pk)


def suggestion_of(owner: User, pk: int) -> ProfileSkill:
    return get_object_or_404(ProfileSkill.objects.visible_to(owner).suggested().select_related("text"), pk=pk)


def ticked_of(owner: User, pk: int) -> ProfileSkill:
    return get_object_or_404(ProfileSkill.objects.visible_to(owner).ticked().select_related("role"), pk=pk)


def role_of(owner: User, pk: int) -> NamedRole:
    return get_object_or_404(NamedRole.objects.visible_to(owner).select_related("text"), pk=pk)


def stored_page(text: Text, *, lang: str) -> TextPage:
    """A stored text with the person's answers."""
    rows = list(text.suggestions.suggested())
    roles = list(text.roles.all())
    names = labels(_uris(rows) | {role.concept_uri for role in roles}, lang)
    findings = tuple(_stored_finding(n, row, text.content, names) for n, row in enumerate(rows, start=1))
    apart = tuple(_stored_apart(row, text.content) for row in text.kept_apart.all())
    places = [_Place(role.concept_uri, role.start, role.end, role.confidence, role.pk) for role in roles]
    had = _rows_in_profile(text.owner) if roles else {}
    offers = _offers(places, text.content, {row.concept_uri for row in rows}, had, names, lang)
    return TextPage(text.content, text.lang, findings, apart, text, offers)


def unstored_page(content: str, reading: Reading, *, lang: str) -> TextPage:
    """A reading that is shown once and kept nowhere."""
    uris = {candidate.uri for mention in reading.skills for candidate in mention.candidates}
    names = labels(uris | {role.uri for role in reading.roles}, lang)
    findings = tuple(_new_finding(n, mention, content, names) for n, mention in enumerate(reading.skills, start=1))
    apart = (
        _apart(mention.span.start, mention.span.end, content, mention.aside.value if mention.aside else "unmatched")
        for mention in (*reading.unmatched, *reading.aside)
    )
    shown = {finding.best.uri for finding in findings}
    places = [_Place(role.uri, role.span.start, role.span.end, role.confidence) for role in reading.roles]
    offers = _offers(places, content, shown, {}, names, lang)
    return TextPage(content, reading.lang, findings, tuple(sorted(apart, key=lambda item: item.start)), None, offers)


class _Place(NamedTuple):
    """Where a text names a role; the row it is stored in, if it is."""

    uri: str
    start: int
    end: int
    confidence: float
    pk: int | None = None


def _rows_in_profile(of: User) -> dict[str, list[tuple[int, int | None]]]:
    """By skill in the profile, each row that says so: its number, and the number of the role it was ticked for."""
    found: dict[str, list[tuple[int, int | None]]] = {}
    rows = ProfileSkill.objects.visible_to(of).accepted().values_list("concept_uri", "pk", "role_id")
    for uri, pk, role in rows:
        found.setdefault(uri, []).append((pk, role))
    return found


def _offers(
    places: Sequence[_Place],
    content: str,
    shown: AbstractSet[str],
    had: Mapping[str, Sequence[tuple[int, int | None]]],
    names: Mapping[str, str],
    lang: str,
) -> tuple[RoleOffer, ...]:
    """
    At most MOST_ROLES roles, the surest, in the order of the text. A role without a profile is left out.

    A skill that the text shows itself has a card of its own: here it stands only where it is in the profile already.
    """
    by_role: dict[str, list[_Place]] = {}
    for place in places:
        by_role.setdefault(place.uri, []).append(place)
    if not by_role:
        return ()
    profiles = role_profiles(by_role, lang)
    surest_first = sorted(profiles.keys() & names.keys(), key=lambda uri: (-_surest_place(by_role[uri]), uri))
    kept = set(surest_first[:MOST_ROLES])
    return tuple(
        _offer(found, content, profiles[uri], shown, had, names) for uri, found in by_role.items() if uri in kept
    )


def _surest_place(places: Sequence[_Place]) -> float:
    return max(place.confidence for place in places)


def _offer(
    places: Sequence[_Place],
    content: str,
    needs: Sequence[Need],
    shown: AbstractSet[str],
    had: Mapping[str, Sequence[tuple[int, int | None]]],
    names: Mapping[str, str],
) -> RoleOffer:
    first = places[0]
    usual = [
        (need.type, Usual(need.uri, need.label.text, need.uri in had, _tick(had.get(need.uri, ()), first.pk)))
        for need in needs
        if need.uri in had or need.uri not in shown
    ]
    return RoleOffer(
        role=Choice(first.uri, names[first.uri], _surest_place(places)),
        places=tuple((place.start, place.end, content[place.start : place.end]) for place in places),
        ours=any(need.ours for need in needs),
        essential=tuple(skill for kind, skill in usual if kind == RelationType.ESSENTIAL),
        optional=tuple(skill for kind, skill in usual if kind == RelationType.OPTIONAL),
        pk=first.pk,
    )


def _tick(rows: Sequence[tuple[int, int | None]], role: int | None) -> int | None:
    """The row that a tick for this role made."""
    return next((pk for pk, ticked_for in rows if role is not None and ticked_for == role), None)


@dataclass(frozen=True)
class Held:
    """An accepted skill and how the person stands to it: level 1-5, interest 1-3, the year it was last used."""

    uri: str
    level: int | None
    interest: int | None
    last_used: int | None
    accepted_at: datetime


@dataclass(frozen=True)
class Place:
    """
    Where a skill was used (kind `experience`), learned (`education`) or proved (`credential`).

    `words` name the entry, `address` is where the person sees it.
    """

    kind: str
    words: str
    address: str


PlaceSource = Callable[[User], Mapping[str, Sequence[Place]]]
_place_sources: list[PlaceSource] = []


def places_from(source: PlaceSource) -> None:
    """Let an app above tell where skills were used, by their URIs. It is asked once for a page, and twice is once."""
    if source not in _place_sources:
        _place_sources.append(source)


def places_of(of: User) -> dict[str, tuple[Place, ...]]:
    """The places of each skill that has any."""
    found: dict[str, tuple[Place, ...]] = {}
    for source in _place_sources:
        for uri, places in source(of).items():
            found[uri] = (*found.get(uri, ()), *places)
    return found


def held(of: User) -> dict[str, Held]:
    """The person's skills by URI, accepted ones only. Two queries."""
    standings = {row.concept_uri: row for row in SkillStanding.objects.visible_to(of)}
    rows = ProfileSkill.objects.visible_to(of).accepted().order_by("concept_uri").values("concept_uri")
    return {
        uri: _held(uri, standings.get(uri), since)
        for uri, since in rows.annotate(since=Min("accepted_at")).values_list("concept_uri", "since")
    }


def _held(uri: str, row: SkillStanding | None, since: datetime) -> Held:
    if row is None:
        return Held(uri, None, None, None, since)
    return Held(uri, row.level, row.interest, row.last_used, since)


def accepted_skill_uris(of: User) -> set[str]:
    """The person's skills, as the classification names them."""
    return set(ProfileSkill.objects.visible_to(of).accepted().values_list("concept_uri", flat=True))


def accepted_skills(of: User, *, lang: str) -> list[AcceptedSkill]:
    """The person's skills in alphabetical order, each with all the evidence for it."""
    since = {uri: found.accepted_at for uri, found in held(of).items()}
    names, evidence = labels(since.keys(), lang), evidence_of(of, lang=lang)
    skills = (AcceptedSkill(uri, names.get(uri, uri), at, evidence.get(uri, ())) for uri, at in since.items())
    return sorted(skills, key=lambda skill: alphabetical(skill.label))


def evidence_of(of: User, *, lang: str, uris: Collection[str] | None = None) -> dict[str, tuple[Evidence, ...]]:
    """What in the person's texts shows each accepted skill, or each of these. In the order they were accepted."""
    mine = ProfileSkill.objects.visible_to(of).accepted().filter(text__isnull=False).select_related("role")
    rows = list((mine if uris is None else mine.filter(concept_uri__in=uris)).order_by("accepted_at", "pk"))
    texts = Text.objects.visible_to(of).in_bulk({row.text_id for row in rows})
    roles = {row.role.concept_uri for row in rows if row.role}
    names = labels(roles, lang) if roles else {}
    found: dict[str, list[Evidence]] = {}
    for row in rows:
        found.setdefault(row.concept_uri, []).append(_evidence(row, texts[row.text_id or 0], names))
    return {uri: tuple(items) for uri, items in found.items()}


def awaiting_count(of: User) -> int:
    """How many skills wait for an answer, each counted once in each text."""
    open_rows = ProfileSkill.objects.visible_to(of).awaiting().order_by()
    return open_rows.values("text", "concept_uri").distinct().count()


def removed(of: User, uri: str, *, lang: str) -> Choice | None:
    """The skill that was just taken out, so that the page can offer to put it back. None where it is not out."""
    if not uri or uri in accepted_skill_uris(of):
        return None
    found = labels([uri], lang)
    return Choice(uri, found[uri], 0.0) if uri in found else None


def alphabetical(label: str) -> str:
    """Norwegian order: æ, ø and å come after z. The database has no Norwegian collation."""
    return label.casefold().translate(NORWEGIAN_ORDER)


def _uris(rows: Sequence[ProfileSkill]) -> set[str]:
    return {row.concept_uri for row in rows} | {uri for row in rows for uri, _ in row.alternatives}


def _stored_finding(number: int, row: ProfileSkill, content: str, names: dict[str, str]) -> Finding:
    start, end = row.start or 0, row.end or 0
    return Finding(
        number=number,
        pk=row.pk,
        start=start,
        end=end,
        quote=content[start:end],
        best=Choice(row.concept_uri, names.get(row.concept_uri, row.concept_uri), row.confidence or 0.0),
        alternatives=tuple(Choice(uri, names.get(uri, uri), confidence) for uri, confidence in row.alternatives),
        state=row.state,
    )


def _new_finding(number: int, mention: Mention, content: str, names: dict[str, str]) -> Finding:
    best, *others = (Choice(c.uri, names.get(c.uri, c.uri), c.confidence) for c in mention.candidates)
    start, end = mention.span.start, mention.span.end
    return Finding(number, start, end, content[start:end], best, tuple(others), "new")


def _stored_apart(row: KeptApart, content: str) -> Apart:
    return _apart(row.start, row.end, content, row.reason)


def _apart(start: int, end: int, content: str, reason: str) -> Apart:
    return Apart(start, end, content[start:end], reason, str(KeptApart.Reason(reason).label))


def _evidence(row: ProfileSkill, text: Text, names: Mapping[str, str]) -> Evidence:
    role = row.role
    start, end = (role.start, role.end) if role else (row.start or 0, row.end or 0)
    return Evidence(
        before=_tail(text.content[max(0, start - CONTEXT) : start], cut=start > CONTEXT),
        quote=text.content[start:end],
        after=_head(text.content[end : end + CONTEXT], cut=end + CONTEXT < len(text.content)),
        text_id=text.pk,
        suggestion_id=row.pk,
        read_at=text.read_at,
        role=Choice(role.concept_uri, names.get(role.concept_uri, role.concept_uri), role.confidence) if role else None,
    )


def _tail(words: str, *, cut: bool) -> str:
    """Begin at a whole word."""
    return "… " + words.partition(" ")[2] if cut else words


def _head(words: str, *, cut: bool) -> str:
    """End at a whole word."""
    return words.rpartition(" ")[0] + " …" if cut else words
