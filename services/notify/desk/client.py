"""What the desk asks of the provider as its client, and what it takes for an answer (ALL-3)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError

from chassis.http.identity import HEADERS, LEEWAY_S, key_named_by
from services.notify.desk.provider import AWAY, Document, NotLetIn, Provider, reached
from services.notify.desk.words import N_
from services.notify.policy import Policy

IN_HEADER = "client_secret_basic"
REFUSED = N_("The company's sign-in did not let you in.")
NOT_GOOD = N_("The company's sign-in gave an answer that cannot be trusted. Begin once more.")


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
