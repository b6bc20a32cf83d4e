"""Authorization codes: each opens once, within a minute, to who asked for it (RFC 6749 and RFC 7636)."""

from __future__ import annotations

import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

LIFE_S = 60.0
CODES_MAX = 1_000


@dataclass(frozen=True)
class Client:
    """Who may ask: the desk, at exactly these addresses."""

    id: str
    redirect_uri: str
    after_sign_out: str


@dataclass(frozen=True)
class Grant:
    """Who was signed in, for whom, and what proves that the same one comes for the tokens."""

    person: str
    roles: tuple[str, ...]
    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str | None
    signed_in_at: int

    def is_for(self, client_id: str, redirect_uri: str, verifier: str) -> bool:
        """``verifier``: what the challenge is the SHA-256 of."""
        proof = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return (client_id, redirect_uri) == (self.client_id, self.redirect_uri) and secrets.compare_digest(
            proof, self.challenge
        )


class Codes:
    """Those that were given and not used yet."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[float, Grant]] = {}

    def give(self, grant: Grant) -> str:
        """A new code for a grant; of too many, the oldest is forgotten."""
        while len(self._held) >= CODES_MAX:
            del self._held[next(iter(self._held))]
        code = secrets.token_urlsafe(32)
        self._held[code] = (time.monotonic() + LIFE_S, grant)
        return code

    def take(self, code: str) -> Grant | None:
        """The grant of a code, once, in time."""
        until, grant = self._held.pop(code, (0.0, None))
        return grant if until > time.monotonic() else None
