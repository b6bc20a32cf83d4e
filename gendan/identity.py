"""The embedded company's own identity provider: a key in the data folder, and tokens signed with it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import OKPKey

AUDIENCE = "gendan"
ISSUER = "gendan-embedded"
LIFE_S = 12 * 3600


@dataclass(frozen=True)
class Signer:
    """Signs tokens with the company's private key; the services know only the public one."""

    key: OKPKey
    jwks_file: Path

    def token(self, person: str, roles: Sequence[str]) -> str:
        """A bearer token for a person in these roles, good for twelve hours of real time."""
        issued = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": person,
            "roles": list(roles),
            "iat": issued,
            "exp": issued + LIFE_S,
        }
        return jwt.encode({"alg": "Ed25519", "kid": self.key.kid}, claims, self.key, algorithms=["Ed25519"])


def signer(data: Path) -> Signer:
    """The company's signer; makes its key on the first call, readable by its owner alone."""
    folder = data / "identity"
    private = folder / "key.json"
    if not private.exists():
        _make_key(folder, private)
    key = OKPKey.import_key(json.loads(private.read_text()))
    return Signer(key, folder / "jwks.json")


def _make_key(folder: Path, private: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    (folder / "jwks.json").write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
