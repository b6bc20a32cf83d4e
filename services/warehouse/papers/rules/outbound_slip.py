"""The outbound slip: what was packed for whom, in which packages; no goods leave without it (WHS-6)."""

from __future__ import annotations

from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Party, Sheet, Table, told
from chassis.papers.written import quantity
from contracts.order import Package
from contracts.texts import Text
from contracts.value import Value
from services.warehouse.book.rules.demand import Pick
from services.warehouse.specifying.rules import Otherwise

TITLE = Text("Outbound slip")


class Item(Value):
    """What an item is called, and in what it is counted."""

    name: str = ""
    unit: str = ""


class PackedLine(Value):
    """How much of an order line was packed."""

    line: int
    item: str
    name: str
    unit: str
    quantity: Decimal
    specification: str = ""
    """What its goods are like beyond the item; empty: as the item is (SAL-9)."""
    process: str = ""
    """How they are to be made, treated or packed."""

    @property
    def described(self) -> Text | str:
        if not (self.specification or self.process):
            return self.name
        told = {"name": self.name, "specification": self.specification, "process": self.process}
        return Text("{name}[; specification: {specification}][; process: {process}]", **told)


class OutboundSlip(Value):
    """What the slip tells: as it was packed, whatever comes back later."""

    number: str
    sales_slip: str
    order_number: str
    order_version: int
    warehouse: Issuer
    lines: tuple[PackedLine, ...]
    packages: tuple[Package, ...]
    picks: tuple[Pick, ...] = ()
    """In walking order."""
    pieces: tuple[tuple[str, str], ...] = ()
    """Item and serial number of each piece that has one."""
    otherwise: tuple[Otherwise, ...] = ()
    """What the order says otherwise since it was packed (SAL-9)."""

    @property
    def weight_kg(self) -> Decimal:
        return sum((package.weight_kg for package in self.packages), Decimal(0))

    @property
    def volume_m3(self) -> Decimal:
        return sum((package.volume_m3 for package in self.packages), Decimal(0))


def slip_sheet(slip: OutboundSlip) -> Sheet:
    return Sheet(
        title=TITLE,
        number=slip.number,
        parties=(Party(label=Text("From"), lines=slip.warehouse.lines),),
        facts=told(
            (Text("Order"), slip.order_number),
            (Text("Sales slip"), slip.sales_slip),
            (Text("Version of the order"), str(slip.order_version)),
            (Text("Packages"), str(len(slip.packages)) if slip.packages else ""),
        ),
        tables=tuple(filter(None, (_goods(slip), _picks(slip), _pieces(slip), _packages(slip), _contents(slip)))),
        totals=told(
            (Text("Gross weight"), f"{quantity(slip.weight_kg)} kg" if slip.packages else ""),
            (Text("Volume"), f"{quantity(slip.volume_m3)} m³" if slip.packages else ""),
        ),
        notes=tuple(map(_otherwise, slip.otherwise)),
        signatures=(Text("Packed by"), Text("Taken over by the carrier")),
    )


def _goods(slip: OutboundSlip) -> Table:
    columns = (
        Column(label=Text("Line"), number=True),
        Column(label=Text("Item")),
        Column(label=Text("Description")),
        Column(label=Text("Quantity"), number=True),
    )
    rows = tuple((str(p.line), p.item, p.described, quantity(p.quantity, p.unit)) for p in slip.lines)
    return Table(columns=columns, rows=rows)


def _otherwise(one: Otherwise) -> Text:
    told: dict[str, int | str] = {"version": one.version, "line": one.line}
    if not (one.specification or one.process):
        return Text("Since version {version} of the order, line {line} is to be as its item is.", **told)
    told |= {"specification": one.specification, "process": one.process}
    return Text(
        "Since version {version} of the order, line {line} is to be otherwise than it was packed"
        "[; specification: {specification}][; process: {process}]",
        **told,
    )


def _picks(slip: OutboundSlip) -> Table | None:
    """The pick list: where the goods are taken, on one way through the warehouse (WHS-6)."""
    columns = (
        Column(label=Text("Place")),
        Column(label=Text("Item")),
        Column(label=Text("Lot")),
        Column(label=Text("Use by")),
        Column(label=Text("To pick"), number=True),
        *((Column(label=Text("Serial number")),) if (named := any(one.serials for one in slip.picks)) else ()),
    )
    units = {line.item: line.unit for line in slip.lines}
    rows = tuple(
        (one.place, one.item, one.lot, str(one.expires_on or ""), quantity(one.quantity, units.get(one.item, "")))
        + ((", ".join(one.serials),) if named else ())
        for one in slip.picks
    )
    return Table(columns=columns, rows=rows) if rows else None


def _pieces(slip: OutboundSlip) -> Table | None:
    """Which pieces are in the packages, by their serial numbers (WHS-1)."""
    columns = (Column(label=Text("Item")), Column(label=Text("Serial number")))
    return Table(columns=columns, rows=slip.pieces) if slip.pieces else None


def _packages(slip: OutboundSlip) -> Table | None:
    if not slip.packages:
        return None
    columns = (
        Column(label=Text("Package"), number=True),
        Column(label=Text("Weight, kg"), number=True),
        Column(label=Text("Volume, m³"), number=True),
        Column(label=Text("Edges, cm")),
        Column(label=Text("Label (SSCC)")),
        Column(label=Text("Remark")),
    )
    measured = any(package.length_cm or package.sscc for package in slip.packages)
    rows = tuple(
        (
            str(package.number),
            quantity(package.weight_kg),
            quantity(package.volume_m3),
            _edges(package),
            package.sscc,
            Text("above the limit") if package.above_limit else "",
        )
        for package in slip.packages
    )
    if measured:
        return Table(columns=columns, rows=rows)
    return Table(columns=(*columns[:3], columns[5]), rows=tuple((*row[:3], row[5]) for row in rows))


def _contents(slip: OutboundSlip) -> Table | None:
    """Which goods, and which pieces, lie in which package, where somebody said so."""
    columns = (
        Column(label=Text("Package"), number=True),
        Column(label=Text("Line"), number=True),
        Column(label=Text("Item")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Serial number")),
    )
    units = {line.line: line.unit for line in slip.lines}
    rows = tuple(
        (
            str(package.number),
            str(one.line),
            one.item,
            quantity(one.quantity, units.get(one.line, "")),
            ", ".join(one.serials),
        )
        for package in slip.packages
        for one in package.contents
    )
    return Table(columns=columns, rows=rows) if rows else None


def _edges(package: Package) -> str:
    """As a storekeeper measured them."""
    edges = (package.length_cm, package.width_cm, package.height_cm)
    return " × ".join(map(quantity, edges)) if all(edges) else ""
