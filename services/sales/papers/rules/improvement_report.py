"""The improvement report: why a complaint came to be, what is done about it and against the next one (SAL-21)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Sheet, Table, told
from chassis.papers.written import quantity
from contracts.complaints import ComplaintKind
from contracts.markings import Personal
from contracts.order import OrderContent, OrderDraft
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.sales.complaint.rules.document import Analysis, Complaint, Measure
from services.sales.masters.rules import Item
from services.sales.papers.rules.goods import GoodsLine
from services.sales.papers.rules.parties import parties

TITLE = Text("Improvement report")
ABOUT: Mapping[ComplaintKind, Text] = {
    "quality": Text("Quality of the goods"),
    "quantity": Text("Quantity of the goods"),
    "late": Text("Time of delivery"),
    "document": Text("A document"),
    "service": Text("Service"),
}


class ComplainedGoods(GoodsLine):
    """``quantity`` of so much that was delivered is complained of."""

    delivered: Decimal


class ImprovementReport(Value):
    """What the report tells, as of one answer to the complaint."""

    number: str
    order_number: str
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    customer_po: str
    opened_on: date
    answered_on: date
    kind: ComplaintKind
    words: str
    lines: tuple[ComplainedGoods, ...]
    whys: tuple[str, ...]
    """The last is the root cause."""
    corrective: Measure
    preventive: Measure
    procedure: str
    answer: str


def report_paper(
    complaint: Complaint, found: Analysis, content: OrderContent | OrderDraft, items: Mapping[str, Item], seller: Issuer
) -> ImprovementReport:
    """Of a complaint that is closed, and what was found out about it."""
    answer = complaint.replies[-1]
    known = fields_of(complaint) | fields_of(found)
    told_of = {
        "seller": seller,
        "customer_name": content.customer_name,
        "customer_po": content.customer_po,
        "lines": tuple(_goods(complaint, items)),
        "answer": answer.words,
        "answered_on": answer.on,
    }
    return ImprovementReport.having(known | told_of)


def report_sheet(report: ImprovementReport) -> Sheet:
    return Sheet(
        title=TITLE,
        number=report.number,
        parties=parties(report.seller, report.customer_name, report.customer),
        facts=told(
            (Text("Our order"), report.order_number),
            (Text("Your order"), report.customer_po),
            (Text("Your complaint of"), report.opened_on.isoformat()),
            (Text("About"), ABOUT[report.kind]),
            (Text("Answered on"), report.answered_on.isoformat()),
        ),
        tables=tuple(table for table in (_lines(report), _whys(report), _measures(report)) if table.rows),
        notes=_notes(report),
        signatures=(Text("For the seller"),),
    )


def _goods(complaint: Complaint, items: Mapping[str, Item]) -> Iterator[ComplainedGoods]:
    for line in complaint.lines:
        item = items.get(line.item)
        yield ComplainedGoods(**fields_of(line), name=item.name if item else "", unit=item.unit if item else "")


def _lines(report: ImprovementReport) -> Table:
    columns = (
        Column(label=Text("Line"), number=True),
        Column(label=Text("Item")),
        Column(label=Text("Description")),
        Column(label=Text("Complained of"), number=True),
        Column(label=Text("Delivered"), number=True),
    )
    rows = (
        (str(one.line), one.item, one.name, quantity(one.quantity, one.unit), quantity(one.delivered, one.unit))
        for one in report.lines
    )
    return Table(columns=columns, rows=tuple(rows))


def _whys(report: ImprovementReport) -> Table:
    columns = (Column(label=Text("Why?"), number=True), Column(label=Text("Because")))
    return Table(columns=columns, rows=tuple((str(n), why) for n, why in enumerate(report.whys, start=1)))


def _measures(report: ImprovementReport) -> Table:
    columns = (
        Column(label=Text("Measure")),
        Column(label=Text("What is done")),
        Column(label=Text("Responsible")),
        Column(label=Text("Until")),
    )
    both = ((Text("Corrective action"), report.corrective), (Text("Preventive action"), report.preventive))
    return Table(columns=columns, rows=tuple((label, one.what, one.owner, one.due.isoformat()) for label, one in both))


def _notes(report: ImprovementReport) -> tuple[Text, ...]:
    said = (
        (Text("What you told us"), report.words),
        (Text("Root cause"), report.whys[-1]),
        (Text("Changed procedure"), report.procedure),
        (Text("Our answer"), report.answer),
    )
    return tuple(Text("{about}: {said}", about=about, said=words) for about, words in said if words)
