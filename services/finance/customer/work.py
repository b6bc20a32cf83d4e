"""The one road of a customer's credit: lock, fold, save, publish."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Protocol

from typing_extensions import TypeVar

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Step
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from services.finance.customer import store
from services.finance.customer.rules import Credit
from services.finance.customer.view import standing
from services.finance.policy import Policy


class OfCustomer(Protocol):
    """A command about one customer."""

    @property
    def customer(self) -> str: ...


C = TypeVar("C", bound=OfCustomer)
E = TypeVar("E", bound=Event)
Fact = TypeVar("Fact")


async def handle(
    db: Db,
    customers: Sequence[str],
    facts: Sequence[Fact] | Callable[[], Awaitable[Sequence[Fact]]],
    fold: Callable[[Credit, Fact], Step[Credit, E]],
    policy: Policy,
) -> list[tuple[E, ...]]:
    """One fact after the other folded into its customer's credit; nothing comes of a customer who is not known.

    ``facts``: one for each of the customers, or how they are read once the credit is locked.
    """
    locked = dict(await store.load(db, customers, clock.today(), policy))
    outcomes, changed = list[tuple[E, ...]](), dict[str, Credit]()
    for customer, fact in zip(customers, facts if isinstance(facts, Sequence) else await facts(), strict=True):
        step = fold(locked[customer], fact) if customer in locked else None
        if step and step.events:
            locked[customer] = changed[customer] = step.document
        outcomes.append(step.events if step else ())
    await store.save(db, list(changed.values()))
    return outcomes


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Credit, C, date], Step[Credit, E] | Refusal]
) -> list[Answer[E] | Refusal]:
    """Each command done with its customer's credit, locked; a refusal changes nothing."""
    today = clock.today()
    policy = await holding(db, Policy)
    locked = await store.load(db, [asked.customer for asked in commands], today, policy)
    done = [
        do(locked[asked.customer], asked, today)
        if asked.customer in locked
        else NotFound(what="customer", id=asked.customer)
        for asked in commands
    ]
    await store.save(db, [step.document for step in done if isinstance(step, Step)])
    return [Answer(standing(step.document), step.events) if isinstance(step, Step) else step for step in done]
