"""A ticket goes from desk to desk, each step by who has it; the customer says whether it is solved (SAL-13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy, TicketKind
from services.sales.ticket.rules import HANDLED, MOVES, Done, Happening, State, StepName, Ticket
from services.sales.ticketing.rules.opening import limit

OF_ANOTHER_ORDER: tuple[TicketKind, ...] = ("exchange", "repair")
"""Kinds of which the customer gets goods anew."""
GOING_TO_SOMEBODY: tuple[StepName, ...] = ("hand_over", "pass_on")


class AnotherHasIt(Refusal):
    """Ticket {number} is with {person} ({state}): who has it takes the next step."""


class WithTheSupervisor(Refusal):
    """Ticket {number} is with the service supervisor, who takes the next step."""


class NotPossibleNow(Refusal):
    """Ticket {number} ({state}): the next step can be {steps}, not {step}."""

    of_input = True


class AnotherSolution(Refusal):
    """Ticket {number} was answered anew since: the newest answer is {newest}."""


class NotSolved(Refusal):
    """Ticket {number} ({state}) is not solved: the customer answers once it is."""


@dataclass(frozen=True)
class OnTicket:
    """What is asked of a ticket; ``only_of`` is the customer who asks it himself, of his own only."""

    ticket_id: UUID
    by: str
    only_of: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class TakeStep(OnTicket):
    step: StepName
    words: str
    to: str
    complaint: str
    sent_anew: str
    """The order by which goods go to the customer anew."""
    supervises: bool
    """Who asks is a service supervisor."""


@dataclass(frozen=True)
class Named:
    """Whose the complaints and orders are that steps name: by number, the customer; those that there are."""

    complaints: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerSolved(OnTicket):
    solved: bool
    words: str
    supervises: bool = False
    solution: str = ""
    """The one that he was told (ST-2026-000123-2); empty: the newest."""


def take_step(
    ticket: Ticket, asked: TakeStep, named: Named, now: datetime, today: date, policy: Policy
) -> Ticket | Refusal:
    if refused := _not_his(ticket, asked.by, asked.supervises):
        return refused
    if asked.step not in ticket.possible:
        steps = tuple(step for step in ticket.possible if step in get_args(StepName))
        return NotPossibleNow(number=ticket.number, state=ticket.state, step=asked.step, steps=steps)
    if faults := list(_faults_of_step(ticket, asked, named)):
        return InvalidInput(faults)
    done = Done(what=asked.step, at=now, by=asked.by, words=asked.words, to=asked.to)
    told = {"complaint": asked.complaint or ticket.complaint, "sent_anew": asked.sent_anew or ticket.sent_anew}
    return _moved(ticket, done, today, policy).but(**told)


def answer(ticket: Ticket, asked: AnswerSolved, now: datetime, today: date, policy: Policy) -> Ticket | Refusal:
    """The customer's word, which he says himself, or to who has the ticket."""
    if ticket.state != "solved":
        return NotSolved(number=ticket.number, state=ticket.state)
    if asked.solution not in ("", ticket.solution_number):
        return AnotherSolution(number=ticket.number, newest=ticket.solution_number)
    if not asked.only_of and (refused := _not_his(ticket, asked.by, asked.supervises)):
        return refused
    if not asked.solved and not asked.words:
        return InvalidInput([{"field": "words", "expected": Text("what is not solved"), "came": ""}])
    what: Happening = "confirmed" if asked.solved else "denied"
    return _moved(ticket, Done(what=what, at=now, by=asked.by, words=asked.words), today, policy)


def fall_due(ticket: Ticket, now: datetime, today: date, policy: Policy) -> Ticket:
    """Its limit has passed: it goes to the supervisor; who did not say no to the solution has nothing against it."""
    if ticket.moves_on is None or ticket.moves_on >= today:
        return ticket
    what: Happening = "unanswered" if ticket.state == "solved" else "overdue"
    return _moved(ticket, Done(what=what, at=now), today, policy)


def _moved(ticket: Ticket, done: Done, today: date, policy: Policy) -> Ticket:
    return ticket.moved(done, _due(ticket, MOVES[ticket.state][done.what], today, policy))


def _due(ticket: Ticket, after: State, today: date, policy: Policy) -> date | None:
    """A limit runs on from desk to desk, and stands when it is escalated; it begins anew from there, and reopened."""
    if after == "closed":
        return None
    if after == "solved":
        return working_days_after(today, policy.ticket_answer_days, calendar_of(policy.country))
    goes_on = after == "supervisor" or ticket.state in HANDLED
    return ticket.due if goes_on else limit(ticket.kind, today, policy)


def _not_his(ticket: Ticket, by: str, supervises: bool) -> Refusal | None:
    """What is closed anybody may reopen, and what nobody took yet anybody takes."""
    if ticket.state == "supervisor":
        return None if supervises else WithTheSupervisor(number=ticket.number)
    if ticket.closed or ticket.free or ticket.person == by:
        return None
    return AnotherHasIt(number=ticket.number, state=ticket.state, person=ticket.person)


def _faults_of_step(ticket: Ticket, asked: TakeStep, named: Named) -> Iterator[dict[str, Any]]:
    if asked.step in GOING_TO_SOMEBODY and asked.to in ("", ticket.person):
        yield {"field": "to", "expected": Text("the code of who gets it, another person"), "came": asked.to}
    if asked.step not in GOING_TO_SOMEBODY and asked.to:
        yield {"field": "to", "expected": Text("nothing, for this step goes to nobody else"), "came": asked.to}
    if asked.complaint and named.complaints.get(asked.complaint) != ticket.customer:
        yield {"field": "complaint", "expected": Text("a complaint of this customer, or none"), "came": asked.complaint}
    yield from _faults_of_order(ticket, asked.sent_anew, named)


def _faults_of_order(ticket: Ticket, sent_anew: str, named: Named) -> Iterator[dict[str, Any]]:
    """Goods go anew by an order of their own, of the same customer."""
    if sent_anew and ticket.kind not in OF_ANOTHER_ORDER:
        expected = Text("nothing, for only an exchange and a repair send goods anew")
        yield {"field": "sent_anew", "expected": expected, "came": sent_anew}
    elif sent_anew and (sent_anew == ticket.order_number or named.orders.get(sent_anew) != ticket.customer):
        yield {"field": "sent_anew", "expected": Text("another order of this customer, or none"), "came": sent_anew}
