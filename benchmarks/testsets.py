"""
Our own test set: how well `map` reads it, how well `rank` finds its concepts, and how far two annotators agree.

Run with `./dev bench testsets`. The items are split by their id: the tune half may choose settings, the test half only
ever measures. `--part tune` shows the other half.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skillengine.candidates import Engine, build_index
from skillengine.taxonomy import read_ours
from skillengine.types import Kind, Reading

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "data" / "testsets"
PARTS = ("a", "b")
DEEPEST = 50


@dataclass(frozen=True)
class Gold:
    """A stretch that claims or asks for a skill. `exact` is what the text says, `near` what one would nod to."""

    start: int
    end: int
    exact: frozenset[str]
    near: frozenset[str]
    goal: bool


@dataclass(frozen=True)
class Item:
    id: str
    lang: str
    category: str
    text: str
    gold: tuple[Gold, ...]


def half_of(identity: str) -> str:
    """tune or test, by the first byte of SHA-1: fixed for ever, and unknown to whoever wrote the item."""
    return "tune" if hashlib.sha1(identity.encode()).digest()[0] % 2 == 0 else "test"


def read_items(half: str | None = None) -> list[Item]:
    rows = [json.loads(line) for part in PARTS for line in _lines(f"items-{part}.jsonl")]
    return [_item(row) for row in rows if half is None or half_of(row["id"]) == half]


def second_pass() -> dict[str, tuple[Gold, ...]]:
    rows = [json.loads(line) for part in PARTS for line in _lines(f"pass2-{part}.jsonl")]
    return {row["id"]: _golds(row["gold"]) for row in rows}


def _lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def _item(row: dict[str, Any]) -> Item:
    return Item(row["id"], row["lang"], row["category"], row["text"], _golds(row["gold"]))


def _golds(rows: Iterable[dict[str, Any]]) -> tuple[Gold, ...]:
    return tuple(
        Gold(row["start"], row["end"], _graded(row, 2), _graded(row, 1), bool(row.get("goal"))) for row in rows
    )


def _graded(row: dict[str, Any], grade: int) -> frozenset[str]:
    return frozenset(skill["uri"] for skill in row["skills"] if skill["grade"] == grade)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def agreement(items: Sequence[Item], second: dict[str, tuple[Gold, ...]]) -> dict[str, float]:
    """
    Between two passes that did not see each other.

    `mentions`: F1 of overlapping stretches. `concepts`: of the stretches both marked, the share where one's exact
    concepts meet the other's exact or near ones. `exact`: where an exact concept is the same.
    """
    first_count = second_count = met_first = met_second = pairs = same = close = 0
    for item in items:
        others = second[item.id]
        first_count += len(item.gold)
        second_count += len(others)
        met_second += sum(any(overlap((g.start, g.end), (o.start, o.end)) for g in item.gold) for o in others)
        for gold in item.gold:
            met = [o for o in others if overlap((gold.start, gold.end), (o.start, o.end))]
            met_first += bool(met)
            if met and gold.exact and any(o.exact for o in met):
                pairs += 1
                theirs = frozenset().union(*(o.exact for o in met))
                near = theirs.union(*(o.near for o in met))
                same += bool(gold.exact & theirs)
                close += bool(gold.exact & near or theirs & (gold.exact | gold.near))
    recall, precision = met_first / first_count, met_second / second_count
    return {
        "mentions (F1)": 2 * precision * recall / (precision + recall),
        "concepts": close / pairs,
        "exact": same / pairs,
    }


@dataclass
class Tally:
    """Counts over one text or many, from which SHARES are made."""

    suggested: int = 0
    right: int = 0
    placed: int = 0
    mentions: int = 0
    found: int = 0
    named: int = 0
    empty: int = 0
    silent: int = 0

    def add(self, item: Item, reading: Reading) -> None:
        claims = [gold for gold in item.gold if not gold.goal]
        self.mentions += len(claims)
        self.empty += not claims
        self.silent += not claims and not reading.skills
        for mention in reading.skills:
            met = [g for g in claims if overlap((g.start, g.end), (mention.span.start, mention.span.end))]
            wanted = frozenset[str]().union(*(g.exact | g.near for g in met))
            self.suggested += 1
            self.placed += bool(met)
            self.right += mention.candidates[0].uri in wanted
        for gold in claims:
            met = [m for m in reading.skills if overlap((gold.start, gold.end), (m.span.start, m.span.end))]
            offered = {candidate.uri for mention in met for candidate in mention.candidates}
            self.found += bool(met)
            self.named += bool(offered & (gold.exact | gold.near))


SHARES = {
    "right": ("suggested", "of 100 suggested skills: the first is one that our annotators listed (precision)"),
    "placed": ("suggested", "of 100 suggested skills: stands on a stretch that our annotators marked"),
    "found": ("mentions", "of 100 marked stretches: found (recall)"),
    "named": ("mentions", "of 100 marked stretches: found, and a listed skill is among the four offered"),
    "silent": ("empty", "of 100 texts that claim nothing: no skill is suggested"),
}
"""Share of a Tally: what it is a part of, and its words."""


Query = tuple[str, frozenset[str], str]


def stretches(items: Sequence[Item]) -> list[Query]:
    """Each marked stretch as a query, with its exact concepts and its language."""
    return [(i.text[g.start : g.end], g.exact, i.lang) for i in items for g in i.gold if g.exact]


def whole_texts(items: Sequence[Item]) -> list[Query]:
    """Each text as a query, with the exact concepts of all that it claims or asks for."""
    found = [(i.text, frozenset[str]().union(*(g.exact for g in i.gold if not g.goal)), i.lang) for i in items]
    return [query for query in found if query[1]]


def rank_figures(engine: Engine, queries: Sequence[Query]) -> list[tuple[str, float]]:
    """What `rank` makes of queries: the exact concepts count as relevant."""
    ranks = [_ranks(engine, text, exact, lang) for text, exact, lang in queries]
    first = [row[0] for row in ranks]
    count = len(ranks)
    deep = [sum(r <= 10 for r in row) / min(10, len(row)) for row in ranks]
    return [
        (f"MRR over {count} queries", sum(1 / rank for rank in first) / count),
        *((f"hit@{k}", sum(rank <= k for rank in first) / count) for k in (1, 5, 10)),
        ("RP@10", sum(deep) / count),
    ]


def _ranks(engine: Engine, text: str, exact: frozenset[str], lang: str) -> list[float]:
    places = {found.uri: n for n, found in enumerate(engine.rank(text, kind=Kind.SKILL, top=DEEPEST, lang=lang), 1)}
    return sorted(places.get(uri, float("inf")) for uri in exact)


def main(arguments: Sequence[str] = ()) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="testsets", description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--part", choices=["tune", "test"], default="test")
    options = parser.parse_args(arguments)
    for name, value in agreement(read_items(), second_pass()).items():
        print(f"agreement of two passes, {name:34} {100 * value:5.1f} %")
    items = read_items(options.part)
    with tempfile.TemporaryDirectory() as folder:
        build_index(read_ours(PROJECT / "data"), Path(folder) / "index", sentences=PROJECT / "data")
        engine = Engine.load(Path(folder) / "index")
        tally = Tally()
        for item in items:
            tally.add(item, engine.map(item.text, item.lang))
        print(f"\nmap, {options.part} half, {len(items)} texts, {tally.suggested} suggestions")
        for part, (whole, words) in SHARES.items():
            print(f"  {words:86} {100 * getattr(tally, part) / max(1, getattr(tally, whole)):5.1f}")
        for title, queries in (("marked stretches", stretches(items)), ("whole texts", whole_texts(items))):
            print(f"\nrank, {title}")
            for name, value in rank_figures(engine, queries):
                print(f"  {name:52} {value:6.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
