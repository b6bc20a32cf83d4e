"""The statement of account: a month of one customer or supplier in one currency (FIN-10, FIN-5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Fact, Party, Sheet, Table, told
from chassis.papers.written import amount, money
from contracts.markings import Personal
from contracts.texts import Text
from contracts.value import Value
from services.finance.statement.rules import OpenItem, Side, Statement, StatementLine

TITLE = Text("Statement of account")
KINDS = {
    "invoice": Text("Invoice"),
    "credit": Text("Credit note"),
    "payment": Text("Payment"),
    "refund": Text("Refund"),
    "reversal": Text("Payment taken back"),
    "bill": Text("Bill"),
    "bill_credit": Text("Credit note"),
    "claim": Text("Claim for late goods"),
    "payout": Text("Payment"),
    "set_off": Text("Set off"),
}


class StatementPaper(Value):
    """What the statement tells, without what was said of it; ``closing`` is the opening and all lines."""

    side: Side
    issuer: Issuer
    party: str
    name: Personal[str]
    month: date
    """Its first day."""
    currency: str
    opening: Decimal
    lines: tuple[StatementLine, ...]
    closing: Decimal
    open_items: tuple[OpenItem, ...]


def statement_paper(statement: Statement, issuer: Issuer) -> StatementPaper:
    names = ("side", "party", "name", "month", "currency", "opening", "lines", "closing", "open_items")
    return StatementPaper(issuer=issuer, **{name: getattr(statement, name) for name in names})


def statement_sheet(paper: StatementPaper) -> Sheet:
    return Sheet(
        title=TITLE,
        number=f"{paper.party} {paper.month:%Y-%m} {paper.currency}",
        parties=(
            Party(label=Text("From"), lines=paper.issuer.lines),
            Party(label=Text("To"), lines=tuple(dict.fromkeys((paper.name, paper.party)))),
        ),
        facts=told((Text("Month"), f"{paper.month:%Y-%m}"), (Text("Currency"), paper.currency)),
        tables=tuple(table for table in (_booked(paper), _open(paper)) if table.rows),
        totals=(
            Fact(label=Text("Owed before"), value=money(paper.opening, paper.currency)),
            Fact(label=Text("Owed at the end of the month"), value=money(paper.closing, paper.currency)),
        ),
        notes=(Text("Tell us whether your books say the same; else what they say, and why."),),
    )


def _booked(paper: StatementPaper) -> Table:
    columns = (
        Column(label=Text("Date")),
        Column(label=Text("What was booked")),
        Column(label=Text("Document")),
        Column(label=Text("Our order")),
        Column(label=Text("Amount"), number=True),
    )
    rows = tuple(
        (
            one.day.isoformat(),
            KINDS.get(one.kind, one.kind),
            one.document,
            one.order,
            amount(one.amount, paper.currency),
        )
        for one in paper.lines
    )
    return Table(columns=columns, rows=rows)


def _open(paper: StatementPaper) -> Table:
    columns = (
        Column(label=Text("Open document")),
        Column(label=Text("Due date")),
        Column(label=Text("Unpaid"), number=True),
    )
    rows = tuple((one.number, one.due.isoformat(), amount(one.outstanding, paper.currency)) for one in paper.open_items)
    return Table(columns=columns, rows=rows)
