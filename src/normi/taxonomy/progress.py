"""What a person sees on standard error during an installation: lines of what happened, and a bar for what lasts."""

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

WIDTH = 30
SECONDS_BEFORE_SHOWN = 1.0
SECONDS_BETWEEN = 0.2


class Progress:
    """
    A bar that appears when something has lasted a second, on a terminal only; otherwise each new task is one line.

    `quiet` shows nothing at all.
    """

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self.stream = stream or sys.stderr
        self.quiet = quiet
        self.task = ""
        self.started = self.shown = 0.0

    def __call__(self, task: str, done: int, total: int) -> None:
        """`done` of `total`, in whatever unit; a total of 0 means that nobody knows."""
        now = time.monotonic()
        if task != self.task:
            self.close()
            self.task, self.started = task, now
            if not self.stream.isatty():
                self.say(f"{task} …")
        if now - self.started >= SECONDS_BEFORE_SHOWN and now - self.shown >= SECONDS_BETWEEN:
            self.shown = now
            self._draw(done, total, now)

    @contextlib.contextmanager
    def during(self, task: str) -> Iterator[Callable[[int, int], None]]:
        """Count the seconds of something that cannot say how far it is; if it can after all, it calls what it gets."""
        done, share = threading.Event(), [0, 0]

        def tell(at: int, total: int) -> None:
            share[:] = at, total
            self(task, at, total)

        self(task, 0, 0)
        ticker = threading.Thread(target=self._tick, args=(task, done, share), daemon=True)
        ticker.start()
        try:
            yield tell
        finally:
            done.set()
            ticker.join()

    def _tick(self, task: str, done: threading.Event, share: Sequence[int]) -> None:
        while not done.wait(SECONDS_BETWEEN):
            self(task, *share)

    def say(self, line: str) -> None:
        self._clear()
        if not self.quiet:
            self.stream.write(f"{line}\n")
            self.stream.flush()

    def close(self) -> None:
        self._clear()
        self.task, self.shown = "", 0.0

    def _draw(self, done: int, total: int, now: float) -> None:
        if self.quiet or not self.stream.isatty():
            return
        filled = WIDTH * min(done, total) // total if total else 0
        share = f"{100 * min(done, total) // total:3d} %" if total else f"{now - self.started:.0f} s"
        self.stream.write(f"\r\033[K{self.task} [{'#' * filled}{'.' * (WIDTH - filled)}] {share}")
        self.stream.flush()

    def _clear(self) -> None:
        if self.shown and not self.quiet and self.stream.isatty():
            self.stream.write("\r\033[K")
            self.stream.flush()
