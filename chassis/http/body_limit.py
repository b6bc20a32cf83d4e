"""A request that is too large is refused as any other is: by a problem that says what is accepted."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.texts import Text


class TooLarge(HTTPException):
    """While a body is read, the framework passes on nothing but its own exceptions."""

    def __init__(self, limit: int) -> None:
        self.text = Text("expected a request of at most {limit} bytes; more came", limit=limit)
        super().__init__(413, str(self.text))


class BodyLimit:
    """Counts what comes, whatever its length was said to be, and refuses it where it is read."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self.limit:
                raise TooLarge(self.limit)
            return message

        await self.app(scope, counted if scope["type"] == "http" else receive, send)
