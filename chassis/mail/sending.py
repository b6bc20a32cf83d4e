"""A mail is handed to a server by SMTP (RFC 5321), through TLS unless its address says otherwise."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, cast
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from chassis.mail.outcome import Outcome

Way = Literal["smtps", "smtp", "smtp+plain"]
"""TLS from the first byte; TLS by STARTTLS, or nothing; none, inside one machine or cluster."""
PORTS: dict[Way, int] = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
ANSWER_S = 30.0
"""So long a step before the content may take."""
TAKING_S = 300.0
"""So long a server may look at the content before it says whether it takes it."""
WHOLE_S = 8 * ANSWER_S + 2 * TAKING_S
"""Longer no mail is being handed over."""


@dataclass(frozen=True)
class Server:
    """Who brings our mail."""

    host: str
    port: int
    way: Way
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str, password: str = "") -> Server:
        """By its URL: smtp://user@mail.example.com:587. The scheme is one of ``PORTS``."""
        told = urlsplit(url)
        way = cast(Way, told.scheme)
        return cls(told.hostname or "", told.port or PORTS[way], way, unquote(told.username or ""), password)


async def hand_over(server: Server, sender: str, address: str, content: bytes) -> Outcome:
    """What came of one mail to one address; no fault of the network is raised.

    A no before the content is the server's own where it is about us, and final where it is about the address.
    """
    client = _client(server)
    try:
        return await _spoken(client, sender, address, content)
    finally:
        client.close()


async def _spoken(client: SMTP, sender: str, address: str, content: bytes) -> Outcome:
    try:
        await client.connect()
        await client.mail(sender, timeout=ANSWER_S)
    except (SMTPException, OSError) as fault:
        return Outcome("later", _words(fault), spoken=False)
    try:
        await client.rcpt(address, timeout=ANSWER_S)
    except SMTPResponseException as no:
        return _refused(no)
    except (SMTPException, OSError) as fault:
        return Outcome("later", _words(fault), spoken=False)
    return await _content(client, content)


async def _content(client: SMTP, content: bytes) -> Outcome:
    """From here on silence says nothing: the server may have it."""
    try:
        await client.data(content, timeout=TAKING_S)
    except SMTPResponseException as no:
        return _refused(no)
    except (SMTPException, OSError) as fault:
        return Outcome("unsure", _words(fault))
    with suppress(SMTPException, OSError):
        await client.quit(timeout=ANSWER_S)
    return Outcome("taken")


def _client(server: Server) -> SMTP:
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.way == "smtps",
        start_tls=server.way == "smtp",
        timeout=ANSWER_S,
    )


def _refused(no: SMTPResponseException) -> Outcome:
    """4xx may be another time, all else is for good (RFC 5321, 4.2.1)."""
    return Outcome("later" if 400 <= no.code < 500 else "refused", _words(no))


def _words(fault: Exception) -> str:
    if isinstance(fault, SMTPResponseException):
        return f"{fault.code} {fault.message}"
    return str(fault) or type(fault).__name__
