"""The one road of an order's receivable: load what is known, note what is asked, save, publish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from services.sales.order.rules.asked import OnOrder
from services.sales.receivable import store
from services.sales.receivable.rules import Receivable
from services.sales.receivable.view import state_of

C = TypeVar("C", bound=OnOrder)
E = TypeVar("E", bound=Event)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Receivable, C], Step[Receivable, E] | Refusal]
) -> list[Answer[E] | Refusal]:
    """Each command done with its order's receivable; a customer's with his own order only (ALL-3)."""
    known = await store.load(db, [asked.order_id for asked in commands])
    done = [_done(known.get(asked.order_id), asked, do) for asked in commands]
    steps = [step for step in done if isinstance(step, Step)]
    documents = [step.document for step in steps]
    await store.save(db, [known[document.order_id] for document in documents], documents)
    return [_answer(step, asked) for step, asked in zip(done, commands, strict=True)]


def _answer(step: Step[Receivable, E] | Refusal, asked: OnOrder) -> Answer[E] | Refusal:
    if isinstance(step, Refusal):
        return step
    return Answer(state_of(step.document, for_customer=asked.only_of is not None), step.events)


def _done(
    known: Receivable | None, asked: C, do: Callable[[Receivable, C], Step[Receivable, E] | Refusal]
) -> Step[Receivable, E] | Refusal:
    if known is None or asked.only_of not in (None, known.customer):
        return NotFound(what="order", id=asked.order_id)
    return do(known, asked)
