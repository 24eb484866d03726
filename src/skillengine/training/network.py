"""
The transformer as a torch module: a BERT encoder with learned positions, mean-pooled.

Owns the shape of the computation and nothing of its training. The layers below `frozen` keep the published weights.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from skillengine.pieces import PADDING
from skillengine.training.weights import Base, Shape
from skillengine.transformer import unpacked


class Layer(nn.Module):  # type: ignore[misc]
    """Self-attention and a two-layer network, each added to its input and normalised (Devlin et al. 2019)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.joined = nn.Linear(width, width)
        self.norm_attention = nn.LayerNorm(width, 1e-12)
        self.inner, self.outer = nn.Linear(width, shape.inner), nn.Linear(shape.inner, width)
        self.norm_output = nn.LayerNorm(width, 1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` is (texts, pieces, width); `bias` is added to the attention, minus much for padding."""
        texts, pieces, width = x.shape
        split = (texts, pieces, self.heads, width // self.heads)
        query, key, value = (f(x).reshape(split).transpose(1, 2) for f in (self.query, self.key, self.value))
        seen = nn.functional.scaled_dot_product_attention(query, key, value, bias)
        x = self.norm_attention(x + self.joined(seen.transpose(1, 2).reshape(texts, pieces, width)))
        out: Tensor = self.norm_output(x + self.outer(nn.functional.gelu(self.inner(x))))
        return out


class Network(nn.Module):  # type: ignore[misc]
    """Piece numbers to one vector a text. Embeddings are kept apart: they are never trained."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.positions = nn.Parameter(torch.zeros(shape.longest, shape.width), requires_grad=False)
        self.norm = nn.LayerNorm(shape.width, 1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def embedded(self, pieces: Tensor) -> Tensor:
        """Embeddings of pieces, (texts, pieces, width), to the input of the first layer."""
        out: Tensor = self.norm(pieces + self.positions[: pieces.shape[1]])
        return out

    def forward(self, pieces: Tensor, mask: Tensor, frozen: int = 0) -> Tensor:
        """`mask` is 1 for a piece and 0 for padding, (texts, pieces). Returns (texts, width), not of length one."""
        bias = ((1 - mask) * -10_000.0)[:, None, None, :].expand(-1, 1, mask.shape[1], -1)
        with torch.no_grad():
            x = self.embedded(pieces)
            for layer in self.layers[:frozen]:
                x = layer(x, bias)
        for layer in self.layers[frozen:]:
            x = layer(x, bias)
        weight = mask[:, :, None]
        out: Tensor = (x * weight).sum(1) / weight.sum(1)
        return out


NAMES = {
    "query": "q",
    "key": "k",
    "value": "v",
    "joined": "ao",
    "norm_attention": "aln",
    "inner": "fi",
    "outer": "fo",
    "norm_output": "oln",
}


def network_of(base: Base) -> Network:
    """The network with the published weights. The first token type is added to the positions."""
    network = Network(base.shape)
    found = {
        "positions": base.tensors["emb.pos"].reshape(-1, base.shape.width)
        + base.tensors["emb.type"][: base.shape.width],
        "norm.weight": base.tensors["emb.ln.w"],
        "norm.bias": base.tensors["emb.ln.b"],
    }
    for number in range(base.shape.layers):
        for ours, theirs in NAMES.items():
            for part in ("weight", "bias"):
                found[f"layers.{number}.{ours}.{part}"] = base.tensors[f"l{number}.{theirs}.{part[0]}"]
    wanted = network.state_dict()
    network.load_state_dict({name: torch.from_numpy(found[name].copy()).view(wanted[name].shape) for name in wanted})
    return network


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Piece numbers of texts filled up to the longest, and the mask of what is not filling."""
    longest = max(map(len, rows))
    numbers = torch.full((len(rows), longest), PADDING)
    mask = torch.zeros(len(rows), longest)
    for i, row in enumerate(rows):
        numbers[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return numbers, mask


def embeddings_of(base: Base, kept: Sequence[int]) -> Tensor:
    """The embeddings of some pieces, a row each, read from their 4-bit blocks."""
    return torch.from_numpy(unpacked(base.blocks[list(kept)]).reshape(len(kept), base.shape.width).copy())
