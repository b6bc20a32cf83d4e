"""What the departments' archives hold of what is looked for, the newest first (FIN-9).

Each department is asked for what it keeps: those that issue papers by their archive, finance for suppliers' bills and
for the statements of banks too. Bills know no customer, order or kind, statements none of these nor a supplier: who
looks by one of these is told of no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from contracts.value import Value
from services.notify.desk.choices import Choices
from services.notify.desk.order.asking import Answers, Asks
from services.notify.desk.order.papers import ISSUERS
from services.notify.desk.words import N_, gettext

AT_ONCE = 50
OF_BILLS = ("supplier", "number", "since", "until")
BILLS = "bills"
STATEMENTS = "bank statements"
BILL = N_("Supplier's bill")
STATEMENT = N_("Bank statement")
OF_BANK = N_("as it came")


@dataclass(frozen=True)
class Search:
    """As it was typed; ``order`` is any name of one."""

    customer: str = ""
    supplier: str = ""
    order: str = ""
    number: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> Search:
        return cls(**{one.name: typed.get(one.name, "").strip()[:100] for one in fields(cls)})

    def asked(self, **other: str) -> dict[str, str]:
        """As the page's address tells it."""
        told = {one.name: str(getattr(self, one.name)) for one in fields(self)} | other
        return {name: value for name, value in told.items() if value}

    def asks(self, order_id: UUID | None) -> Asks:
        """Of each department, what it keeps that could be meant."""
        papers = self.asked(order=str(order_id or ""))
        bills = {name: value for name, value in self.asked().items() if name in OF_BILLS}
        of_papers: Asks = {name: (name, f"/api/v1/papers/archive?{_query(papers)}") for name in ISSUERS}
        of_bills: Asks = {BILLS: ("finance", f"/api/v1/bills/archive?{_query(bills)}")}
        of_banks: Asks = {STATEMENTS: ("finance", f"/api/v1/bank-statements/archive?{_query(bills)}")}
        of_no_order = not (self.customer or self.order or self.kind)
        return {
            **of_papers,
            **(of_bills if of_no_order else {}),
            **(of_banks if of_no_order and not self.supplier else {}),
        }


def _query(asked: Mapping[str, str]) -> str:
    return urlencode({**asked, "limit": AT_ONCE})


class Paper(Value):
    """As a department's archive tells it."""

    kind: str
    label: str
    document: str
    number: str
    version: int
    language: str
    order_id: UUID | None
    customer: str
    issued_at: datetime
    issued_by: str
    pdf_sha256: str
    supplier: str = ""


class Papers(Value):
    items: tuple[Paper, ...]
    next: str | None = None


class Bill(Value):
    """Of a supplier; ``dated`` is the day on it."""

    bill_id: UUID
    supplier: str
    number: str
    dated: date
    currency: str
    total: Decimal


class Bills(Value):
    items: tuple[Bill, ...]
    next: str | None = None


class Statement(Value):
    """Of a bank."""

    account: str
    number: str
    taken_at: datetime
    sha256: str
    file_sha256: str | None = None


class Statements(Value):
    items: tuple[Statement, ...]
    next: str | None = None


@dataclass(frozen=True)
class Found:
    """One line of the list; ``path`` opens it, where there is a paper to be opened."""

    department: str
    kind: str
    label: str
    number: str
    party: str
    day: date
    version: int | None = None
    language: str = ""
    order_id: UUID | None = None
    sha256: str = ""
    path: str = ""
    form: str = "PDF"
    """Of what is behind the path."""


def found_in(answers: Answers, choices: Choices) -> list[Found]:
    """The newest first."""
    every = [*_papers(answers, choices), *_bills(answers, choices), *_statements(answers, choices)]
    return sorted(every, key=lambda one: one.day, reverse=True)


def department_of(asked: str) -> str:
    """Whom a part of the search asks."""
    return "finance" if asked in (BILLS, STATEMENTS) else asked


def cut_short(answers: Answers) -> list[str]:
    """Departments that have more than they told."""
    told: dict[str, Any] = {name: body.get("next") for name, body in answers.told.items()}
    return list(dict.fromkeys(department_of(name) for name, more in told.items() if more))


def _papers(answers: Answers, choices: Choices) -> Iterator[Found]:
    for department in ISSUERS:
        papers = answers.of(department, Papers)
        for one in papers.items if papers else ():
            day = one.issued_at.astimezone(choices.zone).date()
            party = one.customer or one.supplier
            named = (one.kind, one.label, one.number, party, day, one.version, one.language, one.order_id)
            form = "XML" if "." in one.kind else "PDF"
            yield Found(department, *named, one.pdf_sha256, _path(department, one), form)


def _bills(answers: Answers, choices: Choices) -> Iterator[Found]:
    """By the day on them."""
    bills, label = answers.of(BILLS, Bills), gettext(BILL, choices.language)
    for one in bills.items if bills else ():
        yield Found("finance", BILLS, label, one.number, one.supplier, one.dated)


def _statements(answers: Answers, choices: Choices) -> Iterator[Found]:
    """By the day on which they were taken in."""
    statements, label = answers.of(STATEMENTS, Statements), gettext(STATEMENT, choices.language)
    for one in statements.items if statements else ():
        day = one.taken_at.astimezone(choices.zone).date()
        path = f"/desk/bank-files/{one.file_sha256}" if one.file_sha256 else ""
        about = (STATEMENTS, label, one.number, one.account, day)
        yield Found("finance", *about, sha256=one.sha256, path=path, form=OF_BANK)


def _path(department: str, paper: Paper) -> str:
    """Of this version in this language, in the form that is kept."""
    kind, _, form = paper.kind.partition(".")
    document = quote(paper.document, safe="")
    asked = urlencode({"language": paper.language, "version": paper.version})
    return f"/desk/papers/{department}/{kind}/{document}{f'/{form}' if form else '.pdf'}?{asked}"
