"""
Makes the fonts of the PDF again: Inter as it is vendored for the pages, and DejaVu Sans for letters Inter lacks.

PDF needs TrueType at one weight; the pages use one variable font in two parts. Needs fontTools and Brotli, which only
the development set holds, and the DejaVu Sans of any Linux distribution. Writes `letters.ranges` too: the ranges of
characters that these fonts can show.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from normi.design import apps as design

FONTS = Path(__file__).resolve().parents[2] / "fonts"
INTER = Path(design.__file__).parent / "static" / "vendor" / "inter"
PARTS = ("inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2")
WEIGHTS = {"Inter-Regular.ttf": 400, "Inter-SemiBold.ttf": 650}
FALLBACK = "DejaVuSans.ttf"
# Greek to Arabic, Georgian, Latin with Vietnamese accents, signs, arrows, currency, mathematics, shapes.
FALLBACK_RANGES = (
    (0x20, 0x17F), (0x370, 0x6FF), (0x750, 0x77F), (0x10A0, 0x10FF), (0x1E00, 0x22FF), (0x25A0, 0x26FF),
    (0x2713, 0x2718), (0xFB00, 0xFDFF), (0xFE70, 0xFEFC), (0xFFFD, 0xFFFD),
)  # fmt: skip


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dejavu", type=Path, help="DejaVuSans.ttf, version 2.37")

    def handle(self, *, dejavu: Path, **options: object) -> None:
        shown: set[int] = set()
        for name, weight in WEIGHTS.items():
            shown |= inter(weight, FONTS / name)
        shown |= fallback(dejavu, FONTS / FALLBACK)
        lines = [f"{start:04X}-{end:04X}" for start, end in ranges(sorted(shown))]
        (FONTS / "letters.ranges").write_text("\n".join(lines) + "\n")


def inter(weight: int, path: Path) -> set[int]:
    """Both parts at one weight, as one font. Returns the characters it shows."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    files = []
    for part in PARTS:
        font = instantiateVariableFont(TTFont(INTER / part, recalcTimestamp=False), {"wght": weight})
        font.flavor = None
        file = io.BytesIO()
        font.save(file)
        files.append(io.BytesIO(file.getvalue()))
    merged = Merger().merge(files)
    merged.recalcTimestamp = False
    merged.save(path)
    return set(merged.getBestCmap())


def fallback(source: Path, path: Path) -> set[int]:
    """The part of DejaVu Sans that we want, without hints. Returns the characters it shows."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    wanted = [code for code in font.getBestCmap() if any(a <= code <= b for a, b in FALLBACK_RANGES)]
    options = subset.Options(layout_features=["*"], name_IDs=["*"], hinting=False, drop_tables=["FFTM"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.save(path)
    return set(font.getBestCmap())


def ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """
    Stretches of numbers that follow each other.

    >>> list(ranges([1, 2, 3, 7]))
    [(1, 3), (7, 7)]
    """
    start = end = None
    for code in codes:
        if end is not None and code == end + 1:
            end = code
            continue
        if start is not None and end is not None:
            yield start, end
        start = end = code
    if start is not None and end is not None:
        yield start, end
