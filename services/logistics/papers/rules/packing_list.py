"""The packing list: what is in the shipment, and the packages with their weights (LOG-6)."""

from __future__ import annotations

from chassis.papers.sheet import Column, Sheet, Table, told
from chassis.papers.written import quantity
from contracts.texts import Text
from services.logistics.documents.rules.trade import PackedPackage, PackingList
from services.logistics.papers.rules.parts import figure, goods_table, party, weights

TITLE = Text("Packing list")


def packing_list_sheet(paper: PackingList) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=(*party(Text("Seller"), paper.issuer), *party(Text("Buyer"), paper.buyer)),
        facts=told(
            (Text("Date"), paper.issued_on.isoformat() if paper.issued_on else ""),
            (Text("Invoice"), paper.invoice_number),
            (Text("Marks"), paper.marks),
        ),
        tables=(goods_table(paper.lines), *_packages(paper.packages), *_contents(paper.packages)),
        totals=weights(paper),
    )


def _contents(packages: tuple[PackedPackage, ...]) -> tuple[Table, ...]:
    """Which goods lie in which package, where somebody said so."""
    columns = (
        Column(label=Text("Package"), number=True),
        Column(label=Text("Line"), number=True),
        Column(label=Text("Item")),
        Column(label=Text("Description")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Unit")),
    )
    rows = tuple(
        (str(one.number), str(x.line), x.item, x.description, quantity(x.quantity), x.unit)
        for one in packages
        for x in one.contents
    )
    return (Table(columns=columns, rows=rows),) if rows else ()


def _packages(packages: tuple[PackedPackage, ...]) -> tuple[Table, ...]:
    columns = (
        Column(label=Text("Package"), number=True),
        Column(label=Text("Gross weight, kg"), number=True),
        Column(label=Text("Volume, m³"), number=True),
        Column(label=Text("Marks")),
    )
    shown = len(columns) if any(one.marks for one in packages) else len(columns) - 1
    rows = ((str(one.number), figure(one.gross_kg), figure(one.volume_m3), one.marks) for one in packages)
    return (Table(columns=columns[:shown], rows=tuple(row[:shown] for row in rows)),) if packages else ()
