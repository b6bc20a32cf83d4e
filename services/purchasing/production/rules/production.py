"""A production order's plan, and what state it is in. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from contracts.purchasing import ProductionProgressed, ProductionStep
from contracts.supply import Lack
from contracts.value import Value, fields_of
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.planning import DayLoad, Step

State = Literal["planned", "released", "in_progress", "finished", "cancelled"]


class Production(Value):
    """What was released: on which line, on which days, with which milestones. ``materials``: what was asked for it.

    ``carried``: which share of the run another line had made before it came to this one.
    """

    purchase_id: UUID
    version: int
    quantity: Decimal
    line: str
    days: tuple[DayLoad, ...]
    steps: tuple[Step, ...]
    materials: tuple[Lack, ...] = ()
    carried: Decimal = Decimal(0)


def state_of(purchase: Purchase, plan: Production | None) -> State:
    """Finished when the dock took it in; cancelled when all of it was given up (PUR-11)."""
    if purchase.state == "closed":
        return "finished" if purchase.accepted else "cancelled"
    if plan is None:
        return "planned"
    return "in_progress" if any(step.done for step in plan.steps) else "released"


def progressed(purchase: Purchase, plan: Production) -> ProductionProgressed:
    """How far it is, for all who follow its orders."""
    told: dict[str, Any] = {name: getattr(purchase, name) for name in ("item", "number", "served")}
    return ProductionProgressed(
        orders=purchase.last_served,
        purchase_id=purchase.id,
        version=plan.version,
        quantity=plan.quantity,
        line=plan.line,
        state=state_of(purchase, plan),
        starts_on=plan.days[0].on,
        ends_on=purchase.promised_on or plan.days[-1].on,
        steps=tuple(ProductionStep.having(fields_of(step)) for step in plan.steps),
        materials=plan.materials,
        **told,
    )
