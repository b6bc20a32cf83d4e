"""Small orders, shelves and events for the tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from chassis.ids import new_id
from contracts.logistics import ShipmentCancelled, ShipmentDispatched
from contracts.money import Money
from contracts.order import Address, OrderContent, OrderLine, ShipmentLine, Terms
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.review import Reason
from contracts.sales import ItemChanged, OrderCancelled, OrderChanged, OrderConfirmed, OrderReceived, OrderReleased
from contracts.supply import Served
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.goods import Movement, Shelf

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
USD0 = Money(amount=Decimal(0), currency="USD")
T = TypeVar("T")


def ids() -> Iterator[UUID]:
    return iter(new_id, None)


def content(number: str, wants: Sequence[tuple[str, Any]], priority: int = 0, partial: bool = False) -> OrderContent:
    lines = tuple(
        OrderLine(line=n, item=item, quantity=Decimal(quantity), unit_price=Money(amount=Decimal(1), currency="USD"))
        for n, (item, quantity) in enumerate(wants, 1)
    )
    return OrderContent(
        number=number,
        customer="ALFKI",
        customer_name="Alfreds",
        customer_po="PO-1",
        merchandiser="wang.fang",
        currency="USD",
        freight=USD0,
        priority=priority,
        partial=partial,
        promised=date(2026, 4, 1),
        lines=lines,
        deliver_to=Address(street="Obere Str. 57", city="Berlin", country="DE"),
        terms=Terms(days=30),
        wanted=date(2026, 4, 1),
    )


class Order:
    """An order in the making of its events."""

    def __init__(self, number: str = "SO-2026-000001", priority: int = 0, partial: bool = False) -> None:
        self.id, self.number, self.priority, self.partial, self.version = new_id(), number, priority, partial, 0

    def received(self, **wants: Any) -> OrderReceived:
        self.version += 1
        return OrderReceived(order_id=self.id, version=self.version, content=self._content(wants))

    def confirmed(self, **wants: Any) -> OrderConfirmed:
        self.version += 1
        return OrderConfirmed(order_id=self.id, version=self.version, content=self._content(wants))

    def changed(self, **wants: Any) -> OrderChanged:
        self.version += 1
        return OrderChanged(order_id=self.id, version=self.version, content=self._content(wants))

    def cancelled(self) -> OrderCancelled:
        self.version += 1
        return OrderCancelled(order_id=self.id, version=self.version, reason="not wanted")

    def released(self, shipment_id: UUID | None) -> OrderReleased:
        assert shipment_id
        return OrderReleased(order_id=self.id, order_version=1, shipment_id=shipment_id, slip_number="SS-2026-000001")

    def _content(self, wants: dict[str, Any]) -> OrderContent:
        return content(self.number, list(wants.items()), self.priority, self.partial)


def shelf(item: str, on_hand: Any = 0, **more: Any) -> Shelf:
    quantities: dict[str, Any] = {name: Decimal(value) for name, value in more.items()}
    return Shelf(item, on_hand=Decimal(on_hand), **quantities)


def on_shelf(book: Book, item: str) -> dict[str, Any]:
    """What is reserved, held and free of an item."""
    shelf = book.shelves[item]
    return {"reserved": shelf.reserved, "held": shelf.held, "free": shelf.free}


def a_book(**on_hand: Any) -> Book:
    return Book([shelf(item, quantity) for item, quantity in on_hand.items()])


def delivery(item: str, quantity: Any) -> Movement:
    return Movement(item, "receipt", Decimal(quantity), "GR", "", AT)


def dispatched(order: Order, shipment_id: UUID | None, lines: Sequence[ShipmentLine] = ()) -> ShipmentDispatched:
    assert shipment_id
    return ShipmentDispatched(
        order_id=order.id,
        order_version=1,
        shipment_id=shipment_id,
        version=1,
        number="SH-2026-000001",
        lines=tuple(lines),
        carrier="C-1",
        mode="sea",
        tracking="T",
        dispatched_on=AT.date(),
        expected=AT.date(),
        reason=Reason(code="cheapest", text="cheapest"),
    )


def not_dispatched(order: Order, shipment_id: UUID | None) -> ShipmentCancelled:
    assert shipment_id
    return ShipmentCancelled(order_id=order.id, order_version=1, shipment_id=shipment_id, version=1, reason="cancel")


def purchased(item: str, quantity: Any, *orders: Order) -> PurchaseOrdered:
    served = tuple(
        Served(order_id=order.id, item=item, quantity=Decimal(1), need_version=1, order_version=1) for order in orders
    )
    return PurchaseOrdered(
        purchase_id=new_id(),
        version=1,
        item=item,
        supplier="S-07",
        served=served,
        orders=tuple(order.id for order in orders),
        number="PO-2026-000001",
        quantity=Decimal(quantity),
        unit_price=USD0,
    )


def given_up(purchase: PurchaseOrdered, quantity: Any, was_ordered: bool = True) -> PurchaseCancelled:
    return PurchaseCancelled(
        purchase_id=purchase.purchase_id,
        version=2,
        item=purchase.item,
        supplier="S-07",
        quantity=Decimal(quantity),
        was_ordered=was_ordered,
        outstanding=Decimal(0),
        reason="no longer needed",
    )


def item_changed(
    item: str,
    weight_kg: Any = 10,
    version: int = 1,
    discontinued: bool = False,
    critical: bool = False,
    serialised: bool = False,
) -> ItemChanged:
    return ItemChanged(
        item=item,
        version=version,
        name=item,
        unit="piece",
        weight_kg=Decimal(weight_kg),
        volume_m3=Decimal("0.1"),
        critical=critical,
        discontinued=discontinued,
        serialised=serialised,
    )


def only(kind: type[T], events: Sequence[Any]) -> T:
    """The one event of a kind."""
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, [type(event).__name__ for event in events]
    return found[0]


def kinds(events: Sequence[Any]) -> list[str]:
    return [event.topic for event in events]
