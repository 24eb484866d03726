"""
The signature that shows that a report was made here and has not been changed since (Ed25519, RFC 8032).

Owns the keys. The private key is one file outside the database, made when it is first needed, like the other keys of
this machine. Its public half is kept beside it for good: after `rotate` new reports get a new key, and old reports can
still be checked. A signature says where a report comes from, never that what it says is true.
"""

import base64
import binascii
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from normi.privacy.keys import create
from skillengine.report import canonical

PRIVATE = "report.key"
CODE_START = "normi1"
# What the two kinds of signatures cover can never be the same bytes: a document starts with a brace.
CODE_CONTEXT = b"normi-report-code\n"
DIGEST_LENGTH = 32
# What a copied code may have got on its way: spaces, line breaks, invisible places to break it.
NOT_OF_A_CODE = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True)
class Claim:
    """What the printed code of a report says: when it was made, for whom, with how many skills, and its digest."""

    made_at: str
    name: str
    skills: int
    digest: str


class Unsigned(Exception):
    """There is no signature of ours to check: it is missing, broken, or made with a key that is not ours."""


def signed(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its signature and its code. The signature covers all else in the document."""
    key = _private()
    name = _remember(key.public_key())
    value = _text(key.sign(canonical(document)))
    return {
        **document,
        "signature": {"algorithm": "Ed25519", "key": name, "value": value, "code": _code(key, name, document)},
    }


def is_unchanged(document: Mapping[str, Any]) -> bool:
    """Whether the signature fits. Raises Unsigned where there is none that we could have made."""
    signature = document.get("signature")
    if not isinstance(signature, dict):
        raise Unsigned
    bare = {name: value for name, value in document.items() if name != "signature"}
    return _fits(signature.get("key"), signature.get("value"), _bytes_of(bare))


def claim_of(code: str) -> Claim | None:
    """What a code says, None where it was changed on the way. Raises Unsigned where it is no code of ours."""
    start, _, rest = NOT_OF_A_CODE.sub("", code).partition(".")
    payload, _, value = rest.partition(".")
    if start.casefold() != CODE_START:
        raise Unsigned
    try:
        said = json.loads(_bytes(payload))
        claim = Claim(str(said["made_at"]), str(said["name"]), int(said["skills"]), str(said["digest"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return claim if _fits(said.get("key"), value, CODE_CONTEXT + _bytes(payload)) else None


def digest_of(document: Mapping[str, Any]) -> str:
    """What ties a code to its document: SHA-256 of the facts, cut to 128 bits."""
    return hashlib.sha256(canonical(document["report"])).hexdigest()[:DIGEST_LENGTH]


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Every key that has signed reports here, by its name."""
    files = _folder().glob("report-*.pub")
    return {path.stem.removeprefix("report-"): Ed25519PublicKey.from_public_bytes(path.read_bytes()) for path in files}


def as_jwk(name: str, key: Ed25519PublicKey) -> dict[str, str]:
    """A public key as RFC 8037 writes it."""
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": name, "x": _text(key.public_bytes_raw())}


def current_name() -> str:
    """The name of the key that signs now."""
    return _remember(_private().public_key())


def rotate() -> str:
    """Destroy the private key and make a new one. Returns its name. What was signed before can still be checked."""
    current_name()
    (_folder() / PRIVATE).unlink()
    return current_name()


def _code(key: Ed25519PrivateKey, name: str, document: Mapping[str, Any]) -> str:
    facts = document["report"]
    payload = canonical(
        {
            "made_at": facts["made_at"],
            "name": facts.get("name", ""),
            "skills": len(facts.get("skills", ())),
            "digest": digest_of(document),
            "key": name,
        }
    )
    return ".".join((CODE_START, _text(payload), _text(key.sign(CODE_CONTEXT + payload))))


def _fits(name: Any, value: Any, message: bytes) -> bool:
    known = public_keys().get(name) if isinstance(name, str) else None
    if known is None or not isinstance(value, str):
        raise Unsigned
    try:
        known.verify(_bytes(value), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _bytes_of(document: Mapping[str, Any]) -> bytes:
    try:
        return canonical(document)
    except (ValueError, RecursionError) as error:
        raise Unsigned from error


def _private() -> Ed25519PrivateKey:
    path = _folder() / PRIVATE
    if not path.exists():
        create(path)
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def _remember(key: Ed25519PublicKey) -> str:
    """Keep the public key, and return its name: the beginning of its own digest."""
    raw = key.public_bytes_raw()
    name = hashlib.sha256(raw).hexdigest()[:16]
    path = _folder() / f"report-{name}.pub"
    if not path.exists():
        half = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        half.write_bytes(raw)
        half.replace(path)
    return name


def _folder() -> Path:
    return Path(settings.KEY_FOLDER)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Raises ValueError where it is no base64."""
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("no base64") from error
