"""The feasibility report: what the four departments say of an order, how risky it is, and by when it could be there
(SAL-5, SAL-6). It stays inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Sheet, Table, told
from contracts.markings import Personal
from contracts.order import OrderContent
from contracts.reasons import text_of
from contracts.review import REVIEWERS, Reviewer, Verdict
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.sales.masters.rules import Item
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Review, reasons_of
from services.sales.order.rules.risk import GRADES, Risk, RiskKind
from services.sales.papers.rules.goods import GOODS_COLUMNS, GoodsLine, goods_cells, named
from services.sales.papers.rules.parties import parties

TITLE = Text("Feasibility report")
DEPARTMENTS: Mapping[Reviewer, Text] = {
    "warehouse": Text("Warehouse: stock"),
    "purchasing": Text("Purchasing: material and production"),
    "logistics": Text("Logistics: route and time"),
    "finance": Text("Finance: credit"),
}
VERDICTS: Mapping[Verdict, Text] = {"yes": Text("yes"), "conditions": Text("with conditions"), "no": Text("no")}
KINDS: Mapping[RiskKind, Text] = {
    "credit": Text("credit"),
    "currency": Text("currency"),
    "supply": Text("supply"),
    "delivery": Text("delivery time"),
    "quality": Text("quality"),
    "country": Text("country"),
}
ALL_WELL = Text("nothing stands in the way")


class JudgedBy(Value):
    """A department's verdict, with its reasons; ``ready_on``: by when it could have done its part."""

    department: Reviewer
    verdict: Verdict
    ready_on: date | None
    transit_days: int | None
    reasons: tuple[Text, ...]


class FeasibilityReport(Value):
    """What is known of an order when all four have judged it; ``promised`` once it is."""

    number: str
    version: int
    received_on: date
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    customer_po: str
    lines: tuple[GoodsLine, ...]
    wanted: date
    promised: date | None
    judged: tuple[JudgedBy, ...]
    risk: Risk | None


def feasibility_paper(
    order: Order, content: OrderContent, items: Mapping[str, Item], seller: Issuer
) -> FeasibilityReport:
    """Of an order that all four have judged."""
    known = fields_of(content) | {
        "version": order.version,
        "received_on": order.received_on,
        "seller": seller,
        "lines": tuple(GoodsLine(**named(line, items)) for line in content.lines),
        "judged": tuple(_judged(one, order.verdicts[one]) for one in REVIEWERS),
        "risk": order.risk,
    }
    return FeasibilityReport.having(known)


def _judged(department: Reviewer, review: Review) -> JudgedBy:
    """A yes needs no reason; what was told with it is told here."""
    reasons = review.reasons if review.verdict == "yes" else reasons_of(department, review)
    told_of = fields_of(review) | {"department": department, "reasons": tuple(map(text_of, reasons))}
    return JudgedBy.having(told_of)


def feasibility_sheet(report: FeasibilityReport) -> Sheet:
    risk = report.risk
    return Sheet(
        title=TITLE,
        number=report.number,
        parties=parties(report.seller, report.customer_name, report.customer),
        facts=told(
            (Text("Your order"), report.customer_po),
            (Text("Received on"), report.received_on.isoformat()),
            (Text("Wanted date"), report.wanted.isoformat()),
            (Text("Promised date"), report.promised.isoformat() if report.promised else ""),
            (Text("Risk"), GRADES[risk.grade] if risk else ""),
            (Text("Signed by"), risk.signature.person if risk and risk.signature else ""),
        ),
        tables=(_goods(report), _verdicts(report), *(_factors(risk) if risk else ())),
        signatures=(Text("Merchandiser"),),
    )


def _goods(report: FeasibilityReport) -> Table:
    return Table(columns=GOODS_COLUMNS, rows=tuple(map(goods_cells, report.lines)))


def _verdicts(report: FeasibilityReport) -> Table:
    columns = (
        Column(label=Text("Department")),
        Column(label=Text("Verdict")),
        Column(label=Text("Ready on")),
        Column(label=Text("Reasons")),
    )
    return Table(columns=columns, rows=tuple(map(_verdict, report.judged)))


def _verdict(one: JudgedBy) -> tuple[Text | str, ...]:
    ready = one.ready_on.isoformat() if one.ready_on else ""
    days = Text("{days} days on the way", days=one.transit_days) if one.transit_days is not None else ready
    why = Text("{reasons}", reasons=one.reasons) if one.reasons else ALL_WELL
    return DEPARTMENTS[one.department], VERDICTS[one.verdict], ready or days, why


def _factors(risk: Risk) -> tuple[Table, ...]:
    columns = (
        Column(label=Text("Risk")),
        Column(label=Text("Likelihood × impact")),
        Column(label=Text("Why")),
    )
    rows = tuple((KINDS[one.kind], f"{one.likelihood} × {one.impact}", one.why) for one in risk.factors)
    return (Table(columns=columns, rows=rows),)
