"""What suppliers and carriers say of the days on which goods come, in the tests of sales."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts.event import Event
from contracts.logistics import ShipmentDelayed
from contracts.purchasing import PurchaseConfirmed, PurchaseDelayed
from contracts.supply import Served
from services.sales.order.rules.document import Order
from services.sales.policy import Policy
from services.sales.tests.story import DAY, POLICY, after, received, reviews, short


def day(number: int) -> date:
    """So many days after that of the confirmation."""
    return DAY + timedelta(days=number)


def ordered(policy: Policy = POLICY, advance: str = "0", **verdicts: Any) -> Order:
    """An order for ten that was confirmed; its transport takes ten days."""
    order = received(10, advance=advance)
    return heard(order, *reviews(order, **verdicts), policy=policy)


def heard(order: Order, *events: Event, policy: Policy = POLICY, today: date = DAY) -> Order:
    return after(order, *events, policy=policy, today=today).document


def lacking(quantity: int, **verdicts: Any) -> Order:
    """A confirmed order of which so much lacks, as the warehouse said."""
    order = ordered(**verdicts)
    return heard(order, short(order, "P-1", quantity))


def supplies(order: Order, purchase_id: UUID, quantity: int, version: int = 1, need: int = 1) -> dict[str, Any]:
    """What a purchase of P-1 of S-1 says of its part of the order."""
    part: dict[str, Any] = {"quantity": Decimal(quantity), "need_version": need, "order_version": order.version}
    served = Served(order_id=order.order_id, item="P-1", **part)
    told = {"orders": (order.order_id,), "purchase_id": purchase_id, "version": version, "item": "P-1"}
    return {**told, "supplier": "S-1", "served": (served,) if quantity else ()}


def supply_confirmed(
    order: Order, purchase_id: UUID, quantity: int, on: date, version: int = 1, need: int = 1
) -> PurchaseConfirmed:
    told = supplies(order, purchase_id, quantity, version, need)
    return PurchaseConfirmed(**told, promised_on=on, outstanding=Decimal(quantity))


def supply_delayed(order: Order, purchase_id: UUID, quantity: int, on: date, version: int = 2) -> PurchaseDelayed:
    told = supplies(order, purchase_id, quantity, version)
    return PurchaseDelayed(**told, promised_on=on, outstanding=Decimal(quantity), reason="no motors")


def carrier_delayed(order: Order, shipment_id: UUID, on: date, version: int = 2) -> ShipmentDelayed:
    return ShipmentDelayed(
        order_id=order.order_id,
        order_version=order.version,
        shipment_id=shipment_id,
        version=version,
        expected=on,
        reason="storm",
    )
