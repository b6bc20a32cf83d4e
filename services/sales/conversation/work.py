"""The one road of a conversation: load it, do what is asked, save it, say what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Step
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from contracts.conversations import ConversationEvent, ConversationPromised
from services.sales.conversation import store
from services.sales.conversation.rules import Conversation
from services.sales.conversation.view import state_of


class AboutConversation(Protocol):
    @property
    def conversation_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutConversation)
E = TypeVar("E", bound=ConversationEvent)
New = Callable[[UUID, str], Step[Conversation, ConversationPromised]]
"""A conversation as it is noted under an id and a number."""


async def write(db: Db, new: Sequence[New]) -> list[Step[Conversation, ConversationPromised]]:
    """Number them and keep them; no statement where there is none."""
    numbers = await take_numbers(db, "CV", clock.today().year, len(new))
    steps = [noted(id_, number) for noted, id_, number in zip(new, ids(), numbers, strict=False)]
    await store.save(db, [step.document for step in steps])
    return steps


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Conversation, C], Step[Conversation, E] | Refusal]
) -> list[Answer[E] | Refusal]:
    """What each command makes of its conversation, or why it does not."""
    known = await store.load(db, [asked.conversation_id for asked in commands])
    done = [_done(known.get(asked.conversation_id), asked, do) for asked in commands]
    await store.save(db, [step.document for step in done if isinstance(step, Step)])
    return [answer(one) for one in done]


def answer(step: Step[Conversation, E] | Refusal) -> Answer[E] | Refusal:
    return step if isinstance(step, Refusal) else Answer(state_of(step.document, clock.today()), step.events)


def _done(
    known: Conversation | None, asked: C, do: Callable[[Conversation, C], Step[Conversation, E] | Refusal]
) -> Step[Conversation, E] | Refusal:
    return do(known, asked) if known else NotFound(what="conversation", id=asked.conversation_id)
