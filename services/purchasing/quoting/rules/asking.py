"""Which suppliers may be asked for their price of what (PUR-10). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from contracts.units import fits_unit
from contracts.value import fields_of
from services.purchasing.rfq.rules.quote import Asked
from services.purchasing.rfq.rules.request import Line, Rfq, Wanted
from services.purchasing.suppliers.rules import Supplier


@dataclass(frozen=True)
class Open:
    """Suppliers are to say until a day for what they sell so much of an item, wanted by another.

    ``further``: what else they are asked for. ``unit`` empty: the item's. ``single_reason``: why fewer suppliers are
    asked than the company wants.
    """

    item: str
    quantity: Decimal
    unit: str
    wanted_on: date
    answer_by: date
    specification: str
    suppliers: tuple[str, ...]
    single_reason: str
    by: str
    further: tuple[Wanted, ...] = ()

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """Every item of it, the first too."""
        first = Wanted(**{name: getattr(self, name) for name in Wanted.__struct_fields__})
        return (first, *self.further)


@dataclass(frozen=True)
class Known:
    """``least``: so many suppliers are to be asked."""

    units: Mapping[str, str | None]
    """In what each item is counted; empty where it is not known, None of what is bought from nobody (SAL-25)."""
    suppliers: Mapping[str, Supplier]
    least: int


def refusal_of(asked: Open, known: Known) -> Refusal | None:
    """Why these suppliers cannot be asked, with all its faults."""
    faults = [*_faults_of_items(asked, known.units), *_faults_of_suppliers(asked, known)]
    return InvalidInput(faults) if faults else None


def opened(asked: Open, rfq_id: UUID, number: str, known: Known, today: date) -> Rfq:
    """A new one, to which nobody has answered yet."""
    first, *further = (one.but(unit=one.unit or known.units[one.item] or "") for one in asked.wanted)
    return Rfq(
        **fields_of(first),
        rfq_id=rfq_id,
        number=number,
        further=tuple(Line(**fields_of(one)) for one in further),
        answer_by=asked.answer_by,
        asked=tuple(Asked(supplier=one) for one in asked.suppliers),
        single_reason=asked.single_reason,
        opened_by=asked.by,
        opened_on=today,
    )


def _faults_of_items(asked: Open, units: Mapping[str, str | None]) -> Iterator[dict[str, Any]]:
    """The first item's by its own fields, of the others as they stand in ``further``."""
    for place, one in enumerate(asked.wanted):
        prefix = f"further.{place - 1}." if place else ""
        if one.item in (other.item for other in asked.wanted[:place]):
            yield {"field": f"{prefix}item", "expected": Text("each item once"), "came": one.item}
        for fault in _faults_of_goods(one, asked.answer_by, units[one.item]):
            yield fault | {"field": prefix + fault["field"]}


def _faults_of_goods(wanted: Wanted, answer_by: date, known: str | None) -> Iterator[dict[str, Any]]:
    if known is None:
        yield {"field": "item", "expected": Text("an item that may be bought"), "came": wanted.item}
    unit = known or ""
    if wanted.unit and unit and wanted.unit != unit:
        expected = Text("{unit}, in which the item is counted", unit=unit)
        yield {"field": "unit", "expected": expected, "came": wanted.unit}
    if not wanted.unit and known == "":
        yield {"field": "unit", "expected": Text("the unit in which the item is counted"), "came": ""}
    if not fits_unit(wanted.quantity, unit or wanted.unit):
        expected = Text("whole {unit}", unit=unit or wanted.unit)
        yield {"field": "quantity", "expected": expected, "came": f"{wanted.quantity:f}"}
    if wanted.wanted_on < answer_by:
        expected = Text("{day}, until which they answer, or later", day=answer_by)
        yield {"field": "wanted_on", "expected": expected, "came": wanted.wanted_on}


def _faults_of_suppliers(asked: Open, known: Known) -> Iterator[dict[str, Any]]:
    """By the house's rule, from whom is not bought any more is not asked either (PUR-5)."""
    for place, code in enumerate(asked.suppliers):
        field, supplier = f"suppliers.{place}", known.suppliers.get(code)
        if supplier is None or not supplier.active:
            yield {"field": field, "expected": Text("a supplier from whom is bought"), "came": code}
        if code in asked.suppliers[:place]:
            yield {"field": field, "expected": Text("each supplier once"), "came": code}
    if len(set(asked.suppliers)) < known.least and not asked.single_reason:
        expected = Text("why fewer than {count} suppliers are asked", count=known.least)
        yield {"field": "single_reason", "expected": expected, "came": ""}
