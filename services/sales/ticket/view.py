"""A service ticket as its customer sees it; staff see the document."""

from __future__ import annotations

from uuid import UUID

from contracts.value import Value, fields_of
from services.sales.policy import TicketKind
from services.sales.ticket.rules import Goods, Ticket, Way


class TicketHeard(Value):
    """Neither who has it nor what was done inside (ALL-3)."""

    ticket_id: UUID
    number: str
    kind: TicketKind
    channel: Way
    customer: str
    words: str
    order_id: UUID | None
    order_number: str
    goods: Goods | None
    sent_anew: str
    """The order by which he gets goods anew; empty where there is none."""
    solution: str
    """What he was told last; empty before."""
    asked: bool
    """He is asked whether that solves it."""
    closed: bool


def for_customer(ticket: Ticket) -> TicketHeard:
    told = ticket.solutions
    asked, solution = ticket.state == "solved", told[-1].words if told else ""
    return TicketHeard.having({**fields_of(ticket), "solution": solution, "asked": asked, "closed": ticket.closed})
