"""
How quick and how big Normi is, beside its peers: latency, sentences a second, cold start and memory, in one run.

Run with `./dev bench speed [--texts N] [--without PEER …]`. Everyone is asked in a process of their own, one text at a
time, with one thread for numpy, as the product sets it; Normi's transformer takes two, which `cpu ms` makes plain. A
peer that is not fetched, or whose vectors are not made (`./dev bench quality` does both), is named as absent. Texts
are spliced from halves of our sentences: the vectors of whole ones are remembered by the engine, and would flatter it.
"""

import argparse
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from benchmarks import bulk, peers
from benchmarks.peers import Absent, Bm25, Letters, Names
from skillengine.cli import open_engine
from skillengine.index import SENTENCE_FILES
from skillengine.taxonomy import read_ours
from skillengine.types import Kind
from skillengine.workers import ONE_THREAD

LENGTHS = (25, 400)
TOP = 10
WARMING = tuple(range(40, 401, 40))
"""Words in each of the ten texts that are asked before anything is timed; memory is read after them."""
READY_WITHIN = 30
"""Seconds; a peer that takes longer is making vectors, which is no part of this."""
ENOUGH = 15.0
"""Seconds after which a peer is asked no more texts of one length."""
FEWEST = 20
SENTENCES = 3_000
STARTS = 5
TARGETS = "map of 400 words: p95 < 150 ms; Normi in memory: < 350 MB; two processes: ≥ 300 sentences/s; start: < 1.5 s"

Ask = Callable[[str], object]


class Latency(NamedTuple):
    """What asking so many texts took: milliseconds, and the milliseconds of all cores together for a text."""

    texts: int
    p50: float
    p95: float
    mean: float
    cpu: float


class Memory(NamedTuple):
    """MB: the most that was ever resident, and the share of this process now, its part of mapped files included."""

    peak: float
    share: float


class Measured(NamedTuple):
    """One contender: the load when it began, its memory, and its latency for each of LENGTHS."""

    load: float
    memory: Memory
    latencies: list[Latency]


def sentences(seed: str) -> Iterator[str]:
    """Sentences nobody has met, three in four Norwegian: the first half of one of ours and the second of another."""
    chosen = random.Random(f"{bulk.SEED} {seed}")
    tables = {lang: bulk.sentences(bulk.DATA / name) for lang, name in SENTENCE_FILES.items()}
    while True:
        table = tables["nb" if chosen.random() < 0.75 else "en"]
        first, second = (chosen.choice(table).split() for _ in range(2))
        yield " ".join(first[: (len(first) + 1) // 2] + second[len(second) // 2 :])


def texts_of(lengths: Sequence[int], seed: str) -> list[str]:
    """One text for each number of words. The same for the same seed."""
    words = (word for sentence in sentences(seed) for word in sentence.split())
    return [" ".join(islice(words, length)) for length in lengths]


def normi_map() -> list[Ask]:
    return [open_engine(None).map]


def normi_rank() -> list[Ask]:
    engine = open_engine(None)
    return [engine.map, lambda text: engine.rank(text, kind=Kind.SKILL, top=TOP)]


def peer(make: Callable[[Names], peers.Peer]) -> Callable[[Names], list[Ask]]:
    """How to make a peer and ask it one text."""

    def made(names: Names) -> list[Ask]:
        one = make(names)
        return [lambda text: one.rank([text], TOP)]

    return made


OURS: dict[str, Callable[[], list[Ask]]] = {"Normi map": normi_map, "Normi rank": normi_rank}
MAKERS: dict[str, Callable[[Names], peers.Peer]] = {Bm25.name: Bm25, Letters.name: Letters, **peers.OPTIONAL}
PEERS = {name: peer(make) for name, make in MAKERS.items()}


def measured(name: str, names: Names | None, texts: Sequence[Sequence[str]]) -> Measured | Absent:
    """
    Make one contender in this process, warm it, read its memory, and time it. The last way of asking is timed.

    `names` are None for Normi, which reads its own index.
    """
    load = os.getloadavg()[0]
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(READY_WITHIN)
    try:
        asks = PEERS[name](names) if names else OURS[name]()
    except (OSError, ImportError, RuntimeError) as error:
        return Absent(name, str(error))
    finally:
        signal.alarm(0)
    for text in texts_of(WARMING, "warming"):
        for ask in asks:
            ask(text)
    return Measured(load, memory(), [latency(asks[-1], some) for some in texts])


def give_up(_: int, __: FrameType | None) -> None:
    """For SIGALRM."""
    raise TimeoutError(f"not ready within {READY_WITHIN} s; `./dev bench quality` makes its vectors")


def memory() -> Memory:
    """Of this process, from /proc."""
    return Memory(in_mb("/proc/self/status", "VmHWM"), in_mb("/proc/self/smaps_rollup", "Pss"))


def in_mb(path: str, field: str) -> float:
    """A field that /proc gives in KiB."""
    rows = (line.split() for line in Path(path).read_text(encoding="ascii").splitlines())
    return next(int(row[1]) for row in rows if row[0] == f"{field}:") * 1024 / 1e6


def latency(ask: Ask, texts: Sequence[str]) -> Latency:
    """Ask one text after the other, FEWEST at least, and no more once ENOUGH has passed."""
    times: list[float] = []
    used = time.process_time()
    for text in texts:
        started = time.perf_counter()
        ask(text)
        times.append(1000 * (time.perf_counter() - started))
        if len(times) >= FEWEST and sum(times) > 1000 * ENOUGH:
            break
    cpu = 1000 * (time.process_time() - used) / len(times)
    p95 = statistics.quantiles(times, n=20)[-1]
    return Latency(len(times), statistics.median(times), p95, statistics.fmean(times), cpu)


def alone(name: str, names: Names | None, texts: Sequence[Sequence[str]]) -> Measured | Absent:
    """`measured` in a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        return process.submit(measured, name, names, texts).result()


def main(arguments: Sequence[str] = ()) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="speed", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--texts", type=int, default=200, help=f"texts of each length, {FEWEST} or more")
    parser.add_argument("--without", nargs="*", default=[], choices=list(PEERS), help="peers to spare")
    options = parser.parse_args(arguments)
    os.environ |= ONE_THREAD
    subprocess.run([*bulk.COMMAND, "search", "--limit", "1", "sveise"], stdout=subprocess.DEVNULL, check=True)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}. Targets: {TARGETS}\n", flush=True)
    names = peers.names_of(read_ours(bulk.DATA).concepts)
    texts = [texts_of([length] * max(options.texts, FEWEST), str(length)) for length in LENGTHS]
    found = {name: alone(name, None, texts) for name in OURS}
    found |= {name: alone(name, names, texts) for name in PEERS if name not in options.without}
    present = {name: one for name, one in found.items() if isinstance(one, Measured)}
    for place, length in enumerate(LENGTHS):
        print_latencies(length, {name: one.latencies[place] for name, one in present.items()})
    print_memory(present)
    absent = [one for one in found.values() if isinstance(one, Absent)]
    for name, reason in [*absent, *(Absent(name, "left out of this run") for name in options.without)]:
        print(f"{name} is absent: {reason}")
    print_throughput()
    print_start()


def print_latencies(length: int, rows: dict[str, Latency]) -> None:
    """One line a contender; `÷ map` and `÷ rank` say how many times as long as Normi's its median text took."""
    columns = " ".join(f"{title:>8}" for title in ("texts/s", "p50 ms", "p95 ms", "cpu ms", "÷ map", "÷ rank", "texts"))
    print(f"{f'{length} words':34} {columns}")
    for name, row in rows.items():
        ratios = " ".join(f"{row.p50 / rows[ours].p50:8.2f}" for ours in OURS)
        print(f"{name:34} {1000 / row.mean:8.1f} {row.p50:8.1f} {row.p95:8.1f} {row.cpu:8.1f} {ratios} {row.texts:8}")
    print(flush=True)


def print_memory(rows: dict[str, Measured]) -> None:
    """Memory after ten texts of up to 400 words; `÷ rank` beside a Normi that has both mapped and ranked them."""
    print(f"{'memory, MB':34} {'VmHWM':>8} {'PSS':>8} {'÷ rank':>8}  load when it began")
    for name, one in rows.items():
        ratio = one.memory.share / rows["Normi rank"].memory.share
        print(f"{name:34} {one.memory.peak:8.0f} {one.memory.share:8.0f} {ratio:8.2f}  {one.load:.2f}")
    print(flush=True)


def print_throughput() -> None:
    """Sentences a second of whole commands, start included, one sentence a line."""
    columns = " ".join(f"{title:>8}" for title in ("load", "seconds", "cpu s", "a second", "ratio"))
    print(f"\n{f'{SENTENCES:,} sentences, a line each':34} {columns}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "sentences.jsonl"
        rows = enumerate(islice(sentences("throughput"), SENTENCES))
        source.write_text("".join(f"{json.dumps({'id': id, 'text': text})}\n" for id, text in rows), encoding="utf-8")
        one = print_way("one process (map)", bulk.one_process, source, None)
        print_way("two processes (run --workers 2)", bulk.pool, source, one)


def print_way(name: str, work: Callable[[Path, Path], float], source: Path, first: float | None) -> float:
    """One line, with the seconds of all cores, and how many times as quick as the first it was. Returns the seconds."""
    load, used, output = os.getloadavg()[0], cpu_of_children(), source.with_name(f"{work.__name__}.jsonl")
    seconds = work(source, output)
    used = cpu_of_children() - used
    if not bulk.is_complete(output, SENTENCES):
        raise SystemExit(f"{name} did not answer every sentence once")
    rates = f"{SENTENCES / seconds:8.0f} {(first or seconds) / seconds:8.2f}"
    print(f"{name:34} {load:8.2f} {seconds:8.1f} {used:8.1f} {rates}", flush=True)
    return seconds


def cpu_of_children() -> float:
    """Seconds that ended processes of ours have taken of the cores, theirs included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def print_start() -> None:
    """Seconds from nothing to the answer of one line; the files of the index are in the cache of the system."""
    line = json.dumps({"text": texts_of([LENGTHS[0]], "start")[0]}).encode()
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        subprocess.run([*bulk.COMMAND, "map"], input=line, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - started)
    best, median = min(times), statistics.median(times)
    print(f"\nstart, `skills map` on one line: best {best:.2f} s, median of {STARTS} {median:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
