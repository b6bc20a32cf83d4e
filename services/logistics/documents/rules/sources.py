"""What the documents of a shipment are drawn from, and what they have in common: the parties and the goods (LOG-6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.papers.company import Issuer
from contracts.incoterms import Agreed, agreed
from contracts.order import Address, OrderContent, OrderLine, Package, ShipmentLine
from contracts.scalars import Mode
from services.logistics.documents.rules.document import GoodsLine, Party, TradeTerm
from services.logistics.documents.rules.kept import Kept


@dataclass(frozen=True)
class ItemFacts:
    """What logistics knows of an item: ``weight_kg`` of one unit; empty where sales did not say."""

    name: str
    unit: str
    weight_kg: Decimal
    customs_code: str = ""
    origin: str | None = None


@dataclass(frozen=True)
class Sources:
    """All that logistics knows of one shipment and its order; ``content`` None where it was never heard."""

    shipment_id: UUID
    number: str
    customer: str
    language: str
    """The customer's own (BCP 47); empty where nobody said it."""
    country: str
    home: str
    """The country that the goods leave."""
    lines: tuple[ShipmentLine, ...]
    packages: tuple[Package, ...]
    mode: Mode | None
    carrier: str | None
    dispatched_on: date | None
    content: OrderContent | None
    items: Mapping[str, ItemFacts]
    kept: Kept
    company: Issuer

    @property
    def leaves_the_country(self) -> bool:
        return self.country != self.home

    def with_kept(self, kept: Kept) -> Sources:
        return replace(self, kept=kept)

    @property
    def term(self) -> Agreed | None:
        """The rule of delivery that the order names."""
        return agreed(self.content.incoterm) if self.content else None


def seller(sources: Sources) -> Party:
    return Party(name=sources.company.name, address=sources.company.address, country=sources.home)


def buyer(sources: Sources) -> Party:
    """The customer, by the name that the order has and where the goods go; by his code where that is not known."""
    if sources.content is None:
        return Party(name=sources.customer, country=sources.country)
    content = sources.content
    return Party(name=content.customer_name, address=in_one_line(content.deliver_to), country=sources.country)


def in_one_line(address: Address) -> str:
    town = " ".join(filter(None, (address.postal_code, address.city)))
    return ", ".join(filter(None, (address.street, town)))


def goods_of(sources: Sources) -> tuple[GoodsLine, ...]:
    """What is in the shipment, line by line, without prices."""
    return tuple(_goods_line(line, sources.items.get(line.item)) for line in sources.lines)


def net_kg(sources: Sources) -> Decimal | None:
    """What the goods weigh without their packages; None where an item's weight is not known."""
    known = [(line.quantity, sources.items.get(line.item)) for line in sources.lines]
    if not known or not all(facts and facts.weight_kg for _, facts in known):
        return None
    return sum((quantity * facts.weight_kg for quantity, facts in known if facts), Decimal(0))


def ordered(sources: Sources) -> Mapping[int, OrderLine]:
    """The lines of the order, by their numbers."""
    return {line.line: line for line in sources.content.lines} if sources.content else {}


def trade_term(sources: Sources) -> TradeTerm | None:
    """As papers have it: CIF, Hamburg."""
    return TradeTerm(rule=sources.term.term.code, place=sources.term.place) if sources.term else None


def _goods_line(line: ShipmentLine, facts: ItemFacts | None) -> GoodsLine:
    head: dict[str, Any] = {"line": line.line, "item": line.item, "quantity": line.quantity}
    if facts is None:
        return GoodsLine(**head, description=line.item, unit="")
    told: dict[str, Any] = {"unit": facts.unit, "customs_code": facts.customs_code, "origin": facts.origin}
    return GoodsLine(**head, **told, description=facts.name or line.item)
