"""One attempt to sign in: what the desk must know again when the provider sends the browser back (ALL-3)."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from hmac import compare_digest

from fastapi import Request, Response

from services.notify.desk.choices import own_path
from services.notify.desk.cookies import cookie_of, drop, put

LIFE_S = 600
PREFIX = "gendan_sign_in_"
NAME_CHARACTERS = 12


@dataclass(frozen=True)
class Attempt:
    """Kept in a cookie of its own, so that several tabs may sign in side by side and every replica can end it.

    Whoever has no cookie of this state did not begin here. It is Lax: the provider's page is another site.
    """

    state: str
    nonce: str
    verifier: str
    next_path: str

    @classmethod
    def new(cls, next_path: str) -> Attempt:
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, own_path(next_path))

    @classmethod
    def of(cls, request: Request, state: str) -> Attempt | None:
        """The attempt of this state, if this browser began it."""
        try:
            kept = json.loads(urlsafe_b64decode(cookie_of(request, _name(state))))
            attempt = cls(kept["state"], kept["nonce"], kept["verifier"], own_path(kept["next_path"]))
            return attempt if compare_digest(attempt.state, state) else None
        except (ValueError, TypeError, LookupError):
            return None

    def keep(self, response: Response) -> None:
        value = urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()
        put(response, _name(self.state), value, site="lax", seconds=LIFE_S)

    def end(self, response: Response) -> None:
        drop(response, _name(self.state))


def _name(state: str) -> str:
    letters = "".join(each for each in state if each.isascii() and (each.isalnum() or each in "-_"))
    return PREFIX + letters[:NAME_CHARACTERS]
