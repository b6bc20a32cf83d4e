"""A real mail server for tests: what it took, and how it answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from typing import Literal, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

How = Literal["takes", "later", "refuses", "hangs up", "no such address"]


class Post:
    """Answers as it is told to, and keeps what it took."""

    def __init__(self) -> None:
        self.how: How = "takes"
        self.taken: list[EmailMessage] = []
        self.to: list[str] = []
        self.secret = False
        """The last one came through TLS."""
        self.url = ""
        self.slow_s = 0.0

    async def handle_RCPT(  # noqa: N802, the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.how == "no such address":
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.how in ("later", "refuses"):
            return "451 busy, come again" if self.how == "later" else "554 not this one"
        await asyncio.sleep(self.slow_s)
        self.taken.append(message_from_bytes(cast(bytes, envelope.content), policy=policy.default))
        self.to += envelope.rcpt_tos
        self.secret = session.ssl is not None
        if self.how == "hangs up":
            cast(asyncio.Transport, server.transport).abort()
        return "250 OK"


@asynccontextmanager
async def mail_server(tls: SSLContext | None = None) -> AsyncIterator[Post]:
    """On a port of its own; ``tls``: offered by STARTTLS."""
    post, loop = Post(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(post, tls_context=tls, hostname="mail"), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        post.url = f"{'smtp' if tls else 'smtp+plain'}://127.0.0.1:{port}"
        yield post
