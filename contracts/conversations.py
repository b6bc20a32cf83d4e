"""What sales says of conversations with customers: what was promised in one about an order, and that it was done."""

from __future__ import annotations

from uuid import UUID

from contracts.event import OrderEvent, Promise, until
from contracts.scalars import Count, Day
from contracts.sentences import Sentence


class ConversationEvent(OrderEvent):
    """An event about a conversation about an order; ``version`` counts what was said of the conversation."""

    conversation_id: UUID
    number: str
    """What people call it: CV-2026-000123."""
    version: Count


class ConversationPromised(ConversationEvent, topic="conversation.promised", said_by="sales"):
    """The customer was promised something until a day; what it is stays in sales (SAL-22)."""

    summary = Sentence(
        en="the customer was promised something in {number}[, by {promised_by}]",
        zh="在沟通记录 {number} 中对客户作出承诺[，{promised_by} 前兑现]",
    )

    promised_by: Day
    then = (
        Promise(
            of=("conversation.kept",),
            by="sales",
            within=until("promised_by"),
            match=("conversation_id",),
            counted_by="version",
        ),
    )


class ConversationKept(ConversationEvent, topic="conversation.kept", said_by="sales"):
    """What was promised in it was done (SAL-22)."""

    summary = Sentence(en="what was promised in {number} was done", zh="沟通记录 {number} 中的承诺已兑现")
