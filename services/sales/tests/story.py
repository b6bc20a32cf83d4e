"""The words of which the tests of sales make their sentences."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from chassis.handling import Step
from contracts.event import Event
from contracts.finance import (
    AdvanceRequested,
    CreditReviewed,
    DebtRecovered,
    DebtWrittenOff,
    InvoiceCredited,
    InvoiceDueChanged,
    InvoiceIssued,
    PaymentReceived,
    PaymentReversed,
)
from contracts.logistics import RouteReviewed, ShipmentDelayed, ShipmentDelivered, ShipmentDispatched
from contracts.money import Money
from contracts.order import Address, OrderContent, OrderLine, ShipmentLine, Terms
from contracts.purchasing import PurchaseChanged, PurchaseConfirmed, PurchaseDelayed, PurchaseOrdered, SupplyReviewed
from contracts.review import Reason
from contracts.supply import ItemReady, Lack
from contracts.texts import Text
from contracts.warehouse import ReturnReceived, StockReserved, StockReviewed, StockShort, StockUnreserved
from services.sales.delivery import rules as delivery
from services.sales.forecast import rules as forecast
from services.sales.order.rules.delay import watch
from services.sales.order.rules.document import Order
from services.sales.order.rules.life import follow
from services.sales.policy import Policy
from services.sales.release import rules as release
from services.sales.returns import rules as returns
from services.sales.review import rules as review
from services.sales.settlement import rules as settlement

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
POLICY = Policy(receiving_days=0, handling_days=0)
"""Goods leave on the day on which they may, so that tests reckon with round days."""
USD = "USD"
BERLIN = Address(street="Obere Str. 57", city="Berlin", country="DE")
FACTS: dict[type[Event], Any] = {
    StockReviewed: partial(review.reviewed, today=DAY),
    SupplyReviewed: partial(review.reviewed, today=DAY),
    RouteReviewed: partial(review.reviewed, today=DAY),
    CreditReviewed: partial(review.reviewed, today=DAY),
    StockReserved: release.reserved,
    StockShort: release.short,
    StockUnreserved: release.unreserved,
    ShipmentDispatched: delivery.dispatched,
    ShipmentDelivered: delivery.delivered,
    ShipmentDelayed: forecast.delayed,
    **dict.fromkeys((PurchaseOrdered, PurchaseConfirmed, PurchaseDelayed, PurchaseChanged), forecast.supplied),
    ReturnReceived: returns.returned,
    InvoiceIssued: settlement.invoiced,
    InvoiceDueChanged: settlement.due_changed,
    InvoiceCredited: settlement.credited,
    PaymentReceived: settlement.paid,
    PaymentReversed: settlement.paid,
    DebtWrittenOff: settlement.given_up,
    DebtRecovered: settlement.given_up,
    AdvanceRequested: settlement.advance_asked,
}


def money(amount: str | int, currency: str = USD) -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def order_line(line: int, quantity: str | int, item: str | None = None, price: str | int = 10) -> OrderLine:
    return OrderLine(line=line, item=item or f"P-{line}", quantity=Decimal(quantity), unit_price=money(price))


def content(*quantities: int, advance: str = "0", partial: bool = True) -> OrderContent:
    return OrderContent(
        number="SO-2026-000001",
        customer="ALFKI",
        customer_name="Alfreds Futterkiste",
        customer_po="4711",
        merchandiser="wang.fang",
        currency=USD,
        freight=money(0),
        partial=partial,
        lines=tuple(order_line(n, quantity) for n, quantity in enumerate(quantities or (10,), start=1)),
        deliver_to=BERLIN,
        terms=Terms(days=30, advance_share=Decimal(advance)),
        wanted=date(2026, 4, 1),
    )


def received(*quantities: int, **terms: Any) -> Order:
    """A complete order at version 1, not reviewed yet."""
    return Order(order_id=uuid4(), version=1, status="open", content=content(*quantities, **terms), received_on=DAY)


def confirmed(*quantities: int, **terms: Any) -> Order:
    """An order that is confirmed as version 2."""
    return received(*quantities, **terms).but(status="confirmed", version=2)


def cancelled(order: Order) -> Order:
    return order.but(status="cancelled", version=order.version + 1)


def goes(*quantities: int) -> tuple[ShipmentLine, ...]:
    return tuple(
        ShipmentLine(line=n, item=f"P-{n}", quantity=Decimal(quantity))
        for n, quantity in enumerate(quantities, start=1)
        if quantity
    )


def reviews(order: Order, **verdicts: Any) -> list[Any]:
    """The four reviews of an order's version; ``credit="no"`` and so on."""
    about: dict[str, Any] = {"order_id": order.order_id, "order_version": order.version}
    no = (Reason(code="no", text="it cannot be"),)
    route = {"transit_days": 10, **{name: days for name, days in verdicts.items() if name.endswith("_days")}}
    return [
        StockReviewed(**about, verdict=verdicts.get("stock", "yes"), ready_on=DAY, lacks=verdicts.get("lacks", ())),
        SupplyReviewed(
            **about,
            verdict=verdicts.get("supply", "yes"),
            ready_on=verdicts.get("supplied_on"),
            impossible=verdicts.get("impossible", ()),
            ready=tuple(ItemReady(item=item, on=on) for item, on in verdicts.get("ready", {}).items()),
        ),
        RouteReviewed(**about, verdict=verdicts.get("route", "yes"), **route),
        CreditReviewed(**about, verdict=verdicts.get("credit", "yes"), reasons=no if "credit" in verdicts else ()),
    ]


def reserve(order: Order, shipment_id: UUID, *quantities: int, final: bool = True, need: int = 1) -> StockReserved:
    return StockReserved(
        order_id=order.order_id,
        order_version=order.version,
        shipment_id=shipment_id,
        lines=goes(*quantities),
        final=final,
        need_version=need,
    )


def short(order: Order, item: str, quantity: int, need: int = 1) -> StockShort:
    return StockShort(
        order_id=order.order_id,
        order_version=order.version,
        need_version=need,
        lacks=(Lack(item=item, quantity=Decimal(quantity)),),
    )


def unreserve(order: Order, shipment_id: UUID) -> StockUnreserved:
    return StockUnreserved(order_id=order.order_id, order_version=2, shipment_id=shipment_id, lines=())


def dispatch(order: Order, shipment_id: UUID, *quantities: int) -> ShipmentDispatched:
    return ShipmentDispatched(
        order_id=order.order_id,
        order_version=2,
        shipment_id=shipment_id,
        version=1,
        number="SH-2026-000001",
        lines=goes(*quantities),
        carrier="C-1",
        mode="sea",
        tracking="T-1",
        dispatched_on=DAY,
        expected=DAY,
        reason=Reason(code="cheapest", text="cheapest in time"),
    )


def deliver(order: Order, shipment_id: UUID, *quantities: int) -> ShipmentDelivered:
    return ShipmentDelivered(
        order_id=order.order_id,
        order_version=2,
        shipment_id=shipment_id,
        version=2,
        lines=goes(*quantities),
        at=NOON,
        proof="POD-1",
    )


def invoice(order: Order, shipment_id: UUID, invoice_id: UUID, outstanding: int = 100) -> InvoiceIssued:
    return InvoiceIssued(
        order_id=order.order_id,
        order_version=2,
        customer="ALFKI",
        shipment_id=shipment_id,
        invoice_id=invoice_id,
        version=1,
        number="INV-2026-000001",
        lines=(),
        freight=money(0),
        tax=money(0),
        total=money(100),
        advance_used=money(0),
        outstanding=Decimal(outstanding),
        issued_on=DAY,
        due=DAY,
    )


def due_on(order: Order, invoice_id: UUID, due: date) -> InvoiceDueChanged:
    return InvoiceDueChanged(
        order_id=order.order_id,
        customer="ALFKI",
        invoice_id=invoice_id,
        version=2,
        number="INV-2026-000001",
        outstanding=Decimal(100),
        due=due,
        was=DAY,
    )


def pay(
    order: Order, invoice_id: UUID | None, outstanding: int = 0, version: int = 2, *, advance: bool = False
) -> PaymentReceived:
    return PaymentReceived(
        order_id=order.order_id,
        customer="ALFKI",
        invoice_id=invoice_id,
        version=version,
        advance=advance,
        amount=money(100),
        outstanding=Decimal(outstanding),
    )


def take_back(order: Order, invoice_id: UUID, outstanding: int, version: int) -> PaymentReversed:
    return PaymentReversed(
        order_id=order.order_id,
        customer="ALFKI",
        invoice_id=invoice_id,
        version=version,
        advance=False,
        amount=money(100),
        outstanding=Decimal(outstanding),
    )


def give_up(order: Order, invoice_id: UUID, version: int) -> DebtWrittenOff:
    return DebtWrittenOff(
        order_id=order.order_id,
        customer="ALFKI",
        invoice_id=invoice_id,
        version=version,
        number="INV-2026-000001",
        amount=money(100),
        outstanding=Decimal(0),
        reason="insolvent",
        signatures=(),
    )


def recover(order: Order, invoice_id: UUID, version: int) -> DebtRecovered:
    return DebtRecovered(
        order_id=order.order_id,
        customer="ALFKI",
        invoice_id=invoice_id,
        version=version,
        number="INV-2026-000001",
        amount=money(100),
        outstanding=Decimal(100),
    )


def credit_note(order: Order, shipment_id: UUID, invoice_id: UUID, outstanding: int = 0) -> InvoiceCredited:
    return InvoiceCredited(
        order_id=order.order_id,
        shipment_id=shipment_id,
        invoice_id=invoice_id,
        version=2,
        number="CN-2026-000001",
        lines=(),
        amount=money(100),
        outstanding=Decimal(outstanding),
    )


def ask_advance(order: Order, version: int = 1, received: int = 0) -> AdvanceRequested:
    return AdvanceRequested(
        order_id=order.order_id,
        order_version=order.version,
        advance_version=version,
        amount=money(30),
        received=money(received),
        due=DAY,
    )


def come_back(order: Order, shipment_id: UUID, *quantities: int, whole: bool = True) -> ReturnReceived:
    return ReturnReceived(order_id=order.order_id, shipment_id=shipment_id, lines=goes(*quantities), whole=whole)


def after(
    order: Order, *events: Event, hold: Text | None = None, policy: Policy = POLICY, today: date = DAY
) -> Step[Order]:
    """The order after it has heard the events, and all that was said meanwhile."""
    step = Step(order)
    for event in events:
        step = step.then(follow(FACTS[type(event)](step.document, event), hold, policy, today))
        step = step.then(watch(step.document, today, policy))
    return step


def topics(events: Sequence[Event]) -> list[str]:
    return [event.topic for event in events]
