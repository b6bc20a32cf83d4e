"""What a conversation is, and whether what was promised in it is kept (SAL-22). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal
from uuid import UUID

from contracts.conversations import ConversationKept, ConversationPromised
from contracts.texts import Text
from contracts.value import Value

Way = Literal["call", "mail", "chat", "meeting"]
Standing = Literal["noted", "promised", "overdue", "kept"]
"""As it stands on a day: ``noted`` holds no promise, ``overdue`` one whose day is over."""


class Conversation(Value):
    """The document; that something was promised about an order leaves sales, what it was does not."""

    conversation_id: UUID
    number: str
    """What people call it: CV-2026-000123."""
    customer: str
    way: Way
    happened_on: date
    """In the company's zone."""
    said: str
    noted_by: str
    spoke_with: str = ""
    order_id: UUID | None = None
    order_number: str = ""
    """The order that it was about; empty where it was about none, or several."""
    open_orders_sent: bool = False
    """The customer got the list of his open orders."""
    promised: str = ""
    """What the company promised him, until ``promised_by``."""
    promised_by: date | None = None
    kept: str = ""
    """What was done about the promise."""
    kept_on: date | None = None
    kept_by: str = ""

    @property
    def promise_open(self) -> bool:
        return bool(self.promised) and not self.kept

    def standing(self, today: date) -> Standing:
        if not self.promised:
            return "noted"
        if self.kept:
            return "kept"
        return "overdue" if self.promised_by and self.promised_by < today else "promised"

    def promise(self) -> tuple[ConversationPromised, ...]:
        """What is said of a new one: its promise, where it is about an order."""
        if self.order_id is None or self.promised_by is None:
            return ()
        event = ConversationPromised(
            order_id=self.order_id,
            conversation_id=self.conversation_id,
            number=self.number,
            version=1,
            promised_by=self.promised_by,
        )
        return (event,)

    def done(self) -> tuple[ConversationKept, ...]:
        """What is said when its promise is kept."""
        if self.order_id is None:
            return ()
        about, number = self.conversation_id, self.number
        return (ConversationKept(order_id=self.order_id, conversation_id=about, number=number, version=2),)


def promise_faults(promised: str, promised_by: date | None) -> Iterator[dict[str, Any]]:
    """A promise has words and a day."""
    if promised and promised_by is None:
        yield {"field": "promised_by", "expected": Text("the day until which it was promised"), "came": ""}
    if promised_by and not promised:
        yield {"field": "promised", "expected": Text("what was promised until that day"), "came": ""}
