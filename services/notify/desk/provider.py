"""The company's OpenID provider: its discovery document, its keys, and what the desk asks of it as a client (ALL-3)."""

from __future__ import annotations

import asyncio
import ssl
import time
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx2
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from pydantic import BaseModel

from chassis.http.identity import HEADERS, LEEWAY_S, key_named_by
from chassis.http.keys import ANSWER_LIMIT_S, Keys
from services.notify.desk.words import N_
from services.notify.policy import Policy

DISCOVERY = "/.well-known/openid-configuration"
OLD_AFTER_S, AGAIN_AFTER_S = 3600.0, 1.0
IN_HEADER = "client_secret_basic"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

log = structlog.get_logger()


AWAY = N_("The company's sign-in does not answer at this moment. Try again a little later.")
REFUSED = N_("The company's sign-in did not let you in.")
NOT_GOOD = N_("The company's sign-in gave an answer that cannot be trusted. Begin once more.")


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


def client(policy: Policy, document: Document, redirect_uri: str) -> AsyncOAuth2Client:
    """The desk as the provider's client; open it with ``async with``."""
    secret = policy.sign_in_secret_file and policy.sign_in_secret_file.read_text().strip()
    in_body = "client_secret_post" in document.token_endpoint_auth_methods_supported
    asking = AsyncOAuth2Client(
        policy.sign_in_client,
        secret,
        token_endpoint_auth_method=("client_secret_post" if in_body else IN_HEADER) if secret else "none",
        scope=policy.sign_in_scopes,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",  # else a verifier makes no challenge, and nothing says so
        **reached(policy.sign_in_issuer),
    )
    asking.register_client_auth_method((IN_HEADER, _in_header))
    return asking


def _in_header(asking: Any, _: str, uri: str, headers: dict[str, str], body: str) -> tuple[str, dict[str, str], str]:
    """Id and secret encoded (RFC 6749, 2.3.1), which authlib's own way is not."""
    told = f"{quote_plus(asking.client_id)}:{quote_plus(asking.client_secret)}"
    return uri, headers | {"Authorization": f"Basic {b64encode(told.encode()).decode()}"}, body


async def tokens(asking: AsyncOAuth2Client, document: Document, code: str, verifier: str) -> Mapping[str, Any]:
    """What the provider gives for a code. Raises NotLetIn."""
    try:
        given: Mapping[str, Any] = await asking.fetch_token(
            document.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
        )
    except AuthlibBaseError as fault:
        raise NotLetIn(REFUSED, str(fault)) from fault
    except (httpx2.HTTPError, ValueError) as fault:
        raise NotLetIn(AWAY, repr(fault), status=503) from fault
    return given


async def insist_on_id_token(given: Mapping[str, Any], known: Provider, client_id: str, nonce: str) -> None:
    """That this provider made it, for us, now, in answer to this sign-in (Core 1.0, 3.1.3.7). Raises NotLetIn."""
    told = str(given.get("id_token", ""))
    try:
        token = jwt.decode(told, await known.keys.having(key_named_by(told)), registry=HEADERS)
        wanted = {"iss": {"essential": True, "value": known.issuer}, "aud": {"essential": True, "value": client_id}}
        about = {"nonce": nonce, "client_id": client_id, "access_token": given.get("access_token")}
        CodeIDToken(token.claims, token.header, wanted, about).validate(leeway=LEEWAY_S)
    except (JoseError, AuthlibBaseError, ValueError, TypeError) as fault:
        raise NotLetIn(NOT_GOOD, str(fault)) from fault


def leave(document: Document, client_id: str, hint: str, back: str) -> str | None:
    """Where the provider ends its own session (RP-Initiated Logout 1.0); none if it has no such page."""
    if not document.end_session_endpoint:
        return None
    told = {"client_id": client_id, "post_logout_redirect_uri": back} | ({"id_token_hint": hint} if hint else {})
    joint = "&" if urlsplit(document.end_session_endpoint).query else "?"
    return f"{document.end_session_endpoint}{joint}{urlencode(told)}"
