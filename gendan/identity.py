"""What the embedded company signs with: a key in its data folder, and tokens; gendan/issuer gives them to browsers."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from contracts.texts import Text
from gendan import state_file
from gendan.addresses import NoCompany
from gendan.called import called
from gendan.embedded import folder

AUDIENCE = "gendan"
LIFE_S = 12 * 3600
PRIVATE = Path("identity", "key.json")
JWKS = "jwks.json"
ISSUER, PORT = "issuer", "issuer.json"
"""Its port is kept: tokens name the issuer by its address."""


@dataclass(frozen=True)
class Signer:
    """Signs tokens with the company's private key; the services know only the public one, and the issuer's name."""

    key: OKPKey
    jwks_file: Path
    issuer: str

    def token(self, person: str, roles: Sequence[str]) -> str:
        """A bearer token for a person in these roles, good for twelve hours of real time."""
        return self.signed(person, AUDIENCE, roles=list(roles))

    def signed(self, person: str, audience: str, **claims: Any) -> str:
        """A token about a person, for somebody."""
        issued = int(time.time())
        told = {"iss": self.issuer, "aud": audience, "sub": person, "iat": issued, "exp": issued + LIFE_S}
        return jwt.encode({"alg": "Ed25519", "kid": self.key.kid}, told | claims, self.key, algorithms=["Ed25519"])


def signer(data: Path) -> Signer:
    """The signer of a company that starts: makes its key on the first call, and finds a free port for its issuer."""
    if not (data / PRIVATE).exists():
        _make_key(data / PRIVATE)
    folder.ports(data, [ISSUER], PORT)
    return signer_of(data)


def signer_of(data: Path) -> Signer:
    """The signer of a company that has been started before. Raises NoCompany: a new key would sign for nobody."""
    private = data / PRIVATE
    if not private.exists():
        told = Text(
            "no company lives in {data}: {file} is not there; name its folder with --data, or begin one there with"
            " {how}",
            data=data,
            file=private,
            how=called(f"up --data {quote(str(data))}"),
        )
        raise NoCompany(told)
    what_to_do = Text(
        "put it back from a backup, or remove {folder}: a new key is made, tokens given out end", folder=private.parent
    )
    key = state_file.read(private, _key, Text("a private key (JWK)"), what_to_do, secret=True)
    issuer = f"http://127.0.0.1:{folder.kept_ports(data / PORT).get(ISSUER, 0)}"
    return Signer(key, private.parent.resolve() / JWKS, issuer)  # departments' processes run in another folder


def _key(text: str) -> OKPKey:
    try:
        key = OKPKey.import_key(json.loads(text))
    except JoseError as fault:
        raise ValueError(fault) from fault
    if not key.is_private:
        raise ValueError("a public key signs nothing")
    return key


def _make_key(private: Path) -> None:
    private.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    state_file.write(private.parent / JWKS, json.dumps({"keys": [key.as_dict(private=False)]}))
    state_file.write(private, json.dumps(key.as_dict(private=True)), mode=0o600)
