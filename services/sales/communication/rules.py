"""A conversation is noted with what was promised in it and until when; somebody keeps it (SAL-22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import InvalidInput, Refusal
from contracts.conversations import ConversationKept, ConversationPromised
from contracts.texts import Text
from services.sales.conversation.rules import Conversation, Way, promise_faults
from services.sales.order.rules.document import Order


class NothingPromised(Refusal):
    """Nothing was promised in {number}."""


class KeptAlready(Refusal):
    """What was promised in {number} was done on {day} already: {kept}."""


@dataclass(frozen=True)
class Note:
    """Somebody of the company spoke with a customer; ``order`` is the number of the one that it was about, if any."""

    customer: str
    way: Way
    on: date
    said: str
    by: str
    spoke_with: str = ""
    order: str = ""
    promised: str = ""
    promised_by: date | None = None
    open_orders_sent: bool = False


@dataclass(frozen=True)
class Keep:
    conversation_id: UUID
    kept: str
    on: date
    by: str


def refusal_of(asked: Note, order: Order | None) -> Refusal | None:
    """``order`` is the one that it names, if there is one."""
    faults = list(_faults(asked, order))
    return InvalidInput(faults) if faults else None


def noted(
    asked: Note, order: Order | None, conversation_id: UUID, number: str
) -> Step[Conversation, ConversationPromised]:
    """A conversation that ``refusal_of`` does not refuse; notify watches what it promises about an order."""
    conversation = Conversation(
        conversation_id=conversation_id,
        number=number,
        customer=asked.customer,
        way=asked.way,
        happened_on=asked.on,
        said=asked.said,
        noted_by=asked.by,
        spoke_with=asked.spoke_with,
        order_id=order.order_id if order else None,
        order_number=asked.order,
        open_orders_sent=asked.open_orders_sent,
        promised=asked.promised,
        promised_by=asked.promised_by,
    )
    return Step(conversation, conversation.promise())


def keep(conversation: Conversation, asked: Keep) -> Step[Conversation, ConversationKept] | Refusal:
    if not conversation.promised:
        return NothingPromised(number=conversation.number)
    if conversation.kept:
        return KeptAlready(number=conversation.number, day=conversation.kept_on, kept=conversation.kept)
    return Step(conversation.but(kept=asked.kept, kept_on=asked.on, kept_by=asked.by), conversation.done())


def _faults(asked: Note, order: Order | None) -> Iterator[dict[str, Any]]:
    """An order is this customer's, and a promise whole."""
    if asked.order and (order is None or order.content.customer != asked.customer):
        yield {"field": "order", "expected": Text("an order of this customer, or none"), "came": asked.order}
    yield from promise_faults(asked.promised, asked.promised_by)
