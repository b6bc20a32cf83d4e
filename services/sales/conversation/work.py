"""The one road of a conversation: load it, do what is asked, save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.sales.conversation import store
from services.sales.conversation.rules import Conversation
from services.sales.conversation.view import state_of


class AboutConversation(Protocol):
    @property
    def conversation_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutConversation)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Conversation, C], Conversation | Refusal]
) -> list[Answer[Never] | Refusal]:
    """What each command makes of its conversation, or why it does not."""
    known = await store.load(db, [asked.conversation_id for asked in commands])
    done = [_done(known.get(asked.conversation_id), asked, do) for asked in commands]
    await store.save(db, [one for one in done if isinstance(one, Conversation)])
    return [answer(one) for one in done]


def answer(done: Conversation | Refusal) -> Answer[Never] | Refusal:
    return done if isinstance(done, Refusal) else Answer(state_of(done, clock.today()))


def _done(
    known: Conversation | None, asked: C, do: Callable[[Conversation, C], Conversation | Refusal]
) -> Conversation | Refusal:
    return do(known, asked) if known else NotFound(what="conversation", id=asked.conversation_id)
