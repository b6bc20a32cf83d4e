"""The return to a supplier: which rejected goods go back under which RMA number, and why (WHS-5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Party, Sheet, told
from chassis.papers.written import quantity
from contracts.texts import Text
from contracts.value import Value
from services.warehouse.papers.rules.inspected import Found, defects_table, lot_table

TITLE = Text("Return to the supplier")


class SupplierReturn(Value):
    """What the paper tells: as the goods left. ``lot`` as the supplier calls it; ``defects`` none where nobody drew."""

    number: str
    returned_on: date
    supplier: str
    warehouse: Issuer
    item: str
    name: str
    unit: str
    quantity: Decimal
    reason: str
    purchase: str
    receipt: str
    received_on: date | None
    delivery_note: str
    lot: str
    inspection: str
    examined: int
    note: str
    defects: tuple[Found, ...] = ()


def return_sheet(paper: SupplierReturn) -> Sheet:
    """Nothing is charged by it: the goods are still owed."""
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=(
            Party(label=Text("From"), lines=paper.warehouse.lines),
            Party(label=Text("To"), lines=(paper.supplier,)),
        ),
        facts=told(
            (Text("Returned on"), str(paper.returned_on)),
            (Text("Purchase order"), paper.purchase),
            (Text("Goods receipt"), paper.receipt),
            (Text("Received on"), str(paper.received_on or "")),
            (Text("Delivery note"), paper.delivery_note),
            (Text("Inspection"), paper.inspection),
            (Text("Examined"), quantity(Decimal(paper.examined)) if paper.examined else ""),
        ),
        tables=(
            lot_table(paper.item, paper.name, paper.lot, paper.quantity, paper.unit),
            *([defects_table(paper.defects)] if paper.defects else []),
        ),
        notes=tuple(filter(None, (Text("Why it goes back: {reason}", reason=paper.reason), paper.note))),
        signatures=(Text("Handed over by"), Text("Taken over by the carrier"), Text("Received by the supplier")),
    )
