"""What a switch to the backup line costs and saves, as people see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from contracts.money import Money
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.production import Production
from services.purchasing.schedule.rules import owed_on
from services.purchasing.switching.rules import Move


class SwitchState(BaseModel):
    """A production order that ``line`` would be done with on ``ends_on``, sooner than on ``here_on`` where it is.

    ``cost`` is what that ``quantity`` costs there, ``cost_here`` where it is; ``here_on`` None: nobody knows when.
    """

    production_id: UUID
    number: str
    item: str
    here: str
    here_on: date | None
    cost_here: Money | None
    line: str
    ends_on: date
    cost: Money
    quantity: Decimal
    owed_on: date | None

    @classmethod
    def of(cls, purchase: Purchase, plan: Production, move: Move) -> SwitchState:
        return cls(
            production_id=purchase.id,
            number=purchase.number,
            item=purchase.item,
            here=plan.line,
            here_on=move.here_on,
            cost_here=move.cost_here,
            line=move.line,
            ends_on=move.ends_on,
            cost=move.cost,
            quantity=move.quantity,
            owed_on=owed_on(purchase),
        )
