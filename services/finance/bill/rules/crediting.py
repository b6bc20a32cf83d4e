"""A supplier's credit note: less is owed of its bill, its goods are billed less or cost less (FIN-5)."""

from __future__ import annotations

from decimal import Decimal

from contracts.payables import BillCredited
from services.finance.account.rules.entries import (
    INPUT_TAX,
    NOT_BILLED,
    PAYABLE,
    PRICE_DIFFERENCE,
    Entry,
    credit,
    debit,
    either_way,
    moving,
)
from services.finance.bill.rules.follow import about
from services.finance.bill.rules.values import Bill, BillLine, CreditTaken, Payables, Posted, Purchased
from services.finance.item_cost.rules.stock import Valued


def take_credit(payables: Payables, bill: Bill, note: CreditTaken) -> Posted[BillCredited]:
    """Goods that it credits are not billed any more; what it credits besides is a part of what the goods cost.

    What a run is to pay stays as it was approved: what is paid above what is owed then, the supplier owes us.
    """
    less = bill.but(credits=(*bill.credits, note), version=bill.version + 1)
    now = less if less.run_id else less.settled_anew()
    lines = {line.purchase: line for line in bill.lines}
    postings, valued, events, purchases = [debit(PAYABLE, note.total, bill.bill_id)], [], [], list[Purchased]()
    for one in note.lines:
        line, known = lines[one.purchase], payables.purchase(lines[one.purchase].purchase_id)
        billed = known.billed - one.quantity
        purchases.append(known.but(billed=billed, cleared=known.worth(billed)))
        open_again = known.cleared - purchases[-1].cleared
        postings += [
            credit(NOT_BILLED, open_again).but(purchase_id=known.purchase_id),
            either_way(PRICE_DIFFERENCE, open_again - one.amount),
            credit(INPUT_TAX, one.tax),
        ]
        if cheaper := one.amount - open_again:
            valued.append(_cheaper(bill, line, note.number, cheaper))
        told = about(payables, now, line) | {"quantity": one.quantity}
        events.append(BillCredited(**told, credit_note=note.number, amount=bill.money(one.amount + one.tax)))
    entry = Entry(
        kind="bill_credit",
        document=note.number,
        supplier=bill.supplier,
        currency=bill.currency,
        postings=moving(*postings),
    )
    after = payables.with_bill(now).with_purchase(*purchases)
    return Posted(after, tuple(events), (entry,), tuple(valued))


def _cheaper(bill: Bill, line: BillLine, document: str, amount: Decimal) -> Valued:
    return Valued(
        item=line.item,
        quantity=line.quantity,
        amount=-amount,
        came=False,
        kind="bill",
        document=document,
        supplier=bill.supplier,
        currency=bill.currency,
        against=either_way(PRICE_DIFFERENCE, amount),
    )
