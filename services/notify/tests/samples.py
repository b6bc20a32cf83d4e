"""Events of one order, as the departments say them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis import clock
from chassis.handling import Db
from chassis.ids import new_id
from contracts import finance, logistics, outside, purchasing, sales, warehouse
from contracts.event import Event
from contracts.money import Money
from contracts.notify import DeadlineMissed
from contracts.order import Address, DraftLine, OrderContent, OrderDraft, OrderLine, ShipmentLine, Terms
from contracts.review import Reason, Reviewed
from contracts.supply import Lack, Need, Served
from contracts.value import fields_of
from services.notify.overdue.handlers import watch

SOON = date(2099, 1, 1)
HEAD: dict[str, Any] = {
    "number": "SO-2026-000001",
    "customer": "ALFKI",
    "customer_name": "Alfreds Futterkiste",
    "customer_po": "PO/1",
    "merchandiser": "wang.fang",
    "currency": "USD",
    "freight": Money(amount=Decimal(10), currency="USD"),
    "discount": Decimal("0.1"),
    "priority": 3,
}
LATER_THAN_ANY = 99
"""A version of an order and of its need: nothing that was said of an earlier one ends what is promised for it."""
OF_ITS_SHORTAGE = """
SELECT key, opening FROM open_promise WHERE order_id = $1 AND cause = 'stock.short' AND 'purchase.ordered' = ANY(topics)
"""


def usd(amount: int) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def content(quantity: int = 4, *, by_credit: bool = False) -> OrderContent:
    return OrderContent(
        **HEAD,
        promised=SOON,
        lines=(OrderLine(line=1, item="P-1", quantity=Decimal(quantity), unit_price=usd(5)),),
        deliver_to=Address(street="Obere Str. 57", city="Berlin", country="DE"),
        terms=Terms(days=30, by_credit=by_credit),
        wanted=SOON,
    )


async def never_ordered(db: Db, order_id: UUID) -> DeadlineMissed:
    """What an order lacks was not bought in time. Its promise is open: else progress would end the exception."""
    short = Order(order_id).short("P-1", need_version=LATER_THAN_ANY, order_version=LATER_THAN_ANY)
    await watch(db, [short])
    (promise,) = await db.fetch(OF_ITS_SHORTAGE, order_id)
    now = clock.now()
    return DeadlineMissed(
        orders=(order_id,),
        promise_id=promise["key"],
        opening=promise["opening"],
        cause="stock.short",
        reason="stock.short",
        awaited=("purchase.ordered",),
        owner="purchasing",
        since=now,
        due=now,
    )


async def nothing_lacks(db: Db, order_id: UUID) -> None:
    """Of an order for which it was not bought in time: its promise is void, and progress ends the exception."""
    need = LATER_THAN_ANY + 1
    await watch(db, [Order(order_id).short(need_version=need, order_version=LATER_THAN_ANY)])


class Order:
    """Speaks for all departments about one order."""

    def __init__(self, order_id: UUID | None = None) -> None:
        self.id = order_id or new_id()
        self.shipment_id, self.invoice_id, self.purchase_id = new_id(), new_id(), new_id()
        self.lines = (ShipmentLine(line=1, item="P-1", quantity=Decimal(4)),)

    def received(self, version: int = 1) -> sales.OrderReceived:
        return sales.OrderReceived(order_id=self.id, version=version, content=content())

    def incomplete(self) -> sales.OrderReceived:
        draft = OrderDraft(**HEAD, lines=(DraftLine(line=1, item="P-1"),))
        return sales.OrderReceived(order_id=self.id, version=1, content=draft, missing=("quantity", "wanted"))

    def clarified(self, version: int = 2) -> sales.OrderClarified:
        return sales.OrderClarified(order_id=self.id, version=version, content=content())

    def reviews(self, version: int = 1) -> list[Reviewed]:
        kinds: tuple[type[Reviewed], ...] = (
            warehouse.StockReviewed,
            purchasing.SupplyReviewed,
            logistics.RouteReviewed,
            finance.CreditReviewed,
        )
        return [kind(order_id=self.id, order_version=version, verdict="yes", cost=usd(7_777_777)) for kind in kinds]

    def confirmed(
        self, version: int = 1, *, by_credit: bool = False, merchandiser: str = "wang.fang"
    ) -> sales.OrderConfirmed:
        told = content(by_credit=by_credit).but(merchandiser=merchandiser)
        return sales.OrderConfirmed(order_id=self.id, version=version, content=told)

    def changed(self, version: int = 2, *, by_credit: bool = False) -> sales.OrderChanged:
        agreed = content(9, by_credit=by_credit)
        return sales.OrderChanged(order_id=self.id, version=version, content=agreed, reason="wants more")

    def weighed(self, priority: int, weighed: int = 1, version: int = 2) -> sales.OrderWeighed:
        return sales.OrderWeighed(
            order_id=self.id, order_version=version, weighed=weighed, priority=priority, quadrant="urgent"
        )

    def handed_over(self, to: str, handed: int = 1, version: int = 1) -> sales.OrderHandedOver:
        return sales.OrderHandedOver(
            order_id=self.id,
            order_version=version,
            handed=handed,
            merchandiser=to,
            was="wang.fang",
            handover=f"HO-2026-00000{handed}",
        )

    def cancelled(self, version: int = 2) -> sales.OrderCancelled:
        return sales.OrderCancelled(order_id=self.id, version=version, reason="no longer wanted")

    def reserved(self, version: int = 1, shipment: UUID | None = None, need_version: int = 1) -> Event:
        return warehouse.StockReserved(
            order_id=self.id,
            order_version=version,
            shipment_id=shipment or self.shipment_id,
            lines=self.lines,
            final=True,
            need_version=need_version,
        )

    def short(self, *items: str, need_version: int = 1, order_version: int = 1) -> warehouse.StockShort:
        lacks = tuple(Lack(item=item, quantity=Decimal(4)) for item in items)
        return warehouse.StockShort(
            order_id=self.id, order_version=order_version, need_version=need_version, lacks=lacks
        )

    def stock_unreserved(self) -> warehouse.StockUnreserved:
        return warehouse.StockUnreserved(
            order_id=self.id, order_version=1, shipment_id=self.shipment_id, lines=self.lines
        )

    def released(self) -> sales.OrderReleased:
        return sales.OrderReleased(order_id=self.id, order_version=1, shipment_id=self.shipment_id, slip_number="SS-1")

    def packed(self) -> warehouse.GoodsPacked:
        return warehouse.GoodsPacked(
            order_id=self.id,
            order_version=1,
            shipment_id=self.shipment_id,
            slip_number="OS-1",
            lines=self.lines,
            packages=(),
        )

    def dispatched(self, expected: date = SOON) -> logistics.ShipmentDispatched:
        return logistics.ShipmentDispatched(
            order_id=self.id,
            order_version=1,
            shipment_id=self.shipment_id,
            version=1,
            number="SH-1",
            lines=self.lines,
            carrier="C-1",
            mode="sea",
            tracking="T-1",
            dispatched_on=date(2026, 1, 1),
            expected=expected,
            reason=Reason(code="cheapest", text="cheapest"),
        )

    def delayed(self, expected: date) -> logistics.ShipmentDelayed:
        return logistics.ShipmentDelayed(
            order_id=self.id,
            order_version=1,
            shipment_id=self.shipment_id,
            version=2,
            expected=expected,
            reason="strike",
        )

    def delivered(self) -> logistics.ShipmentDelivered:
        return logistics.ShipmentDelivered(
            order_id=self.id,
            order_version=1,
            shipment_id=self.shipment_id,
            version=3,
            lines=self.lines,
            at=datetime(2026, 1, 9, tzinfo=UTC),
            proof="POD-1",
        )

    def back(self, kind: type[Event], *, whole: bool = True) -> Event:
        head = {"order_id": self.id, "shipment_id": self.shipment_id, "lines": self.lines}
        return kind.having({**head, "whole": whole})

    def accepted(self) -> sales.OrderAccepted:
        return sales.OrderAccepted(
            order_id=self.id, order_version=1, shipment_id=self.shipment_id, completes_order=True
        )

    def invoiced(self) -> finance.InvoiceIssued:
        return finance.InvoiceIssued(
            order_id=self.id,
            order_version=1,
            customer="ALFKI",
            shipment_id=self.shipment_id,
            invoice_id=self.invoice_id,
            version=1,
            number="IN-1",
            lines=(),
            freight=usd(10),
            tax=usd(0),
            total=usd(28),
            advance_used=usd(0),
            outstanding=Decimal(28),
            issued_on=date(2026, 1, 1),
            due=SOON,
        )

    def due_on(self, due: date, version: int) -> finance.InvoiceDueChanged:
        told = fields_of(self.paid(28, version=version))
        return finance.InvoiceDueChanged.having({**told, "number": "IN-1", "due": due, "was": SOON})

    def paid(self, outstanding: int = 0, *, advance: bool = False, version: int = 2) -> finance.PaymentReceived:
        return finance.PaymentReceived(
            order_id=self.id,
            customer="ALFKI",
            invoice_id=None if advance else self.invoice_id,
            version=version,
            advance=advance,
            amount=usd(28),
            outstanding=Decimal(outstanding),
        )

    def taken_back(self, version: int, due: date | None = None) -> finance.PaymentReversed:
        told = self.paid(28, version=version)
        return finance.PaymentReversed(**fields_of(told), due=due)

    def advance_requested(self) -> finance.AdvanceRequested:
        return finance.AdvanceRequested(
            order_id=self.id, order_version=1, advance_version=1, amount=usd(10), received=usd(0), due=SOON
        )

    def credit(self, kind: type[Event], version: int, *, order_version: int = 1, in_order: bool = True) -> Event:
        """What logistics says of the letter of credit."""
        told = {"order_id": self.id, "order_version": order_version, "version": version, "number": "LC/1"}
        told |= {"amount": usd(28), "expires_on": SOON, "in_order": in_order, "changed": "32B"}
        return kind.having(told)

    def closed(self, outcome: str = "delivered") -> sales.OrderClosed:
        return sales.OrderClosed.having({"order_id": self.id, "order_version": 1, "outcome": outcome})

    def purchase(self, kind: type[Event], version: int = 1, need_version: int = 1, **more: Any) -> Event:
        served = Served(order_id=self.id, item="P-1", quantity=Decimal(4), need_version=need_version, order_version=1)
        head = {"purchase_id": self.purchase_id, "version": version, "item": "P-1", "supplier": "S-1"}
        return kind.having({**head, "served": (served,), "orders": (self.id,), **more})

    def ordered(self) -> Event:
        return self.purchase(purchasing.PurchaseOrdered, number="PO-1", quantity=4, unit_price=usd(3))

    def purchase_confirmed(self, version: int = 2) -> Event:
        return self.purchase(purchasing.PurchaseConfirmed, version, promised_on=SOON, outstanding=4)

    def impossible(self, need_version: int = 1) -> Event:
        reasons = (Reason(code="discontinued", text="P-1 is no longer made"),)
        return self.purchase(purchasing.PurchaseImpossible, need_version=need_version, reasons=reasons)

    def goods_received(self, outstanding: int = 0, need_version: int = 2) -> warehouse.GoodsReceived:
        need = Need(order_id=self.id, need_version=need_version, order_version=1, lacks=())
        return warehouse.GoodsReceived(
            orders=(self.id,),
            purchase_id=self.purchase_id,
            item="P-1",
            accepted=Decimal(4),
            outstanding=Decimal(outstanding),
            receipt_number="GR-1",
            needs=(need,),
        )

    def goods_rejected(self) -> warehouse.GoodsRejected:
        return warehouse.GoodsRejected(
            orders=(self.id,), purchase_id=self.purchase_id, item="P-1", quantity=Decimal(4), inspection="IN-7"
        )

    def placed(self) -> outside.OrderPlaced:
        return outside.OrderPlaced(reference="ALFKI/PO/1", customer="ALFKI", customer_po="PO/1")

    def clean_story(self) -> list[Event]:
        """From received to closed, nothing lacking."""
        return [
            self.received(),
            *self.reviews(),
            self.confirmed(),
            self.reserved(),
            self.released(),
            self.packed(),
            self.dispatched(),
            self.invoiced(),
            self.delivered(),
            self.accepted(),
            self.paid(),
            self.closed(),
        ]
