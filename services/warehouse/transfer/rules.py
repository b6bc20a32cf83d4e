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


class Arrival(Value):
    """So many came at once."""

    quantity: Decimal
    received_by: str
    received_at: datetime


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
    arrivals: tuple[Arrival, ...] = ()
    """The parts in which it came; the last one is that of ``received_by``."""

    @property
    def in_transit(self) -> Decimal:
        """What is on its way: then it lies at no place."""
        return self.sent - self.came if self.state == "dispatched" else ZERO

    @property
    def missing(self) -> Decimal:
        return self.sent - self.came if self.state == "received" else ZERO

    def dispatched(self, contents: tuple[Content, ...], by: str, at: datetime) -> Transfer:
        """So many are on their way; when none are, it is called off."""
        state: State = "dispatched" if contents else "called off"
        sent = sum((one.quantity for one in contents), ZERO)
        return self.but(state=state, sent=sent, contents=contents, dispatched_by=by, dispatched_at=at)

    def arriving(self, quantity: Decimal) -> list[Content]:
        """Of which lots so many come next: what expires last is taken to come last, or to be missing."""
        arriving, before, left = [], self.came, quantity
        for one in self.contents:
            here = max(ZERO, one.quantity - before)
            before = max(ZERO, before - one.quantity)
            arriving.append(one.but(quantity=min(here, left)))
            left -= arriving[-1].quantity
        return [one for one in arriving if one.quantity]

    def received(self, quantity: Decimal, difference: str, more: bool, by: str, at: datetime) -> Transfer:
        """So many came; with ``more`` the rest is still on its way, else it is missing, with its reason."""
        told = {"came": self.came + quantity, "received_by": by, "received_at": at}
        arrivals = (*self.arrivals, Arrival(quantity=quantity, received_by=by, received_at=at))
        known = self.but(**told, arrivals=arrivals)
        return known if more else known.but(state="received", difference=difference)
