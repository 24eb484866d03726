"""
From a text to the stretches that may name a skill, and to what must be kept apart.

Owns reading: sections, sentences, clauses, cues, and the proposals for mentions. Knows no concept; which proposal
becomes a mention is for `candidates`. Each sentence is read by itself, except that a heading on a line of its own
tells what the list under it is about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from skillengine.asides import ASIDE_CUES, BOILERPLATE, CONTACT_LINE, HEADING_BOILERPLATE, HEADING_OTHER, UNREAD
from skillengine.cues import CV_WORDS, FUNCTION_WORDS, INSIDE, JOINTS, LINKS, MONTHS_AND_DAYS
from skillengine.language import language_of_tokens
from skillengine.morphology import bokmal
from skillengine.text import Sentence, Token, sentences, tokens
from skillengine.types import Aside

LONGEST_HEADING = 60
LONGEST_RUN = 4
LONGEST_LINKED = 3
FEWEST_ITEMS = 3
MOSTLY = 0.5
BREAK = re.compile(r"[^\s\-‑­]")
NAME_JOINTS = ("/", ".", "&", " & ")
CLAUSE_MARK = re.compile(r"[,;:()\[\]–—\"«»“”]| - ")


@dataclass(frozen=True, slots=True)
class Word:
    """
    A token in its sentence: folded to bokmål, what parts it from the word before, and whether it is kept apart.

    A name is a word with a capital where a common word would have none.
    """

    token: Token
    form: str
    bears_meaning: bool
    gap: str
    aside: Aside | None
    is_name: bool

    @property
    def breaks_before(self) -> bool:
        """Whether more than a space or a hyphen parts it from the word before."""
        return bool(BREAK.search(self.gap))

    @property
    def is_joined(self) -> bool:
        """Whether it makes one name with the word before: CI/CD, Node.js, R&D."""
        return self.gap in NAME_JOINTS

    @property
    def is_link(self) -> bool:
        """Whether it may stand inside a mention."""
        return self.form in LINKS

    @property
    def is_joint(self) -> bool:
        """Whether it joins the items of a list."""
        return self.form in JOINTS


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that is read: its words, its language, and whether a boilerplate section holds it."""

    sentence: Sentence
    words: tuple[Word, ...]
    lang: str

    @property
    def is_list(self) -> bool:
        """Whether it holds three or more items, so that capitals may come from writing each on its own."""
        return sum(bool(CLAUSE_MARK.search(word.gap)) for word in self.words) >= FEWEST_ITEMS - 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words first to last (inclusive) of a passage, which may be a mention."""

    first: int
    last: int
    is_linked: bool = False


def passages(text: str, fallback: str) -> Iterator[Passage]:
    """The sentences worth reading, in order. Lines with contact details and headings are left out."""
    in_boilerplate = False
    for sentence in sentences(text):
        piece = text[sentence.start : sentence.end]
        heading = _heading(text, sentence, piece)
        if heading is not None:
            in_boilerplate = heading
        elif not CONTACT_LINE.match(piece):
            passage = _passage(text, sentence, piece, fallback, in_boilerplate)
            if passage.words:
                yield passage


def _heading(text: str, sentence: Sentence, piece: str) -> bool | None:
    """True: a line of its own that opens a boilerplate section; False: another section; None: no heading."""
    if len(piece) > LONGEST_HEADING or piece[-1:] in ".!" or not _is_alone(text, sentence):
        return None
    bare = piece.strip(" :#*_-–?=").lower()
    if HEADING_BOILERPLATE.fullmatch(bare):
        return True
    return False if HEADING_OTHER.fullmatch(bare) or (bare and piece.endswith(":")) else None


def _is_alone(text: str, sentence: Sentence) -> bool:
    after = text[sentence.end : sentence.end + 40].lstrip(" \t")
    before = text[sentence.line : sentence.start]
    return (not after or after[0] in "\r\n\v\f\x85\u2028\u2029") and not before.strip(" \t#*_-–•")


def _passage(text: str, sentence: Sentence, piece: str, fallback: str, in_boilerplate: bool) -> Passage:
    unread = [(sentence.start + m.start(), sentence.start + m.end()) for m in UNREAD.finditer(piece)]
    read = [
        t for t in tokens(text, sentence.start, sentence.end) if not any(a < t.end and t.start < b for a, b in unread)
    ]
    forms = [bokmal(token.form) for token in read]
    gaps = [text[a.end : b.start] for a, b in pairwise(read)]
    asides = _asides(forms, gaps, in_boilerplate)
    names = _names(read, gaps)
    words = tuple(
        Word(token, form, _bears_meaning(token, form), gaps[i - 1] if i else "", asides[i], names[i])
        for i, (token, form) in enumerate(zip(read, forms, strict=True))
    )
    return Passage(sentence, words, language_of_tokens(read, fallback))


def _names(read: Sequence[Token], gaps: Sequence[str]) -> list[bool]:
    """
    Which words are names by their capital. Where most words have one, as in a title, it tells nothing.

    But after the only comma of a line it does: "Project manager, Veidekke" names the employer.
    """
    letters = [i for i, token in enumerate(read) if token.form[:1].isalpha()]
    capitals = {i for i in letters[1:] if read[i].is_capital}
    if len(capitals) > MOSTLY * max(len(letters) - 1, 1):
        parted = [i + 1 for i, gap in enumerate(gaps) if CLAUSE_MARK.search(gap)]
        last = parted[0] if len(parted) == 1 and "," in gaps[parted[0] - 1] else len(read)
        capitals = {i for i in capitals if i >= last}
    return [i in capitals for i in range(len(read))]


def _bears_meaning(token: Token, form: str) -> bool:
    if form in FUNCTION_WORDS or token.form in FUNCTION_WORDS or form in MONTHS_AND_DAYS:
        return False
    return any(letter.isalpha() for letter in form)


def _asides(forms: Sequence[str], gaps: Sequence[str], in_boilerplate: bool) -> list[Aside | None]:
    line, places = _line_of(forms, gaps)
    if in_boilerplate or any(cue.search(line) for cue in BOILERPLATE):
        return [Aside.BOILERPLATE] * len(forms)
    found: list[Aside | None] = [None] * len(forms)
    for aside, cue in ASIDE_CUES:
        for match in cue.finditer(line):
            start, end = _scope(line, match)
            for i, place in enumerate(places):
                if start <= place < end:
                    found[i] = found[i] or aside
    return found


def _line_of(forms: Sequence[str], gaps: Sequence[str]) -> tuple[str, list[int]]:
    """The folded words on one line, a comma where a clause ends; and where each word starts in it."""
    parts: list[str] = []
    places: list[int] = []
    length = 0
    for i, form in enumerate(forms):
        separator = "" if i == 0 else (", " if CLAUSE_MARK.search(gaps[i - 1]) else " ")
        places.append(length + len(separator))
        parts.append(separator + form)
        length += len(parts[-1])
    return "".join(parts), places


def _scope(line: str, match: re.Match[str]) -> tuple[int, int]:
    """What a cue reaches: its scope, or where that holds nothing, the clause before it."""
    start, end = match.span("scope")
    if any(word not in FUNCTION_WORDS and word not in CV_WORDS for word in line[start:end].split()):
        return start, end
    return max(line.rfind(",", 0, match.start()) + 1, line.rfind(" men ", 0, match.start()) + 1), end


def proposals(passage: Passage) -> list[Proposal]:
    """
    Stretches of a passage that may be mentions: runs of words that bear meaning, their parts, and two runs with a link.

    At most a constant number begin at each word.
    """
    stretches = list(runs(passage.words))
    found = [part for run in stretches for part in _parts(run)]
    for left, right in pairwise(stretches):
        if _is_link(passage.words, left[1] + 1, right[0]):
            found.extend(_linked(left, right))
    return [p for p in dict.fromkeys(found) if not _is_only_frame(passage.words, p)]


def runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken stretch of words that bear meaning, all names or none, all aside or none."""
    start: int | None = None
    for i, word in enumerate(words):
        if start is not None and not (_in_run(word) and _goes_on(words[i - 1], word)):
            yield start, i - 1
            start = None
        if start is None and _in_run(word):
            start = i
    if start is not None:
        yield start, len(words) - 1


def _goes_on(before: Word, word: Word) -> bool:
    parted = word.breaks_before and not word.is_joined
    return not parted and word.aside == before.aside and word.is_name == before.is_name


def _in_run(word: Word) -> bool:
    return word.bears_meaning and word.form not in CV_WORDS


def _parts(run: tuple[int, int]) -> Iterator[Proposal]:
    first, last = run
    for size in range(1, LONGEST_RUN + 1):
        for start in range(first, last - size + 2):
            yield Proposal(start, start + size - 1)


def _is_link(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a link and at most one word that bears no meaning stand between two runs."""
    between = words[start:end]
    if words[end].is_name or words[start - 1].aside != words[end].aside:
        return False
    if not 1 <= len(between) <= 2 or any(word.breaks_before for word in words[start : end + 1]):
        return False
    return between[0].form in LINKS and all(word.form in INSIDE for word in between[1:])


def _linked(left: tuple[int, int], right: tuple[int, int]) -> Iterator[Proposal]:
    """The last words of the left run with the first words of the right one."""
    for start in range(max(left[0], left[1] - LONGEST_LINKED + 1), left[1] + 1):
        for end in range(right[0], min(right[1], right[0] + LONGEST_LINKED - 1) + 1):
            yield Proposal(start, end, is_linked=True)


def _is_only_frame(words: Sequence[Word], proposal: Proposal) -> bool:
    return all(word.form in CV_WORDS for word in words[proposal.first : proposal.last + 1])
