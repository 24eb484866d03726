"""
The roles that a text names: occupation titles, whose they are, and where exactly they stand.

Owns the choice of titles. A title counts after a cue that it is the writer's own role, or the one an advert seeks, or
as the first words of a line as a CV has them. Others' titles, wishes and what is kept apart count for nothing. Refuses
to own what a role needs: that is asked of the taxonomy.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from skillengine.cues import FUNCTION_WORDS, MONTHS_AND_DAYS
from skillengine.encoder import Encoder
from skillengine.index import FLAG_ENGLISH, FLAG_PREFERRED, Index
from skillengine.lexical import key_number
from skillengine.morphology import bokmal
from skillengine.role_cues import (
    ADJECTIVES,
    AFTER_TITLE,
    AFTER_VERB_LIKE,
    ASKED,
    ASKED_AFTER,
    ASKING_CUES,
    ASKS_FOR_HELP,
    AT_WORK,
    BETWEEN_ROLES,
    EVERYDAY,
    GROUPS_BEFORE_AS,
    IN_ASKING,
    LIKE_VERBS,
    NOT_ROLES,
    NOT_YET,
    OFFERED,
    OWN_CUES,
    READER,
    READER_WILL,
    SEEKING,
    SEEKS_FOR_SELF,
    SOMEBODY_ELSE,
    TIME_WORDS,
    TITLED,
)
from skillengine.spans import CLAUSE_MARK, Passage, Word
from skillengine.text import forms
from skillengine.types import Aside, NamedRole, Span

LONGEST_TITLE = 6
LONGEST_TITLE_LINE = 14
MOST_BETWEEN = 4
MOST_MEANINGS = 4
SHORTEST_HEAD = 5
SHORTEST_COMPOUND = 9
# What a title is worth by how it names its concept.
PREFERRED, ALTERNATIVE, COMPOUND, COORDINATED = 1.0, 0.93, 0.8, 0.97
PREFERRED_BY_SEVERAL, ALTERNATIVE_OF_SEVERAL = 0.85, 0.6
ARTICLES = frozenset({"a", "an", "the", "en", "ei", "et"})
TELLS_FIELD = ("isk", "ical")
PLURAL_ENDS = ("e", "er", "r", "s", "ar")


class Title(NamedTuple):
    """Words first to last (inclusive) that are a title, the concepts that may be meant, what the naming is worth."""

    first: int
    last: int
    owners: tuple[int, ...]
    worth: float


class Cue(NamedTuple):
    """A place where a title may begin. `word`: the number of the word; `sure`: how often such a title counts."""

    word: int
    sure: float
    is_asking: bool = False
    is_strict: bool = True


class RoleReader:
    """Finds the roles in passages. Holds no state of a call; safe to share between threads."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self._index = index
        self._encoder = encoder

    def named(self, text: str, read: Sequence[Passage]) -> tuple[NamedRole, ...]:
        """Every place that names a role, in order."""
        return tuple(role for passage in read for role in self._of_passage(text, passage))

    def begins_with_title(self, words: Sequence[Word], first: int) -> bool:
        """Whether a title begins at a word, whosever it is: "frisør", "lege på sykehus", and not "selger bøker"."""
        title = self._title_at(words, first, plural=True)
        return title is not None and not is_like_verb(words, title)

    def _of_passage(self, text: str, passage: Passage) -> list[NamedRole]:
        found: dict[int, tuple[Title, float]] = {}
        places, line = line_of(passage)
        for cue in cues(passage.words, places, line):
            title = self._first_title(passage.words, cue)
            if title is None or title.first in found or not is_counted(passage.words, title, cue, places, line):
                continue
            found[title.first] = title, cue.sure
            self._add_others(passage.words, title, cue, found)
        apart = _without_overlap(found)
        return [self._role(text, passage, title, sure) for title, sure in apart]

    def _first_title(self, words: Sequence[Word], cue: Cue) -> Title | None:
        """The title that begins at a cue, after words that only describe it."""
        between = IN_ASKING if cue.is_asking else ADJECTIVES | {"og", "and"}
        for first in range(cue.word, min(cue.word + MOST_BETWEEN + 2 * cue.is_asking, len(words))):
            title = self._title_at(words, first, plural=cue.is_asking)
            if title is not None:
                return title
            if words[first].form not in between and not words[first].form.endswith(TELLS_FIELD):
                return None
        return None

    def _add_others(self, words: Sequence[Word], title: Title, cue: Cue, found: dict[int, tuple[Title, float]]) -> None:
        """Titles that follow in the same list: "kokk, servitør og bartender"."""
        before, sure = title, cue.sure
        while (following := self._next_title(words, before, cue)) is not None:
            sure *= COORDINATED
            found.setdefault(following.first, (following, sure))
            before = following

    def _next_title(self, words: Sequence[Word], before: Title, cue: Cue) -> Title | None:
        at = before.last + 1
        joined = False
        while at < len(words) and (words[at].form in BETWEEN_ROLES or words[at].form in ADJECTIVES):
            joined = joined or words[at].is_joint
            at += 1
        if at >= len(words) or not (joined or words[at].gap.strip() in {",", "/", "&", "+", "|"}):
            return None
        title = self._title_at(words, at, plural=cue.is_asking)
        if title is None or any(word.aside for word in words[title.first : title.last + 1]):
            return None
        return title if _may_follow(words, title, strict=is_like_verb(words, title) or not joined) else None

    def _title_at(self, words: Sequence[Word], first: int, *, plural: bool) -> Title | None:
        """The longest title that begins at a word. Plurals are titles only where somebody is sought."""
        if not words[first].bears_meaning:
            return None
        last = first
        while last + 1 < len(words) and last - first + 1 < LONGEST_TITLE and not words[last + 1].breaks_before:
            last += 1
        for end in range(last, first - 1, -1):
            if words[end].bears_meaning and (found := self._lookup(words, first, end, plural=plural)):
                return found
        return self._compound(words[first], first, plural=plural)

    def _lookup(self, words: Sequence[Word], first: int, last: int, *, plural: bool) -> Title | None:
        stretch = words[first : last + 1]
        folded, written = [word.form for word in stretch], [word.token.form for word in stretch]
        everyday = _everyday(" ".join(written), plural=plural) or _everyday(" ".join(folded), plural=plural)
        readings = [(folded, "nb"), (written, "en")]
        if len(folded) == 2:
            readings.append((["".join(folded)], "nb"))
        if folded[-1].endswith("ar"):
            readings.append(([*folded[:-1], folded[-1][:-2] + "er"], "nb"))
        found = self._meant(readings, stretch, plural=plural)
        if not found and everyday:
            found = self._meant([([everyday], "nb")], stretch, plural=plural)
        return Title(first, last, *found) if found else None

    def _meant(
        self, readings: Sequence[tuple[list[str], str]], stretch: Sequence[Word], *, plural: bool
    ) -> tuple[tuple[int, ...], float] | None:
        """The concepts that have the words as a label, those that prefer it before the others."""
        parts = self._index.dictionary.parts
        keys = [key_number([s for form in said for s in parts(form, lang)], lang) for said, lang in readings]
        preferred: set[int] = set()
        others: set[int] = set()
        for (said, lang), strings in zip(readings, self._index.dictionary.find(keys), strict=True):
            for string in strings.tolist():
                owner, flags = int(self._index.labels.owners[string]), int(self._index.flags[string])
                if self._index.is_skill(owner) or bool(flags & FLAG_ENGLISH) != (lang == "en"):
                    continue
                if is_title(said, self._index.texts[string], stretch, plural=plural):
                    (preferred if flags & FLAG_PREFERRED else others).add(owner)
        owners = preferred or others
        if not owners or len(owners) > MOST_MEANINGS:
            return None
        one, several = (PREFERRED, PREFERRED_BY_SEVERAL) if preferred else (ALTERNATIVE, ALTERNATIVE_OF_SEVERAL)
        return tuple(sorted(owners)), one if len(owners) == 1 else several

    def _compound(self, word: Word, at: int, *, plural: bool) -> Title | None:
        """A compound that no label has is the role that it ends with: operasjonssykepleier."""
        form = word.form[:-2] + "er" if word.form.endswith("ar") else word.form
        if len(form) < SHORTEST_COMPOUND or word.is_name:
            return None
        for cut in range(3, len(form) - SHORTEST_HEAD + 1):
            head = form[cut:]
            if head in NOT_ROLES or head in LIKE_VERBS:
                continue
            found = self._meant([([head], "nb")], [], plural=plural)
            if found and len(found[0]) == 1:
                return Title(at, at, found[0], COMPOUND * found[1])
        return None

    def _role(self, text: str, passage: Passage, title: Title, sure: float) -> NamedRole:
        span = Span(passage.words[title.first].token.start, passage.words[title.last].token.end)
        owner = title.owners[0] if len(title.owners) == 1 else self._nearest(text, passage, title)
        return NamedRole(span, self._index.uris[owner], round(sure * title.worth, 4))

    def _nearest(self, text: str, passage: Passage, title: Title) -> int:
        """Which of several concepts with the same title the sentence is nearest to."""
        vector = self._encoder.encode([text[passage.sentence.start : passage.sentence.end]])[0]
        return max(title.owners, key=lambda owner: (float(self._index.vectors[owner] @ vector), -owner))


def _everyday(title: str, *, plural: bool) -> str | None:
    return EVERYDAY.get(title) or (EVERYDAY.get(title.removesuffix("s")) if plural else None)


def line_of(passage: Passage) -> tuple[list[int], str]:
    """Where each word starts in a line of the folded words, with a comma where a clause ends; and the line."""
    places, parts, length = [], [], 0
    for i, word in enumerate(passage.words):
        separator = "" if i == 0 else (", " if CLAUSE_MARK.search(word.gap) else " ")
        places.append(length + len(separator))
        parts.append(separator + ("jeg" if word.form == "i" and passage.lang == "en" else word.form))
        length += len(parts[-1])
    return places, "".join(parts)


def cues(words: Sequence[Word], places: Sequence[int], line: str) -> Iterator[Cue]:
    """Where in a passage a title may begin, the surest kinds first."""
    number = {place: i for i, place in enumerate(places)}
    for pattern in ASKING_CUES:
        for match in pattern.finditer(line):
            if match.end() in number:
                yield Cue(number[match.end()], ASKED, is_asking=True)
    for pattern in OWN_CUES:
        for match in pattern.finditer(line):
            if match.end() in number and not _is_comparison(line, match.start(), match.end()):
                gap = match.groupdict().get("gap") or ""
                yield Cue(number[match.end()], OFFERED, is_strict=_is_time(gap))
    if len(words) <= LONGEST_TITLE_LINE:
        yield from _line_cues(words)
    for i, word in enumerate(words):
        if word.form in ASKED_AFTER:
            yield from (Cue(first, ASKED, is_asking=True) for first in range(max(0, i - 3), i))


def _is_comparison(line: str, start: int, end: int) -> bool:
    """Whether "som" tells what kind of people: yrker som snekker, such as a nurse."""
    before = line[:end].replace(",", " ").split()
    at = max((i for i, word in enumerate(before) if word in {"som", "as"}), default=0)
    return at > 0 and before[at - 1] in GROUPS_BEFORE_AS and not line[start:end].startswith(("deg", "du", "you"))


def _is_time(gap: str) -> bool:
    return all(word in TIME_WORDS or word.isdigit() for word in gap.split())


def _line_cues(words: Sequence[Word]) -> Iterator[Cue]:
    """
    The first word of a line that is a title, after dates; or the first after an employer's name.

    "2018–2023 Prosjektleder, Veidekke"; "Veidekke – prosjektleder"; "Erfaren sykepleier med ti års erfaring".
    """
    for i, word in enumerate(words):
        if word.bears_meaning and word.form not in MONTHS_AND_DAYS:
            yield Cue(i, TITLED, is_strict=False)
            break
    for i in range(1, len(words)):
        if CLAUSE_MARK.search(words[i].gap) and not any(w.form in FUNCTION_WORDS for w in words[1:i] if not w.is_name):
            named = [w for w in words[:i] if w.bears_meaning]
            if named and all(w.token.is_capital for w in named):
                yield Cue(i, TITLED, is_strict=False)


def is_counted(words: Sequence[Word], title: Title, cue: Cue, places: Sequence[int], line: str) -> bool:
    """Whether the title is the writer's role, or the one an advert seeks."""
    stretch = words[title.first : title.last + 1]
    before = line[: places[title.first]]
    clause = before[max(before.rfind(", men "), before.rfind(" mens "), before.rfind(" men "), 0) :]
    if any(word.aside and not _is_readers(word.aside, before) for word in stretch):
        return False
    if NOT_YET.search(clause) or (SOMEBODY_ELSE.search(clause) and not READER.search(clause)):
        return False
    if cue.is_asking:
        return not ASKS_FOR_HELP.search(clause)
    if SEEKING.search(clause) and not READER_WILL.search(clause):
        seeks = SEEKING.search(clause)
        if SEEKS_FOR_SELF.search(clause) or (seeks is not None and seeks.start() == 0):
            return False
    verb_like = is_like_verb(words, title)
    if cue.sure == TITLED:
        return _is_line(words, title, verb_like=verb_like)
    return not verb_like or (cue.is_strict and _may_follow(words, title, strict=True))


def _is_readers(aside: Aside, before: str) -> bool:
    """An advert's "you will work as" is no wish."""
    return aside is Aside.GOAL and bool(READER_WILL.search(before))


def _is_line(words: Sequence[Word], title: Title, *, verb_like: bool) -> bool:
    """Whether what follows is as in a CV: nothing, a break, a number, a name, or where the work was."""
    if title.last + 1 == len(words):
        return True
    after = words[title.last + 1]
    if CLAUSE_MARK.search(after.gap) or after.form[:1].isdigit() or after.form in AT_WORK or after.is_name:
        return True
    dated = any(word.form.isdigit() and len(word.form) == 4 for word in words)
    return (not verb_like or dated) and after.form in AFTER_TITLE


def _may_follow(words: Sequence[Word], title: Title, *, strict: bool) -> bool:
    if not strict or title.last + 1 == len(words):
        return True
    after = words[title.last + 1]
    return bool(
        CLAUSE_MARK.search(after.gap) or after.is_name or after.form[:1].isdigit() or after.form in AFTER_VERB_LIKE
    )


def is_like_verb(words: Sequence[Word], title: Title) -> bool:
    """Whether the title may as well be a verb in the present."""
    word = words[title.first]
    has_article = title.first > 0 and words[title.first - 1].form in ARTICLES
    return title.first == title.last and not has_article and (word.form in LIKE_VERBS or word.token.form in LIKE_VERBS)


def is_title(said: Sequence[str], label: str, stretch: Sequence[Word], *, plural: bool) -> bool:
    """
    Whether words are a title as it is written, hyphens and spaces aside; a plural only where asked for.

    Stems alone would take nursing for a nurse. An abbreviation counts only in capitals.
    """
    written, wanted = "".join(said), "".join(bokmal(form) for form in forms(label))
    if len(wanted) <= 3 and not (label.isupper() and len(stretch) == 1 and stretch[0].token.written.isupper()):
        return len(wanted) == 3 and wanted == written and not label.isupper() and wanted not in NOT_ROLES
    if wanted in NOT_ROLES:
        return False
    raw = "".join(forms(label))
    if written in {wanted, raw}:
        return True
    return plural and any(written == base + end for base in (wanted, raw) for end in PLURAL_ENDS)


def _without_overlap(found: dict[int, tuple[Title, float]]) -> list[tuple[Title, float]]:
    """The titles in order; of two that share a word the first."""
    apart: list[tuple[Title, float]] = []
    for _, (title, sure) in sorted(found.items()):
        if not apart or apart[-1][0].last < title.first:
            apart.append((title, sure))
    return apart
