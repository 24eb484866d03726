"""
Sealing what waits: AES-256-GCM under a key that only the running server can make, bound to the person and the row.

Someone with a copy of the database reads nothing, and a sealed value moved to another person's row does not open.
"""

import base64
import os
import zlib
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from normi.imports import limits

NONCE: Final = 12
PURPOSE: Final = b"normi.imports.seal"
LARGEST: Final = 4 * limits.LARGEST_ANSWER


class Broken(Exception):
    """The value was not sealed by us for this person."""


def sealed(content: bytes, *, for_whom: str) -> str:
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, zlib.compress(content), for_whom.encode())).decode()


def opened(value: str, *, for_whom: str) -> bytes:
    """The content. Raises Broken for anything that `sealed` did not make for this person."""
    try:
        whole = base64.b64decode(value, validate=True)
        packed = _cipher().decrypt(whole[:NONCE], whole[NONCE:], for_whom.encode())
    except (ValueError, InvalidTag):
        raise Broken from None
    return zlib.decompressobj().decompress(packed, LARGEST)


def _cipher() -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(settings.SECRET_KEY.encode())
    return AESGCM(key)
