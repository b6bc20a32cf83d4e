"""The customs data sheet: what is told of a shipment that leaves the country (LOG-8)."""

from __future__ import annotations

from chassis.papers.sheet import Column, Sheet, Table, told
from chassis.papers.written import money, quantity
from contracts.texts import Text
from services.logistics.documents.rules.customs import CustomsData, DeclaredLine
from services.logistics.papers.rules.parts import figure, party, term

TITLE = Text("Customs data")


def customs_sheet(paper: CustomsData) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=(*party(Text("Exporter"), paper.exporter), *party(Text("Consignee"), paper.consignee)),
        facts=told(
            (Text("Exporter's number"), paper.exporter_tax_number),
            (Text("From"), paper.from_country),
            (Text("To"), paper.to_country),
            (Text("Left on"), paper.left_on.isoformat() if paper.left_on else ""),
            (Text("Vessel, flight or vehicle"), paper.conveyance),
            (Text("Incoterms 2020"), term(paper.term)),
            (Text("Invoice"), paper.invoice_number),
        ),
        tables=(_lines(paper.lines),),
        totals=told(
            (Text("Packages"), str(paper.package_count or "")),
            (Text("Gross weight, kg"), figure(paper.gross_kg)),
            (Text("Net weight, kg"), figure(paper.net_kg)),
        ),
    )


def _lines(lines: tuple[DeclaredLine, ...]) -> Table:
    columns = (
        Column(label=Text("Customs code")),
        Column(label=Text("Description")),
        Column(label=Text("Origin")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Unit")),
        Column(label=Text("Net weight, kg"), number=True),
        Column(label=Text("Value"), number=True),
    )
    return Table(columns=columns, rows=tuple(map(_row, lines)))


def _row(line: DeclaredLine) -> tuple[str, ...]:
    value = money(line.value.amount, line.value.currency) if line.value else ""
    head = (line.customs_code, line.description, line.origin or "", quantity(line.quantity), line.unit)
    return (*head, figure(line.net_kg), value)
