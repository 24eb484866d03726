"""
From the proposals of a text to its mentions: which stretch names which skill, and what was seen but not matched.

Owns the choice among stretches that overlap. Evidence and confidence come from the modules of those names.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from skillengine.confidence import Confidence
from skillengine.cues import CV_WORDS, EMPLOYER_CUES, SKILL_CUES, VAGUE
from skillengine.encoder import Encoder
from skillengine.evidence import Offer, Witness, after_cue, has_trade_cue, overlap
from skillengine.index import Index
from skillengine.roles import RoleReader
from skillengine.spans import Passage, Proposal, Word, runs
from skillengine.types import Candidate, Mention, NamedRole, Span

Column = npt.NDArray[np.float32]

ALTERNATIVES = 3
PASSAGES_AT_ONCE = 64
LONGER_IS_BETTER = 0.7
"""What each further word that bears meaning adds to a stretch's value when stretches compete."""


class Judged(NamedTuple):
    """A proposal with its candidates, best first, the probability of the first, and its value in the competition."""

    passage: int
    proposal: Proposal
    candidates: tuple[Candidate, ...]
    value: float


class Mapper:
    """Finds the mentions of passages. Holds no state of a call; safe to share between threads."""

    def __init__(self, index: Index, encoder: Encoder, confidence: Confidence, titles: RoleReader) -> None:
        self._index = index
        self._witness = Witness(index, encoder)
        self._confidence = confidence
        self._titles = titles

    def mentions(self, text: str, read: Sequence[Passage], roles: Sequence[NamedRole] = ()) -> list[Mention]:
        """
        All mentions of the passages in order, those without candidates and those kept apart among them.

        `roles` are those the text names as the writer's own. A title shows no more than the skill of its own name, and
        that only where it is such a role: what else a hairdresser does is for the person to tick.
        """
        own = frozenset(place for role in roles for place in range(role.span.start, role.span.end))
        found: list[Mention] = []
        for at in range(0, len(read), PASSAGES_AT_ONCE):
            some = read[at : at + PASSAGES_AT_ONCE]
            judged = self._judged(some, self._witness.offers(text, some), own)
            for number, passage in enumerate(some):
                chosen = list(best_apart(j for j in judged if j.passage == number))
                found.extend(_mentions_of(passage, chosen))
        return found

    def named(self, text: str, read: Sequence[Passage]) -> npt.NDArray[np.float32]:
        """For every concept the highest probability that some stretch of the passages names it, kept apart or not."""
        found = np.zeros(len(self._index.uris), np.float32)
        for offer in self._witness.offers(text, read):
            sure = self._confidence.probabilities(self._confidence.values(offer.features))
            np.maximum.at(found, offer.numbers, sure)
        return found

    def _judged(self, read: Sequence[Passage], offers: Sequence[Offer], own: frozenset[int]) -> list[Judged]:
        """The proposals whose best candidate is sure enough to be suggested."""
        if not offers:
            return []
        values = self._confidence.values(np.concatenate([offer.features for offer in offers]))
        sure = self._confidence.probabilities(values)
        judged, at = [], 0
        for offer in offers:
            here = slice(at, at := at + len(offer.numbers))
            least = self._confidence.least(offer.features)
            if sure[here].max(initial=0.0) < least:
                continue
            kept = self._beyond_title(read[offer.passage].words, offer, own)
            if sure[here][kept].max(initial=0.0) >= least:
                shown = offer._replace(numbers=offer.numbers[kept])
                judged.append(self._judge(read[offer.passage], shown, values[here][kept], sure[here][kept]))
        return judged

    def _beyond_title(self, words: Sequence[Word], offer: Offer, own: frozenset[int]) -> npt.NDArray[np.bool_]:
        """Which candidates of a stretch are more than a guess at what somebody with a title does."""
        first, last = offer.proposal.first, offer.proposal.last
        if words[first].aside or not self._titles.begins_with_title(words, first):
            return np.ones(len(offer.numbers), np.bool_)
        is_own = words[first].token.start in own
        stretch = words[first : last + 1]
        namesakes = [is_own and self._witness.is_namesake(stretch, number) for number in offer.numbers.tolist()]
        return np.array(namesakes, np.bool_)

    def _judge(self, passage: Passage, offer: Offer, values: Column, sure: Column) -> Judged:
        order = np.lexsort((offer.numbers, -values))[: 1 + ALTERNATIVES]
        uris = self._index.uris
        candidates = tuple(Candidate(uris[offer.numbers[i]], round(float(sure[i]), 4)) for i in order)
        words = passage.words[offer.proposal.first : offer.proposal.last + 1]
        heavy = sum(word.bears_meaning for word in words)
        return Judged(offer.passage, offer.proposal, candidates, float(values[order[0]]) + LONGER_IS_BETTER * heavy)


def best_apart(judged: Iterable[Judged]) -> Iterator[Judged]:
    """
    The stretches of one passage with the highest values that share no word, in the order of the text.

    A concept is named once in a sentence: a second stretch with the same first candidate is left out.
    """
    taken: list[Judged] = []
    named: set[str] = set()
    for one in sorted(judged, key=lambda j: (-j.value, j.proposal.first, -j.proposal.last)):
        first = one.candidates[0].uri
        if first not in named and not any(overlap(one.proposal, other.proposal) for other in taken):
            taken.append(one)
            named.add(first)
    yield from sorted(taken, key=lambda j: j.proposal.first)


def _mentions_of(passage: Passage, chosen: Sequence[Judged]) -> Iterator[Mention]:
    """The chosen stretches and those that look like skills but were not matched, in order."""
    taken = [one.proposal for one in chosen]
    mentions = [_mention(passage, one.proposal, one.candidates) for one in chosen]
    mentions += [_mention(passage, proposal, ()) for proposal in unmatched(passage, taken)]
    yield from sorted(mentions, key=lambda mention: mention.span.start)


def _mention(passage: Passage, proposal: Proposal, candidates: tuple[Candidate, ...]) -> Mention:
    first, last = passage.words[proposal.first], passage.words[proposal.last]
    return Mention(Span(first.token.start, last.token.end), candidates, passage.lang, first.aside)


def unmatched(passage: Passage, taken: Sequence[Proposal]) -> list[Proposal]:
    """
    Stretches that nothing was found for, though they look like skills.

    That is what follows "experience with" and its like, and names of products in a sentence that speaks of skills.
    """
    words = passage.words
    listed = after_cue(words, SKILL_CUES)
    trade = has_trade_cue(words)
    speaks_of_skills = any(word.form in SKILL_CUES for word in words) or bool(taken) or trade
    found = []
    for first, last in runs(words):
        proposal = Proposal(first, last)
        if words[first].aside or any(overlap(proposal, other) for other in taken) or not speaks_of_skills:
            continue
        if (listed[first] and not _is_vague(words[first : last + 1])) or _is_product(words, first, last, trade):
            found.append(proposal)
    return found


def _is_vague(words: Sequence[Word]) -> bool:
    return all(word.form in VAGUE or word.form in CV_WORDS for word in words)


def _is_product(words: Sequence[Word], first: int, last: int, trade: bool) -> bool:
    """A name inside a sentence, where none of an employer, a place or a person is to be expected."""
    if last - first > 2 or not all(word.is_name for word in words[first : last + 1]):
        return False
    return trade or not (words[first - 1].form in EMPLOYER_CUES or "," in words[first].gap)
