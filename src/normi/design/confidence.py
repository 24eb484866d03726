"""
Confidence in words: what a calibrated probability is called, and how strongly its proof is underlined.

Owns the words and the steps. Where the number comes from belongs to the engine.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Level:
    """From `least` upwards a suggestion is called `words` and drawn with `strength`."""

    least: float
    strength: str
    words: Promise


LEVELS = (
    Level(0.8, "strong", _("Very likely")),
    Level(0.6, "medium", _("Likely")),
    Level(0.0, "weak", _("Uncertain")),
)


def level(confidence: float) -> Level:
    """The level of a confidence in [0, 1]."""
    return next((step for step in LEVELS if confidence >= step.least), LEVELS[-1])


def percent(confidence: float) -> int:
    """The number we show. Never 0 or 100: only a person is certain."""
    return min(99, max(1, round(100 * confidence)))
