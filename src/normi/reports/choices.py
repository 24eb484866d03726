"""
What a person may choose to show in a report, and what is chosen until they say otherwise.

Owns the names of the parts. How to reach a person is off until they ask for it, all but the name; so are the picture,
which nobody should be judged by, and goals, which not everyone should see.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from normi.errors import Words

LANGUAGES = ("nb", "nn", "en")


class Part(NamedTuple):
    name: str
    label: Words
    usual: bool
    short: Words = ""


ABOUT_YOU: tuple[Part, ...] = (
    Part("name", _("Name"), True),
    Part("picture", _("Picture"), False),
    Part("email", _("E-mail"), False),
    Part("phone", _("Phone"), False),
    Part("address", _("Address"), False),
    Part("website", _("Website"), False),
    Part("about", _("What you write about yourself"), True, _("About you")),
)
YOUR_PATH: tuple[Part, ...] = (
    Part("experience", _("Experience"), True),
    Part("education", _("Education"), True),
    Part("languages", _("Languages"), True),
    Part("credentials", _("Certificates and licences"), True),
    Part("goals", _("Goals, with the skills you have and lack for them"), False, _("Goals")),
)
YOUR_SKILLS: tuple[Part, ...] = (
    Part("skills", _("Skills"), True),
    Part("proof", _("Where each skill shows: your own words, jobs, courses and certificates"), True, _("Proof")),
)
PARTS: dict[str, Part] = {part.name: part for part in (*ABOUT_YOU, *YOUR_PATH, *YOUR_SKILLS)}
USUAL = frozenset(part.name for part in PARTS.values() if part.usual)


class Which(StrEnum):
    """Which of the skills to show."""

    ALL = "all"
    WITH_LEVEL = "with_level"
    CHOSEN = "chosen"


WHICH_WORDS: dict[Which, Words] = {
    Which.ALL: _("All of them"),
    Which.WITH_LEVEL: _("Those I have set a level for"),
    Which.CHOSEN: _("Those I tick below"),
}


@dataclass(frozen=True)
class Choice:
    """What one report shows. `chosen` are URIs of skills, and count only where `which` says so."""

    parts: frozenset[str] = USUAL
    lang: str = "nb"
    which: Which = Which.ALL
    chosen: frozenset[str] = field(default_factory=frozenset)

    def shows(self, part: str) -> bool:
        return part in self.parts

    def shows_skill(self, uri: str, level: int | None) -> bool:
        if self.which is Which.CHOSEN:
            return uri in self.chosen
        return self.which is Which.ALL or level is not None
