"""The claim as its supplier gets it: what was late, by which agreement, and what he owes for it (PUR-8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Fact, Sheet, Table, told
from chassis.papers.written import money, quantity
from contracts.money import Money
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.purchasing.claim.rules.claim import Claim, State
from services.purchasing.papers.rules.seller import Seller, parties

TITLE = Text("Claim for late goods")
STANDS = {
    "raised": Text("We examine this claim; tell us what speaks against it."),
    "upheld": Text("We uphold this claim; it comes off what we owe you next."),
    "waived": Text("We waive this claim; nothing is owed for it."),
}


class ClaimLetter(Value):
    number: str
    buyer: Issuer
    seller: Seller
    agreement: str
    purchase: str
    item: str
    unit: str
    due_on: date
    """His first promised day."""
    came_on: date
    days_late: int
    """Beyond the grace of the agreement."""
    quantity: Decimal
    """Beyond what is tolerated."""
    amount: Money
    state: State


def claim_paper(claim: Claim, unit: str, seller: Seller, buyer: Issuer) -> ClaimLetter:
    return ClaimLetter.having(fields_of(claim) | {"unit": unit, "seller": seller, "buyer": buyer})


def claim_sheet(paper: ClaimLetter) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=parties(paper.buyer, paper.seller),
        facts=told((Text("Agreement"), paper.agreement), (Text("Purchase order"), paper.purchase)),
        tables=(_late(paper),),
        totals=(Fact(label=Text("Amount"), value=money(paper.amount.amount, paper.amount.currency)),),
        notes=(STANDS[paper.state],),
    )


def _late(paper: ClaimLetter) -> Table:
    columns = (
        Column(label=Text("Item")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Promised first for")),
        Column(label=Text("Came or given up on")),
        Column(label=Text("Days late"), number=True),
    )
    row = (
        paper.item,
        quantity(paper.quantity, paper.unit),
        paper.due_on.isoformat(),
        paper.came_on.isoformat(),
        str(paper.days_late),
    )
    return Table(columns=columns, rows=(row,))
