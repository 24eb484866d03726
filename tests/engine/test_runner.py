"""Bulk runs: one answer for every id, in order, whatever is killed and whenever."""

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillengine import cli
from skillengine.errors import EngineError, IndexRefused
from skillengine.ledger import Begun, Ledger
from skillengine.rows import Row
from skillengine.runner import KEPT_LOOSE, LINES_A_PARCEL, Job, Progress, Seen, lasting, run, survey
from skillengine.workers import Answering, IndexPlace, Outcome, Parcel, Pool, WorkersLost, answer
from tests.engine import bulk_answers
from tests.engine.bulk_answers import DEADLY, DEADLY_ONCE, REFUSED, dangerous, echo
from tests.engine.conftest import PROJECT

PLACE = IndexPlace("nowhere", "none")


class Here:
    """Workers in this very process. They answer when asked, and may be made to stop after some parcels."""

    def __init__(self, parcels: int = 1_000_000, answering: Answering = echo) -> None:
        self._left = parcels
        self._answering = answering
        self.most = self._out = 0

    def room(self) -> int:
        return 3

    def send(self, rows: list[Row]) -> Parcel:
        self._out += 1
        self.most = max(self.most, self._out)
        return Parcel(rows)

    def receive(self, parcel: Parcel) -> Sequence[Outcome]:
        if not self._left:
            raise WorkersLost("gone")
        self._left -= 1
        self._out -= 1
        return self._answering(PLACE, parcel.rows)

    def close(self) -> None:
        self._left = 0


def lines(*rows: object) -> bytes:
    return b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows)


def texts(count: int) -> bytes:
    return lines(*({"id": number, "text": f"text {number}"} for number in range(count)))


def a_job(folder: Path, given: bytes) -> Job:
    (folder / "in.jsonl").write_bytes(given)
    return Job(folder / "in.jsonl", folder / "out.jsonl", PLACE)


def done(job: Job, hire: Callable[[], Here | Pool] = Here) -> int:
    return run(job, hire, out=io.StringIO())


def answers(job: Job) -> list[Row]:
    return [json.loads(line) for line in job.output.read_bytes().splitlines()]


def complaints(job: Job) -> list[Row]:
    path = job.output.with_name("out.jsonl.errors.jsonl")
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def ids(job: Job) -> list[object]:
    return [row["id"] for row in answers(job)]


@pytest.mark.parametrize("count", [0, 8, 2 * LINES_A_PARCEL, 100])
def test_every_id_is_answered_once_in_order(tmp_path: Path, count: int) -> None:
    job = a_job(tmp_path, texts(count))

    assert done(job) == 0

    assert ids(job) == list(range(count))
    assert [row["said"] for row in answers(job)] == [f"text {number}"[::-1] for number in range(count)]
    assert complaints(job) == []
    assert not job.output.with_name("out.jsonl.errors.jsonl").exists()


def test_bad_lines_are_told_aside(tmp_path: Path) -> None:
    job = a_job(
        tmp_path,
        lines({"id": "a", "text": "x"}, b"no json\n", {"text": "no id"}, {"id": "b"}, {"id": "c", "text": REFUSED})
        + lines({"id": [1], "text": "x"}, {"id": "d", "text": "y"}),
    )

    assert done(job) == 1

    assert ids(job) == ["a", "d"]
    assert [(row["line"], row.get("id")) for row in complaints(job)] == [
        (2, None),
        (3, None),
        (4, "b"),
        (5, "c"),
        (6, [1]),
    ]
    assert complaints(job)[3]["error"] == "refused by the engine"


def test_an_id_given_twice_is_answered_once(tmp_path: Path) -> None:
    job = a_job(tmp_path, lines(*({"id": identity, "text": "x"} for identity in (1, "1", 1, 2, "1"))))

    assert done(job) == 1

    assert ids(job) == [1, "1", 2]
    assert [(row["line"], row["id"]) for row in complaints(job)] == [(3, 1), (5, "1")]


def test_no_more_is_under_way_than_there_is_room_for(tmp_path: Path) -> None:
    here = Here()

    done(a_job(tmp_path, texts(1000)), lambda: here)

    assert here.most == here.room()


def test_a_done_run_has_nothing_to_do(tmp_path: Path) -> None:
    job = a_job(tmp_path, texts(5) + b"bad\n")
    done(job)
    before = job.output.read_bytes()

    assert done(job, lambda: pytest.fail("nobody is needed")) == 1

    assert job.output.read_bytes() == before
    assert len(complaints(job)) == 1


some_lines = st.lists(
    st.one_of(
        st.builds(lambda i: lines({"id": i, "text": f"t{i}"}), st.integers(0, 30)),
        st.builds(lambda i: lines({"id": i, "text": REFUSED}), st.integers(0, 30)),
        st.sampled_from([b"\n", b"{}\n", b"[\n", '{"id": "æ", "text": "ø"}\n'.encode()]),
    ),
    max_size=90,
).map(b"".join)


@given(given=some_lines, parcels=st.integers(0, 3), kept=st.floats(0, 1), told=st.floats(0, 1))
def test_a_run_that_was_stopped_and_cut_anywhere_ends_as_one_that_was_not(
    given: bytes, parcels: int, kept: float, told: float
) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "whole").mkdir()
        whole, job = a_job(Path(name) / "whole", given), a_job(Path(name), given)
        status = done(whole)
        try:
            done(job, lambda: Here(parcels))
        except WorkersLost:
            for ending, share in (("", kept), (".errors.jsonl", told)):
                path = job.output.with_name(job.output.name + ending)
                if path.exists():
                    os.truncate(path, round(path.stat().st_size * share))

        assert done(job) == status

        assert job.output.read_bytes() == whole.output.read_bytes()
        assert complaints(job) == complaints(whole)
        assert len(set(map(str, ids(job)))) == len(ids(job))


@pytest.mark.parametrize("kept", [50, 100])
@pytest.mark.parametrize(
    "junk", [b'{"id": 50, "sa', b'{"id": 50}', b"\0" * 300, b"nonsense\n", b'{"id": 7}\n', b"[]\n"]
)
def test_what_is_no_whole_answer_to_the_next_line_is_dropped(tmp_path: Path, junk: bytes, kept: int) -> None:
    job = a_job(tmp_path, texts(100))
    done(job)
    whole = job.output.read_bytes()
    job.output.write_bytes(b"".join(whole.splitlines(keepends=True)[:kept]) + junk)
    told = io.StringIO()

    assert run(job, Here, out=told) == 0

    assert job.output.read_bytes() == whole
    assert told.getvalue().startswith(f"Going on after {kept} of 100 lines, {len(junk)} bytes")


def test_an_output_is_kept_from_another_input(tmp_path: Path) -> None:
    job = a_job(tmp_path, texts(5))
    done(job)
    before = job.output.read_bytes()
    job.source.write_bytes(texts(6))

    with pytest.raises(EngineError, match="another input"):
        done(job)

    assert job.output.read_bytes() == before


def test_an_output_is_kept_from_another_index(tmp_path: Path) -> None:
    job = a_job(tmp_path, texts(5))
    done(job)

    with pytest.raises(EngineError, match="another index"):
        done(Job(job.source, job.output, IndexPlace("nowhere", "other")))


def test_a_file_that_no_run_wrote_is_left_alone(tmp_path: Path) -> None:
    job = a_job(tmp_path, texts(5))
    job.output.write_text("my notes")

    with pytest.raises(EngineError, match="no bulk run wrote"):
        done(job)

    assert job.output.read_text() == "my notes"


def test_complaints_about_another_input_do_not_count(tmp_path: Path) -> None:
    job = a_job(tmp_path, b"bad\n")
    done(job)
    job.source.write_bytes(texts(2))

    assert done(job) == 0

    assert ids(job) == [0, 1]
    assert complaints(job) == []


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    job = a_job(tmp_path, texts(5))
    first = Ledger(job.output, Begun("x", "y"))

    with pytest.raises(EngineError, match="another run"):
        done(job)

    first.close()


@pytest.mark.parametrize("named", ["missing.jsonl", "."])
def test_an_input_that_cannot_be_read_is_refused(tmp_path: Path, named: str) -> None:
    job = Job(tmp_path / named, tmp_path / "out.jsonl", PLACE)

    with pytest.raises(EngineError, match="no such file"):
        done(job)

    assert not job.output.exists()


def test_an_input_that_fails_while_it_is_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="directory"):
        survey(tmp_path)


def test_the_input_is_never_the_output(tmp_path: Path) -> None:
    job = a_job(tmp_path, texts(5))

    for output in (job.source, tmp_path / "x" / ".." / "in.jsonl"):
        with pytest.raises(EngineError, match="overwrite"):
            done(Job(job.source, output, PLACE))

    assert job.source.read_bytes() == texts(5)


def test_an_output_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    job = a_job(tmp_path, texts(5))

    with pytest.raises(EngineError, match="No such file"):
        done(Job(job.source, tmp_path / "nowhere" / "out.jsonl", PLACE))


def pool(answering: Answering) -> Callable[[], Pool]:
    return lambda: Pool(PLACE, 2, answering)


def test_killed_processes_cost_nobody_an_answer(tmp_path: Path) -> None:
    killers = [{"id": f"k{n}", "text": f"{DEADLY_ONCE}{tmp_path / str(n)}"} for n in range(3)]
    job = a_job(tmp_path, texts(100) + lines(*killers) + lines({"id": "last", "text": "x"}))

    assert done(job, pool(dangerous)) == 0

    assert ids(job) == [*range(100), "k0", "k1", "k2", "last"]
    assert all((tmp_path / str(n)).exists() for n in range(3))


def test_a_process_killed_at_rest_is_replaced() -> None:
    pool = Pool(PLACE, 1, echo)
    resting = pool._workers[0].process
    resting.kill()
    resting.join()

    (outcome,) = pool.receive(pool.send([{"id": 1, "text": "ab"}]))
    pool.close()

    assert json.loads(outcome.answer) == {"id": 1, "said": "ba"}


def test_a_text_that_always_kills_is_given_up_and_the_others_answered(tmp_path: Path) -> None:
    job = a_job(tmp_path, texts(5) + lines({"id": "k", "text": DEADLY}, {"id": "last", "text": "x"}))

    assert done(job, pool(dangerous)) == 1

    assert ids(job) == [0, 1, 2, 3, 4, "last"]
    assert [(row["id"], row["line"]) for row in complaints(job)] == [("k", 6)]
    assert "died" in str(complaints(job)[0]["error"])


def test_workers_that_only_die_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillengine.workers.DEATHS_IN_A_ROW", 3)
    job = a_job(tmp_path, texts(5))

    with pytest.raises(WorkersLost, match="in a row"):
        done(job, pool(bulk_answers.always_dying))

    assert done(job) == 0
    assert len(ids(job)) == 5


def test_a_worker_without_the_index_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(IndexRefused, match="none here"):
        done(a_job(tmp_path, texts(5)), pool(bulk_answers.without_index))


def test_each_process_counts_with_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    job = a_job(tmp_path, texts(1))

    done(job, pool(bulk_answers.settings))

    assert answers(job) == [{"id": 0, "threads": "1"}]
    assert os.environ["OPENBLAS_NUM_THREADS"] == "7"


def test_a_worker_answers_only_from_the_very_index(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"id": 1, "text": "sveise"}
    place = IndexPlace.of(tiny_folder)
    (found,) = answer(place, [row])
    assert json.loads(found.answer)["skills"][0]["quote"] == "sveise"

    moved = IndexPlace("elsewhere", place.fingerprint)
    monkeypatch.delenv("NORMI_INDEX", raising=False)
    with pytest.raises(IndexRefused):
        answer(moved, [row])
    monkeypatch.setenv("NORMI_INDEX", str(tiny_folder))
    assert answer(moved, [row]) == [found]


def test_what_one_text_brings_out_is_told_and_no_more(tiny_folder: Path) -> None:
    long, odd, good = answer(
        IndexPlace.of(tiny_folder),
        [{"id": 1, "text": "x" * 1_000_001}, {"id": 2, "text": 5}, {"id": 3, "text": "x"}],
    )
    assert "1000001" in long.error
    assert odd.error.startswith("the engine failed")
    assert json.loads(good.answer)["id"] == 3


def test_an_index_that_is_not_there_has_no_place(tmp_path: Path) -> None:
    with pytest.raises(IndexRefused):
        IndexPlace.of(tmp_path)


KILLED_MIDWAY = """
import os, signal, sys
from skillengine import cli, ledger

write, written = ledger.Ledger.write, 0

def writing(self, answers, complaints):
    global written
    written += 1
    if written == 3:
        self._answers._file.write(b'{"id": 70, "la')
        self._answers._file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    write(self, answers, complaints)

ledger.Ledger.write = writing
cli.main(sys.argv[1:])
"""


def test_the_command_goes_on_after_kill_and_says_what_map_says(
    tmp_path: Path, tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine, the processes and the signal are real: the run dies in the middle of its third write."""
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(lines(*({"id": n, "text": f"Sveise og bokføring {n}."} for n in range(150))))
    command = ["run", "--input", str(source), "--output", str(output), "--index", str(tiny_folder), "--workers", "1"]
    environment = {"PYTHONPATH": str(PROJECT / "src"), "PATH": "/usr/bin:/bin"}
    killed = subprocess.run([sys.executable, "-c", KILLED_MIDWAY, *command], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(output.read_bytes().splitlines()) == 2 * 32 + 1

    assert cli.main(command) == 0

    told = capsys.readouterr()
    assert told.out == ""
    assert "Going on after 64 of 150 lines" in told.err
    cli.main(["map", str(source), "--index", str(tiny_folder)])
    assert output.read_text(encoding="utf-8") == capsys.readouterr().out


def test_workers_and_scheduler_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    cores = str(len(os.sched_getaffinity(0)))
    with pytest.raises(SystemExit) as stopped:
        cli.main(["run", "--input", "a", "--output", "b", "--workers", cores, "--scheduler", "tcp://127.0.0.1:1"])
    assert stopped.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_an_interrupted_run_says_how_to_go_on(
    tmp_path: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    job = a_job(tmp_path, texts(1))
    monkeypatch.setattr(cli, "run", interrupted)
    status = cli.main(["run", "--input", str(job.source), "--output", str(job.output), "--index", str(tiny_folder)])
    assert status == 130
    assert "goes on from here" in capsys.readouterr().err


@given(st.lists(st.integers(0, 40).map(str)))
def test_seen_knows_what_is_new(names: list[str]) -> None:
    seen = Seen()
    assert [seen.add(name) for name in names] == [name not in names[:place] for place, name in enumerate(names)]


def test_seen_knows_what_was_packed_away() -> None:
    seen = Seen()
    assert all(seen.add(str(number)) for number in range(KEPT_LOOSE + 10))
    assert not any(seen.add(str(number)) for number in range(0, KEPT_LOOSE + 10, 997))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("out", "line"),
    [
        (io.StringIO(), "30 of 100 lines, 3 a second, 23 s left\n"),
        (Terminal(), "\r\x1b[K30 of 100 lines, 3 a second, 23 s left\r"),
    ],
)
def test_progress_tells_rate_and_time_left(tmp_path: Path, out: io.StringIO, line: str) -> None:
    """30 lines in 10 seconds are 3 a second; 70 are left, which take 23.3 s."""
    now = iter([0.0, 0.0, *[10.0] * 9])
    ledger = Ledger(tmp_path / "out.jsonl", Begun("x", "y"))
    progress = Progress(100, ledger, out, clock=lambda: next(now))
    progress.tell()
    ledger.write(["{}"] * 29, [{"line": 30, "error": "x"}])
    progress.tell()
    progress.tell()
    ledger.close()

    assert out.getvalue() == line


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "0 s"), (60, "1 min 0 s"), (200, "3 min 20 s"), (8000, "2 h 13 min")]
)
def test_a_time_is_said_in_two_units_at_most(seconds: float, said: str) -> None:
    assert lasting(seconds) == said
