"""What may be offered to a customer instead of what he ordered, and what his choice makes of his order (SAL-10).

An alternative is a change (SAL-9) that waits for his word: what refuses a change refuses the offer, and what he chooses
goes the road of every change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Never

from chassis.handling import Step
from chassis.refusal import InvalidInput, Refusal
from contracts.order import OrderContent, value_of
from contracts.sales import OrderChanged
from contracts.texts import Text
from services.sales.changes.rules import Change, UnderWay, Wanted, change, may_not_change
from services.sales.masters.rules import Units
from services.sales.order.rules.alternatives import Alternative, Alternatives, differing
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.rescue.rules import kept

Weigh = Callable[[OrderContent], OrderContent]
"""The priority of a content."""


class NothingOffered(Refusal):
    """No alternatives of order {number} are offered."""


class AnsweredAlready(Refusal):
    """The alternatives of order {number} were answered on {day}; what he wants now is a new offer or a change."""


class OfferIsOver(Refusal):
    """The alternatives of order {number} could be chosen from until {until}; offer them anew."""

    of_input = True


class OfferOfBefore(Refusal):
    """These alternatives of order {number} hold no more: it changed, or others were offered; look again."""


@dataclass(frozen=True)
class Offer(OnOrder):
    alternatives: tuple[Alternative, ...]
    answer_by: date
    expected_version: int | None
    on: date
    by: str


@dataclass(frozen=True)
class Choose(OnOrder):
    """``choice`` counts from 1; 0 is none of them. ``on``: when he said so; ``person``: who of him, by link."""

    choice: int
    words: str
    expected_offer: int | None
    on: date
    by: str
    person: str = ""


def offer(order: Order, asked: Offer, items: Units, weigh: Weigh) -> Step[Order, Never] | Refusal:
    """They take the place of those that were offered before; each must be a change that could be made now."""
    barred = may_not_change(order, Change(order.order_id, Wanted(), "", asked.expected_version))
    if barred and not isinstance(barred, UnderWay):
        return barred
    faults = [fault for nth, one in enumerate(asked.alternatives) for fault in _faults(order, nth, one, items, weigh)]
    if faults:
        return InvalidInput(faults)
    return Step(order.but(alternatives=_offered(order, asked)))


def choose(order: Order, asked: Choose, items: Units, weigh: Weigh) -> Step[Order, OrderChanged] | Refusal:
    """His choice changes the order, and ends his wish to cancel it; of none of them it keeps his words."""
    known, number = order.alternatives, order.content.number
    if known is None:
        return NothingOffered(number=number)
    if known.choice is not None:
        return AnsweredAlready(number=number, day=known.answered_on)
    if order.version != known.version or asked.expected_offer not in (None, known.offer):
        return OfferOfBefore(number=number)
    if known.answer_by < asked.on:
        return OfferIsOver(number=number, until=known.answer_by)
    if faults := list(_faults_of_choice(known, asked)):
        return InvalidInput(faults)
    answered = order.but(alternatives=known.but(**_said(asked)))
    if not asked.choice:
        return Step(answered)
    answered = kept(answered, asked.on, asked.by)
    chosen = _change(order, known.offered[asked.choice - 1], asked.words or asked.person)
    return change(answered, chosen, items, weigh)


def _offered(order: Order, asked: Offer) -> Alternatives:
    before = order.alternatives
    return Alternatives(
        offer=before.offer + 1 if before else 1,
        version=order.version,
        offered=tuple(_priced(order, one) for one in asked.alternatives),
        offered_on=asked.on,
        offered_by=asked.by,
        answer_by=asked.answer_by,
    )


def _priced(order: Order, one: Alternative) -> Alternative:
    by_it = order.binding.but(**differing(order.binding, order.dropped, one))
    return one.but(total=value_of(by_it))


def _change(order: Order, one: Alternative, reason: str = "") -> Change:
    return Change(order.order_id, Wanted(**differing(order.binding, order.dropped, one)), reason)


def _said(asked: Choose) -> dict[str, Any]:
    told = {"choice": asked.choice, "words": asked.words, "person": asked.person}
    return told | {"answered_on": asked.on, "recorded_by": asked.by}


def _faults(order: Order, nth: int, one: Alternative, items: Units, weigh: Weigh) -> Iterator[dict[str, Any]]:
    wrong = list(_faults_of_substitute(order, one))
    for field, expected, came in wrong:
        yield {"field": f"alternatives.{nth}.{field}", "expected": expected, "came": came}
    refused = None if wrong else change(order, _change(order, one), items, weigh)
    if isinstance(refused, Refusal):
        expected = Text("a change that can be made: {why}", why=refused.text)
        yield {"field": f"alternatives.{nth}", "expected": expected, "came": one.way}


def _faults_of_substitute(order: Order, one: Alternative) -> Iterator[tuple[str, Text, str]]:
    other = one.substitute
    if (one.way == "substitute") != bool(other):
        expected = Text("the other item") if other is None else Text("nothing, for this way has no other item")
        yield "substitute", expected, other.item if other else ""
    if other is None:
        return
    line = next((line for line in order.binding.lines if line.line == other.line), None)
    if line is None:
        yield "substitute.line", Text("a line of order {number}", number=order.content.number), str(other.line)
    elif not 0 < other.quantity <= line.quantity:
        most = f"{line.quantity:f}"
        yield "substitute.quantity", Text("more than 0, {most} at most", most=most), f"{other.quantity:f}"


def _faults_of_choice(known: Alternatives, asked: Choose) -> Iterator[dict[str, Any]]:
    if asked.choice > len(known.offered):
        expected = Text("1 to {most}, or 0 for none of them", most=len(known.offered))
        yield {"field": "choice", "expected": expected, "came": asked.choice}
    if asked.on < known.offered_on:
        expected = Text("{day}, when they were offered, or later", day=known.offered_on)
        yield {"field": "on", "expected": expected, "came": asked.on}
