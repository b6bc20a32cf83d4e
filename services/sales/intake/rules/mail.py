"""A mail with orders in its attachments (RFC 5322): who sent it, and the files that came with it (SAL-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

HEADERS = re.compile(rb"^(?:[!-9;-~]+:[ \t][^\n]*\n(?:[ \t]+[^\n]*\n)*)+", re.MULTILINE)
SENDER = re.compile(rb"^from:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    """``sender`` as his address alone; ``attachments`` by their names."""

    sender: str
    subject: str
    attachments: tuple[tuple[str, bytes], ...]


def is_mail(content: bytes) -> bool:
    head = HEADERS.match(content[:20_000].lstrip().replace(b"\r\n", b"\n") + b"\n")
    return bool(head and SENDER.search(head[0]))


def mail_of(content: bytes) -> Mail:
    """Whatever of it can be read; a mail that breaks the rules of its form has what was understood."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content.lstrip())
    # Python's own reading of an address raises IndexError for ``From: <``.
    sender = next((value for name, value in message.raw_items() if name.lower() == "from"), "")
    return Mail(parseaddr(str(sender))[1], str(message["subject"] or "")[:200], tuple(_attachments(message)))


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        name, body = part.get_filename(), part.get_payload(decode=True)
        if name and isinstance(body, bytes):
            yield name[:200], body
