"""A solution as its customer would be asked of it now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis import clock
from chassis.handling import Reading
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.texts import Text
from services.sales.order.paths import READERS
from services.sales.papers import store
from services.sales.papers.rules.solution import TITLE, SolutionPaper, solution_paper, solution_sheet
from services.sales.ticket import store as tickets
from services.sales.ticket.rules import Ticket

NOT_ASKED = Text("the ticket was answered, or taken up anew")


async def solutions_of(db: Reading, order_id: UUID) -> Sequence[Found[SolutionPaper]]:
    """Of tickets about the order whose customer is asked whether they are solved."""
    asked = [one for one in await tickets.of_orders(db, [order_id]) if one.state == "solved"]
    return [await _solution(db, one) for one in asked]


async def solution_numbered(db: Reading, number: str) -> Found[SolutionPaper] | None:
    """Each solution is a paper of its own, while the customer is asked of it."""
    ticket = await tickets.with_solution(db, number)
    if ticket is None or not ticket.solutions:
        return None
    if ticket.state != "solved" or ticket.solution_number != number.upper():
        return NotYet(NOT_ASKED, number, ticket.customer)
    return await _solution(db, ticket)


async def _solution(db: Reading, ticket: Ticket) -> Draft[SolutionPaper]:
    customer = await store.customer(db, ticket.customer)
    return Draft(
        document=ticket.solution_number,
        number=ticket.solution_number,
        order_id=ticket.order_id,
        customer=ticket.customer,
        drawn_from=f"solved at {ticket.solutions[-1].at:%Y-%m-%d %H:%M}",
        data=solution_paper(ticket, ticket.due or clock.today(), customer, issuer()),
        language=customer.language if customer else "",
    )


SOLUTION = PaperKind(
    "solution",
    TITLE,
    READERS,
    SolutionPaper,
    solutions_of,
    solution_numbered,
    solution_sheet,
    answered=True,
)
