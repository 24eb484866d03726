"""
A shared report as it is stored: locked with a key that only its link holds (AES-256-GCM).

Owns the lock. The link carries 256 random bits; the database gets a digest to find the row by and what the key has
locked, and from neither can the link be made again.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_LENGTH = 12


class NotOurs(Exception):
    """What was stored does not open with this link."""


def new_token() -> str:
    """What a link ends with: 43 letters and digits."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What the row is found by. The token is random, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal(token: str, content: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_LENGTH)
    return nonce + AESGCM(_key(token)).encrypt(nonce, content, None)


def unseal(token: str, sealed: bytes) -> bytes:
    """What was sealed with this token. Raises NotOurs where it was another, or where a bit has been changed."""
    nonce, locked = sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:]
    try:
        return AESGCM(_key(token)).decrypt(nonce, locked, None)
    except (InvalidTag, ValueError) as error:
        raise NotOurs from error


def _key(token: str) -> bytes:
    return hmac.digest(b"normi: a shared report", token.encode(), "sha256")
