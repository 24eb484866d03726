"""
What a bulk run has written: answers, complaints, and of which input.

Owns the files and what counts of them after a kill. Both are in the order of the input, so what is done is always a
beginning of it: whole lines that answer the input's first lines count; whatever follows is cut off and done again.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from skillengine.errors import EngineError
from skillengine.rows import Line, Row, dumped

COMPLAINTS = ".errors.jsonl"
BEGUN = ".run.json"
SYNCED_EVERY = 16
"""Parcels between two moments at which the disk is asked to hold what was written."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What an output was begun for: the hashes of the input and of the index."""

    input: str
    index: str


class _Kept:
    """A file of JSON lines that is first read from the start, then cut after the last line taken and written on."""

    def __init__(self, file: BinaryIO, name_of: Callable[[Row], str]) -> None:
        self._file = file
        self._name_of = name_of
        self._end = 0
        self._next = self._read()

    def take(self, name: str) -> bool:
        """Whether the next line is the one of this name; if so, go on to the one after."""
        if self._next is None or self._next[0] != name:
            return False
        self._end += self._next[1]
        self._next = self._read()
        return True

    def cut(self) -> int:
        """Drop what was not taken. Returns how many bytes that was."""
        size = self._file.seek(0, os.SEEK_END)
        self._file.truncate(self._end)
        self._file.seek(self._end)
        return size - self._end

    def write(self, lines: Iterable[str]) -> None:
        self._file.write("".join(line + "\n" for line in lines).encode("utf-8"))
        self._file.flush()

    def sync(self) -> None:
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def _read(self) -> tuple[str, int] | None:
        """The name and length of the next line; None at the end, and where the line is not whole."""
        line = self._file.readline()
        if not line.endswith(b"\n"):
            return None
        try:
            return self._name_of(json.loads(line)), len(line)
        except (ValueError, KeyError, TypeError, RecursionError):
            return None


def name_of(identity: object) -> str:
    """An id as a string, the same for equal ids and another for others (1 is not "1")."""
    return json.dumps(identity, sort_keys=True)


class Ledger:
    """The files of one run. `bad` counts the complaints that stand in them, `answered` the answers."""

    def __init__(self, output: Path, begun: Begun) -> None:
        """Open or begin an output. Raises EngineError where it belongs to another run, or one is writing it now."""
        self.output = output
        self.complaints = output.with_name(output.name + COMPLAINTS)
        self.answered = self.bad = 0
        self._written = 0
        with ExitStack() as refused:
            answers = refused.enter_context(_locked(output))
            goes_on = _claim(output, begun)
            complaints = refused.enter_context(_open(self.complaints))
            refused.pop_all()
        if not goes_on:
            complaints.truncate()
        self._answers = _Kept(answers, lambda row: name_of(row["id"]))
        self._complaints = _Kept(complaints, lambda row: name_of(row["line"]))

    def holds(self, line: Line) -> bool:
        """Whether this line, the next of the input, was settled before."""
        if self._complaints.take(name_of(line.number)):
            self.bad += 1
            return True
        if line.row is not None and self._answers.take(name_of(line.identity)):
            self.answered += 1
            return True
        return False

    def cut(self) -> int:
        """Drop what does not count. Returns how many bytes of answers that was."""
        self._complaints.cut()
        return self._answers.cut()

    def write(self, answers: list[str], complaints: list[Row]) -> None:
        """Settle the next lines of the input."""
        self._complaints.write(dumped(row) for row in complaints)
        self._answers.write(answers)
        self.answered += len(answers)
        self.bad += len(complaints)
        self._written += 1
        if self._written % SYNCED_EVERY == 0:
            self.sync()

    def sync(self) -> None:
        """Return when the disk holds everything."""
        self._complaints.sync()
        self._answers.sync()

    def close(self) -> None:
        """Close the files. No complaints, no file of them."""
        self._answers.close()
        self._complaints.close()
        with suppress(OSError):
            if not self.complaints.stat().st_size:
                self.complaints.unlink()


def _open(path: Path) -> BinaryIO:
    try:
        path.touch()
        return path.open("r+b")
    except OSError as error:
        raise EngineError(f"{path}: {error.strerror}") from error


def _locked(path: Path) -> BinaryIO:
    """The file, ours alone until we close it or die."""
    file = _open(path)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise EngineError(f"{path}: another run is writing it now") from error
    return file


def _claim(output: Path, begun: Begun) -> bool:
    """Hold an old output against what is asked now; write down what a new one is for. Returns whether it goes on."""
    path = output.with_name(output.name + BEGUN)
    before = _begun(path)
    if before == begun:
        return True
    if not output.stat().st_size:
        draft = path.with_name(path.name + ".new")
        draft.write_text(json.dumps(asdict(begun)) + "\n", encoding="utf-8")
        draft.replace(path)
        return False
    if before is None:
        raise EngineError(f"{output}: holds something already that no bulk run wrote; name another output")
    if before.input != begun.input:
        raise EngineError(f"{output}: holds the answers to another input; name another output")
    raise EngineError(f"{output}: was begun with another index; use that one, or name another output")


def _begun(path: Path) -> Begun | None:
    try:
        return Begun(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
