"""
One bulk run: a file of JSON lines in, a file of answers out, through many workers.

Owns reading the input, the order of answers, going on after a kill, and telling how far it is. Answers stand in the
order of the input, whoever gave them and however often the run was killed: the file is the same to the byte.
"""

import hashlib
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO

import numpy as np
import numpy.typing as npt

from skillengine.errors import EngineError
from skillengine.ledger import BEGUN, COMPLAINTS, Begun, Ledger, name_of
from skillengine.rows import BadLine, Line, Row, lines_of, read_row
from skillengine.workers import IndexPlace, Outcome, Parcel, Workers

LINES_A_PARCEL = 32
CHARACTERS_A_PARCEL = 200_000
READ_AT_ONCE = 1 << 20
KEPT_LOOSE = 1 << 16
READ_OF_A_ROW = ("id", "text", "lang")


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked: which input to answer into which output, from which index."""

    source: Path
    output: Path
    index: IndexPlace


def run(job: Job, hire: Callable[[], Workers], *, out: TextIO | None = None) -> int:
    """
    Answer every line of the input once, going on from what the output holds already.

    `hire` is called when there is something left to do. Returns the exit status: 1 if any line was bad, now or before.
    Raises EngineError for an input or output that is not fit, and when the workers are lost; what is written stands.
    """
    out = out or sys.stderr
    _check_paths(job)
    digest, total = survey(job.source)
    with closing(Ledger(job.output, Begun(digest, job.index.fingerprint))) as ledger, job.source.open("rb") as file:
        lines = read(lines_of(file))
        rest = list(_first_left(lines, ledger))
        dropped = ledger.cut()
        progress = Progress(total, ledger, out)
        progress.begin(dropped)
        if rest:
            with closing(hire()) as workers:
                _answer_all(chain(rest, lines), workers, ledger, progress)
        ledger.sync()
        progress.finish()
    return 1 if ledger.bad else 0


def _check_paths(job: Job) -> None:
    if not job.source.is_file():
        raise EngineError(f"{job.source}: no such file, or one that cannot be read twice")
    beside = (job.output.with_name(job.output.name + ending) for ending in ("", COMPLAINTS, BEGUN))
    if job.source.resolve() in {path.resolve() for path in beside}:
        raise EngineError(f"{job.output}: the output would overwrite the input")


def survey(path: Path) -> tuple[str, int]:
    """The hash of a file, and how many lines it has."""
    digest, lines, last = hashlib.sha256(), 0, b"\n"
    try:
        with path.open("rb") as file:
            while block := file.read(READ_AT_ONCE):
                digest.update(block)
                lines += block.count(b"\n")
                last = block[-1:]
    except OSError as error:
        raise EngineError(f"{path}: {error.strerror}") from error
    return digest.hexdigest(), lines + (last != b"\n")


def read(lines: Iterable[bytes]) -> Iterator[Line]:
    """Number the lines. Bad are those that `skills map` calls bad, and those without an id or with one given before."""
    seen = Seen()
    for number, raw in enumerate(lines, start=1):
        try:
            row = read_row(raw)
            identity = row.get("id")
            if not isinstance(identity, str | int | float):
                raise BadLine("the id must be a string or a number", identity)
            if not seen.add(name_of(identity)):
                raise BadLine("the id was given before", identity)
        except BadLine as bad:
            yield Line(number, bad.identity, None, str(bad))
        else:
            yield Line(number, identity, {key: row[key] for key in READ_OF_A_ROW if key in row})


class Seen:
    """The ids met so far, as 8-byte hashes: ten million take 80 MB, and two of them meet with a chance of 3 in 10⁶."""

    def __init__(self) -> None:
        self._sorted: npt.NDArray[np.uint64] = np.zeros(0, np.uint64)
        self._loose: set[int] = set()

    def add(self, name: str) -> bool:
        """Remember a name. Returns whether it is new."""
        hashed = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")
        place = int(np.searchsorted(self._sorted, np.uint64(hashed)))
        if hashed in self._loose or (place < len(self._sorted) and int(self._sorted[place]) == hashed):
            return False
        self._loose.add(hashed)
        if len(self._loose) >= KEPT_LOOSE:
            loose = np.fromiter(self._loose, np.uint64, len(self._loose))
            self._sorted = np.sort(np.concatenate([self._sorted, loose]))
            self._loose.clear()
        return True


def _first_left(lines: Iterator[Line], ledger: Ledger) -> Iterator[Line]:
    """The first line that was not settled before, if there is one."""
    for line in lines:
        if not ledger.holds(line):
            yield line
            return


def _answer_all(lines: Iterable[Line], workers: Workers, ledger: Ledger, progress: "Progress") -> None:
    """Keep the workers busy, write what they answer in the order of the lines, and hold no more than there is room."""
    under_way: deque[tuple[list[Line], Parcel]] = deque()
    for some in _parcels(lines):
        under_way.append((some, workers.send([line.row for line in some if line.row is not None])))
        while len(under_way) >= workers.room():
            _settle(*under_way.popleft(), workers, ledger)
            progress.tell()
    while under_way:
        _settle(*under_way.popleft(), workers, ledger)
        progress.tell()


def _parcels(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines in their order, a few at a time."""
    some: list[Line] = []
    characters = 0
    for line in lines:
        some.append(line)
        characters += len(str(line.row["text"])) if line.row else 0
        if len(some) >= LINES_A_PARCEL or characters >= CHARACTERS_A_PARCEL:
            yield some
            some, characters = [], 0
    if some:
        yield some


def _settle(lines: list[Line], parcel: Parcel, workers: Workers, ledger: Ledger) -> None:
    outcomes = iter(workers.receive(parcel) if parcel.rows else ())
    settled = [(line, next(outcomes) if line.row is not None else Outcome("", line.error)) for line in lines]
    answers = [outcome.answer for _, outcome in settled if outcome.answer]
    ledger.write(answers, [_complaint(line, outcome.error) for line, outcome in settled if not outcome.answer])


def _complaint(line: Line, error: str) -> Row:
    named = {} if line.identity is None else {"id": line.identity}
    return {**named, "line": line.number, "error": error}


class Progress:
    """How far the run is, how fast, and how long it will take: a line on a terminal, a line now and then elsewhere."""

    def __init__(self, total: int, ledger: Ledger, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._ledger = ledger
        self._out = out
        self._clock = clock
        self._every, self._end = (0.5, "\r") if out.isatty() else (10.0, "\n")
        self._started = self._told = clock()
        self._before = self._done()

    def begin(self, dropped: int) -> None:
        """Say what is there already."""
        if self._before or dropped:
            half = f", {dropped} bytes that were not whole or not in order are done again" if dropped else ""
            self._say(f"Going on after {self._before:,} of {self._total:,} lines{half}.\n")

    def tell(self) -> None:
        """Say how far it is, if the last time is long enough ago."""
        now = self._clock()
        if now - self._told >= self._every:
            self._told = now
            left = (self._total - self._done()) / max(self._rate(), 1e-9)
            self._say(f"{self._done():,} of {self._total:,} lines, {self._pace()}, {lasting(left)} left{self._end}")

    def finish(self) -> None:
        """Say what became of it all."""
        bad = f", {self._ledger.bad:,} bad lines in {self._ledger.complaints.name}" if self._ledger.bad else ""
        pace = f"; {self._pace()}" if self._done() > self._before else ""
        self._say(f"Done: {self._ledger.answered:,} answers in {self._ledger.output.name}{bad}{pace}.\n")

    def _done(self) -> int:
        return self._ledger.answered + self._ledger.bad

    def _rate(self) -> float:
        return (self._done() - self._before) / max(self._clock() - self._started, 1e-9)

    def _pace(self) -> str:
        return f"{self._rate():,.0f} a second"

    def _say(self, text: str) -> None:
        self._out.write(text if self._end == "\n" else "\r\x1b[K" + text)
        self._out.flush()


def lasting(seconds: float) -> str:
    """
    A time for people.

    >>> lasting(12.4), lasting(200), lasting(8_000)
    ('12 s', '3 min 20 s', '2 h 13 min')
    """
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"
