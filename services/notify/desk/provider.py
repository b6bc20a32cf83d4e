"""The company's OpenID provider, as the settings name it: its discovery document and its keys (ALL-3)."""

from __future__ import annotations

import asyncio
import ssl
import time
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2
import structlog
from pydantic import BaseModel

from chassis.figures import opening
from chassis.http.keys import ANSWER_LIMIT_S, Keys
from services.notify.desk.words import N_
from services.notify.policy import Policy

DISCOVERY = "/.well-known/openid-configuration"
OLD_AFTER_S, AGAIN_AFTER_S = 3600.0, 1.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

log = structlog.get_logger()


NOBODY = N_("Nobody can sign in here yet: the setting GENDAN_NOTIFY_SIGN_IN_ISSUER names no provider.")
AWAY = N_("The company's sign-in does not answer at this moment. Try again a little later.")


class NotLetIn(Exception):
    """A sign-in came to no good end: a text of the desk, and what the provider or a library says of it."""

    def __init__(self, text: str, reason: str = "", status: int = 400) -> None:
        self.text, self.reason, self.status = text, reason, status
        super().__init__(f"{text} {reason}")


class Document(BaseModel):
    """What a provider says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Provider:
    """One issuer. Its document is read at first use and again after an hour; while it is away the known one holds."""

    def __init__(self, issuer: str) -> None:
        self.issuer, self.keys = issuer, Keys(self._read_keys)
        self._document: Document | None = None
        self._read_at = self._tried_at = float("-inf")
        self._reading = asyncio.Lock()

    async def document(self) -> Document:
        """Raises NotLetIn when it was never read."""
        async with self._reading:
            if time.monotonic() - max(self._read_at + OLD_AFTER_S, self._tried_at + AGAIN_AFTER_S) > 0:
                await self._read()
        if self._document is None:
            raise NotLetIn(AWAY, status=503)
        return self._document

    async def _read(self) -> None:
        self._tried_at = time.monotonic()
        try:
            document = Document.model_validate(await self._get(self.issuer.rstrip("/") + DISCOVERY))
            if document.issuer != self.issuer:
                raise ValueError(f"it calls itself {document.issuer}")  # noqa: TRY301
        except (OSError, ValueError) as fault:
            log.warning("discovery document not read", issuer=self.issuer, reason=repr(fault))
        else:
            self._document, self._read_at = document, time.monotonic()

    async def _read_keys(self) -> Any:
        return await self._get((await self.document()).jwks_uri)

    async def _get(self, url: str) -> Any:
        """Raises OSError, ValueError."""
        try:
            async with httpx2.AsyncClient(**reached(self.issuer)) as http:
                return (await http.get(url)).raise_for_status().json()
        except httpx2.HTTPError as fault:
            raise OSError(f"{url}: {fault!r}") from fault


@cache
def provider(issuer: str) -> Provider:
    """The provider of this issuer, with what is known of it in this process."""
    return Provider(issuer)


def reached(issuer: str) -> dict[str, Any]:
    """How its addresses are asked: by the proxy of the environment, if any, but on this machine."""
    by_proxy = urlsplit(issuer).hostname not in LOOPBACK
    return {"verify": _trust(), "timeout": ANSWER_LIMIT_S, "trust_env": by_proxy}


@cache
def _trust() -> ssl.SSLContext:
    """Made once: it takes as long as many requests."""
    return httpx2.create_ssl_context()


def asked() -> tuple[Policy, Provider]:
    """The settings and the provider that they name. Raises NotLetIn when they name none."""
    policy = opening(Policy)
    if not policy.sign_in_issuer:
        raise NotLetIn(NOBODY, status=503)
    return policy, provider(policy.sign_in_issuer)


def page_of_the_desk(policy: Policy, page: str) -> str:
    """Its address as the provider knows it."""
    return f"{policy.desk_url.rstrip('/')}/desk/{page}"
