"""What the sheets of logistics' papers have in common."""

from __future__ import annotations

from decimal import Decimal

from chassis.papers.sheet import Column, Fact, Party, Table, told
from chassis.papers.written import quantity
from contracts.texts import Text
from services.logistics.documents.rules.document import GoodsLine, OfGoods, TradeTerm
from services.logistics.documents.rules.document import Party as Named


def party(label: Text, named: Named | None) -> tuple[Party, ...]:
    """Nobody, where nobody is known."""
    lines = tuple(filter(None, (named.name, named.address, named.country or ""))) if named else ()
    return (Party(label=label, lines=lines),) if lines else ()


def goods_table(lines: tuple[GoodsLine, ...]) -> Table:
    """What the goods are, with what customs calls them."""
    columns = (
        Column(label=Text("Line"), number=True),
        Column(label=Text("Item")),
        Column(label=Text("Description")),
        Column(label=Text("Customs code")),
        Column(label=Text("Origin")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Unit")),
    )
    rows = tuple(
        (str(x.line), x.item, x.description, x.customs_code, x.origin or "", quantity(x.quantity), x.unit)
        for x in lines
    )
    return Table(columns=columns, rows=rows)


def weights(paper: OfGoods) -> tuple[Fact, ...]:
    """What it says of packages, weights and volume."""
    return told(
        (Text("Packages"), str(paper.package_count or "")),
        (Text("Gross weight, kg"), figure(paper.gross_kg)),
        (Text("Net weight, kg"), figure(paper.net_kg)),
        (Text("Volume, m³"), figure(paper.volume_m3)),
    )


def figure(value: Decimal | None) -> str:
    return quantity(value) if value else ""


def term(agreed: TradeTerm | None) -> str:
    """CIF Hamburg."""
    return f"{agreed.rule} {agreed.place}".strip() if agreed else ""
