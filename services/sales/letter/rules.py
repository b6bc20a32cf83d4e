"""What a letter is, and how it goes from written to sent; nothing is sent twice (decision 0055). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from chassis.mail.outcome import Outcome
from chassis.sealed import Sealed
from contracts.texts import Text
from contracts.value import Value

LetterKind = Literal[
    "confirmation", "delay_notice", "alternatives", "feedback_request", "open_orders", "quotation", "return_form",
    "solution", "delivery_reminder",
]  # fmt: skip
State = Literal["to_release", "waiting", "sending", "sent", "failed", "unsure", "settled", "superseded"]
"""``to_release`` waits for a person, ``waiting`` for its turn; ``sending`` is said before the server is spoken to, and
becomes ``unsure`` where nobody hears what came of it; ``settled``: the customer knows it otherwise, or need not."""
Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]
WITH_A_PERSON = ("to_release", "failed", "unsure")
"""Somebody must do something about it."""
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240))
"""Real time to the next try, after each one that may be repeated; then always the last."""
TRIES_MAX = 20
"""About three days; then it is a person's."""
LOST_AFTER = timedelta(minutes=30)
"""Real time: longer no letter is being sent (``WHOLE_S`` of `chassis.mail.sending`), so who sent it has ended."""

STALE_AFTER = timedelta(days=7)
"""Real time: whoever sets a mail server up sends nobody what was written long before."""

PUT_OFF_FOR = timedelta(minutes=5)
"""Real time until it is looked again whether the departments have judged the change that a letter would tell."""


class Notice(Value):
    """What a mail server reported later of a letter that another had taken (RFC 3464)."""

    id: str
    """Of the report: the same again is none."""
    action: Action
    status: str
    """By RFC 3463: 5.1.1 is an address that there is not; empty where the server told none."""
    words: str
    """Its own."""
    server: str = ""


class Letter(Value):
    """The document; name and address leave sales in the mail alone. Servers name the address in their words."""

    letter_id: UUID
    number: str
    """What people call it: LT-2026-000123."""
    kind: LetterKind
    customer: str
    order_id: UUID | None = None
    """None, and no number, for one about all his open orders."""
    order_number: str = ""
    order_version: int = 0
    """Of the order, which it tells; 0 for one about none, and in older letters."""
    language: str
    """In which it is sent."""
    name: Sealed[str] = ""
    address: Sealed[str] = ""
    """Of whom it was sent to; empty before it was tried."""
    subject: Text
    text: tuple[Text, ...]
    """Its paragraphs."""
    paper: str = ""
    """The kind of paper that goes with it."""
    document: str = ""
    """What that paper is about, by its number."""
    state: State
    written_at: datetime
    tries: int = 0
    due: datetime
    """Real time: not before it is it tried, while it is waiting."""
    sending_since: datetime | None = None
    """Real time."""
    message_id: str = ""
    """The same at each try: by it the customer's server, and his people, know a mail that came twice."""
    sent_at: datetime | None = None
    reason: Sealed[Text | None] = None
    """Why it is not sent, as far as it is not."""
    settled: str = ""
    """What somebody says of it who ends it without a mail."""
    settled_by: str = ""
    notices: Sealed[tuple[Notice, ...]] = ()
    """What servers reported of it after it was taken, the last ones."""

    @property
    def with_a_person(self) -> bool:
        return self.state in WITH_A_PERSON


def taken_up(letter: Letter, name: str, address: str, sender: str, now: datetime) -> Letter:
    """It is being sent: said, and kept, before anybody is spoken to; ``sender`` is our address."""
    to = {"name": name, "address": address, "message_id": f"{letter.letter_id}@{sender.partition('@')[2]}"}
    return letter.but(state="sending", tries=letter.tries + 1, sending_since=now, **to)


def is_stale(letter: Letter, now: datetime) -> bool:
    """There was no mail server for so long that its customer knows it, or it is not so any more."""
    return letter.due < now - STALE_AFTER


def put_aside(letter: Letter) -> Letter:
    """It is stale, and leaves no more."""
    return letter.but(
        state="superseded", reason=Text("there was no mail server for {days} days", days=STALE_AFTER.days)
    )


def put_off(letter: Letter, now: datetime) -> Letter:
    """What it tells is not promised yet: it is not tried before (SAL-9)."""
    reason = Text("the change is still judged; the letter leaves once that is over")
    return letter.but(due=now + PUT_OFF_FOR, reason=reason)


def not_addressed(letter: Letter) -> Letter:
    """Its customer has no address: a person adds one, or tells him otherwise."""
    reason = Text("no contact of {customer} has a mail address", customer=letter.customer)
    return letter.but(state="failed", reason=reason)


def after(letter: Letter, outcome: Outcome, now: datetime, at: datetime) -> Letter:
    """What the server's answer makes of it; ``now`` is real time, ``at`` the company's."""
    match outcome.came:
        case "taken":
            return letter.but(state="sent", sent_at=at, reason=None)
        case "refused":
            reason = Text("the mail server does not take it: {words}", words=outcome.words)
            return letter.but(state="failed", reason=reason)
        case "unsure":
            reason = Text("the mail server did not say whether it took it: {words}", words=outcome.words)
            return letter.but(state="unsure", reason=reason)
        case "later":
            return _later(letter, outcome, now)


def _later(letter: Letter, outcome: Outcome, now: datetime) -> Letter:
    if letter.tries >= TRIES_MAX:
        told = {"tries": letter.tries, "words": outcome.words}
        reason = Text("the mail server did not take it in {tries} tries: {words}", **told)
        return letter.but(state="failed", reason=reason)
    wait = WAITS[min(letter.tries, len(WAITS)) - 1]
    reason = Text("the mail server did not take it yet: {words}", words=outcome.words)
    return letter.but(state="waiting", due=now + wait, reason=reason)


def lost(letter: Letter) -> Letter:
    """Who sent it ended before he said what came of it."""
    return letter.but(state="unsure", reason=Text("who sent it ended before the mail server's answer was kept"))
