"""The endpoints of the embedded company's provider, as the standards have them: nothing at the desk is made for it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

from gendan.identity import LIFE_S, Signer
from gendan.issuer.asked import Asked
from gendan.issuer.codes import Client, Codes, Grant
from gendan.issuer.page import HEADERS, STYLE, message, page, words_of
from gendan.issuer.people import People

HOSTS = ["127.0.0.1", "localhost"]
"""A name of somebody else's that leads to this machine leads nowhere."""


class Issuer:
    """One client, one signer, and who may be signed in."""

    def __init__(self, signer: Signer, client: Client, people: People) -> None:
        self.signer, self.client, self.people, self.codes = signer, client, people, Codes()

    def app(self) -> FastAPI:
        app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
        app.add_api_route("/.well-known/openid-configuration", self.document, methods=["GET"])
        app.add_api_route("/jwks", self.jwks, methods=["GET"])
        app.add_api_route("/authorize", self.choose, methods=["GET"], response_model=None)
        app.add_api_route("/authorize", self.authorize, methods=["POST"], response_model=None)
        app.add_api_route("/token", self.token, methods=["POST"], response_model=None)
        app.add_api_route("/end-session", self.end_session, methods=["GET"], response_model=None)
        app.add_api_route("/style.css", style, methods=["GET"], response_model=None)
        return app

    async def document(self) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0."""
        at = self.signer.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/jwks",
            "end_session_endpoint": f"{at}/end-session",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["Ed25519"],
            "scopes_supported": ["openid", "profile"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    async def jwks(self) -> dict[str, Any]:
        return {"keys": [self.signer.key.as_dict(private=False)]}

    async def choose(self, request: Request) -> Response:
        """The page of people."""
        told = request.query_params
        asked, words = self._asked(told), _words(request, told)
        if asked is None:
            return HTMLResponse(message(words.stranger, words), 400, HEADERS)
        if fault := asked.fault():
            return RedirectResponse(asked.back(error=fault), 303)
        return HTMLResponse(page(await self.people(), asked.told, words), headers=HEADERS)

    async def authorize(self, request: Request) -> Response:
        """A click on that page, and on no other."""
        told = await _form(request)
        asked, words = self._asked(told), _words(request, told)
        if not _is_own(request):
            return HTMLResponse(message(words.elsewhere, words), 403, HEADERS)
        if asked is None:
            return HTMLResponse(message(words.stranger, words), 400, HEADERS)
        member = next((each for each in await self.people() if each.code == told.get("person")), None)
        if fault := asked.fault() or ("" if member else "access_denied"):
            return RedirectResponse(asked.back(error=fault), 303)
        assert member
        return RedirectResponse(asked.back(code=self.codes.give(_grant(asked, member.code, member.roles))), 303)

    async def token(self, request: Request) -> Response:
        """Tokens for a code, once."""
        told = await _form(request)
        if told.get("grant_type") != "authorization_code":
            return _refused("unsupported_grant_type")
        if told.get("client_id") != self.client.id:
            return _refused("invalid_client", 401)
        grant = self.codes.take(told.get("code", ""))
        if not grant or not grant.is_for(self.client.id, told.get("redirect_uri", ""), told.get("code_verifier", "")):
            return _refused("invalid_grant")
        return JSONResponse(self.tokens(grant), headers={"Cache-Control": "no-store"})

    def tokens(self, grant: Grant) -> dict[str, Any]:
        """What a client gets: a bearer for the departments, and the provider's word who it is."""
        access = self.signer.token(grant.person, grant.roles)
        about = {"auth_time": grant.signed_in_at} | ({"nonce": grant.nonce} if grant.nonce is not None else {})
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": LIFE_S,
            "scope": "openid profile",
            "id_token": self.signer.signed(grant.person, grant.client_id, **about),
        }

    async def end_session(self, request: Request) -> Response:
        """There is no session here that could outlive the click (RP-Initiated Logout 1.0)."""
        told, words = request.query_params, _words(request, request.query_params)
        if told.get("post_logout_redirect_uri") != self.client.after_sign_out:
            return HTMLResponse(message(words.left, words), headers=HEADERS)
        state = f"?{urlencode({'state': told['state']})}" if "state" in told else ""
        return RedirectResponse(self.client.after_sign_out + state, 303)

    def _asked(self, told: Mapping[str, str]) -> Asked | None:
        return Asked.of(told, self.client, self.signer.issuer)


async def style() -> Response:
    return Response(STYLE, media_type="text/css")


def _grant(asked: Asked, person: str, roles: tuple[str, ...]) -> Grant:
    challenge, nonce = asked.told["code_challenge"], asked.told.get("nonce")
    return Grant(person, roles, asked.client.id, asked.client.redirect_uri, challenge, nonce, int(time.time()))


async def _form(request: Request) -> dict[str, str]:
    """Of a field that comes twice, the last."""
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


def _is_own(request: Request) -> bool:
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "-")


def _words(request: Request, told: Mapping[str, str]) -> Any:
    return words_of(told.get("ui_locales", ""), request.headers.get("accept-language", ""))


def _refused(error: str, status: int = 400) -> JSONResponse:
    return JSONResponse({"error": error}, status, {"Cache-Control": "no-store"})
