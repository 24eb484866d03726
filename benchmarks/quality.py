"""
How well texts find their concepts: our own held-out sentences, and other people's sets where they are present.

Run with `./dev bench quality`: asks Normi and its peers the same questions, and writes docs/quality.md and the figures
of the page in the product. `--part tune` prints what settings may be chosen by, and writes nothing. The sets of others
are read from `$NORMI_SHARED/data/measure` (default ../shared beside the project), measured on, never learned from.
"""

import argparse
import ast
import csv
import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks import peers
from benchmarks.peers import Peer
from benchmarks.report import SETS, Channel, Measured, Quote, Results, System, figures_of, markdown, publish
from benchmarks.testsets import Tally, read_items, stretches
from skillengine.candidates import Engine, build_index
from skillengine.ranking import CHANNELS, SKILL_WEIGHTS, fuse
from skillengine.training.data import Corpus, Part, read_corpus
from skillengine.types import Kind

PROJECT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("NORMI_SHARED") or PROJECT.parent / "shared")
MEASURE = SHARED / "data" / "measure"
OFFICIAL = SHARED / "data" / "official" / "esco-1.1.1-en" / "en.zip"


@dataclass(frozen=True, slots=True)
class Item:
    """A text and the URIs of the skills it holds."""

    text: str
    gold: frozenset[str]


def held_out(corpus: Corpus, lang: str, part: Part) -> list[Item]:
    """Our own shared sentences of one part, each with the skills it was written for."""
    return [Item(one.text, frozenset(one.uris)) for one in corpus.only(part).shared if one.lang == lang]


def skillspan(path: Path, by_label: Mapping[str, str]) -> list[Item]:
    """The sentences of a SkillSpan-ESCO file that have at least one skill."""
    gold: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if uri := by_label.get(row["label"].strip().lower()):
                gold.setdefault(row["sentence"], set()).add(uri)
    return [Item(text, frozenset(uris)) for text, uris in gold.items()]


def skillskape(path: Path, by_label: Mapping[str, str]) -> list[Item]:
    """The sentences of the SkillSkape file that have at least one known skill."""
    items = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            uris = {by_label[label.lower()] for label in ast.literal_eval(row["skills"]) if label.lower() in by_label}
            if uris:
                items.append(Item(row["sentence"], frozenset(uris)))
    return items


def labels_of(corpus: Corpus) -> dict[str, str]:
    """English label to URI, by our version of ESCO and by the older one the sets were made with."""
    skills = {c.uri: c for c in corpus.taxonomy.concepts if c.kind is Kind.SKILL}
    by_label = {concept.labels["en"].lower(): uri for uri, concept in skills.items()}
    if OFFICIAL.exists():
        with zipfile.ZipFile(OFFICIAL) as package:
            text = package.read("skills_en.csv").decode("utf-8")
        older = csv.DictReader(io.StringIO(text, newline=""))
        pairs = ((row["preferredLabel"].strip().lower(), row["conceptUri"]) for row in older)
        by_label |= {label: uri for label, uri in pairs if uri in skills}
    return by_label


def sets_of(corpus: Corpus, part: Part) -> Iterator[tuple[str, list[Item]]]:
    """Every set that is there, with its key in the report."""
    yield "ours-nb", held_out(corpus, "nb", part)
    yield "ours-en", held_out(corpus, "en", part)
    yield "annotated", [Item(text, exact) for text, exact, _ in stretches(read_items(part))]
    by_label = labels_of(corpus)
    for name in ("house", "tech"):
        path = MEASURE / f"skillspan-esco-{name}-validation.csv"
        if path.exists():
            yield name, skillspan(path, by_label)
    if (MEASURE / "skillskape-dev.csv").exists():
        yield "skillskape", skillskape(MEASURE / "skillskape-dev.csv", by_label)[:400]


def engine_without_held_out(corpus: Corpus, folder: Path) -> Engine:
    """An engine whose index holds none of the shared sentences that are kept out."""
    replace(corpus, shared=corpus.only(Part.TRAIN).shared).write_sentences(folder)
    build_index(corpus.taxonomy, folder / "index", sentences=folder)
    return Engine.load(folder / "index")


@dataclass(frozen=True, slots=True)
class Answers:
    """For each item of a set: which weights it gets, the scores of all skills by channel, the places of its gold."""

    lengths: Sequence[str]
    channels: Sequence[Sequence[npt.NDArray[np.float32]]]
    places: Sequence[Sequence[int]]


def ask(engine: Engine, items: Sequence[Item]) -> Answers:
    """Run every channel once for every item, so that many weightings can be looked at."""
    place = {uri: i for i, uri in enumerate(engine.uris(Kind.SKILL))}
    channels = [engine.channels(item.text, kind=Kind.SKILL) for item in items]
    lengths = [engine.weighing(item.text) for item in items]
    return Answers(lengths, channels, [[place[uri] for uri in item.gold] for item in items])


Weights = Mapping[str, Sequence[float]]


def ranks_by(answers: Answers, weights: Weights) -> list[list[float]]:
    """The ranks of each item's gold, best first. A concept that ties with others stands behind them."""
    ranks = []
    for length, channels, places in zip(answers.lengths, answers.channels, answers.places, strict=True):
        fused = fuse(channels, weights[length])
        ranks.append(sorted(float((fused >= fused[place]).sum()) for place in places))
    return ranks


def with_only(kept: Callable[[int], bool]) -> dict[str, list[float]]:
    """The weights with some channels silenced; where that leaves none, what is left counts one."""
    rows = {name: [w * kept(i) for i, w in enumerate(row)] for name, row in SKILL_WEIGHTS.items()}
    return {name: row if any(row) else [float(kept(i)) for i in range(len(row))] for name, row in rows.items()}


def channels_of(answers: Answers) -> list[Channel]:
    """What each channel adds to the others, and what it can do alone."""
    return [
        Channel(
            name,
            ranks_by(answers, with_only(lambda i, number=number: i != number)),  # type: ignore[misc]
            ranks_by(answers, with_only(lambda i, number=number: i == number)),  # type: ignore[misc]
        )
        for number, name in enumerate(CHANNELS)
    ]


def quotes_of(engine: Engine, answers: Answers, items: Sequence[Item]) -> list[Quote]:
    """The texts with the labels that are right and the one that stood first."""
    uris = engine.uris(Kind.SKILL)
    first = [
        uris[int(np.argmax(fuse(channels, SKILL_WEIGHTS[length])))]
        for length, channels in zip(answers.lengths, answers.channels, strict=True)
    ]
    return [
        Quote(item.text, [engine.label(uri, "nb") for uri in sorted(item.gold)], engine.label(given, "nb"))
        for item, given in zip(items, first, strict=True)
    ]


def measured(engine: Engine, key: str, items: Sequence[Item], others: Sequence[Peer]) -> Measured:
    """One set: Normi, its peers, what each channel adds, and what was missed in sets of ours."""
    answers = ask(engine, items)
    texts, wanted = [item.text for item in items], [item.gold for item in items]
    systems = [System("Normi", ranks_by(answers, SKILL_WEIGHTS), is_ours=True)]
    systems += [System(peer.name, peers.ranks(peer, texts, wanted)) for peer in others]
    quotes = quotes_of(engine, answers, items) if SETS[key].is_ours else []
    return Measured(key, systems, channels_of(answers), quotes)


def reading_of(engine: Engine, part: Part) -> list[Tally]:
    """What `map` does with each annotated text."""
    items = read_items(part)
    tallies = [Tally() for _ in items]
    for tally, item in zip(tallies, items, strict=True):
        tally.add(item, engine.map(item.text, item.lang))
    return tallies


def main(arguments: Sequence[str] = ()) -> None:
    """Measure; publish the test half, print the tune half."""
    parser = argparse.ArgumentParser(prog="quality", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--part", choices=[Part.TUNE, Part.TEST], default=Part.TEST, type=Part)
    parser.add_argument("--esco", type=Path, help="a CSV with ESCO's English alternatives, to index them too")
    parser.add_argument("--without", nargs="*", default=[], help="peers to spare; the first run of each takes minutes")
    options = parser.parse_args(arguments)
    corpus = read_corpus(PROJECT / "data", options.esco)
    others, absent = peers.ready(corpus.taxonomy.concepts, options.without)
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_without_held_out(corpus, Path(folder))
        sets = []
        for key, items in sets_of(corpus, options.part):
            print(f"{key}: {len(items)} texts", file=sys.stderr, flush=True)
            sets.append(measured(engine, key, items, others))
        results = Results(options.part, sets, reading_of(engine, options.part), absent)
    if options.part is Part.TEST:
        publish(results)
    print(markdown(figures_of(results)))


if __name__ == "__main__":
    main(sys.argv[1:])
