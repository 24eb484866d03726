"""
From a file to a profile, in two steps that the person takes: we read, they look; they say yes, we store.

Between the steps only a sealed row waits. Storing itself belongs to `portability`, finding skills to `profiles`.
"""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from normi.accounts.models import User
from normi.imports import packing, sandbox, seal
from normi.imports.found import Found
from normi.imports.models import PendingImport
from normi.portability import actions as portability
from normi.portability.document import Document
from normi.profiles.actions import suggest_skills


@dataclass(frozen=True)
class Outcome:
    """What a yes led to: what is new in the profile, and the text whose suggestions wait for answers."""

    stored: portability.Stored
    text_id: int | None


def read_file(*, by: User, content: bytes) -> Found:
    """Read a file in the worker and let what it holds wait for the person. The file itself is forgotten."""
    found = sandbox.parse(content).found
    keep_waiting(by=by, found=found)
    return found


@transaction.atomic
def keep_waiting(*, by: User, found: Found) -> None:
    """What was read takes the place of what waited before."""
    sealed = seal.sealed(packing.pack(found), for_whom=str(by.pk))
    PendingImport.objects.update_or_create(owner=by, defaults={"sealed": sealed, "read_at": timezone.now()})


@transaction.atomic
def store(*, by: User, chosen: Document, text: str = "") -> Outcome:
    """The person's yes: what they chose becomes part of the profile, and the text is read for skills."""
    stored = portability.store(by=by, document=replace(chosen, not_understood=()))
    waiting = [suggest_skills(by=by, content=text).pk] if text.strip() else list(stored.to_answer)
    discard(by=by)
    return Outcome(stored, waiting[0] if waiting else None)


@transaction.atomic
def discard(*, by: User) -> None:
    """The person's no: nothing of it is left. Twice is harmless."""
    PendingImport.objects.visible_to(by).delete()
