"""Production lines in some weeks as people see them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from contracts.gates import ProductionGate
from contracts.value import fields_of
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.forecast import WorksOn
from services.purchasing.production.rules.lines import Maintenance, capacity
from services.purchasing.production.rules.planning import Step
from services.purchasing.production.rules.production import Production, State, state_of
from services.purchasing.schedule.rules import Window, critical, is_late, owed_on, stands_still
from services.purchasing.schedule.store import OnLine


class ScheduledDay(BaseModel):
    """Minutes of a day: what the line can work, what is planned on it, what maintenance takes; 0 and 0 is a day off."""

    on: date
    capacity: int
    planned: int
    still: int


class ScheduledStep(BaseModel):
    """A milestone; ``done``: its complete share, 1 all, as of ``told_on``; ``critical``: it makes the order late.

    ``gate``: none after it begins before its inspection passed.
    """

    name: str
    planned_on: date
    forecast_on: date
    done: Decimal
    told_on: date | None
    critical: bool
    gate: ProductionGate | None

    @classmethod
    def of(cls, step: Step, late: frozenset[str]) -> ScheduledStep:
        return cls(**{**fields_of(step), "critical": step.name in late})


class ScheduledOrder(BaseModel):
    """A production order on its line; ``owed_on``: the day promised first, ``promised_on``: the one promised now."""

    production_id: UUID
    number: str
    item: str
    quantity: Decimal
    state: State
    starts_on: date
    ends_on: date
    owed_on: date | None
    promised_on: date | None
    late: bool
    orders: tuple[UUID, ...]
    steps: tuple[ScheduledStep, ...]

    @classmethod
    def of(cls, purchase: Purchase, plan: Production) -> ScheduledOrder:
        makes_late = critical(purchase, plan)
        return cls(
            production_id=purchase.id,
            number=purchase.number,
            item=purchase.item,
            quantity=plan.quantity,
            state=state_of(purchase, plan),
            starts_on=plan.days[0].on,
            ends_on=plan.days[-1].on,
            owed_on=owed_on(purchase),
            promised_on=purchase.promised_on,
            late=is_late(purchase, plan),
            orders=purchase.last_served,
            steps=tuple(ScheduledStep.of(step, makes_late) for step in plan.steps),
        )


class ScheduledLine(BaseModel):
    """A line: each day of the window, when it stands still, and its production orders."""

    line: str
    name: str
    active: bool
    days: tuple[ScheduledDay, ...]
    maintenance: tuple[Maintenance, ...]
    orders: tuple[ScheduledOrder, ...]

    @classmethod
    def of(cls, one: OnLine, window: Window, works_on: WorksOn) -> ScheduledLine:
        days = tuple(
            ScheduledDay(
                on=on,
                capacity=capacity(one.line, one.maintenance, on, works_on),
                planned=one.taken.get(on, 0),
                still=stands_still(one.line, one.maintenance, on, works_on),
            )
            for on in window.days
        )
        orders = tuple(ScheduledOrder.of(purchase, plan) for purchase, plan in one.orders if plan)
        line = one.line
        return cls(
            line=line.line,
            name=line.name,
            active=line.active,
            days=days,
            maintenance=one.maintenance,
            orders=orders,
        )


class ScheduleState(BaseModel):
    """The lines from the first day to the last; ``count``: how many production orders there are, shown or not."""

    since: date
    until: date
    count: int
    lines: tuple[ScheduledLine, ...]
