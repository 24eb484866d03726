"""
The letters that the local mailbox holds. Reads only.

Django's file mail backend writes one file for each connection and closes every letter with a line of dashes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

from normi.errors import NotFound

DIVIDER = re.compile(rb"^-{79}\r?\n", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """One e-mail. `key` names it among those in the mailbox, and nothing else on the disk."""

    key: str
    to: str
    subject: str
    body: str
    sent_at: datetime | None


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def letters() -> list[Letter]:
    """Every letter in the mailbox, newest first."""
    return [letter for path in reversed(files()) for letter in reversed(in_file(path))]


def letter(key: str) -> Letter:
    """One letter. The key is looked up among those that exist, so it can point at nothing else."""
    for found in letters():
        if found.key == key:
            return found
    raise NotFound


def files() -> list[Path]:
    """The mailbox's files, oldest first. Their names know only the second, so the disk's own clock decides."""
    found = [path for path in folder().glob("*.log") if path.is_file() and not path.is_symlink()]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def in_file(path: Path) -> list[Letter]:
    parts = [part for part in DIVIDER.split(path.read_bytes()) if part.strip()]
    return [read(f"{path.stem}-{number}", part) for number, part in enumerate(parts)]


def read(key: str, content: bytes) -> Letter:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain",))
    sent = message["Date"]
    return Letter(
        key=key,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        body=body.get_content() if body is not None else "",
        sent_at=parsedate_to_datetime(str(sent)) if sent else None,
    )
