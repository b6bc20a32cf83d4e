"""Entries that balance (FIN-3). An account is named by its number in the chart of accounts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.value import Value
from services.finance.account.rules.values import ZERO

BANK = "1002"
RECEIVABLE = "1122"
ALLOWANCE = "1231"
"""For bad debts."""
PRICE_DIFFERENCE = "1404"
"""What a bill asks besides, until it is part of what its goods cost."""
INVENTORY = "1405"
PAYABLE = "2202"
NOT_BILLED = "220202"
"""Goods received and not billed yet: an estimate at the ordered price (GR/IR)."""
ADVANCES = "2203"
TAX = "2221"
INPUT_TAX = "222101"
OVERPAID = "2241"
SUSPENSE = "224101"
REVENUE = "6001"
FREIGHT = "6051"
EXCHANGE = "6061"
EXCHANGE_DIFFERENCE = "606101"
"""What other rates gained or lost; 6061 itself only stands between two currencies."""
COMPENSATION = "6301"
"""What suppliers owe for being late (营业外收入)."""
COST_OF_SALES = "6401"
DISCOUNTS = "660301"
"""What suppliers let us keep for paying early."""
STOCK_DIFFERENCES = "6602"
BANK_CHARGES = "6603"
IMPAIRMENT = "6702"
"""What customers will not pay."""
VALUATION = {
    BANK: "100299",
    RECEIVABLE: "112299",
    PAYABLE: "220299",
    NOT_BILLED: "22020299",
    ADVANCES: "220399",
    OVERPAID: "224199",
    SUSPENSE: "22410199",
}
"""Beside an account, in the company's currency: what of its worth other rates made."""

OF_DOCUMENTS = frozenset({
    RECEIVABLE, ALLOWANCE, PRICE_DIFFERENCE, INVENTORY, PAYABLE, NOT_BILLED, ADVANCES, OVERPAID, SUSPENSE, EXCHANGE,
    EXCHANGE_DIFFERENCE, *VALUATION.values(),
})  # fmt: skip
"""What stands there is of a document, a receipt or an item: nothing else is posted to it."""
ACCOUNT = re.compile("[1-9][0-9]{3,11}")
"""How an account is numbered."""

Kind = Literal[
    "invoice", "credit", "payment", "refund", "receipt", "bill", "reversal", "payout", "exchange", "revaluation",
    "cost", "count", "write_off", "bill_credit", "claim",
    "set_off", "clearing", "refund_return", "voucher",
]  # fmt: skip


class Posting(Value):
    """One side of an entry: a debit or a credit of an account.

    Of an invoice, or a supplier's bill, where something is owed; of a purchase where its goods are not billed yet; of a
    receipt where nobody knows yet what it is for.
    """

    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    invoice_id: UUID | None = None
    purchase_id: UUID | None = None
    receipt_id: UUID | None = None


class Entry(Value):
    """Postings in one currency whose debits equal their credits; anything else cannot be made (ValueError).

    It is about an order and its customer, about a receipt that is for no order yet, or about a supplier.
    """

    kind: Kind
    document: str
    order_id: UUID | None = None
    customer: str = ""
    supplier: str = ""
    currency: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        debit, credit = sum(p.debit for p in self.postings), sum(p.credit for p in self.postings)
        if debit != credit:
            raise ValueError(f"{self.kind} {self.document}: debit {debit}, credit {credit}")


def debit(account: str, amount: Decimal, invoice_id: UUID | None = None) -> Posting:
    return Posting(account=account, debit=amount, invoice_id=invoice_id)


def credit(account: str, amount: Decimal, invoice_id: UUID | None = None) -> Posting:
    return Posting(account=account, credit=amount, invoice_id=invoice_id)


def either_way(account: str, amount: Decimal) -> Posting:
    """A debit, or of what is below zero a credit."""
    return debit(account, amount) if amount >= 0 else credit(account, -amount)


def moving(*postings: Posting) -> tuple[Posting, ...]:
    """The postings that move something."""
    return tuple(posting for posting in postings if posting.debit != posting.credit)
