"""A mail as it travels (RFC 5322): plain text, with files; safe for servers that know 7 bits alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

SEVEN_BITS = policy.SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class File:
    """A PDF that goes with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """What is told to whom; ``language`` as BCP 47 has it."""

    sender_name: str
    sender: str
    name: str
    address: str
    subject: str
    text: str
    language: str
    message_id: str
    """Without its angle brackets; the same at each try, so that who gets it twice sees that."""
    at: datetime
    files: tuple[File, ...] = ()


def composed(mail: Mail) -> bytes:
    """ValueError for an address that is none."""
    message = EmailMessage(SEVEN_BITS)
    message["From"] = Address(_line(mail.sender_name), addr_spec=mail.sender)
    message["To"] = Address(_line(mail.name), addr_spec=mail.address)
    message["Subject"] = _line(mail.subject)
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.message_id}>"
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    for file in mail.files:
        message.add_attachment(file.content, maintype="application", subtype="pdf", filename=file.name)
    return message.as_bytes()


def _line(text: str) -> str:
    """In one line: a header ends with it."""
    return " ".join(text.split())
