"""A payment from abroad or to abroad, a refund among them, drawn from what is known, and what its papers lack (FIN-8).

Nothing is typed twice: who paid or is paid, for which invoice, order or contract, how much and what it is worth in the
company's currency is known once it is booked; what kind of transaction it is the company says by country and currency.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from contracts.markings import Personal
from contracts.money import Money, rounded
from contracts.rates import HOME
from contracts.texts import Text
from contracts.value import Value
from services.finance.account.rules.values import Booked
from services.finance.bill.rules.run import PaymentRun
from services.finance.bill.rules.values import Bill
from services.finance.payee.rules import Payee
from services.finance.receipt.rules import Receipt
from services.finance.settlements.rules.asked import Declared, PaperAsked, Way


class Settles(Value):
    """What a part of the payment is for: an invoice, a bill or an order's advance; ``contract``: by which orders."""

    document: str
    contract: str
    amount: Money
    advance: bool = False


class Rate(Value):
    """What one unit was worth in the company's currency on the day on which it was booked, and who says so."""

    value: Decimal
    valid_from: date
    source: Literal["hand", "ECB"]


class Settlement(Value):
    """One payment from abroad or to abroad. ``entry_id`` is that of the journal by which it was booked."""

    entry_id: UUID
    way: Way
    number: str
    """The bank's reference; of a payment of a run what the bank's file calls it."""
    paid_on: date
    order_id: UUID | None
    party: str
    name: Personal[str]
    country: str
    their_account: str
    our_account: str
    amount: Money
    rate: Rate | None
    settles: tuple[Settles, ...]
    papers: tuple[Declared, ...] = ()
    taken_back: str = ""
    """The bank's entry, or the day, by which the money went back."""

    @property
    def worth(self) -> Decimal | None:
        """In the company's currency; None where nobody said what that of the payment is worth."""
        if self.amount.currency == HOME:
            return self.amount.amount
        return rounded(self.amount.amount * self.rate.value, HOME) if self.rate else None


@dataclass(frozen=True)
class Refunded:
    """What left the bank for a customer; ``document``: his payment, his order, or our credit note."""

    document: str
    customer: str
    amount: Money


@dataclass(frozen=True)
class Moved:
    """All that is known of a payment: a customer's with its order, a bill's that a run paid, or what goes back."""

    entry_id: UUID
    booked_on: date
    rate: Rate | None
    order_id: UUID | None = None
    order: str = ""
    contract: str = ""
    name: str = ""
    country: str = ""
    payment: Booked | None = None
    receipt: Receipt | None = None
    bill: Bill | None = None
    run: PaymentRun | None = None
    payee: Payee | None = None
    refund: Refunded | None = None


@dataclass(frozen=True)
class Ours:
    """The company: which papers are asked of it, and its accounts, where customers pay and from which it pays."""

    asked: Mapping[str, PaperAsked]
    received_on: str
    paid_from: str


def settlement(moved: Moved, ours: Ours) -> Settlement:
    """With the papers that are asked for."""
    told = _told(moved, ours)
    one = Settlement(entry_id=moved.entry_id, order_id=moved.order_id, rate=moved.rate, **told)
    return one.but(papers=tuple(_asked(one, ours.asked)))


def _told(moved: Moved, ours: Ours) -> dict[str, Any]:
    if moved.payment:
        return _received(moved, moved.payment, ours)
    return _refunded(moved, moved.refund, ours) if moved.refund else _paid(moved, ours)


def _asked(one: Settlement, asked: Mapping[str, PaperAsked]) -> Iterator[Declared]:
    for paper, each in sorted(asked.items()):
        if each.asks(one.way, one.country, one.amount.currency):
            yield Declared(paper=paper, code=each.code, transaction=each.transaction)


def _received(moved: Moved, booked: Booked, ours: Ours) -> dict[str, Any]:
    """A customer's money: what a bank's file brought is told as it came, in its own currency."""
    told = {
        "way": "received",
        "number": booked.bank_reference,
        "paid_on": moved.booked_on,
        "party": booked.customer,
        "name": moved.name,
        "country": moved.country,
        "their_account": "",
        "our_account": ours.received_on,
        "amount": booked.amount,
        "settles": tuple(_settled(moved, booked)),
        "taken_back": booked.reversed_by,
    }
    return told | (_brought(moved.receipt, booked) if moved.receipt else {})


def _brought(receipt: Receipt, booked: Booked) -> dict[str, Any]:
    part = next((one.amount for one in receipt.parts if one.bank_reference == booked.bank_reference), None)
    amount = receipt.amount.but(amount=part) if part else booked.amount
    where = {"their_account": receipt.payer_account, "our_account": receipt.account}
    return {"paid_on": receipt.booked_on, "amount": amount, **where}


def _settled(moved: Moved, booked: Booked) -> Iterator[Settles]:
    contract = " / ".join(dict.fromkeys(filter(None, (moved.order, moved.contract))))
    for part in booked.settled:
        amount = booked.amount.but(amount=part.amount)
        yield Settles(document=part.number, contract=contract, amount=amount, advance=part.invoice_id is None)


def _refunded(moved: Moved, back: Refunded, ours: Ours) -> dict[str, Any]:
    """In the currency in which it left, to where the customer's money came from as far as the bank's file told it."""
    came = moved.receipt
    contract = " / ".join(dict.fromkeys(filter(None, (moved.order, moved.contract))))
    part = Settles(document=back.document, contract=contract, amount=back.amount, advance=back.document == moved.order)
    return {
        "way": "refunded",
        "number": back.document,
        "paid_on": moved.booked_on,
        "party": back.customer or (came.customer if came else ""),
        "name": moved.name or (came.payer if came else ""),
        "country": moved.country,
        "their_account": came.payer_account if came else "",
        "our_account": ours.paid_from,
        "amount": back.amount,
        "settles": (part,),
    }


def _paid(moved: Moved, ours: Ours) -> dict[str, Any]:
    """A bill that a run paid. ValueError for what is neither: the journal has no such payment."""
    bill, run, payee = moved.bill, moved.run, moved.payee
    if bill is None or run is None:
        raise ValueError(f"entry {moved.entry_id} is of no payment")
    place, one = next((n, p) for n, p in enumerate(run.payments, 1) if p.bill_id == bill.bill_id)
    purchases = ", ".join(dict.fromkeys(line.purchase for line in bill.lines))
    amount = bill.money(one.amount)
    return {
        "way": "paid",
        "number": run.named(place),
        "paid_on": one.paid_on or run.paid_on or moved.booked_on,
        "party": bill.supplier,
        "name": payee.name if payee else "",
        "country": payee.country if payee else "",
        "their_account": f"{one.account.number} {one.account.bic}".strip() if one.account else "",
        "our_account": ours.paid_from,
        "amount": amount,
        "settles": (Settles(document=bill.number, contract=purchases, amount=amount),),
        "taken_back": one.returned_on.isoformat() if one.returned_on else "",
    }


def lacks_of(one: Settlement, tax_number: str) -> tuple[Text, ...]:
    """What must be known before its papers can be drawn, all at once; ``tax_number`` is the company's."""
    wanted = (
        (one.papers, Text("which paper is asked for (figure settlement_papers)")),
        (tax_number, Text("the company's own tax number")),
        (one.our_account, Text("the company's own bank account")),
        (one.name, Text("the name of {party}", party=one.party)),
        (one.country, Text("the country of {party}", party=one.party)),
        (one.their_account or one.way != "paid", Text("where {party} is paid", party=one.party)),
        (one.worth is not None, Text("a rate of {currency}", currency=one.amount.currency)),
    )
    return tuple(text for known, text in wanted if not known)
