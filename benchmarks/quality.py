"""
How well texts find their concepts: our own held-out sentences, and other people's sets where they are present.

Run with `./dev bench quality`. Prints a table; `--ablation` adds a line per channel. The sets of others are read from
`$NORMI_SHARED/data/measure` (default ../shared beside the project), measured on and never learned from.
"""

import argparse
import ast
import csv
import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skillengine.candidates import Engine, build_index
from skillengine.ranking import CHANNELS, SKILL_WEIGHTS, fuse
from skillengine.training.data import Corpus, Part, read_corpus
from skillengine.types import Kind

PROJECT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("NORMI_SHARED") or PROJECT.parent / "shared")
MEASURE = SHARED / "data" / "measure"
OFFICIAL = SHARED / "data" / "official" / "esco-1.1.1-en" / "en.zip"
CUTS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Item:
    """A text and the URIs of the skills it holds."""

    text: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Means over a set. `precision[k]` is RP@k: relevant in the top k / min(k, number relevant)."""

    mrr: float
    precision: Mapping[int, float]
    hits: Mapping[int, float]


def score(ranks: Sequence[Sequence[int]]) -> Score:
    """
    From the ranks of each item's relevant concepts, best first and counted from 1.

    >>> score([[2, 11]]).mrr, score([[2, 11]]).precision[5], score([[2, 11]]).hits[1]
    (0.5, 0.5, 0.0)
    """
    share = {k: float(np.mean([sum(r <= k for r in row) / min(k, len(row)) for row in ranks])) for k in CUTS}
    hits = {k: float(np.mean([row[0] <= k for row in ranks])) for k in CUTS}
    return Score(float(np.mean([1 / row[0] for row in ranks])), share, hits)


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
    """Every set that is there, with its name."""
    yield f"ours-nb-{part}", held_out(corpus, "nb", part)
    yield f"ours-en-{part}", held_out(corpus, "en", part)
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
    """For each item of a set: its weights, the scores of all skills by channel, the places of its gold."""

    langs: Sequence[str]
    channels: Sequence[Sequence[npt.NDArray[np.float32]]]
    places: Sequence[Sequence[int]]


def ask(engine: Engine, items: Sequence[Item]) -> Answers:
    """Run every channel once for every item, so that many weightings can be looked at."""
    place = {uri: i for i, uri in enumerate(engine.uris(Kind.SKILL))}
    channels = [engine.channels(item.text, kind=Kind.SKILL) for item in items]
    langs = [engine.weighing(item.text) for item in items]
    return Answers(langs, channels, [[place[uri] for uri in item.gold] for item in items])


def scored(answers: Answers, weights: Mapping[str, Sequence[float]]) -> Score:
    """The score of one weighting. A concept that ties with others stands behind them."""
    ranks = []
    for lang, channels, places in zip(answers.langs, answers.channels, answers.places, strict=True):
        fused = fuse(channels, weights[lang])
        ranks.append(sorted(int((fused >= fused[place]).sum()) for place in places))
    return score(ranks)


def only(channel: int) -> dict[str, list[float]]:
    """Weights that leave one channel."""
    return {lang: [float(i == channel) for i in range(len(CHANNELS))] for lang in SKILL_WEIGHTS}


def line(name: str, count: int, result: Score) -> str:
    """One row of the table, shares in percent."""
    shares = " ".join(f"{100 * result.precision[k]:5.1f}" for k in CUTS)
    hits = " ".join(f"{100 * result.hits[k]:5.1f}" for k in CUTS)
    return f"{name:34} {count:5} {result.mrr:.3f}  {shares}  {hits}"


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="quality", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--ablation", action="store_true", help="a line for each channel alone")
    parser.add_argument("--part", choices=[Part.TUNE, Part.TEST], default=Part.TEST, type=Part)
    parser.add_argument("--esco", type=Path, help="a CSV with ESCO's English alternatives, to index them too")
    options = parser.parse_args(arguments)
    corpus = read_corpus(PROJECT / "data", options.esco)
    print(f"{'set':34} {'texts':>5} MRR    RP@1  RP@5  RP@10  hit@1 hit@5 hit@10")
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_without_held_out(corpus, Path(folder))
        for name, items in sets_of(corpus, options.part):
            answers = ask(engine, items)
            print(line(name, len(items), scored(answers, SKILL_WEIGHTS)), flush=True)
            for number, channel in enumerate(CHANNELS if options.ablation else ()):
                print(line(f"  only {channel}", len(items), scored(answers, only(number))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
