"""
From evidence to a probability.

Owns the fitted numbers and their use: a logistic model of the features, and a table that turns its value into the share
of such suggestions that were right. Both are fitted by `training` on sentences that the vectors never saw.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skillengine.encoder import MODEL_FOLDER
from skillengine.errors import IndexRefused
from skillengine.evidence import CUED, FEATURES, NAMED

CONFIDENCE_FILE = "confidence.json"


@dataclass(frozen=True, slots=True)
class Confidence:
    """
    `knots` are (value, probability) pairs, both rising; between two knots the probability is a straight line.

    A suggestion is made from `said` on where the text says that somebody knows or does what is a label of a skill, from
    `named` on where such a label merely stands there, and from `guess` on where only the meaning is near.
    """

    bias: float
    weights: npt.NDArray[np.float32]
    knots: npt.NDArray[np.float32]
    said: float
    named: float
    guess: float

    @classmethod
    def bundled(cls, folder: Path = MODEL_FOLDER) -> "Confidence":
        """The numbers that come with the package. Raises IndexRefused where they are missing or damaged."""
        try:
            row = json.loads((folder / CONFIDENCE_FILE).read_text(encoding="utf-8"))
            weights = np.array([row["weights"][name] for name in FEATURES], np.float32)
            cuts = (float(row[name]) for name in ("said", "named", "guess"))
            return cls(float(row["bias"]), weights, np.array(row["knots"], np.float32), *cuts)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexRefused(f"the bundled confidence cannot be read: {type(error).__name__}") from error

    def values(self, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The logistic model's value for each row, before it is turned into a probability."""
        return (features @ self.weights + self.bias).astype(np.float32)

    def probabilities(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """How often a suggestion with this value is right."""
        return np.interp(values, self.knots[:, 0], self.knots[:, 1]).astype(np.float32)

    def least(self, features: npt.NDArray[np.float32]) -> float:
        """From which probability on the candidates of a stretch may be suggested; a row of features for each."""
        if not features[:, NAMED].any():
            return self.guess
        return self.said if features[:, CUED].any() else self.named
