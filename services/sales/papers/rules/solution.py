"""What a customer was answered to his service ticket; its link leads to whether that solves it (SAL-13)."""

from __future__ import annotations

from datetime import date

from chassis.papers.company import Issuer
from chassis.papers.sheet import Sheet, told
from contracts.markings import Personal
from contracts.texts import Text
from contracts.value import Value
from services.sales.masters.rules import Customer
from services.sales.papers.rules.parties import parties
from services.sales.ticket.rules import Ticket

TITLE = Text("Answer to your request")


class SolutionPaper(Value):
    number: str
    """Of the ticket, with how often it was solved: ST-2026-000123-2."""
    order_number: str
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    words: str
    """What he asked."""
    solution: str
    answer_until: date


def solution_paper(ticket: Ticket, answer_until: date, customer: Customer | None, seller: Issuer) -> SolutionPaper:
    """Of one that is solved; ``answer_until``: its limit."""
    return SolutionPaper(
        number=ticket.solution_number,
        order_number=ticket.order_number,
        seller=seller,
        customer=ticket.customer,
        customer_name=customer.name if customer else "",
        words=ticket.words,
        solution=ticket.solutions[-1].words,
        answer_until=answer_until,
    )


def solution_sheet(paper: SolutionPaper) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=parties(paper.seller, paper.customer_name, paper.customer),
        facts=told(
            (Text("Our order"), paper.order_number),
            (Text("You asked"), paper.words),
            (Text("Our answer"), paper.solution),
            (Text("Answer until"), paper.answer_until.isoformat()),
        ),
        notes=(Text("Is it solved?"), Text("Please answer by the link that came with this.")),
    )
