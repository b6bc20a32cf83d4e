"""What the departments' archives hold of what is looked for, the newest first (FIN-9).

Each department is asked for what it keeps: those that issue papers by their archive, finance for suppliers' bills too.
Papers know no supplier, and bills no customer, order or kind: who looks by one of these is told of no other.
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
BILLS = "bills"
BILL = N_("Supplier's bill")


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
        bills = {name: value for name, value in self.asked().items() if name in ("supplier", "number")}
        of_papers: Asks = {name: (name, f"/api/v1/papers/archive?{_query(papers)}") for name in ISSUERS}
        of_bills: Asks = {BILLS: ("finance", f"/api/v1/bills?{_query(bills)}")}
        return {
            **({} if self.supplier else of_papers),
            **({} if self.customer or self.order or self.kind else of_bills),
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
    next: UUID | None = None


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


def found_in(answers: Answers, search: Search, choices: Choices) -> list[Found]:
    """The newest first."""
    every = [*_papers(answers, choices), *_bills(answers, search, choices)]
    return sorted(every, key=lambda one: one.day, reverse=True)


def cut_short(answers: Answers) -> list[str]:
    """Departments that have more than they told."""
    told: dict[str, Any] = {name: body.get("next") for name, body in answers.told.items()}
    return list(dict.fromkeys("finance" if name == BILLS else name for name, more in told.items() if more))


def _papers(answers: Answers, choices: Choices) -> Iterator[Found]:
    for department in ISSUERS:
        papers = answers.of(department, Papers)
        for one in papers.items if papers else ():
            day = one.issued_at.astimezone(choices.zone).date()
            named = (one.kind, one.label, one.number, one.customer, day, one.version, one.language, one.order_id)
            yield Found(department, *named, one.pdf_sha256, _path(department, one))


def _bills(answers: Answers, search: Search, choices: Choices) -> Iterator[Found]:
    """Finance tells them by their due day; the period is that of the day on them."""
    bills = answers.of(BILLS, Bills)
    for one in bills.items if bills else ():
        if (search.since or "0") <= one.dated.isoformat() <= (search.until or "9"):
            label = gettext(BILL, choices.language)
            yield Found("finance", BILLS, label, one.number, one.supplier, one.dated)


def _path(department: str, paper: Paper) -> str:
    """Of this version in this language, in the form that is kept."""
    kind, _, form = paper.kind.partition(".")
    document = quote(paper.document, safe="")
    asked = urlencode({"language": paper.language, "version": paper.version})
    return f"/desk/papers/{department}/{kind}/{document}{f'/{form}' if form else '.pdf'}?{asked}"
