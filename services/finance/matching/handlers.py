"""Receipts are assigned, by rule or by a person; what is for nobody goes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Reading, Timer
from chassis.refusal import Refusal
from services.finance.account import work
from services.finance.matching import store
from services.finance.matching.rules.assigning import Assign, GiveBack, OfCustomer, Unclear, by_rule
from services.finance.matching.rules.booking import Books
from services.finance.matching.rules.proposing import certain
from services.finance.payments.rules import Said
from services.finance.policy import Policy
from services.finance.rates import store as rates
from services.finance.receipt import store as receipts
from services.finance.receipt import work as receipt_work
from services.finance.receipt.rules import Receipt, give_back
from services.finance.valuation.rules import day_of

AT_ONCE = 500


async def find_new(db: Reading, _: datetime) -> list[tuple[str, Assign | Unclear]]:
    """What each new receipt is for by rule; of each order one at a time, for its money is serial."""
    found = await receipts.new(db, AT_ONCE)
    judged = await _judged(db, found) if found else []
    first = {str(one.order_id if isinstance(one, Assign) else one.receipt_id): one for one in reversed(judged)}
    return list(first.items())


async def _judged(db: Reading, found: Sequence[Receipt]) -> list[Assign | Unclear]:
    policy = await holding(db, Policy)
    if policy.match_receipts == "by_hand":
        return [Unclear(receipt.receipt_id) for receipt in found]
    cases, owing = await store.look_for(db, found)
    judged: list[Assign | Unclear] = []
    for case in cases:
        judged += by_rule(case.receipt, certain(case, owing)) or [Unclear(case.receipt.receipt_id)]
    return judged


async def assign_by_rule(db: Db, asked: Sequence[Assign | Unclear]) -> list[tuple[Said, ...]]:
    """Book what is certain; the rest waits for a person."""
    books = await _open(db, (one.receipt_id for one in asked))
    for one in asked:
        if isinstance(one, Unclear):
            books.wait(one)
    clear = [one for one in asked if isinstance(one, Assign)]
    said = iter(await work.handle(db, clear, books.by_rule) if clear else ())
    await receipts.save(db, list(books.changed.values()))
    return [next(said) if isinstance(one, Assign) else () for one in asked]


async def assign_receipts(db: Db, asked: Sequence[Assign]) -> list[Answer[Said] | Refusal]:
    """As a person says."""
    books = await _open(db, (one.receipt_id for one in asked))
    answers = await work.command(db, asked, books.do, lambda _, one: books.now(one.receipt_id))
    await receipts.save(db, list(books.changed.values()))
    return answers


async def tell_customer(db: Db, asked: Sequence[OfCustomer]) -> list[Answer | Refusal]:
    """Whose it is; the money stays where it is."""
    return await receipt_work.command(db, asked, lambda receipt, one: (receipt.but(customer=one.customer), ()))


async def return_receipts(db: Db, asked: Sequence[GiveBack]) -> list[Answer | Refusal]:
    """The rest leaves the bank."""

    def do(receipt: Receipt, one: GiveBack) -> receipt_work.Done | Refusal:
        done = give_back(receipt, one.person)
        return done if isinstance(done, Refusal) else (done[0], (done[1],))

    return await receipt_work.command(db, asked, do)


async def _open(db: Db, ids: Iterable[UUID]) -> Books:
    policy = await holding(db, Policy)
    values = await rates.values(db, day_of(clock.today(), policy.receipt_rate))
    return Books(await receipts.load(db, ids), policy.refunds, policy.write_off_up_to, values)


TIMERS = (Timer("receipts", find_new, assign_by_rule, pace="work"),)
