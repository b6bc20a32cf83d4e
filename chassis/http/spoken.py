"""The language of an answer: as Accept-Language wants it, and told by Content-Language (RFC 9110; ALL-5)."""

from __future__ import annotations

from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.language import LOCALES, asked_for, catalogue
from contracts.texts import saying


class Spoken:
    """ASGI middleware: all that this request has said is said in its language, from the catalogue of the house."""

    def __init__(self, app: ASGIApp, house: Path | None) -> None:
        self.app, self.house = app, house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        language = asked_for(Headers(scope=scope).get("accept-language", ""))

        async def labelled(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Language"] = LOCALES[language]
                headers.add_vary_header("Accept-Language")
            await send(message)

        with saying(catalogue(language, self.house)):
            await self.app(scope, receive, labelled)
