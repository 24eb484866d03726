"""Stand-ins for the engine in tests of bulk runs: answers that can be foretold, and texts that kill who reads them."""

import json
import os
import signal
from pathlib import Path

from skillengine.errors import IndexRefused
from skillengine.rows import Row
from skillengine.workers import IndexPlace, Outcome

REFUSED = "refused"
DEADLY = "deadly"
DEADLY_ONCE = "deadly once "


def echo(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    """Each text backwards; one is refused."""
    return [_outcome(row) for row in rows]


def dangerous(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    """As echo, but some texts end the process as `kill -9` does: always, or until they have left their mark."""
    for row in rows:
        text = str(row["text"])
        if text == DEADLY or (text.startswith(DEADLY_ONCE) and _marks(Path(text.removeprefix(DEADLY_ONCE)))):
            os.kill(os.getpid(), signal.SIGKILL)
    return echo(index, rows)


def always_dying(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    """Nobody survives."""
    os._exit(1)


def without_index(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    """A worker that finds no index."""
    raise IndexRefused("none here")


def settings(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    """What the process was told about threads."""
    answer = {"id": rows[0]["id"], "threads": os.environ.get("OPENBLAS_NUM_THREADS")}
    return [Outcome(json.dumps(answer))] * len(rows)


def _outcome(row: Row) -> Outcome:
    if row["text"] == REFUSED:
        return Outcome("", "refused by the engine")
    return Outcome(json.dumps({"id": row["id"], "said": row["text"][::-1]}))


def _marks(path: Path) -> bool:
    if path.exists():
        return False
    path.touch()
    return True
