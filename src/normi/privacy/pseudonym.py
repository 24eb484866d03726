"""
The name a search is logged under. It says nothing by itself, and after its period nobody can tell whose it was.

HMAC-SHA256, cut to 128 bits, of the person's row number under a key of this period that lives outside the database
(`keys`). A visitor without an account gets a new random name for each search, of the same shape, so the log does not
even show who had an account.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser

from normi.privacy import keys

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

KEY = "search"
BYTES = 16


def for_writing(user: "AbstractBaseUser | AnonymousUser | None", now: datetime) -> str:
    """The pseudonym to log this search under: 32 hexadecimal digits."""
    key = keys.current(KEY, now)
    if user is None or not user.is_authenticated:
        return secrets.token_hex(BYTES)
    return _pseudonym(key, user)


def for_reading(user: AbstractBaseUser, now: datetime) -> str | None:
    """The person's pseudonym in this period, or None where nobody has searched yet. Makes no key."""
    key = keys.existing(KEY, now)
    return None if key is None else _pseudonym(key, user)


def _pseudonym(key: bytes, user: AbstractBaseUser) -> str:
    return hmac.new(key, f"person:{user.pk}".encode(), hashlib.sha256).digest()[:BYTES].hex()
