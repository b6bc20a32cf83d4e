"""A transfer with what was asked for, sent, and came, and who said so (WHS-10). Pure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.value import Value

State = Literal["requested", "dispatched", "received", "called off"]
ZERO = Decimal(0)


class Transfer(Value):
    """Goods of one item from one of its places to another; empty is its own place."""

    transfer_id: UUID
    number: str
    item: str
    source: str
    destination: str
    requested: Decimal
    reason: str
    requested_by: str
    requested_at: datetime
    state: State = "requested"
    sent: Decimal = ZERO
    dispatched_by: str = ""
    dispatched_at: datetime | None = None
    came: Decimal = ZERO
    difference: str = ""
    """Why less came than was sent."""
    received_by: str = ""
    received_at: datetime | None = None

    @property
    def in_transit(self) -> Decimal:
        """What is on its way: then it lies at no place."""
        return self.sent if self.state == "dispatched" else ZERO

    @property
    def missing(self) -> Decimal:
        return self.sent - self.came if self.state == "received" else ZERO

    def dispatched(self, quantity: Decimal, by: str, at: datetime) -> Transfer:
        """So many are on their way; when none are, it is called off."""
        state: State = "dispatched" if quantity else "called off"
        return self.but(state=state, sent=quantity, dispatched_by=by, dispatched_at=at)

    def received(self, quantity: Decimal, difference: str, by: str, at: datetime) -> Transfer:
        return self.but(state="received", came=quantity, difference=difference, received_by=by, received_at=at)
