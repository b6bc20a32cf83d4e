"""What comes back is credited at its invoice's price; what was paid above that is refunded (FIN-1)."""

from decimal import Decimal
from typing import Any

import asyncpg
from hypothesis import given
from hypothesis import strategies as st

from chassis.handling import NotReady
from contracts.finance import InvoiceCredited, PaymentRefunded
from contracts.logistics import ShipmentDispatched
from services.finance.account.rules import entries as ledger
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.invoice import Invoice
from services.finance.advances import handlers as advances
from services.finance.invoices import handlers as invoices
from services.finance.payments import rules as payments
from services.finance.returns import handlers, rules
from services.finance.tests.samples import TODAY, Order, agreed, money, shipped
from tests.needs import needs

pytestmark = needs("FIN-1")


def billed(order: Order, quantity: str = "10") -> tuple[Account, Invoice]:
    account = shipped(agreed(order), order, order.dispatched(line1=quantity)).document
    return account, account.invoices[0]


def give_back(account: Account, order: Order, *, whole: bool = False, **quantities: str) -> Turn[Any]:
    invoice = account.invoices[0]
    return rules.credit(
        account,
        invoice,
        order.back(invoice.shipment_id, whole=whole, **quantities),
        "CN-2026-000001",
        "automatic",
        TODAY,
    )


def test_a_part_that_comes_back_is_credited_without_freight() -> None:
    order = Order(freight="25", tax="0.1")
    turn = give_back(billed(order)[0], order, line1="4")
    (note,) = turn.events
    assert (note.amount, note.outstanding, note.version) == (money("44.00"), Decimal("93.50"), 2)


def test_the_freight_is_credited_when_all_is_back() -> None:
    order = Order(freight="25", tax="0.1")
    account = give_back(billed(order)[0], order, line1="4").document
    turn = give_back(account, order, whole=True, line1="6")
    (note,) = turn.events
    assert (note.amount, note.outstanding) == (money("93.50"), 0)


@needs("WHS-8")
def test_what_was_paid_above_the_rest_is_refunded() -> None:
    order = Order()
    account, invoice = billed(order)
    account = payments.settle(account, order.payment("80", invoice.invoice_id), "automatic").document
    note, refund = give_back(account, order, line1="4").events
    assert note.outstanding == 0
    assert refund == PaymentRefunded(order_id=order.id, amount=money("20"), of="credit", invoice_id=invoice.invoice_id)


@needs("FIN-1", "FIN-3")
def test_what_was_written_off_is_taken_back_and_not_refunded() -> None:
    """FIN-1, FIN-3: of 100 there came 98, and 2 were written off; only what came can go back."""
    order = Order()
    account, invoice = billed(order)
    account = payments.settle(account, order.payment("98", invoice.invoice_id), "automatic", Decimal(2)).document
    turn = give_back(account, order, whole=True, line1="10")
    refund = turn.events[1]
    assert isinstance(refund, PaymentRefunded)
    assert refund.amount == money("98.00")
    assert (turn.document.invoices[0].outstanding, turn.document.invoices[0].written_off) == (Decimal(0), Decimal(0))
    moved = {posting.account: posting.credit - posting.debit for posting in turn.entries[-1].postings}
    assert moved == {ledger.RECEIVABLE: -100, ledger.BANK: 98, ledger.BANK_CHARGES: 2}


def test_a_small_return_after_a_write_off_refunds_nothing() -> None:
    order = Order({1: ("100", "1")})
    account, invoice = billed(order, "100")
    account = payments.settle(account, order.payment("98", invoice.invoice_id), "automatic", Decimal(2)).document
    turn = give_back(account, order, line1="1")
    assert [type(event) for event in turn.events] == [InvoiceCredited]
    assert (turn.document.invoices[0].outstanding, turn.document.invoices[0].written_off) == (Decimal(0), Decimal(1))


def test_nothing_is_refunded_of_what_was_not_paid() -> None:
    order = Order()
    turn = give_back(billed(order)[0], order, whole=True, line1="10")
    assert [type(event) for event in turn.events] == [InvoiceCredited]
    assert turn.document.invoices[0].outstanding == 0


def test_never_more_comes_back_than_was_billed() -> None:
    order = Order()
    turn = give_back(billed(order)[0], order, line1="11")
    assert turn.document.invoices[0].credited == 100


@given(
    parts=st.lists(st.integers(1, 9), min_size=1, max_size=6),
    price=st.decimals("0.001", "9", places=3),
    discount=st.decimals("0", "1", places=2),
    paid=st.decimals("0", "100", places=2),
)
def test_all_that_came_back_is_credited_to_nothing_however_it_came(
    parts: list[int], price: Decimal, discount: Decimal, paid: Decimal
) -> None:
    order = Order({1: (str(sum(parts)), str(price))}, freight="3", tax="0.19", discount=str(discount))
    account, invoice = billed(order, str(sum(parts)))
    turn: Turn[Any] = Turn(account)
    if paid:
        turn = payments.settle(account, order.payment(str(paid), invoice.invoice_id), "automatic")
    for at, part in enumerate(parts, 1):
        back = give_back(turn.document, order, whole=at == len(parts), line1=str(part))
        turn = Turn(back.document, (*turn.events, *back.events), (*turn.entries, *back.entries))
    (credited,) = turn.document.invoices
    assert (credited.credited, credited.outstanding) == (invoice.total, Decimal(0))
    assert sum(e.amount.amount for e in turn.events if isinstance(e, PaymentRefunded)) == paid
    assert all(e.amount.amount >= 0 for e in turn.events)


async def test_a_return_waits_until_its_shipment_is_invoiced(db: asyncpg.Connection) -> None:
    order = Order(freight="5")
    await advances.agree(db, [order.confirmed()])
    shipment = order.dispatched(line1="10")
    back = order.back(shipment.shipment_id, whole=True, line1="10")
    assert await handlers.credit(db, [back]) == [NotReady(of=(ShipmentDispatched,), key=str(order.id))]
    await invoices.issue(db, [shipment])
    ((note,),) = await handlers.credit(db, [back])  # type: ignore[misc]
    assert isinstance(note, InvoiceCredited)
    assert (note.amount, note.number[:3]) == (money("105.00"), "CN-")
