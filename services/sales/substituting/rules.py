"""Which items are tried in place of what lacks of an order, and which of them are proposed (SAL-10). Pure.

The departments judge a substitute as a trial (SAL-24): nothing is set aside for it. What the customer chooses is a
change of his order, which they judge anew; so what finance says of it alone, beside the order that it is part of, is no
matter here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.money import Money
from contracts.order import OrderLine
from contracts.supply import Lack
from services.sales.masters.rules import Item, ListPrice
from services.sales.order.rules.alternatives import StandIn, Substitute
from services.sales.order.rules.document import Order
from services.sales.order.rules.forecast import forecast, lacking
from services.sales.order.rules.promised import promised_on
from services.sales.policy import Policy
from services.sales.trial.rules import StandsIn, Trial

TRIED_MAX = 3
"""Of the items that may stand in for one, the best."""
LINES_MAX = 3
"""Of an order, so that what is offered of it fits one offer."""


@dataclass(frozen=True)
class Ranked:
    """An item that may stand in for another, and its price by the list in the order's currency."""

    item: str
    unit: str
    rank: int
    other: Item
    listed: ListPrice | None


Shortage = tuple[OrderLine, Decimal]
"""How much lacks of a line."""


def shortages(order: Order) -> list[Shortage]:
    """Of each item that lacks, as much as the line has still to leave that has most; of what specifies more than its
    item, or is free of charge, a person decides."""
    if order.status != "confirmed" or not (order.is_late or order.impossible):
        return []
    lines = sorted(_still_to_leave(order), key=lambda one: -one[1])
    most = {line.item: (line, left) for line, left in reversed(lines)}
    lacks = [(*most[item], lack) for item, lack in lacking(order).items() if item in most]
    return [(line, min(left, lack)) for line, left, lack in lacks][:LINES_MAX]


def tried(
    order: Order, known: Sequence[Ranked], ids: Iterator[UUID], numbers: Iterator[str], today: date
) -> list[Trial]:
    """A trial of each item that may stand in; ``known`` are those of its shortages."""
    return [
        _trial(order, substitute, rank, next(ids), next(numbers), today)
        for substitute, rank in candidates(order, known)
    ]


def candidates(order: Order, known: Iterable[Ranked]) -> list[tuple[Substitute, int]]:
    """What may stand in, the best first, with its rank; counted as the item that lacks is."""
    of_item = defaultdict[str, list[Ranked]](list)
    for one in sorted(known, key=lambda one: one.rank):
        if one.other.unit == one.unit:
            of_item[one.item].append(one)
    return [
        (_substitute(line, lack, one), one.rank)
        for line, lack in shortages(order)
        for one in of_item[line.item][:TRIED_MAX]
    ]


def proposed(order: Order, trial: Trial, policy: Policy, today: date) -> Order:
    """With what was tried, where the stock has it and it can be there before what lacks would; else without it."""
    asked = trial.stands_in
    if asked is None or order.version != asked.order_version:
        return order
    others = [one for one in order.stand_ins if one.version == order.version and not _same(one, asked)]
    on = _there_on(order, trial, asked.substitute, policy, today)
    if on is None or not (order.impossible or (order.forecast and on < order.forecast.on)):
        return order if len(others) == len(order.stand_ins) else order.but(stand_ins=tuple(others))
    found = StandIn(version=order.version, rank=asked.rank, substitute=asked.substitute, promised=on)
    ranked = sorted((*others, found), key=lambda one: (one.substitute.line, one.rank))
    return order.but(stand_ins=tuple(ranked))


def _there_on(order: Order, trial: Trial, other: Substitute, policy: Policy, today: date) -> date | None:
    """When all of the order is with the customer by it: the substitute, which lies in the stock, and the rest."""
    judged = trial.order.reviews
    stock, route = judged["warehouse"], judged["logistics"]
    if stock.lacks or "no" in (stock.verdict, route.verdict):
        return None
    there = promised_on(trial.order, policy, today)
    rest = forecast(_without(order, other), today, policy)
    return max(there, rest.on) if there and rest else there


def _without(order: Order, other: Substitute) -> Order:
    """As if what it stands in for lacked no more."""
    item = next((line.item for line in order.binding.lines if line.line == other.line), "")
    lacks: Mapping[str, Decimal] = {**lacking(order), item: lacking(order).get(item, Decimal(0)) - other.quantity}
    left = tuple(Lack(item=name, quantity=quantity) for name, quantity in lacks.items() if quantity > 0)
    return order.but(lacks=left, answered_version=order.version)


def _same(one: StandIn, asked: StandsIn) -> bool:
    named = (asked.substitute.line, asked.substitute.item)
    return (one.substitute.line, one.substitute.item) == named


def _still_to_leave(order: Order) -> Iterator[Shortage]:
    dispatched = order.dispatched_by_line
    for line in order.binding.lines:
        left = line.quantity - dispatched.get(line.line, Decimal(0))
        if left > 0 and not (line.free or line.specification or line.process):
            yield line, left


def _substitute(line: OrderLine, lack: Decimal, one: Ranked) -> Substitute:
    """At its own price of the list; where it has none, at that of the line."""
    listed = one.listed.price(lack) if one.listed else None
    price = line.unit_price if listed is None else Money(amount=listed, currency=line.unit_price.currency)
    return Substitute(line=line.line, item=one.other.item, quantity=lack, unit_price=price)


def _trial(order: Order, other: Substitute, rank: int, trial_id: UUID, number: str, today: date) -> Trial:
    """Of the substitute alone: the rest of the order is where it is."""
    line = OrderLine(line=1, item=other.item, quantity=other.quantity, unit_price=other.unit_price)
    alone = {"quotation": "", "contract": "", "samples": (), "customer_po": "", "promised": None}
    freight = Money(amount=Decimal(0), currency=order.binding.currency)
    content = order.binding.but(number=number, lines=(line,), freight=freight, **alone)
    about = StandsIn(
        order_id=order.order_id,
        order_number=order.content.number,
        order_version=order.version,
        rank=rank,
        substitute=other,
    )
    asked = Order(order_id=trial_id, version=1, status="open", content=content, received_on=today)
    return Trial(asked, stands_in=about)
