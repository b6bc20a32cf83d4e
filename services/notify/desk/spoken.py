"""The language of the desk's pages: as their reader chose, whatever his browser asks for (ALL-5)."""

from __future__ import annotations

from pathlib import Path

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.language import catalogue
from contracts.texts import saying
from services.notify.desk.choices import choices_of
from whereabouts.words import LOCALE as VERDICT

LOCALE = Path(__file__).parents[1] / "locale"


class Spoken:
    """ASGI middleware of the desk alone: texts of notify and of the verdict are said in it as its words are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        with saying(catalogue(choices_of(Request(scope)).language, LOCALE, VERDICT)):
            await self.app(scope, receive, send)
