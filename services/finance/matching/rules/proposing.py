"""What a receipt may be for, and what of that is certain (FIN-2).

Certain is what our own number names, or the customer's number and who pays: of one customer, in one currency, with
something still asked. Money for several orders is certain when it is the sum of what they owe. Who paid for a customer
before pays for no other one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Money
from contracts.value import Value
from services.finance.account.rules.values import ZERO
from services.finance.matching.rules.numbers import compact, his_numbers, our_numbers
from services.finance.receipt.rules import Receipt

Why = Literal["number", "customer_po", "payer", "payer_name", "amount"]
PO_MIN = 4
"""A shorter number of a customer's is found only where it stands by itself."""


@dataclass(frozen=True)
class Owed:
    """An invoice, or an order, that may be paid. ``open``: what it owes now; ``asks``: what it can still take."""

    order_id: UUID
    invoice_id: UUID | None
    number: str
    customer_po: str
    customer: str
    currency: str
    open: Decimal
    asks: Decimal


@dataclass(frozen=True)
class Payers:
    """Whose customers payers are: by their accounts from receipts of before, by their names from the master data."""

    by_account: Mapping[str, frozenset[str]]
    by_name: Mapping[str, frozenset[str]]


NOBODY = Payers({}, {})


class Case:
    """A receipt, what its text names, and whose it may be by who paid."""

    def __init__(self, receipt: Receipt, payers: Payers = NOBODY) -> None:
        self.receipt = receipt
        text = f"{receipt.end_to_end} {receipt.text}"
        self.ours, self.letters = our_numbers(text), compact(text)
        self.his = his_numbers(text) - self.ours
        self.paid_for = payers.by_account.get(receipt.payer_account, frozenset())
        self.called = payers.by_name.get(receipt.payer.lower(), frozenset())

    @property
    def customers(self) -> frozenset[str]:
        told = frozenset({self.receipt.customer}) if self.receipt.customer else frozenset()
        return told or self.paid_for or self.called


class Owing:
    """All that some receipts may be for, found by its numbers and its customer."""

    def __init__(self, owed: Iterable[Owed]) -> None:
        self._by: defaultdict[str, list[Owed]] = defaultdict(list)
        for one in owed:
            for name in {one.number, one.customer_po, f"\0{one.customer}"}:
                self._by[name].append(one)

    def of(self, case: Case) -> list[Owed]:
        names = (*case.ours, *case.his, *(f"\0{customer}" for customer in case.customers))
        return list(dict.fromkeys(one for name in sorted(names) for one in self._by.get(name, ())))


class Proposal(Value):
    """What a receipt may be for, and why."""

    reference: str
    order_id: UUID
    customer: str
    open: Money
    why: tuple[Why, ...]


@dataclass(frozen=True)
class For:
    """So much of a receipt is for this."""

    owed: Owed
    amount: Decimal


def propose(case: Case, owing: Owing) -> list[Proposal]:
    """All that speaks for something, the strongest first; nothing for which only the customer speaks."""
    found = [(_why(case, one), one) for one in owing.of(case)]
    good = [(why, one) for why, one in found if {"number", "customer_po", "amount"} & set(why)]
    good.sort(key=lambda pair: (-len(pair[0]), "number" not in pair[0], pair[1].number))
    return [_proposal(one, why) for why, one in good]


def certain(case: Case, owing: Owing) -> list[For]:
    """What it is for beyond doubt; empty when a person must say."""
    reasons = [(one, set(_why(case, one))) for one in owing.of(case)]
    named = [one for one, why in reasons if "number" in why] or [
        one for one, why in reasons if "customer_po" in why and why & {"payer", "payer_name"}
    ]
    if not named or not _of_one_customer(case, named):
        return []
    by_order = {one.order_id: [each for each in named if each.order_id == one.order_id] for one in named}
    if len(by_order) == 1:
        return _for_one(case.receipt, named)
    each = [one for ones in by_order.values() for one in (_invoices(ones) or ones)]
    return [For(one, one.open) for one in each if one.open] if _sum(each) == case.receipt.rest else []


def _for_one(receipt: Receipt, named: Sequence[Owed]) -> list[For]:
    """An invoice before its order; the rest of it goes to what the order owes besides."""
    asking = [one for one in (*_invoices(named), *named) if one.asks > 0]
    return [For(asking[0], receipt.rest)] if asking else []


def _invoices(named: Iterable[Owed]) -> list[Owed]:
    return [one for one in named if one.invoice_id]


def _sum(named: Iterable[Owed]) -> Decimal:
    return sum((one.open for one in named), ZERO)


def _of_one_customer(case: Case, named: Sequence[Owed]) -> bool:
    customers, currencies = {one.customer for one in named}, {one.currency for one in named}
    fits = len(customers) == 1 and currencies == {case.receipt.amount.currency}
    return fits and (not case.paid_for or customers <= case.paid_for)


def _why(case: Case, one: Owed) -> tuple[Why, ...]:
    reasons: dict[Why, bool] = {
        "number": one.number in case.ours,
        "customer_po": bool(one.customer_po) and _names_po(case, one),
        "payer": one.customer in case.paid_for or one.customer == case.receipt.customer,
        "payer_name": one.customer in case.called,
        "amount": one.open == case.receipt.rest and one.currency == case.receipt.amount.currency,
    }
    return tuple(reason for reason, speaks in reasons.items() if speaks)


def _names_po(case: Case, one: Owed) -> bool:
    if one.customer_po in case.his:
        return True
    number, his = compact(one.customer_po), one.customer in case.customers
    return his and len(number) >= PO_MIN and any(map(str.isdigit, number)) and number in case.letters


def _proposal(one: Owed, why: tuple[Why, ...]) -> Proposal:
    owed = Money(amount=one.open, currency=one.currency)
    return Proposal(reference=one.number, order_id=one.order_id, customer=one.customer, open=owed, why=why)
