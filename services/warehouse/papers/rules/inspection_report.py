"""The report of an inspection: which lot, what was drawn and found, and the verdict (LOG-6, WHS-4; ISO 2859-1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Party, Sheet, told
from chassis.papers.written import quantity
from contracts.texts import Text
from contracts.value import Value
from services.warehouse.papers.rules.inspected import Found, defects_table, lot_table

TITLE = Text("Inspection report")
VERDICTS = {
    "accepted": Text("accepted"),
    "rejected": Text("rejected"),
    "conceded": Text("rejected, and released by concession"),
}


class InspectionReport(Value):
    """What the paper tells. ``quantity`` is the lot's; ``lot`` as the supplier calls it; ``again``: after rework."""

    number: str
    decided_on: date
    verdict: str
    again: bool
    supplier: str
    warehouse: Issuer
    item: str
    name: str
    unit: str
    quantity: Decimal
    lot: str
    purchase: str
    receipt: str
    received_on: date | None
    delivery_note: str
    examined: int
    note: str
    defects: tuple[Found, ...]


def report_sheet(paper: InspectionReport) -> Sheet:
    """Signed by hand: who examined is a person's name, which does not leave the house by itself."""
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=(
            Party(label=Text("Inspected by"), lines=paper.warehouse.lines),
            Party(label=Text("Supplier"), lines=(paper.supplier,)),
        ),
        facts=told(
            (Text("Verdict"), VERDICTS[paper.verdict]),
            (Text("Inspected on"), str(paper.decided_on)),
            (Text("Purchase order"), paper.purchase),
            (Text("Goods receipt"), paper.receipt),
            (Text("Received on"), str(paper.received_on or "")),
            (Text("Delivery note"), paper.delivery_note),
            (Text("Examined"), quantity(Decimal(paper.examined))),
        ),
        tables=(
            lot_table(paper.item, paper.name, paper.lot, paper.quantity, paper.unit),
            defects_table(paper.defects),
        ),
        notes=tuple(filter(None, (Text("Inspected again after rework") if paper.again else "", paper.note))),
        signatures=(Text("Inspector"), Text("Quality manager")),
    )
