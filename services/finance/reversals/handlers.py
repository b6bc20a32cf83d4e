"""What banks take back is undone, where it is certain which payment it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Reading, Timer
from chassis.refusal import NotFound, Refusal
from contracts.finance import AdvanceRequested, PaymentReversed, RefundReturned
from services.finance.account import store as accounts
from services.finance.account import work
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.values import ZERO
from services.finance.payments import store as payments
from services.finance.receipt import store as receipts
from services.finance.receipt import work as receipt_work
from services.finance.receipt.rules import Receipt
from services.finance.reversals import store
from services.finance.reversals.rules import naming, returned_refund
from services.finance.reversals.rules.finding import Asked, Cancel, TakeBack, Undoing, original_of, steps
from services.finance.reversals.rules.naming import NameReversed
from services.finance.reversals.rules.returned_refund import NameRefund
from services.finance.valuation import work as valuation

AT_ONCE = 500


async def find_reversals(db: Reading, _: datetime) -> list[tuple[str, Asked]]:
    """What each new reversal takes back; of each order one at a time, for its money is serial."""
    found = await receipts.new_reversals(db, AT_ONCE)
    known = await store.candidates(db, found) if found else {}
    asked = [step for one in found for step in steps(one, original_of(one, known.get(one.receipt_id, [])))]
    first = {str(step.order_id if isinstance(step, TakeBack) else step.receipt_id): step for step in reversed(asked)}
    return list(first.items())


async def take_back(db: Db, asked: Sequence[Asked]) -> list[tuple[PaymentReversed | AdvanceRequested, ...]]:
    """Undo what is certain; the rest waits for a person."""
    of_orders = [one for one in asked if isinstance(one, TakeBack)]
    known = await payments.known(db, [one.bank_reference for one in of_orders])
    undoing = Undoing(await receipts.load(db, _ids(asked)), known)
    for one in asked:
        if isinstance(one, Cancel):
            undoing.cancel(one)
        elif not isinstance(one, TakeBack):
            undoing.wait(one.receipt_id)
    said = iter(await work.handle(db, of_orders, undoing.turn) if of_orders else ())
    await accounts.mark(db, list(undoing.marked.values()))
    await receipts.save(db, list(undoing.changed.values()))
    await accounts.post(db, undoing.entries, clock.today())
    await valuation.handle(db, undoing.entries, clock.today())
    return [next(said) if isinstance(one, TakeBack) else () for one in asked]


async def name(db: Db, asked: Sequence[NameReversed]) -> list[Answer | Refusal]:
    """What they take back; the next look of the timer undoes it."""
    found = await receipts.load(db, [one.receipt_id for one in asked])
    known = await store.candidates(db, list(found.values()))
    return await receipt_work.command(
        db, asked, lambda reversal, one: naming.name(reversal, known.get(one.receipt_id, []), one)
    )


async def bring_back(db: Db, asked: Sequence[NameRefund]) -> list[Answer[RefundReturned] | Refusal]:
    """Refunds that banks brought back, each once."""
    found = await receipts.load(db, [one.receipt_id for one in asked])
    given_back = await store.given_back(db, [one.order_id for one in asked])
    changed: dict[UUID, Receipt] = {}

    def do(account: Account, one: NameRefund, _: date) -> Turn[RefundReturned] | Refusal:
        receipt = changed.get(one.receipt_id) or found.get(one.receipt_id)
        if receipt is None:
            return NotFound(what="receipt", id=one.receipt_id)
        done = returned_refund.bring_back(account, receipt, given_back.get(one.order_id, ZERO), one)
        if isinstance(done, Refusal):
            return done
        changed[one.receipt_id] = done[0]
        return done[1]

    answers = await work.command(db, asked, do, lambda _, one: changed[one.receipt_id])
    await receipts.save(db, list(changed.values()))
    return answers


def _ids(asked: Sequence[Asked]) -> list[UUID]:
    originals = [one.original_id for one in asked if isinstance(one, TakeBack | Cancel)]
    return [*(one.receipt_id for one in asked), *originals]


TIMERS = (Timer("reversals", find_reversals, take_back, pace="work"),)
