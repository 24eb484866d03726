"""
Texts a second of a bulk run: one process, two processes, and two Dask workers of which one is killed midway.

Run with `./dev bench bulk [--texts N]`. Times are of whole commands, from start to exit; the Dask cluster
stands ready. Every output is checked: each id answered once, and the bytes those of one process. Dask's own nanny
starts a new worker for the killed one.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from skillengine.index import SENTENCE_FILES

DATA = Path(__file__).resolve().parents[1] / "data"
SEED = 20_261_125
SENTENCES_A_TEXT = 6
TARGET = 1.6
COMMAND = (sys.executable, "-m", "skillengine.cli")


def write_texts(path: Path, count: int) -> None:
    """Texts of one to six of our sentences, three in four Norwegian. The same for the same count."""
    chosen = random.Random(SEED)
    tables = {lang: sentences(DATA / name) for lang, name in SENTENCE_FILES.items()}
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            table = tables["nb" if chosen.random() < 0.75 else "en"]
            text = " ".join(chosen.choices(table, k=chosen.randint(1, SENTENCES_A_TEXT)))
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")


def sentences(path: Path) -> list[str]:
    """The last column of a sentence table."""
    return [line.split("\t")[2] for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def one_process(source: Path, output: Path) -> float:
    """The plain command, which has no workers."""
    started = time.perf_counter()
    with output.open("wb") as file:
        subprocess.run([*COMMAND, "map", str(source)], stdout=file, check=True)
    return time.perf_counter() - started


def pool(source: Path, output: Path) -> float:
    """Two processes."""
    started = time.perf_counter()
    subprocess.run([*COMMAND, "run", "--input", source, "--output", output, "--workers", "2"], check=True)
    return time.perf_counter() - started


def dask(source: Path, output: Path) -> float:
    """Two Dask workers that live."""
    return on_dask(source, output, None)


def dask_with_a_death(source: Path, output: Path) -> float:
    """Two Dask workers; when half of the answers are written, one is killed as `kill -9` does."""
    return on_dask(source, output, answered(source) // 2)


def on_dask(source: Path, output: Path, killed_after: int | None) -> float:
    """Seconds from the start of the command; the scheduler and its workers stand ready before."""
    with two_dask_workers() as (address, pids):
        command = [*COMMAND, "run", "--input", source, "--output", output, "--scheduler", address]
        started = time.perf_counter()
        with subprocess.Popen(command) as running:
            if killed_after is not None:
                kill_midway(running, output, killed_after, pids)
        if running.returncode:
            raise SystemExit(f"the run ended with status {running.returncode}")
        return time.perf_counter() - started


def kill_midway(running: subprocess.Popen[bytes], output: Path, after: int, pids: Callable[[], list[int]]) -> None:
    """Wait for so many answers, then kill one worker."""
    while running.poll() is None and answered(output) < after:
        time.sleep(0.5)
    if running.poll() is not None:
        raise SystemExit("the run was over before a worker could be killed: take more texts")
    os.kill(pids()[0], signal.SIGKILL)
    print(f"killed a Dask worker after {answered(output):,} answers", file=sys.stderr)


@contextmanager
def two_dask_workers() -> Iterator[tuple[str, Callable[[], list[int]]]]:
    """A scheduler with two worker processes of one thread each: its address, and how to ask for their ids."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        yield cluster.scheduler_address, lambda: [nanny.pid for nanny in cluster.workers.values()]


def answered(output: Path) -> int:
    """How many whole lines an output holds so far."""
    return output.read_bytes().count(b"\n") if output.exists() else 0


def is_complete(output: Path, count: int) -> bool:
    """Whether every id was answered once."""
    with output.open(encoding="utf-8") as file:
        ids = [json.loads(line)["id"] for line in file]
    return sorted(ids) == list(range(count))


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="bulk", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--texts", type=int, default=2_000)
    count = parser.parse_args(arguments).texts
    subprocess.run([*COMMAND, "search", "--limit", "1", "sveise"], stdout=subprocess.DEVNULL, check=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "texts.jsonl"
        write_texts(source, count)
        report(source, count, folder)


def report(source: Path, count: int, folder: Path) -> None:
    """One line a way of running."""
    print(f"{count:,} texts, {source.stat().st_size / count:.0f} bytes each, {os.cpu_count()} cores; target × {TARGET}")
    print(f"{'':32} {'load':>5} {'seconds':>8} {'texts/s':>8} {'ratio':>6}  each id once, same bytes")
    first, expected = 0.0, b""
    for number, (name, work) in enumerate(WAYS.items()):
        output, load = folder / f"{number}.jsonl", os.getloadavg()[0]
        seconds = work(source, output)
        first, expected = first or seconds, expected or output.read_bytes()
        right = f"{yes(is_complete(output, count))}, {yes(output.read_bytes() == expected)}"
        print(
            f"{name:32} {load:5.2f} {seconds:8.1f} {count / seconds:8.1f} {first / seconds:6.2f}  {right}", flush=True
        )


def yes(is_so: bool) -> str:
    return "yes" if is_so else "NO"


WAYS: dict[str, Callable[[Path, Path], float]] = {
    "one process (map)": one_process,
    "run, 2 processes": pool,
    "run, 2 Dask workers": dask,
    "run, 2 Dask workers, 1 killed": dask_with_a_death,
}

if __name__ == "__main__":
    main(sys.argv[1:])
