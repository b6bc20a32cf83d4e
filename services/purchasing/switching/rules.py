"""What another line would make sooner of a production order that will be late, and at which cost (PUR-12). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.money import Money, rounded
from services.purchasing.ledger.rules.book import Ledger, update
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.forecast import made
from services.purchasing.production.rules.lines import LineItem
from services.purchasing.production.rules.planning import DayLoad, Free, minutes_of, reached, schedule
from services.purchasing.production.rules.production import Production
from services.purchasing.production.rules.shop import Shop
from services.purchasing.progress.rules import NotReleased, new_day
from services.purchasing.purchases.rules.doing import delay
from services.purchasing.schedule.rules import owed_on


class InTime(Refusal):
    """Production order {number} is expected on {here_on}, in time for {owed_on}; it stays on line {line}."""


class NoBackupLine(Refusal):
    """No active line besides {line} makes {item}."""


class AllMade(Refusal):
    """All of production order {number} is made; nothing is left for another line."""


class NotSooner(Refusal):
    """No other line would be done with production order {number} sooner than line {line}."""


class NotThatLine(Refusal):
    """Line {line} would not be done sooner; {there} would, on {ends_on}."""

    of_input = True


@dataclass(frozen=True)
class Switch:
    """What is left of a production order goes to another line; without one, to the best backup line."""

    purchase_id: UUID
    line: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Move:
    """What is left on another line: its days there, and when it would be done ``here``, None for nobody knows when.

    ``cost`` is what that ``quantity`` costs there, ``cost_here`` what it costs where it is, if that line is in use.
    """

    line: str
    quantity: Decimal
    days: tuple[DayLoad, ...]
    here_on: date | None
    cost: Money
    cost_here: Money | None

    @property
    def ends_on(self) -> date:
        return self.days[-1].on


def best(purchase: Purchase, plan: Production, today: date, shop: Shop) -> Move | Refusal:
    """The first backup line by rank that is done sooner than the line on which it is; refused where none helps."""
    told = {"number": purchase.number, "line": plan.line}
    left = (1 - made(plan)) * plan.quantity
    if left <= 0:
        return AllMade(number=purchase.number)
    here_on, owed = _here_on(plan, left, today, shop), owed_on(purchase)
    if here_on and owed and here_on <= owed:
        return InTime(here_on=here_on, owed_on=owed, **told)
    others = [one for one in shop.of(purchase.item) if one.line != plan.line]
    if not others:
        return NoBackupLine(line=plan.line, item=purchase.item)
    moves = [move for one in others if (move := _move(one, left, owed, here_on, today, shop, plan.line))]
    return moves[0] if moves else NotSooner(**told)


def _here_on(plan: Production, left: Decimal, today: date, shop: Shop) -> date | None:
    """By its rate, and not before the line has the time: forecasts do not know when it stands still."""
    maker = next((one for one in shop.makers if one.line == plan.line), None)
    if maker is None:
        return None
    own = {day.on: day.minutes for day in plan.days}
    free: Free = shop.free(plan.line)
    days = schedule(minutes_of(left, maker.minutes_per_unit), None, today, lambda on: free(on) + own.get(on, 0))
    return max(days[-1].on, plan.steps[-1].forecast_on) if days else None


def _move(
    maker: LineItem, left: Decimal, owed: date | None, here_on: date | None, today: date, shop: Shop, here: str
) -> Move | None:
    days = schedule(minutes_of(left, maker.minutes_per_unit), owed, today, shop.free(maker.line))
    if not days or (here_on and days[-1].on >= here_on):
        return None
    costs_here = next((_cost(one, left) for one in shop.of(maker.item) if one.line == here), None)
    return Move(maker.line, left, days, here_on, _cost(maker, left), costs_here)


def _cost(maker: LineItem, quantity: Decimal) -> Money:
    cost = maker.cost_per_unit
    return cost.but(amount=rounded(cost.amount * quantity, cost.currency))


def switch(
    ledger: Ledger, plan: Production | None, asked: Switch, terms: Ordering, shop: Shop, late_days: int
) -> tuple[Ledger, Production] | Refusal:
    """What is left is planned on the backup line, the promised day follows; refused where it would not help."""
    purchase = ledger.purchase(asked.purchase_id)
    if purchase is None or not purchase.made or purchase.state == "closed":
        return NotFound(what="production order", id=asked.purchase_id)
    if plan is None:
        return NotReleased()
    move = best(purchase, plan, terms.today, shop)
    if isinstance(move, Refusal):
        return move
    if asked.line not in ("", move.line):
        return NotThatLine(line=asked.line, there=move.line, ends_on=move.ends_on)
    told = _told(purchase, move, asked.reason or f"{plan.line} → {move.line}", terms.today, late_days)
    if isinstance(told, Refusal):
        return told
    return ledger.with_book(update(ledger.books[purchase.item], told)), moved(plan, move)


def _told(purchase: Purchase, move: Move, reason: str, today: date, late_days: int) -> Purchase | Refusal:
    day = new_day(purchase, move.ends_on, late_days)
    return delay(purchase, day, reason, today) if day else purchase


def moved(plan: Production, move: Move) -> Production:
    """What is complete stays; each other milestone is planned for the day on which its share of the rest is made."""
    carried = made(plan)
    steps = tuple(
        step if step.done == 1 else step.but(planned_on=on, forecast_on=on)
        for step, on in zip(plan.steps, _reached(plan, carried, move.days), strict=True)
    )
    return plan.but(version=plan.version + 1, line=move.line, days=move.days, steps=steps, carried=carried)


def _reached(plan: Production, carried: Decimal, days: Sequence[DayLoad]) -> list[date]:
    return [reached(days, (step.share - carried) / (1 - carried)) for step in plan.steps]
