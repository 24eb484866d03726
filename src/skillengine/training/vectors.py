"""
Training the static table: texts that mean the same are drawn together, all others in the batch are pushed apart.

Owns the choice of pieces and the contrastive training (symmetric InfoNCE). Needs torch; one seed, so that the same
machine makes the same table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from skillengine.encoder import Table, known_rows, pieces, words_read
from skillengine.ngrams import Grams, Hashes
from skillengine.training.data import Pair

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the table. `scale` is one divided by the temperature; `dropped` the share of pieces left out."""

    rows: int = 80_000
    width: int = 128
    epochs: int = 6
    batch: int = 1_024
    rate: float = 2e-3
    dropped: float = 0.5
    scale: float = 20.0
    first_size: float = 0.3
    seed: int = 7
    fewest_texts: int = 2
    threads: int = 2


class Pieces:
    """The table rows of many texts, ready to be summed; row numbers of text i are rows[starts[i]:starts[i+1]]."""

    def __init__(self, grams: Grams, hashes: Hashes, count: int) -> None:
        owners, rows = known_rows(grams, hashes)
        order = np.argsort(owners, kind="stable")
        self.rows = rows[order]
        self.starts = np.searchsorted(owners[order], np.arange(count + 1))

    def of(
        self, texts: npt.NDArray[np.int64], kept: Callable[[int], npt.NDArray[np.bool_]]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Rows and offsets of some texts for an embedding bag, some of the rows left out."""
        lengths = self.starts[texts + 1] - self.starts[texts]
        firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        flat = np.repeat(self.starts[texts] - firsts, lengths) + np.arange(lengths.sum())
        mask = kept(len(flat))
        owners = np.repeat(np.arange(len(texts)), lengths)[mask]
        offsets = np.searchsorted(owners, np.arange(len(texts)))
        return torch.from_numpy(self.rows[flat][mask]), torch.from_numpy(offsets)


def train(pairs: Sequence[Pair], settings: Settings, report: Report) -> Table:
    """The table that draws the two sides of each pair together. Weighted pairs are drawn that many times an epoch."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    chance = np.random.default_rng(settings.seed)
    numbers: dict[str, int] = {}
    left = np.array([numbers.setdefault(pair.left, len(numbers)) for pair in pairs])
    right = np.array([numbers.setdefault(pair.right, len(numbers)) for pair in pairs])
    concepts = np.array([pair.concept for pair in pairs])
    grams = pieces([words_read(text) for text in numbers])
    hashes, seen = frequent_pieces(grams, len(numbers), settings)
    texts = Pieces(grams, hashes, len(numbers))
    table = _first_table(seen, len(numbers), settings)
    pool = np.repeat(np.arange(len(pairs)), [pair.weight for pair in pairs])
    steps = len(pool) // settings.batch
    optimizer = torch.optim.Adam([table], lr=settings.rate)
    total = steps * settings.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / total))

    def encoded(side: npt.NDArray[np.int64]) -> torch.Tensor:
        rows, offsets = texts.of(side, lambda count: chance.random(count) > settings.dropped)
        summed = torch.nn.functional.embedding_bag(rows, table, offsets, mode="sum")
        return torch.nn.functional.normalize(summed, dim=1)

    for epoch in range(settings.epochs):
        drawn, loss_sum = chance.permutation(pool), 0.0
        for step in range(steps):
            batch = drawn[step * settings.batch : (step + 1) * settings.batch]
            loss = contrastive_loss(encoded(left[batch]), encoded(right[batch]), concepts[batch], settings.scale)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            loss_sum += float(loss.item())
        report(f"epoch {epoch + 1} of {settings.epochs}: loss {loss_sum / max(steps, 1):.3f}")
    return quantised(hashes, table.detach().numpy())


def frequent_pieces(grams: Grams, count: int, settings: Settings) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The pieces that most texts have, sorted by hash, and in how many texts each is."""
    hashes, inverse = np.unique(grams.hashes, return_inverse=True)
    pairs = np.unique(inverse.astype(np.int64) * count + grams.owners)
    seen = np.bincount(pairs // count, minlength=len(hashes))
    best = np.argsort(-seen, kind="stable")[: settings.rows]
    kept = np.sort(best[seen[best] >= settings.fewest_texts])
    return hashes[kept], seen[kept]


def _first_table(seen: npt.NDArray[np.int64], count: int, settings: Settings) -> torch.nn.Parameter:
    """Random directions; rare pieces begin longer than common ones."""
    rarity = np.log(count / seen)
    lengths = torch.from_numpy(rarity[:, None] / rarity.mean()).float() * settings.first_size
    return torch.nn.Parameter(torch.empty(len(seen), settings.width).normal_(0, settings.width**-0.5) * lengths)


def contrastive_loss(
    left: torch.Tensor, right: torch.Tensor, concepts: npt.NDArray[np.int64], scale: float
) -> torch.Tensor:
    """Symmetric InfoNCE over a batch; other pairs of the same concept are no negatives."""
    logits = left @ right.T * scale
    same = torch.from_numpy(concepts[:, None] == concepts[None])
    same.fill_diagonal_(False)
    logits = logits.masked_fill(same, -1e4)
    target = torch.arange(len(logits))
    cross_entropy = torch.nn.functional.cross_entropy
    return (cross_entropy(logits, target) + cross_entropy(logits.T, target)) / 2


def quantised(hashes: Hashes, values: npt.NDArray[np.float32]) -> Table:
    """Each row in 127 steps of its largest number."""
    largest = np.abs(values).max(axis=1, initial=0.0)
    largest[largest == 0] = 1.0
    return Table(hashes, np.rint(values / largest[:, None] * 127).astype(np.int8), (largest / 127).astype(np.float16))
