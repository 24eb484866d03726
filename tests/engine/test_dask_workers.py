"""A bulk run on a Dask scheduler, in this process: the same answers as on a pool, and plain words when it fails."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import distributed
import pytest

from skillengine import cli
from skillengine.dask_workers import DaskWorkers, answer_on_dask, keep_freed_memory
from skillengine.errors import EngineError, IndexRefused
from skillengine.rows import Row
from skillengine.runner import run
from skillengine.workers import Answering, IndexPlace, Outcome, WorkersLost, answer
from tests.engine import bulk_answers
from tests.engine.bulk_answers import DEADLY, echo
from tests.engine.test_runner import PLACE, a_job, answers, complaints, ids, lines, texts


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def killed(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    """As the scheduler says it when several workers died on a parcel with the deadly text."""
    if any(row["text"] == DEADLY for row in rows):
        raise distributed.KilledWorker("answer", SimpleNamespace(address="tcp://127.0.0.1:1"), 3)
    return echo(index, rows)


def gone(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    raise TimeoutError


def unknown_here(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    raise ModuleNotFoundError("No module named 'skillengine'")


@pytest.fixture
def hired(scheduler: str) -> Callable[[Answering], Callable[[], DaskWorkers]]:
    return lambda answering: lambda: DaskWorkers(PLACE, scheduler, answering)


def test_every_id_is_answered_once_in_order(tmp_path: Path, hired) -> None:
    job = a_job(tmp_path, texts(700) + b"bad\n")

    assert run(job, hired(echo), out=io.StringIO()) == 1

    assert ids(job) == list(range(700))
    assert answers(job)[7] == {"id": 7, "said": "7 txet"}
    assert [row["line"] for row in complaints(job)] == [701]


def test_the_command_meets_a_scheduler(tmp_path: Path, tiny_folder: Path, scheduler: str) -> None:
    job = a_job(tmp_path, lines({"id": 1, "text": "sveise"}))
    files = ["--input", str(job.source), "--output", str(job.output)]

    assert cli.main(["run", *files, "--index", str(tiny_folder), "--scheduler", scheduler]) == 0

    assert ids(job) == [1]


def test_a_text_that_kills_workers_is_given_up_and_the_others_answered(tmp_path: Path, hired) -> None:
    job = a_job(tmp_path, texts(5) + lines({"id": "k", "text": DEADLY}, {"id": "last", "text": "x"}))

    assert run(job, hired(killed), out=io.StringIO()) == 1

    assert ids(job) == [0, 1, 2, 3, 4, "last"]
    assert [row["id"] for row in complaints(job)] == ["k"]


@pytest.mark.parametrize(
    ("answering", "error", "said"),
    [
        (bulk_answers.without_index, IndexRefused, "none here"),
        (gone, WorkersLost, "went away"),
        (unknown_here, EngineError, "lack a module: No module named 'skillengine'"),
    ],
)
def test_what_goes_wrong_is_said_in_our_words(
    tmp_path: Path, hired, answering: Answering, error: type[EngineError], said: str
) -> None:
    with pytest.raises(error, match=said):
        run(a_job(tmp_path, texts(5)), hired(answering), out=io.StringIO())


def test_a_worker_answers_as_a_process_does(tiny_folder: Path) -> None:
    row = {"id": 1, "text": "sveise"}
    place = IndexPlace.of(tiny_folder)

    assert answer_on_dask(place, [row]) == answer(place, [row])


def test_a_worker_keeps_its_memory_where_the_system_lets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def mallopt(name: int, value: int) -> int:
        asked.append((name, value))
        return 1

    monkeypatch.setattr("ctypes.CDLL", lambda _: SimpleNamespace(mallopt=mallopt))
    assert keep_freed_memory.__wrapped__()
    assert asked == [(-1, 268_435_456), (-3, 33_554_432)]
    monkeypatch.setattr("ctypes.CDLL", lambda _: SimpleNamespace())
    assert not keep_freed_memory.__wrapped__()


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(EngineError, match="no scheduler"):
        DaskWorkers(PLACE, "nonsense://x")


def test_without_the_package_a_scheduler_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EngineError, match="not installed"):
        DaskWorkers(PLACE, "tcp://127.0.0.1:8786")
