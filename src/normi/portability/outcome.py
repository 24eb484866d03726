"""What came of taking a document in: how much of each kind was new, and what was not taken, in words for the person."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from normi.errors import TooLarge


@dataclass
class Outcome:
    """Filled while a document is taken in. `conflicts` are sentences; what they are about is left as it was."""

    added: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)

    def count(self, kind: str, number: int = 1) -> None:
        self.added[kind] += number

    def conflict(self, sentence: str, **words: Any) -> None:
        self.conflicts.append(sentence % words)


def refuse_beyond(most: int, number: int) -> None:
    """Raises TooLarge where there would be more of a kind than a profile holds."""
    if number > most:
        raise TooLarge(
            _("With this file, your profile would hold %(count)d of one kind. There is room for %(most)d.")
            % {"count": number, "most": most},
            remedy=_("Delete what you do not need, here or in the file."),
        )
