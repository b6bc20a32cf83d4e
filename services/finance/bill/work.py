"""The one road of purchases, bills and payment runs: lock, load, fold, let follow what follows by itself, save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from chassis import clock
from chassis.handling import Answer, Db, NotReady
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.payables import BillMatched
from services.finance.bill import store
from services.finance.bill.rules.follow import follow
from services.finance.bill.rules.run import PaymentRun
from services.finance.bill.rules.values import Bill, Payables, Posted, Tolerance
from services.finance.bill.store import Touched
from services.finance.bill.view import BillState, RunState, state_of, state_of_run
from services.finance.item_cost import work as item_cost
from services.finance.valuation import work as valuation

M = TypeVar("M")
D = TypeVar("D", Bill, PaymentRun)
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
    now, steps, outcomes = before, list[Posted[E | BillMatched]](), list[tuple[E | BillMatched, ...] | Wait]()
    for message in messages:
        step = fold(now, message)
        if isinstance(step, Posted):
            done = step.then(follow(step.document, tolerance)) if tolerance else step
            now = done.document
            steps.append(done)
            outcomes.append(done.events)
        else:
            outcomes.append(step)
    await _save(db, before, now, steps)
    return outcomes


async def command(
    db: Db,
    commands: Sequence[M],
    touched: Touched,
    do: Callable[[Payables, M, Tolerance], tuple[D, Posted[E]] | Refusal],
    tolerances: Tolerances,
) -> list[Answer[E | BillMatched] | Refusal]:
    """Each command done with its bill or payment run, which is the answer; a refusal changes nothing."""
    before, tolerance = await store.load(db, touched), await tolerances(db)
    now, done = before, list[tuple[D, Posted[E | BillMatched]] | Refusal]()
    for asked in commands:
        outcome = do(now, asked, tolerance)
        if isinstance(outcome, Refusal):
            done.append(outcome)
        else:
            followed: Posted[E | BillMatched] = outcome[1].then(follow(outcome[1].document, tolerance))
            now = followed.document
            done.append((outcome[0], followed))
    now = await _numbered(db, now)
    await _save(db, before, now, [one[1] for one in done if isinstance(one, tuple)])
    return [one if isinstance(one, Refusal) else Answer(_shown(now, one[0]), one[1].events) for one in done]


async def _save(db: Db, before: Payables, now: Payables, steps: Sequence[Posted[Event]]) -> None:
    entries = [entry for step in steps for entry in step.entries]
    entries += await item_cost.handle(db, [valued for step in steps for valued in step.valued])
    await store.save(db, before, now, entries, clock.today())
    await valuation.handle(db, entries, clock.today())


async def _numbered(db: Db, payables: Payables) -> Payables:
    """New payment runs get their numbers last, without holes."""
    new = [run for run in payables.runs.values() if not run.number]
    numbers = await take_numbers(db, "PAY", clock.today().year, len(new))
    for run, number in zip(new, numbers, strict=True):
        payables = payables.with_run(run.but(number=number))
    return payables


def _shown(payables: Payables, document: Bill | PaymentRun) -> BillState | RunState:
    if isinstance(document, Bill):
        return state_of(payables.bills[document.bill_id])
    return state_of_run(payables.runs[document.run_id])
