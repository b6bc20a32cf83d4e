"""A transfer with what was asked for, sent, and came, and who said so (WHS-10). Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.value import Value

State = Literal["requested", "dispatched", "received", "called off"]
ZERO = Decimal(0)


class Content(Value):
    """So many of a lot are on it; empty is no lot."""

    lot: str
    expires_on: date | None
    quantity: Decimal


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
    contents: tuple[Content, ...] = ()
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

    def dispatched(self, contents: tuple[Content, ...], by: str, at: datetime) -> Transfer:
        """So many are on their way; when none are, it is called off."""
        state: State = "dispatched" if contents else "called off"
        sent = sum((one.quantity for one in contents), ZERO)
        return self.but(state=state, sent=sent, contents=contents, dispatched_by=by, dispatched_at=at)

    def arriving(self, quantity: Decimal) -> list[Content]:
        """Of which lots so many come: what expires last is taken to be missing."""
        came, left = [], quantity
        for one in self.contents:
            came.append(one.but(quantity=min(one.quantity, left)))
            left -= came[-1].quantity
        return [one for one in came if one.quantity]

    def received(self, quantity: Decimal, difference: str, by: str, at: datetime) -> Transfer:
        return self.but(state="received", came=quantity, difference=difference, received_by=by, received_at=at)
