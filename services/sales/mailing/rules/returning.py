"""A letter that came back: what a mail server reports of it later, a delivery status notification (RFC 3464; SAL-8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from hashlib import sha256
from typing import get_args
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.sales.letter.rules import Action, Letter, Notice

NOTICES_MAX = 20
"""The last ones of a letter; a server that tells of a delay for days says no more by the first ones."""
WORDS_MAX = 300
ON_ITS_WAY = ("sending", "sent", "unsure")
"""What a failure makes a letter of that failed; whatever else became of it since stays."""
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
MESSAGE_ID = re.compile(r"<\s*([^<>\s]{1,250})\s*>")
ACTIONS: tuple[Action, ...] = get_args(Action)
"""Of several recipients the first of these is told."""
TYPE = re.compile(r"^[\w-]+; ?")
MAILS = BytesParser(Message, policy=policy.compat32)


class NotOurLetter(Refusal):
    """No letter of ours went as {message}."""

    of_input = True


@dataclass(frozen=True)
class Returned:
    """``message_id``: of the mail that is reported of, as we sent it; ``letter_id`` is what stands in it."""

    letter_id: UUID
    message_id: str
    notice: Notice


def read(content: bytes) -> Returned:
    """What a notification says of which letter. Raises InvalidInput for another mail, NotOurLetter for another's."""
    mail = MAILS.parsebytes(content.lstrip())
    reported = [(action, block) for block in _blocks(mail) if (action := _action(block))]
    if not reported:
        expected = Text("a delivery status notification (RFC 3464) with an action: {actions}", actions=ACTIONS)
        raise InvalidInput([{"field": "content", "expected": expected, "came": _line(mail.get("subject"))[:80]}])
    worst = min(reported, key=lambda one: ACTIONS.index(one[0]))
    about = list(_about(mail))
    for message_id in about:
        if letter_id := _letter_of(message_id):
            own_id = sha256(_line(mail.get("message-id")).encode() or content).hexdigest()
            return Returned(letter_id, message_id, _notice(own_id, *worst))
    raise NotOurLetter(message=next(iter(about), "?"))


def hear(letter: Letter, told: Returned) -> Letter | Refusal:
    """Kept with the letter, once; one that did not arrive waits for a person, with the server's own words."""
    if letter.message_id != told.message_id:
        return NotOurLetter(message=told.message_id)
    notice = told.notice
    if notice.id in [one.id for one in letter.notices]:
        return letter
    heard = letter.but(notices=(*letter.notices, notice)[-NOTICES_MAX:])
    if notice.action != "failed" or letter.state not in ON_ITS_WAY:
        return heard
    return heard.but(
        state="failed", reason=Text("it came back: {words}", words=f"{notice.status} {notice.words}".strip())
    )


def _blocks(mail: Message) -> Iterator[Message]:
    """What is said of each recipient; the first block of all is of the whole."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list):
            yield from (one for one in part.get_payload() if isinstance(one, Message))


def _about(mail: Message) -> Iterator[str]:
    """By what it may be known, the surest first: the mail that is given back, its envelope, what is answered."""
    for part in mail.walk():
        for given in _given_back(part):
            yield from _ids(given.get("message-id"))
    for part in mail.walk():
        yield from _ids(f"<{_line(part.get('original-envelope-id'))}>")
    for name in ("in-reply-to", "references"):
        yield from _ids(mail.get(name))


def _given_back(part: Message) -> list[Message]:
    """The mail as it went, or the head of it."""
    payload, kind = part.get_payload(), part.get_content_type()
    if kind in ("message/rfc822", "message/global") and isinstance(payload, list):
        return [one for one in payload if isinstance(one, Message)]
    if kind not in ("text/rfc822-headers", "message/global-headers"):
        return []
    body = part.get_payload(decode=True)
    return [MAILS.parsebytes(body, headersonly=True)] if isinstance(body, bytes) else []


def _ids(value: object) -> list[str]:
    return MESSAGE_ID.findall(_line(value))


def _letter_of(message_id: str) -> UUID | None:
    try:
        return UUID(message_id.partition("@")[0])
    except ValueError:
        return None


def _action(block: Message) -> Action | None:
    """Some servers write more behind it."""
    words = _line(block.get("action")).lower().split()
    return next((one for one in ACTIONS if words[:1] == [one]), None)


def _notice(own_id: str, action: Action, block: Message) -> Notice:
    status, words = STATUS.search(_line(block.get("status"))), _line(block.get("diagnostic-code"))
    return Notice(
        id=own_id,
        action=action,
        status=status[0] if status else "",
        words=TYPE.sub("", words)[:WORDS_MAX],
        server=TYPE.sub("", _line(block.get("remote-mta")))[:WORDS_MAX],
    )


def _line(value: object) -> str:
    """In one line of what can be printed."""
    text = str(value) if value is not None else ""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
