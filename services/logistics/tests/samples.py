"""Orders, goods and rates as the tests need them."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.ids import new_id
from contracts.money import Money
from contracts.order import Address, OrderContent, OrderLine, Package, ShipmentLine, Terms, as_draft
from contracts.sales import ItemChanged, OrderCancelled, OrderChanged, OrderConfirmed, OrderReceived
from contracts.scalars import Mode
from contracts.warehouse import GoodsPacked
from services.logistics.carriers.rules import PutCarrier
from services.logistics.shipment.rules.offers import Rate

USD = "USD"


def rate(carrier: str = "C-1", mode: Mode = "sea", days: int = 30, base: str = "100", country: str = "DE") -> Rate:
    return Rate(carrier, mode, country, days, Decimal(base), Decimal(1), USD, Decimal("0.1"), Decimal("0.9"))


def carriers(*codes: str) -> list[PutCarrier]:
    return [PutCarrier(code, code, True) for code in codes]


def content(*, promised: date | None = None, wanted: date = date(2099, 1, 1), country: str = "DE") -> OrderContent:
    return OrderContent(
        number="SO-2026-000001",
        customer="ALFKI",
        customer_name="Alfreds",
        customer_po="PO-1",
        merchandiser="wang.fang",
        currency=USD,
        freight=Money(amount=Decimal(10), currency=USD),
        promised=promised,
        lines=(OrderLine(line=1, item="P-1", quantity=Decimal(4), unit_price=Money(amount=Decimal(5), currency=USD)),),
        deliver_to=Address(street="Obere Str. 57", city="Berlin", country=country),
        terms=Terms(days=30),
        wanted=wanted,
    )


def received(**kwargs: object) -> OrderReceived:
    return OrderReceived(order_id=new_id(), version=1, content=content(**kwargs))  # type: ignore[arg-type]


def incomplete() -> OrderReceived:
    draft = as_draft(content()).but(deliver_to=None)
    return OrderReceived(order_id=new_id(), version=1, content=draft, missing=("deliver_to",))


def item(weight_kg: str = "2.5", version: int = 1) -> ItemChanged:
    return ItemChanged(
        item="P-1", version=version, name="bolt", unit="pc", weight_kg=Decimal(weight_kg), volume_m3=Decimal("0.01")
    )


def confirmed(order_id: UUID, version: int = 1, promised: date | None = None) -> OrderConfirmed:
    return OrderConfirmed(order_id=order_id, version=version, content=content(promised=promised))


def changed(order_id: UUID, version: int = 2) -> OrderChanged:
    return OrderChanged(order_id=order_id, version=version, content=content())


def cancelled(order_id: UUID, version: int = 2) -> OrderCancelled:
    return OrderCancelled(order_id=order_id, version=version, reason="no longer wanted")


def packed(order_id: UUID, version: int = 1) -> GoodsPacked:
    return GoodsPacked(
        order_id=order_id,
        order_version=version,
        shipment_id=new_id(),
        slip_number="OS-2026-000001",
        lines=(ShipmentLine(line=1, item="P-1", quantity=Decimal(4)),),
        packages=(Package(number=1, weight_kg=Decimal(10), volume_m3=Decimal("0.2")),),
    )
