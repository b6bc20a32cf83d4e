"""A production order as people see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from contracts.supply import Lack, Served
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.planning import DayLoad, Step
from services.purchasing.production.rules.production import Production, State, state_of


class ProductionState(BaseModel):
    """A production order: what is made for whom, its plan once it is released; ``promised_on``: when it is here."""

    production_id: UUID
    number: str
    item: str
    quantity: Decimal
    accepted: Decimal
    state: State
    promised_on: date | None
    latest_on: date | None
    served: tuple[Served, ...]
    line: str
    days: tuple[DayLoad, ...]
    steps: tuple[Step, ...]
    materials: tuple[Lack, ...]

    @classmethod
    def of(cls, purchase: Purchase, plan: Production | None) -> ProductionState:
        names = ("number", "item", "quantity", "accepted", "promised_on", "latest_on", "served")
        planned = {name: getattr(plan, name) for name in ("line", "days", "steps", "materials")} if plan else {}
        nothing = {"line": "", "days": (), "steps": (), "materials": ()}
        facts = {name: getattr(purchase, name) for name in names}
        return cls(production_id=purchase.id, state=state_of(purchase, plan), **facts, **(planned or nothing))
