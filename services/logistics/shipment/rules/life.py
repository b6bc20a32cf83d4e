"""What follows by itself for packed goods: they go back, they leave, or they wait for a clerk (LOG-1, ALL-10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.handling import Step
from contracts.logistics import ShipmentCancelled, ShipmentDispatched
from contracts.order import Address
from contracts.reasons import because
from contracts.sales import OrderCancelled, OrderChanged, OrderConfirmed
from contracts.warehouse import GoodsPacked
from services.logistics.shipment.rules.shipment import Shipment, cancel, dispatch
from services.logistics.shipment.rules.transport import Tariff

OrderNews = OrderConfirmed | OrderChanged | OrderCancelled


@dataclass(frozen=True)
class KnownVersion:
    """A version of an order as logistics keeps it; a cancel has no content."""

    version: int
    cancelled: bool
    customer: str | None = None
    country: str | None = None
    promised: date | None = None
    deliver_to: Address | None = None
    """None of a version that was heard before contents were kept."""


@dataclass(frozen=True)
class Handover:
    """What packed goods meet: their orders' versions, the tariff, a number for each whose content is known."""

    versions: Mapping[UUID, Sequence[KnownVersion]]
    tariff: Tariff
    numbers: Mapping[UUID, str]


def follow(
    shipment: Shipment, order: Sequence[KnownVersion], tariff: Tariff
) -> Step[Shipment, ShipmentCancelled | ShipmentDispatched]:
    """Goods of a cancelled or an older version go back; the others leave, if they may by rule and a rate is there."""
    back = go_back(shipment, order)
    return back.then(leave(back.document, tariff))


def go_back(shipment: Shipment, order: Sequence[KnownVersion]) -> Step[Shipment, ShipmentCancelled]:
    """Goods that have not left go back when the order was cancelled, or has a newer version."""
    if shipment.state != "packed":
        return Step(shipment)
    if any(known.cancelled for known in order):
        return cancel(shipment, because("order_cancelled"))
    newest = max((known.version for known in order), default=0)
    older = newest > shipment.order_version
    return cancel(shipment, because("order_changed", version=newest)) if older else Step(shipment)


def leave(shipment: Shipment, tariff: Tariff) -> Step[Shipment, ShipmentDispatched]:
    """Packed goods leave with the best transport to their country; without one they wait (LOG-1, ALL-10, LOG-8)."""
    if not tariff.by_rule or shipment.state != "packed" or tariff.bars(shipment.shipment_id, shipment.country):
        return Step(shipment)
    choice = tariff.choose(shipment.country, shipment.weight_kg, shipment.promised)
    return dispatch(shipment, choice, tariff.day) if choice else Step(shipment)


def version_of(news: OrderNews) -> KnownVersion:
    """What is kept of an order's news."""
    if isinstance(news, OrderCancelled):
        return KnownVersion(news.version, cancelled=True)
    content = news.content
    to = content.deliver_to
    return KnownVersion(news.version, False, content.customer, to.country, content.promised, to)


def content_of(packed: GoodsPacked, order: Sequence[KnownVersion]) -> KnownVersion | None:
    """The content of the version that the goods were packed for; None until it is heard."""
    return next((v for v in order if v.version == packed.order_version and not v.cancelled), None)


def shipment_of(packed: GoodsPacked, content: KnownVersion, number: str) -> Shipment:
    """The shipment as the warehouse handed it over."""
    ids = (packed.shipment_id, number, packed.order_id, packed.order_version)
    weight_kg = sum((package.weight_kg for package in packed.packages), Decimal(0))
    whither = (content.customer or "", content.country or "", content.promised)
    address = ", ".join(content.deliver_to.lines) if content.deliver_to else ""
    return Shipment(*ids, *whither, weight_kg, packed.lines, packages=packed.packages, address=address)
