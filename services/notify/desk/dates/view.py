"""What falls on a day, and what it is called (NOT-5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from contracts.deadlines import DeadlineSet
from contracts.sentences import word
from services.notify.desk.choices import Language
from services.notify.desk.words import N_, gettext, topic_word

PROMISED, SHIP_BY = "promised", "ship by"
LATEST_SHIPMENT, CREDIT_EXPIRES = "latest shipment", "credit expires"
SAID = {
    PROMISED: N_("promised to the customer"),
    SHIP_BY: N_("goods are to leave"),
    LATEST_SHIPMENT: N_("latest shipment under the letter of credit"),
    CREDIT_EXPIRES: N_("letter of credit expires"),
}


@dataclass(frozen=True)
class KeyDate:
    """A day on which something of an order, or of a customer's document that is about none, is due.

    ``what`` is one of SAID, or the topic that is awaited until then; ``reason`` is the promise's own.
    """

    id: UUID
    """The same whenever it is told, also when its day moves."""
    day: date
    number: str
    what: str
    customer: str = ""
    reason: str = ""
    owner: str = ""
    """The department that owes it."""
    order_id: UUID | None = None

    @property
    def link(self) -> str:
        """Where it is done."""
        return f"/desk/orders/{self.order_id}" if self.order_id else f"/desk/queue/{self.owner}?scan={self.number}"


def said_of(one: KeyDate, language: Language) -> str:
    """In the reader's words: an awaited event by its own, a document by its kind, which its reason tells."""
    if one.what in SAID:
        return gettext(SAID[one.what], language)
    topic, _, about = one.reason.partition(": ")
    if topic == DeadlineSet.topic:
        return f"{topic_word(topic, language)}: {word(about.partition(' ')[0], language)}"
    return topic_word(one.what, language)


def in_order(dates: Iterable[KeyDate]) -> list[KeyDate]:
    """The nearest day first."""
    return sorted(dates, key=_rank)


def by_day(dates: Iterable[KeyDate]) -> list[tuple[date, list[KeyDate]]]:
    return [(day, list(ones)) for day, ones in groupby(in_order(dates), key=lambda one: one.day)]


def _rank(one: KeyDate) -> tuple[date, str, str]:
    return one.day, one.number, one.what
