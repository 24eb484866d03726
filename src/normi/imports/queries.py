"""What waits for a person's answer, and what of it stands on the page. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.errors import NotFound
from normi.imports import packing, seal
from normi.imports.found import Found
from normi.imports.models import PendingImport


@dataclass(frozen=True)
class Pending:
    """What was read, and when."""

    found: Found
    read_at: datetime


def is_pending(of: User) -> bool:
    return PendingImport.objects.visible_to(of).fresh().exists()


def pending_of(of: User) -> Pending:
    """What this person's last file held. Raises NotFound when nothing waits, or not any more."""
    row = PendingImport.objects.visible_to(of).fresh().first()
    if row is None:
        raise nothing_waits()
    try:
        content = seal.opened(row.sealed, for_whom=str(row.owner_id))
        return Pending(packing.unpack(Found, content), row.read_at)
    except (seal.Broken, packing.Unpackable):
        raise nothing_waits() from None


def nothing_waits() -> NotFound:
    return NotFound(
        _("There is nothing here that waits for your answer."),
        remedy=_("What we read is kept for one hour. Send the file again, and it will be here."),
    )
