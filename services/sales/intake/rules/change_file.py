"""A file with changes of orders: UN/EDIFACT by itself, or a mail with such files attached (SAL-9, SAL-2)."""

from __future__ import annotations

from hashlib import sha256

from contracts.texts import Text
from services.sales.intake.rules.change_message import ChangeInFile, read_changes
from services.sales.intake.rules.edifact import charset_of, is_interchange
from services.sales.intake.rules.files import Evidence
from services.sales.intake.rules.in_files import Reading
from services.sales.intake.rules.mail import Mail, is_mail, mail_of


def read_change_file(content: bytes) -> tuple[Reading, list[ChangeInFile], Evidence]:
    """Its changes, all at once what is wrong with it, and what of it is kept with each order."""
    mail = mail_of(content) if is_mail(content) else None
    reading, changes = _of_mail(mail) if mail else read_changes(_text(content))
    named = (mail.sender, mail.subject, tuple(name for name, _ in mail.attachments)) if mail else ()
    return reading, changes, Evidence("mail" if mail else "edifact", sha256(content).hexdigest(), content, *named)


def _of_mail(mail: Mail) -> tuple[Reading, list[ChangeInFile]]:
    """Of all its interchanges; who sent it says whose changes they are, where they do not."""
    files = [(name, _text(content)) for name, content in mail.attachments]
    reading, changes = read_changes(*(text for _, text in files if is_interchange(text)))
    reading.sender = mail.sender
    others = [name for name, text in files if not is_interchange(text)]
    reading.passed_over += [Text("{name} is kept, not read", name=name) for name in others]
    return reading, changes


def _text(content: bytes) -> str:
    return content.decode(charset_of(content), "replace")
