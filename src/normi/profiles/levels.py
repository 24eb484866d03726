"""
What a level and an interest mean, in one sentence each, so that two people mean the same by the same number.

Owns the words. A level says what one does alone and what others come for; it compares nobody with anybody.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Step(NamedTuple):
    number: int
    name: Words
    sentence: Words


LEVELS: tuple[Step, ...] = (
    Step(1, _("New to it"), _("I have tried this, and do it when someone shows me how.")),
    Step(2, _("With support"), _("I do simple tasks myself, and ask when something is unusual.")),
    Step(3, _("Independent"), _("I do the usual tasks on my own, and sort out what goes wrong.")),
    Step(4, _("Experienced"), _("I take on the difficult tasks, and others come to me for advice.")),
    Step(5, _("Expert"), _("I find better ways to do this, and teach others to do it well.")),
)
INTERESTS: tuple[Step, ...] = (
    Step(1, _("Rather not"), _("I can do this, but would rather do something else.")),
    Step(2, _("Gladly"), _("I am happy to do this when it is needed.")),
    Step(3, _("More of this"), _("I want to use this more, or learn more of it.")),
)
EARLIEST_YEAR = 1900


def step(number: int | None, among: tuple[Step, ...]) -> Step | None:
    """The step with this number; None where nothing is set."""
    return next((found for found in among if found.number == number), None)
