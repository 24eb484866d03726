"""
Keys that live for one period outside the database, and are then destroyed.

A key is a file in `settings.KEY_FOLDER`, readable only by the server's user and never part of a database backup. Two
processes that need a new key at the same moment get the same one. Nothing is kept in memory between calls: a key that
is destroyed is gone from every process.
"""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from normi.privacy.vocabulary import SEARCH_KEY_PERIOD

LENGTH = 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def period_start(now: datetime) -> datetime:
    """The start of the period that `now` lies in. Periods are counted from 1970, so all machines agree."""
    return EPOCH + (now - EPOCH) // SEARCH_KEY_PERIOD * SEARCH_KEY_PERIOD


def current(purpose: str, now: datetime) -> bytes:
    """The key of this period, made if it is the first to be asked for. Earlier keys are destroyed on the way."""
    while (key := existing(purpose, now)) is None:
        destroy_earlier(purpose, now)
        create(key_path(purpose, now))
    return key


def existing(purpose: str, now: datetime) -> bytes | None:
    """The key of this period, or None where nobody has needed one yet."""
    try:
        return key_path(purpose, now).read_bytes()
    except FileNotFoundError:
        return None


def destroy_earlier(purpose: str, now: datetime) -> int:
    """Destroy every key of an earlier period, and answer how many there were."""
    kept = key_path(purpose, now)
    earlier = [path for path in kept.parent.glob(f"{purpose}-*.key") if path.name < kept.name]
    for path in earlier:
        path.unlink(missing_ok=True)
    return len(earlier)


def key_path(purpose: str, now: datetime) -> Path:
    return Path(settings.KEY_FOLDER) / f"{purpose}-{period_start(now):%Y-%m-%d}.key"


def create(path: Path) -> None:
    """A new key of LENGTH bytes. Whoever links first decides it; the file is complete before it has its name."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        os.link(half, path)
    except FileExistsError:
        return
    finally:
        half.unlink(missing_ok=True)
