"""What paths name a conversation by, and where people find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from chassis.handling import Reading, Subject, Subjects
from chassis.http.named import named
from services.sales.conversation import store
from services.sales.conversation.rules import Conversation

ConversationId = Annotated[UUID, named("conversation", "conversation_id", store.numbered)]
"""A conversation by its id, or as CV-2026-000123."""


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> Sequence[Subject]:
    return [_subject(one) for one in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> Sequence[Subject]:
    return [_subject(one) for one in await store.promised(db, after, limit)]


async def _by_name(db: Reading, name: str, _limit: int) -> Sequence[Subject]:
    conversation_id = await store.numbered(db, name, {})
    known = await store.load(db, [conversation_id]) if conversation_id else {}
    return list(map(_subject, known.values()))


def _subject(one: Conversation) -> Subject:
    about = one.conversation_id
    return Subject("conversation", about, one.number, {"conversation_id": about}, {"order_id": one.order_id})


SUBJECTS = Subjects(_of_orders, _waiting, _by_name)
"""Conversations about orders, and those of which a promise is not kept."""
