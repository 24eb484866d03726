"""
Taking in texts with all that was read in them, and the person's answers.

A text that is here already keeps its answers; what still waits for one here gets the file's. A skill that the person
has taken out of the profile here is not put back by a file: its answer is left open, and the person is told.
"""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from normi.accounts.models import User
from normi.portability.document import Answer, Document
from normi.portability.document import Text as TextValue
from normi.portability.outcome import Outcome, refuse_beyond
from normi.profiles.actions import checked_text
from normi.profiles.models import KeptApart, NamedRole, ProfileSkill, Text

MOST_TEXTS = 2_000


@dataclass
class Texts:
    """The texts of one document on their way in. `removed`: skills that the person has taken out here."""

    by: User
    removed: frozenset[str]
    outcome: Outcome
    by_key: dict[str, Text] = field(default_factory=dict)
    """The text of each entry that has one, by the entry's key."""

    def take(self, document: Document) -> None:
        digests = {_digest(text.content): text for text in document.texts}
        here = {text.digest: text for text in Text.objects.visible_to(self.by).filter(digest__in=digests)}
        refuse_beyond(MOST_TEXTS, Text.objects.visible_to(self.by).count() + len(digests) - len(here))
        fresh = {digest: self._row(digest, text) for digest, text in digests.items() if digest not in here}
        Text.objects.bulk_create(fresh.values())
        for digest, text in digests.items():
            row = here.get(digest) or fresh[digest]
            self.by_key |= dict.fromkeys(text.of, row)
            if digest in fresh:
                self._store_all(row, text)
            else:
                self._answer_what_waits(row, text)
        self.outcome.count("text", len(fresh))

    def _row(self, digest: str, text: TextValue) -> Text:
        checked_text(text.content)
        return Text(owner=self.by, content=text.content, digest=digest, lang=text.lang, read_at=text.read_at)

    def _store_all(self, row: Text, text: TextValue) -> None:
        roles = NamedRole.objects.bulk_create(
            NamedRole(text=row, concept_uri=r.concept_uri, start=r.start, end=r.end, confidence=r.confidence)
            for r in text.roles
        )
        KeptApart.objects.bulk_create(
            KeptApart(text=row, start=a.start, end=a.end, reason=a.reason) for a in text.apart
        )
        answers = (self._unless_removed(answer) for answer in text.answers)
        ProfileSkill.objects.bulk_create(
            skill_row(self.by, answer, text=row, role=None if answer.role is None else roles[answer.role])
            for answer in answers
            if answer is not None
        )

    def _unless_removed(self, answer: Answer) -> Answer | None:
        """A yes to what was taken out here is left open; a tick cannot be, and is left out."""
        if not answer.accepted_at or answer.concept_uri not in self.removed:
            return answer
        return None if answer.role is not None else replace(answer, accepted_at=None)

    def _answer_what_waits(self, row: Text, text: TextValue) -> None:
        shown = {(one.start, one.end): one for one in row.suggestions.suggested()}
        waiting = []
        for answer in text.answers:
            if answer.role is not None or not (answer.accepted_at or answer.rejected_at):
                continue
            mine = shown.get((answer.start or 0, answer.end or 0))
            if mine and mine.state == "suggested" and _is_offered(mine, answer.concept_uri):
                waiting.append(_with_answer(mine, self._unless_removed(answer) or answer))
        ProfileSkill.objects.bulk_update(
            waiting, ["concept_uri", "confidence", "alternatives", "accepted_at", "rejected_at", "rejection"]
        )
        self._tick(row, text)

    def _tick(self, row: Text, text: TextValue) -> None:
        """What was ticked for a role that this text names here too, and is not ticked here."""
        roles = {(role.start, role.concept_uri): role for role in row.roles.all()}
        ticked = {(one.role_id, one.concept_uri) for one in row.suggestions.ticked()}
        fresh = []
        for answer in text.answers:
            if answer.role is None:
                continue
            said = text.roles[answer.role]
            role = roles.get((said.start, said.concept_uri))
            if role and (role.pk, answer.concept_uri) not in ticked and self._unless_removed(answer):
                fresh.append(skill_row(self.by, answer, text=row, role=role))
        ProfileSkill.objects.bulk_create(fresh)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _is_offered(row: ProfileSkill, uri: str) -> bool:
    return uri == row.concept_uri or any(pair[0] == uri for pair in row.alternatives)


def _with_answer(row: ProfileSkill, answer: Answer) -> ProfileSkill:
    if row.concept_uri != answer.concept_uri:
        row.concept_uri, row.confidence = answer.concept_uri, answer.confidence
        row.alternatives = [list(pair) for pair in answer.alternatives]
    row.accepted_at, row.rejected_at, row.rejection = answer.accepted_at, answer.rejected_at, answer.rejection
    return row


def skill_row(by: User, answer: Answer, **place: Any) -> ProfileSkill:
    """A row for an answer, not yet stored."""
    return ProfileSkill(
        owner=by,
        concept_uri=answer.concept_uri,
        start=answer.start,
        end=answer.end,
        confidence=answer.confidence,
        alternatives=[list(pair) for pair in answer.alternatives],
        suggested_at=answer.suggested_at or timezone.now(),
        accepted_at=answer.accepted_at,
        rejected_at=answer.rejected_at,
        rejection=answer.rejection,
        **place,
    )
