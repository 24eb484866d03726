"""
What the pages show of a person's texts and skills: frozen, labelled in the reader's language, ready to render.

Reads only. Everything about a person goes through `visible_to`, so a stranger's rows do not exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.shortcuts import get_object_or_404

from normi.accounts.models import User
from normi.design.highlight import Highlight
from normi.profiles.models import KeptApart, ProfileSkill, Text, TextQuerySet
from normi.taxonomy.queries import concept_path, labels
from skillengine.types import Mention, Reading

CONTEXT = 60
# From here on a suggestion may be accepted together with others: three of four such suggestions are right.
SURE = 0.75
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
class TextPage:
    """A text as it is shown, with what was found in it in the order of the text."""

    content: str
    lang: str
    findings: tuple[Finding, ...]
    apart: tuple[Apart, ...]
    text: Text | None = None

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
    """Where a skill comes from: the words, with a little of what stands around them."""

    before: str
    quote: str
    after: str
    text_id: int
    suggestion_id: int
    read_at: datetime


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
    return get_object_or_404(ProfileSkill.objects.visible_to(owner).select_related("text"), pk=pk)


def stored_page(text: Text, *, lang: str) -> TextPage:
    """A stored text with the person's answers."""
    rows = list(text.suggestions.all())
    names = labels(_uris(rows), lang)
    findings = tuple(_stored_finding(n, row, text.content, names) for n, row in enumerate(rows, start=1))
    apart = tuple(_stored_apart(row, text.content) for row in text.kept_apart.all())
    return TextPage(text.content, text.lang, findings, apart, text)


def unstored_page(content: str, reading: Reading, *, lang: str) -> TextPage:
    """A reading that is shown once and kept nowhere."""
    uris = {candidate.uri for mention in reading.skills for candidate in mention.candidates}
    names = labels(uris, lang)
    findings = tuple(_new_finding(n, mention, content, names) for n, mention in enumerate(reading.skills, start=1))
    apart = (
        _apart(mention.span.start, mention.span.end, content, mention.aside.value if mention.aside else "unmatched")
        for mention in (*reading.unmatched, *reading.aside)
    )
    return TextPage(content, reading.lang, findings, tuple(sorted(apart, key=lambda item: item.start)))


def accepted_skill_uris(of: User) -> set[str]:
    """The person's skills, as the classification names them."""
    return set(ProfileSkill.objects.visible_to(of).accepted().values_list("concept_uri", flat=True))


def accepted_skills(of: User, *, lang: str) -> list[AcceptedSkill]:
    """The person's skills in alphabetical order, each with all the evidence for it."""
    rows = ProfileSkill.objects.visible_to(of).accepted().select_related("text").order_by("concept_uri", "accepted_at")
    grouped = [(uri, list(group)) for uri, group in groupby(rows, key=lambda row: row.concept_uri)]
    names = labels([uri for uri, _ in grouped], lang)
    skills = [
        AcceptedSkill(
            uri=uri,
            label=names.get(uri, uri),
            accepted_at=min(row.accepted_at for row in group if row.accepted_at),
            evidence=tuple(_evidence(row) for row in group if row.text is not None),
        )
        for uri, group in grouped
    ]
    return sorted(skills, key=lambda skill: alphabetical(skill.label))


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


def _evidence(row: ProfileSkill) -> Evidence:
    text, start, end = row.text, row.start or 0, row.end or 0
    assert text is not None
    return Evidence(
        before=_tail(text.content[max(0, start - CONTEXT) : start], cut=start > CONTEXT),
        quote=text.content[start:end],
        after=_head(text.content[end : end + CONTEXT], cut=end + CONTEXT < len(text.content)),
        text_id=text.pk,
        suggestion_id=row.pk,
        read_at=text.read_at,
    )


def _tail(words: str, *, cut: bool) -> str:
    """Begin at a whole word."""
    return "… " + words.partition(" ")[2] if cut else words


def _head(words: str, *, cut: bool) -> str:
    """End at a whole word."""
    return words.rpartition(" ")[0] + " …" if cut else words
