"""What a client asks for at the authorization endpoint, and what is wrong with it (OpenID Connect Core 1.0, 3.1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from gendan.issuer.codes import Client

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
FIELDS = (
    *("client_id", "redirect_uri", "response_type", "scope", "state", "nonce"),
    *("code_challenge", "code_challenge_method", "prompt", "ui_locales"),
)


@dataclass(frozen=True)
class Asked:
    """The parameters of a request that came from our client; the answer goes to where it is known to be."""

    client: Client
    told: Mapping[str, str]
    issuer: str

    @classmethod
    def of(cls, told: Mapping[str, str], client: Client, issuer: str) -> Asked | None:
        """None where nobody may be sent back: a client or an address that is not registered, letter for letter."""
        known = (told.get("client_id"), told.get("redirect_uri")) == (client.id, client.redirect_uri)
        return cls(client, {name: told[name] for name in FIELDS if name in told}, issuer) if known else None

    def fault(self) -> str:
        """The error's code; empty when all is well."""
        if self.told.get("response_type") != "code":
            return "unsupported_response_type"
        if "openid" not in self.told.get("scope", "").split():
            return "invalid_scope"
        if self.told.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(
            self.told.get("code_challenge", "")
        ):
            return "invalid_request"
        return "login_required" if self.told.get("prompt") == "none" else ""

    def back(self, **answer: str) -> str:
        """The client's address with an answer, which says whose it is (RFC 9207)."""
        state = {"state": self.told["state"]} if "state" in self.told else {}
        return f"{self.client.redirect_uri}?{urlencode(answer | state | {'iss': self.issuer})}"
