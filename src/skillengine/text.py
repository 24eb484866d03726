"""
Where words and sentences begin and end in a text as it was given.

Owns offsets: every token and sentence is a half-open stretch of the original text, whatever its Unicode form.
Owns no language and no grammar; those are `language` and `morphology`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


def words(table: str) -> frozenset[str]:
    """The words of a table written as running text."""
    return frozenset(table.split())


LONGEST_TEXT = 1_000_000
LONGEST_WORD = 60
LONGEST_SENTENCE = 1_000
WRAPPED_LINE = 50

MARKS = "\u0300-\u036f"
TOKEN = re.compile(
    rf"\.NET\b|[^\W_](?:[^\W_]|[{MARKS}\u00ad\u200d])*(?:['’](?:[^\W_]|[{MARKS}])+)*(?:\+\+|#(?!\w))?",
    re.IGNORECASE,
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
BULLET = re.compile(r"[ \t]*(?:[•●▪■◦‣·*–—-]|o(?=\s)|\(?\d{1,2}[.)](?=\s))[ \t]+")
INNER_BULLET = re.compile(r"[•●▪■◦‣|]")
STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
ORDINAL_BEFORE_MONTH = re.compile(
    r"\s*(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec|klasse|trinn|divisjon|plass)", re.IGNORECASE
)
ABBREVIATIONS = words(
    """f.eks feks eks bl.a bla m.m mm m.v mv o.l ol o.a osv etc dvs d.v.s ca kl nr tlf jf jfr inkl ekskl evt pga p.g.a
    mht m.h.t ifm i.f.m vha v.h.a ift iht i.h.t t.o.m tom f.o.m fom d.d d.y mr mrs ms dr prof st avd div resp mill mrd
    maks max min stk sek kap s pkt ref t.d m.a o.s.b mfl m.fl el fl e.g i.e vs no inc ltd approx incl dept jr sr ph.d
    cand mag vgs adr org int forts jan feb apr jun jul aug sept okt nov des"""
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: where it stands, as it is written, and its form in NFC and lower case without invisible characters."""

    start: int
    end: int
    written: str
    form: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.written[:1].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item or heading, without bullet and outer space. `line` is where its line starts."""

    start: int
    end: int
    line: int


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """The word in NFC and lower case, with curly apostrophes straight and nothing invisible."""
    return INVISIBLE.sub("", unicodedata.normalize("NFC", word).lower().replace("’", "'"))


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words between two offsets. Hyphens and slashes part words; C++, C# and .NET are whole."""
    return list(_tokens(text, start, len(text) if end is None else end))


def forms(text: str) -> list[str]:
    """The folded words of a text, as of tokens, where their places do not matter."""
    return [folded(word) for word in TOKEN.findall(text) if len(word) <= LONGEST_WORD]


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for match in TOKEN.finditer(text, start, end):
        word = match.group()
        if len(word) <= LONGEST_WORD:
            yield Token(match.start(), match.end(), word, folded(word))


def sentences(text: str) -> list[Sentence]:
    """Sentences in order, never overlapping; what lies between them is space, bullets and line ends."""
    found: list[Sentence] = []
    for line_start, line_end in _blocks(text):
        if line_start == line_end:
            continue
        for start, end in _parts_of_line(text, line_start, line_end):
            found.extend(_in_pieces(text, start, end, line_start))
    return found


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines, with those that were only wrapped joined again."""
    start = 0
    previous_start = 0
    for match in re.finditer(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text):
        if not _continues(text, previous_start, match.start(), match.end()):
            yield start, match.start()
            start = match.end()
        previous_start = match.end()
    yield start, len(text)


def _continues(text: str, start: int, end: int, following: int) -> bool:
    """A long line with no stop at its end, followed by a small letter, goes on."""
    return end - start >= WRAPPED_LINE and text[following : following + 1].islower() and text[end - 1] not in ".!?:;|"


def _parts_of_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bullet = BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    for match in INNER_BULLET.finditer(text, start, end):
        yield from _between_stops(text, start, match.start())
        start = match.end()
    yield from _between_stops(text, start, end)


def _between_stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in STOP.finditer(text, start, end):
        if _ends_sentence(text, start, match):
            yield start, match.end()
            start = match.end()
    yield start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    if not stop.group().startswith(".") or len(stop.group()) > 1:
        return True
    following = text[stop.end() : stop.end() + 40].lstrip()
    if following and following[0].islower():
        return False
    word = text[max(start, stop.start() - LONGEST_WORD) : stop.start()].rsplit(maxsplit=1)[-1:] or [""]
    last = word[0].lstrip("(\"'«“").lower()
    if last.isdigit():
        return not ORDINAL_BEFORE_MONTH.match(text, stop.end())
    return not (following and (last in ABBREVIATIONS or (len(last) == 1 and last.isalpha())))


def _in_pieces(text: str, start: int, end: int, line: int) -> Iterator[Sentence]:
    """Trim the outer space; cut what is longer than any sentence at a space, so that time stays linear."""
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield from _in_pieces(text, start, cut, line)
        start = cut
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        yield Sentence(left, right, line)
