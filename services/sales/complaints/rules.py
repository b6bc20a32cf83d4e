"""A complaint is about what was delivered; its grade says who takes it up, and until when (SAL-12)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Never
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import InvalidInput, Refusal
from contracts.complaints import ComplaintClosed, ComplaintGrade, ComplaintKind, ComplaintOpened, ComplaintTeamed
from contracts.conversations import ConversationPromised
from contracts.texts import Text, Word
from services.sales.complaint.rules.document import (
    Analysis,
    ComplainedLine,
    Complaint,
    Measure,
    Member,
    Reply,
    Which,
    departments_of,
)
from services.sales.conversation.rules import Conversation, promise_faults
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.policy import Policy

OF_GOODS: tuple[ComplaintKind, ...] = ("quality", "quantity")
"""Kinds that are about goods which the customer has."""


class NothingDelivered(Refusal):
    """Nothing of order {number} was delivered yet: there are no goods to complain of."""

    of_input = True


class MerchandiserAnswers(Refusal):
    """Complaint {number} is of grade C, which the merchandiser answers alone; raise its grade to name a team."""


class NoTeam(Refusal):
    """Complaint {number} is of grade {grade}: name its team first."""


class NotAnalysed(Refusal):
    """Complaint {number} is of grade {grade}: its root cause and what is done about it are told before it is closed."""


class AnsweredAlready(Refusal):
    """Complaint {number} is closed; reopen it first."""


class NotAnswered(Refusal):
    """Complaint {number} is not closed; there is nothing to reopen."""


class NothingToTake(Refusal):
    """Nobody told yet what is done about complaint {number}."""


class MeasuresTaken(Refusal):
    """Both measures of complaint {number} were taken already."""


class MeasureTaken(Refusal):
    """This measure of complaint {number} was taken on {day} already: {done}."""

    of_input = True


class SameGrade(Refusal):
    """Complaint {number} is of grade {grade} already."""

    of_input = True


@dataclass(frozen=True)
class AskedLine:
    line: int
    quantity: Decimal


@dataclass(frozen=True)
class Open(OnOrder):
    """What a customer says is wrong with an order, of his own words; without lines it is about all of it."""

    kind: ComplaintKind
    words: str
    lines: tuple[AskedLine, ...]


@dataclass(frozen=True)
class OnComplaint:
    """What is asked of a complaint; ``only_of`` is the customer who asks it himself, of his own only."""

    complaint_id: UUID
    only_of: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Regrade(OnComplaint):
    grade: ComplaintGrade
    reason: str


@dataclass(frozen=True)
class NameTeam(OnComplaint):
    team: tuple[Member, ...]
    answer_by: date


@dataclass(frozen=True)
class Analyse(OnComplaint):
    analysis: Analysis


@dataclass(frozen=True)
class TakeMeasure(OnComplaint):
    """A measure was taken, and what came of it."""

    measure: Which
    done: str
    on: date
    by: str


@dataclass(frozen=True)
class Close(OnComplaint):
    answer: str
    on: date
    by: str
    promised: str = ""
    """What else the customer was promised in the answer, until ``promised_by``."""
    promised_by: date | None = None


@dataclass(frozen=True)
class Reopen(OnComplaint):
    reason: str


def delivered(order: Order) -> dict[int, tuple[str, Decimal]]:
    """By line its item, and how much of it the customer got; what came back, too."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    items: dict[int, str] = {}
    for shipment in order.dispatched.values():
        for line in (shipment.dispatched or ()) if shipment.delivered_at else ():
            sums[line.line] += line.quantity
            items[line.line] = line.item
    return {line: (items[line], sums[line]) for line in sums}


def grade_of(kind: ComplaintKind, lines: tuple[ComplainedLine, ...], policy: Policy) -> ComplaintGrade:
    """By its kind; A where so much of the goods of a line is not as it should be (SAL-12)."""
    worst = max((line.share for line in lines), default=Decimal(0))
    grave = kind in OF_GOODS and lines and worst >= policy.complaint_grave_share
    return "A" if grave else policy.complaint_grades[kind]


def team_hours(grade: ComplaintGrade, policy: Policy) -> int:
    return policy.complaint_team_hours_a if grade == "A" else policy.complaint_team_hours_b


def open_(
    order: Order, asked: Open, complaint_id: UUID, number: str, today: date, policy: Policy
) -> Step[Complaint, ComplaintOpened]:
    """A complaint that ``refusal_of`` does not refuse."""
    had = delivered(order)
    lines = tuple(_complained(line, *had[line.line]) for line in asked.lines)
    grade = grade_of(asked.kind, lines, policy)
    complaint = Complaint(
        complaint_id=complaint_id,
        number=number,
        order_id=order.order_id,
        order_number=order.content.number,
        customer=order.content.customer,
        merchandiser=order.content.merchandiser,
        opened_on=today,
        kind=asked.kind,
        words=asked.words,
        lines=lines,
        grade=grade,
        routed_to=policy.complaint_departments[asked.kind],
    )
    return complaint.opened(team_hours(grade, policy))


def refusal_of(order: Order, asked: Open) -> Refusal | None:
    had = delivered(order)
    if not had and (asked.lines or asked.kind in OF_GOODS):
        return NothingDelivered(number=order.content.number)
    faults = list(_faults(asked, had))
    return InvalidInput(faults) if faults else None


def regrade(complaint: Complaint, asked: Regrade, policy: Policy) -> Step[Complaint, ComplaintOpened] | Refusal:
    """Another grade has another limit, and another team."""
    if complaint.closed:
        return AnsweredAlready(number=complaint.number)
    if complaint.grade == asked.grade:
        return SameGrade(number=complaint.number, grade=complaint.grade)
    return complaint.but(grade=asked.grade, regraded=asked.reason).opened(team_hours(asked.grade, policy))


def name_team(complaint: Complaint, asked: NameTeam) -> Step[Complaint, ComplaintTeamed] | Refusal:
    """People of at least two departments, for what one alone could mend it would have prevented; one of them of the
    department whose affair the kind is."""
    if complaint.closed:
        return AnsweredAlready(number=complaint.number)
    if not complaint.needs_team:
        return MerchandiserAnswers(number=complaint.number)
    came = departments_of(asked.team)
    if len(came) < 2 or complaint.routed_to not in (None, *came):
        whose = Word(complaint.routed_to or "sales")
        expected = Text("people of at least two departments, one of them of {department}", department=whose)
        return InvalidInput([{"field": "team", "expected": expected, "came": ", ".join(came)}])
    return complaint.teamed(asked.team, asked.answer_by)


def analyse(complaint: Complaint, asked: Analyse) -> Step[Complaint, Never] | Refusal:
    if complaint.closed:
        return AnsweredAlready(number=complaint.number)
    if complaint.lacks_team:
        return NoTeam(number=complaint.number, grade=complaint.grade)
    stays = {which: known for which, known in complaint.measures.items() if _same(known, asked.analysis, which)}
    return Step(complaint.but(analysis=asked.analysis.but(**stays)))


def _same(known: Measure, found: Analysis, which: Which) -> bool:
    """A measure that is told anew as it was, and may be taken already."""
    new: Measure = getattr(found, which)
    return (known.what, known.owner, known.due) == (new.what, new.owner, new.due)


def take_measure(complaint: Complaint, asked: TakeMeasure) -> Step[Complaint, Never] | Refusal:
    """Also after the customer was answered: most measures take longer than that."""
    if complaint.analysis is None:
        return NothingToTake(number=complaint.number)
    if not complaint.measures_open:
        return MeasuresTaken(number=complaint.number)
    known = complaint.measures[asked.measure]
    if known.done:
        return MeasureTaken(number=complaint.number, day=known.done_on, done=known.done)
    taken = known.but(done=asked.done, done_on=asked.on, done_by=asked.by)
    return Step(complaint.but(analysis=complaint.analysis.but(**{asked.measure: taken})))


def close(complaint: Complaint, asked: Close) -> Step[Complaint, ComplaintClosed] | Refusal:
    """The customer is answered; a grave complaint only once its cause is known."""
    if complaint.closed:
        return AnsweredAlready(number=complaint.number)
    if complaint.lacks_team:
        return NoTeam(number=complaint.number, grade=complaint.grade)
    if complaint.needs_team and not complaint.analysis:
        return NotAnalysed(number=complaint.number, grade=complaint.grade)
    if faults := list(promise_faults(asked.promised, asked.promised_by)):
        return InvalidInput(faults)
    return complaint.answered(Reply(on=asked.on, words=asked.answer, by=asked.by))


def promised(
    complaint: Complaint, asked: Close, conversation_id: UUID, number: str
) -> Step[Conversation, ConversationPromised]:
    """What the answer promised is kept by somebody, and watched, as what is promised in any conversation (SAL-22)."""
    conversation = Conversation(
        conversation_id=conversation_id,
        number=number,
        customer=complaint.customer,
        way="mail",
        happened_on=asked.on,
        said=f"{complaint.number}: {asked.answer}",
        noted_by=asked.by,
        order_id=complaint.order_id,
        order_number=complaint.order_number,
        promised=asked.promised,
        promised_by=asked.promised_by,
    )
    return Step(conversation, conversation.promise())


def reopen(complaint: Complaint, asked: Reopen, policy: Policy) -> Step[Complaint, ComplaintOpened] | Refusal:
    """The customer is not satisfied: all begins anew, with its limits."""
    if not complaint.closed:
        return NotAnswered(number=complaint.number)
    return complaint.reopened(asked.reason).opened(team_hours(complaint.grade, policy))


def _complained(asked: AskedLine, item: str, quantity: Decimal) -> ComplainedLine:
    return ComplainedLine(line=asked.line, item=item, quantity=asked.quantity, delivered=quantity)


def _faults(asked: Open, had: Mapping[int, tuple[str, Decimal]]) -> Iterator[dict[str, Any]]:
    """Each line was delivered, stands once, and no more of it is complained of than came."""
    named = Counter(line.line for line in asked.lines)
    for place, line in enumerate(asked.lines):
        at = f"goods.{place}"
        if line.line not in had:
            expected = Text("a line of which something was delivered: {lines}", lines=tuple(map(str, sorted(had))))
            yield {"field": f"{at}.line", "expected": expected, "came": str(line.line)}
        elif named[line.line] > 1:
            yield {"field": f"{at}.line", "expected": Text("each line once"), "came": str(line.line)}
        elif not 0 < line.quantity <= had[line.line][1]:
            expected = Text("more than 0, at most the {most} that were delivered", most=had[line.line][1])
            yield {"field": f"{at}.quantity", "expected": expected, "came": f"{line.quantity:f}"}
