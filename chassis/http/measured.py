"""How long requests take, by route, and how they end: the time until the answer begins, so that a stream counts too."""

from __future__ import annotations

import time

from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HTTP_SECONDS = Histogram(
    "gendan_http_seconds", "Until the answer to a request begins", ["service", "route", "method", "status"]
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """ASGI middleware. Labels are few: the route's template and never a path, no method that callers invent."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self.app, self.service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun = time.perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(scope, message["status"], time.perf_counter() - begun)
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception:
            self._count(scope, 500, time.perf_counter() - begun)
            raise

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        if route != "none":
            route = f"{scope.get('root_path', '')}{route}"
        method = scope["method"] if scope["method"] in METHODS else "other"
        HTTP_SECONDS.labels(self.service, route, method, str(status)).observe(seconds)
