"""Packed shipments and rejected goods as their papers tell them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from asyncpg import Record

from chassis import clock
from chassis.papers.company import Issuer
from services.warehouse.book.rules.quants import walking
from services.warehouse.book.view import LineState, PackedState
from services.warehouse.papers.rules.inspected import Found
from services.warehouse.papers.rules.inspection_report import InspectionReport
from services.warehouse.papers.rules.outbound_slip import Item, OutboundSlip, PackedLine
from services.warehouse.papers.rules.supplier_return import SupplierReturn
from services.warehouse.specifying.rules import LineWords, WordsOf, by_line, otherwise


def slip_paper(
    shipment: PackedState,
    order_number: str,
    items: Mapping[str, Item],
    warehouse: Issuer,
    pieces: Sequence[tuple[str, str]] = (),
    words: Sequence[WordsOf] = (),
) -> OutboundSlip:
    version, numbers = shipment.order_version, [line.line for line in shipment.lines]
    said = by_line(words, version)
    return OutboundSlip(
        number=shipment.slip_number,
        sales_slip=shipment.sales_slip,
        order_number=order_number,
        order_version=shipment.order_version,
        warehouse=warehouse,
        lines=tuple(_line(line, items.get(line.item, Item()), said.get(line.line)) for line in shipment.lines),
        packages=tuple(shipment.packages),
        picks=tuple(sorted(shipment.picks, key=lambda one: (walking(one.place), one.item, one.lot))),
        pieces=tuple(pieces),
        otherwise=tuple(otherwise(words, version, numbers)),
    )


def _line(line: LineState, item: Item, words: LineWords | None) -> PackedLine:
    packed = PackedLine(line=line.line, item=line.item, name=item.name, unit=item.unit, quantity=line.quantity)
    return packed.but(specification=words.specification, process=words.process) if words else packed


def return_paper(row: Record, warehouse: Issuer) -> SupplierReturn:
    """Told as the goods left; the lot by our receipt's number where the supplier has no name of it."""
    told = ("number", "supplier", "item", "name", "unit", "quantity", "reason", "purchase", "receipt", "received_on")
    more = ("delivery_note", "inspection", "examined", "note", "lot")
    return SupplierReturn(
        returned_on=clock.local_date(row["at"]),
        warehouse=warehouse,
        defects=_defects(row) if row["examined"] else (),
        **{name: row[name] for name in (*told, *more)},
    )


def report_paper(row: Record, warehouse: Issuer) -> InspectionReport:
    told = ("number", "again", "supplier", "item", "name", "unit", "quantity", "lot", "purchase", "receipt")
    more = ("received_on", "delivery_note", "examined", "note")
    return InspectionReport(
        decided_on=clock.local_date(row["decided_at"]),
        verdict=row["state"],
        warehouse=warehouse,
        defects=_defects(row),
        **{name: row[name] for name in (*told, *more)},
    )


def _defects(row: Record) -> tuple[Found, ...]:
    return tuple(
        Found(**{name: check[name] for name in Found.__struct_fields__}) for check in json.loads(row["checks"])
    )
