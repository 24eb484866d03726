"""
The `skills` command: JSON lines in, JSON lines out.

Owns the arguments, where lines come from and where answers go. Standard output holds answers only; what goes wrong
goes to standard error, and the exit status is 1 at the end if any line was bad. The shapes of lines are in `rows`.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from skillengine.candidates import Engine, build_index
from skillengine.dask_workers import DaskWorkers
from skillengine.errors import EngineError, IndexRefused
from skillengine.index import row_of
from skillengine.rows import BadLine, Row, dumped, lines_of, mapped, ranked, ranked_row, read_row
from skillengine.runner import Job, run
from skillengine.taxonomy import read_ours
from skillengine.types import LANGUAGES, Kind
from skillengine.workers import IndexPlace, Pool, Workers

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "data"
KINDS = {"skill": Kind.SKILL, "occupation": Kind.OCCUPATION}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, 1 after a bad line or a refusal, 2 for wrong arguments."""
    arguments = parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except EngineError as error:
        _complain({"error": str(error)})
        return 1
    return status


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(prog="skills", description="Text to ESCO skills, from JSON lines to JSON lines.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--index", type=Path, default=None, help="folder of the index (else NORMI_INDEX, else our own)")
    lines = argparse.ArgumentParser(add_help=False, parents=[common])
    lines.add_argument("files", nargs="*", type=Path, help="files of JSON lines; standard input where none is given")
    command = commands.add_parser("map", parents=[lines], help="skills and roles with the exact places that name them")
    command.set_defaults(run=run_map)
    command = commands.add_parser("rank", parents=[lines], help="the best concepts for a whole text, best first")
    command.add_argument("--kind", choices=KINDS, default="skill")
    command.add_argument("--top", type=_positive, default=10)
    command.set_defaults(run=run_rank)
    command = commands.add_parser(
        "run", parents=[common], help="map a whole file on many workers, going on after a kill"
    )
    command.add_argument("--input", type=Path, required=True, help="JSON lines, each with an id of its own")
    command.add_argument("--output", type=Path, required=True, help="answers; bad lines go to OUTPUT.errors.jsonl")
    those = command.add_mutually_exclusive_group()
    those.add_argument("--workers", type=_positive, help="processes on this machine; one per core if not given")
    those.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler instead, such as tcp://10.0.0.1:8786")
    command.set_defaults(run=run_bulk)
    command = commands.add_parser("search", parents=[common], help="concepts for a few letters")
    command.add_argument("--kind", choices=KINDS, default=None)
    command.add_argument("--lang", choices=LANGUAGES, default="nb")
    command.add_argument("--limit", type=_positive, default=10)
    command.add_argument("text", nargs="+")
    command.set_defaults(run=run_search)
    command = commands.add_parser("concept", parents=[common], help="one concept by its URI")
    command.add_argument("uri")
    command.set_defaults(run=run_concept)
    return top


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def run_map(arguments: argparse.Namespace) -> int:
    """Answer each line with its mapped skills."""
    engine = open_engine(arguments.index)
    return _answer_lines(arguments.files, lambda row: mapped(engine, row))


def run_rank(arguments: argparse.Namespace) -> int:
    """Answer each line with the best concepts."""
    engine = open_engine(arguments.index)
    kind = KINDS[arguments.kind]
    return _answer_lines(arguments.files, lambda row: ranked(engine, row, kind, arguments.top))


def run_bulk(arguments: argparse.Namespace) -> int:
    """Answer a whole file on many workers."""
    open_engine(arguments.index)
    job = Job(arguments.input, arguments.output, IndexPlace.of(index_folder(arguments.index)))
    try:
        return run(job, lambda: _hired(arguments, job.index))
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


def _hired(arguments: argparse.Namespace, index: IndexPlace) -> Workers:
    if arguments.scheduler:
        return DaskWorkers(index, arguments.scheduler)
    return Pool(index, arguments.workers or len(os.sched_getaffinity(0)))


def run_search(arguments: argparse.Namespace) -> int:
    """One line per concept found."""
    engine = open_engine(arguments.index)
    kind = KINDS.get(arguments.kind)
    for hit in engine.search(" ".join(arguments.text), kind=kind, lang=arguments.lang, limit=arguments.limit):
        _answer(ranked_row(engine, hit, arguments.lang))
    return 0


def run_concept(arguments: argparse.Namespace) -> int:
    """One line with all that is known of a concept."""
    _answer(row_of(open_engine(arguments.index).concept(arguments.uri)))
    return 0


def open_engine(index: Path | None) -> Engine:
    """The engine on the index that was asked for, else on one made once from the project's own data."""
    folder = index_folder(index)
    try:
        return Engine.load(folder)
    except IndexRefused:
        if index or os.environ.get("NORMI_INDEX"):
            raise
        print(f"Making the index from {DATA.name}/; this takes half a minute, once.", file=sys.stderr, flush=True)
        build_index(read_ours(DATA), folder, sentences=DATA)
        return Engine.load(folder)


def index_folder(index: Path | None) -> Path:
    """Where the index is that was asked for: by argument, else by environment, else the one we make."""
    own = Path(os.environ.get("NORMI_STATE") or PROJECT / ".dev") / "engine-index"
    return index or Path(os.environ.get("NORMI_INDEX") or own)


def _answer_lines(files: Sequence[Path], answer: Callable[[Row], Row]) -> int:
    """Answer every good line as it comes, complain of every bad one. Returns the exit status."""
    status = 0
    for number, line in enumerate(_lines(files), start=1):
        try:
            row = read_row(line)
            try:
                _answer(answer(row))
            except EngineError as error:
                raise BadLine(str(error), row.get("id")) from error
        except BadLine as bad:
            named = {} if bad.identity is None else {"id": bad.identity}
            _complain({**named, "line": number, "error": str(bad)})
            status = 1
    return status


def _lines(files: Sequence[Path]) -> Iterator[bytes]:
    """The lines that hold anything, from the files in turn or from standard input. A line too long comes cut."""
    if not files:
        yield from lines_of(sys.stdin.buffer)
    for path in files:
        try:
            with path.open("rb") as file:
                yield from lines_of(file)
        except OSError as error:
            raise EngineError(f"{path}: {error.strerror}") from error


def _answer(row: Row) -> None:
    print(dumped(row), flush=True)


def _complain(row: Row) -> None:
    print(dumped(row), file=sys.stderr, flush=True)


if __name__ == "__main__":  # pragma: no cover
    sys.exit(main())
