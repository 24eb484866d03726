"""
The figures that were published last, ready for the page.

Owns the reading of figures.json, which `./dev bench quality` writes. Counts nothing itself: every number is taken as it
stands and said of a hundred.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from normi.quality import words

FIGURES = Path(__file__).with_name("figures.json")
SHOWN_MISSES = 10


class Share(NamedTuple):
    """So many of a hundred, and the ends between which it may move. A difference may be below zero."""

    of_hundred: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class System:
    name: str
    what: str
    is_ours: bool
    first: Share
    among_five: Share
    among_ten: Share


@dataclass(frozen=True, slots=True)
class Lead:
    """How many more of a hundred have a right skill among the first five than with the best peer."""

    peer: str
    share: Share

    @property
    def verdict(self) -> str:
        """ahead or behind where the whole range says so, else even."""
        return "ahead" if self.share.low > 0 else "behind" if self.share.high < 0 else "even"


@dataclass(frozen=True, slots=True)
class Channel:
    name: str
    adds: Share
    alone: Share


@dataclass(frozen=True, slots=True)
class Miss:
    text: str
    wanted: Sequence[str]
    given: str


@dataclass(frozen=True, slots=True)
class MeasuredSet:
    """A set and what came out. `source` is empty where the set is our own."""

    key: str
    title: str
    what: str
    source: str
    texts: int
    systems: Sequence[System]
    lead: Lead | None
    channels: Sequence[Channel]
    missed: int
    misses: Sequence[Miss]


@dataclass(frozen=True, slots=True)
class Reading:
    """How whole texts are read. `shares` by name: right, placed, found, named, silent."""

    texts: int
    shares: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Published:
    sets: Sequence[MeasuredSet]
    reading: Reading | None
    absent: Sequence[str]


def published() -> Published | None:
    """What was measured last; None where nothing has been."""
    if not FIGURES.exists():
        return None
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    reading = figures["reading"]
    return Published(
        sets=[_measured_set(found) for found in figures["sets"]],
        reading=Reading(reading["texts"], {s["key"]: share(s["share"]) for s in reading["shares"]})
        if reading
        else None,
        absent=[absent["name"] for absent in figures["absent"]],
    )


def share(interval: Sequence[float]) -> Share:
    """
    >>> share([0.387, 0.3449, 0.4301])
    Share(of_hundred=39, low=34, high=43)
    """
    return Share(*(round(100 * end) for end in interval))


def _measured_set(found: Mapping[str, Any]) -> MeasuredSet:
    known = words.SETS.get(found["key"])
    return MeasuredSet(
        key=found["key"],
        title=str(known.title) if known else found["title"],
        what=str(known.what) if known else "",
        source="" if found["is_ours"] else found["source"],
        texts=found["texts"],
        systems=[_system(system) for system in found["systems"]],
        lead=Lead(found["best_peer"], share(found["lead"]["hit@5"])) if found["lead"] else None,
        channels=[_channel(channel) for channel in found["channels"]],
        missed=found["missed"],
        misses=[Miss(miss["text"], miss["wanted"], miss["given"]) for miss in found["misses"][:SHOWN_MISSES]],
    )


def _system(found: Mapping[str, Any]) -> System:
    first, five, ten = (share(found["measures"][f"hit@{k}"]) for k in (1, 5, 10))
    return System(found["name"], str(words.PEERS.get(found["name"], "")), found["is_ours"], first, five, ten)


def _channel(found: Mapping[str, Any]) -> Channel:
    name = str(words.CHANNELS.get(found["name"], found["name"]))
    return Channel(name, share(found["adds"]["hit@5"]), share(found["alone"]["hit@5"]))
