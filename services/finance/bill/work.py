"""The one road of purchases and bills: lock and load, fold, let follow what follows by itself, save, publish."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from chassis import clock
from chassis.handling import Answer, Db, NotReady
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.payables import BillMatched
from services.finance.account.rules.entries import Entry
from services.finance.bill import store
from services.finance.bill.rules.follow import follow
from services.finance.bill.rules.values import Bill, Payables, Posted, Tolerance
from services.finance.bill.store import Touched
from services.finance.bill.view import state_of

M = TypeVar("M")
E = TypeVar("E", bound=Event)
Wait = TypeVar("Wait", bound=NotReady)
Tolerances = Callable[[Db], Awaitable[Tolerance]]
"""What the company lets pass today; asked only where there is a bill."""


async def handle(
    db: Db,
    messages: Sequence[M],
    touched: Touched,
    fold: Callable[[Payables, M], Posted[E] | Wait],
    tolerances: Tolerances,
) -> list[tuple[E | BillMatched, ...] | Wait]:
    """Each message folded into the payables, with the bills that agree by it; one that waits changes nothing."""
    before = await store.load(db, touched)
    tolerance = await tolerances(db) if before.bills else None
    now, entries, outcomes = before, list[Entry](), list[tuple[E | BillMatched, ...] | Wait]()
    for message in messages:
        step = fold(now, message)
        if isinstance(step, Posted):
            done = step.then(follow(step.document, tolerance)) if tolerance else step
            now, entries = done.document, [*entries, *done.entries]
            outcomes.append(done.events)
        else:
            outcomes.append(step)
    await store.save(db, before, now, entries, clock.today())
    return outcomes


async def command(
    db: Db,
    commands: Sequence[M],
    touched: Touched,
    do: Callable[[Payables, M, Tolerance], tuple[Bill, Posted[E]] | Refusal],
    tolerances: Tolerances,
) -> list[Answer[E | BillMatched] | Refusal]:
    """Each command done with its bill, which is the answer; a refusal changes nothing."""
    before, tolerance = await store.load(db, touched), await tolerances(db)
    now, entries, answers = before, list[Entry](), list[Answer[E | BillMatched] | Refusal]()
    for asked in commands:
        outcome = do(now, asked, tolerance)
        if isinstance(outcome, Refusal):
            answers.append(outcome)
            continue
        bill, step = outcome
        done = step.then(follow(step.document, tolerance))
        now, entries = done.document, [*entries, *done.entries]
        answers.append(Answer(state_of(now.bills[bill.bill_id]), done.events))
    await store.save(db, before, now, entries, clock.today())
    return answers
