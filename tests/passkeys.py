"""A device that keeps passkeys, in software: it answers as a phone or a browser does, signature and all."""

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG


@dataclass
class Device:
    """One passkey on one device, made for one site (`host`), reached at `origin`."""

    host: str = "testserver"
    origin: str = "https://testserver"
    is_user_verified: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(16))

    def registers(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`, as the page sends it."""
        self.user_handle = options["publicKey"]["user"]["id"]
        made = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        attestation = AttestationObject.create("none", self._data(FLAG.AT, made), {})
        client = self._client_data("webauthn.create", options)
        return self._answer(
            {"clientDataJSON": client, "attestationObject": bytes(attestation)}, {"credProps": {"rk": True}}
        )

    def proves(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`, as the page sends it."""
        client, data = self._client_data("webauthn.get", options), bytes(self._data(FLAG(0), b""))
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer(response, {}, userHandle=self.user_handle)

    def _data(self, flags: FLAG, credential: bytes) -> AuthenticatorData:
        verified = FLAG.UV if self.is_user_verified else FLAG(0)
        return AuthenticatorData.create(sha256(self.host.encode()).digest(), FLAG.UP | verified | flags, 0, credential)

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, bytes], extensions: dict[str, Any], **more: str) -> str:
        name = websafe_encode(self.credential_id)
        encoded = {key: websafe_encode(value) for key, value in response.items()} | more
        whole = {"id": name, "rawId": name, "type": "public-key", "response": encoded}
        return json.dumps(whole | {"clientExtensionResults": extensions})
