"""A transfer with what was asked for, sent, and came, and who said so (WHS-10). Pure."""

from __future__ import annotations

from collections.abc import Mapping
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
    serials: tuple[str, ...] = ()


class Line(Value):
    """So many of one item: what was asked for, was sent and came."""

    item: str
    requested: Decimal
    state: State = "requested"
    sent: Decimal = ZERO
    contents: tuple[Content, ...] = ()
    came: Decimal = ZERO
    difference: str = ""
    """Why less came than was sent."""
    arrivals: tuple[Arrival, ...] = ()
    """The parts in which it came."""
    serials: tuple[str, ...] = ()
    """Of an item with serial numbers the pieces that were sent."""

    @property
    def on_their_way(self) -> tuple[str, ...]:
        """The pieces that did not come yet."""
        came = {serial for one in self.arrivals for serial in one.serials}
        return tuple(serial for serial in self.serials if serial not in came) if self.state == "dispatched" else ()

    @property
    def in_transit(self) -> Decimal:
        """What is on its way: then it lies at no place."""
        return self.sent - self.came if self.state == "dispatched" else ZERO

    @property
    def missing(self) -> Decimal:
        return self.sent - self.came if self.state == "received" else ZERO

    def dispatched(self, contents: tuple[Content, ...], serials: tuple[str, ...] = ()) -> Line:
        """So many are on their way; when none are, it is called off."""
        state: State = "dispatched" if contents else "called off"
        sent = sum((one.quantity for one in contents), ZERO)
        return self.but(state=state, sent=sent, contents=contents, serials=serials)

    def arriving(self, quantity: Decimal) -> list[Content]:
        """Of which lots so many come next: what expires last is taken to come last, or to be missing."""
        arriving, before, left = [], self.came, quantity
        for one in self.contents:
            here = max(ZERO, one.quantity - before)
            before = max(ZERO, before - one.quantity)
            arriving.append(one.but(quantity=min(here, left)))
            left -= arriving[-1].quantity
        return [one for one in arriving if one.quantity]

    def received(
        self, quantity: Decimal, difference: str, more: bool, by: str, at: datetime, serials: tuple[str, ...] = ()
    ) -> Line:
        """So many came; with ``more`` the rest is still on its way, else it is missing, with its reason."""
        arrivals = (*self.arrivals, Arrival(quantity=quantity, received_by=by, received_at=at, serials=serials))
        known = self.but(came=self.came + quantity, arrivals=arrivals)
        return known if more else known.but(state="received", difference=difference)


class Transfer(Value):
    """Goods of some items, each one line, from one of their places to another; empty is an item's own place."""

    transfer_id: UUID
    number: str
    source: str
    destination: str
    reason: str
    requested_by: str
    requested_at: datetime
    lines: tuple[Line, ...]
    dispatched_by: str = ""
    dispatched_at: datetime | None = None
    received_by: str = ""
    """Who took in the last part that came."""
    received_at: datetime | None = None

    @property
    def items(self) -> list[str]:
        return [line.item for line in self.lines]

    @property
    def state(self) -> State:
        """On its way as long as one of its lines is; it leaves as a whole."""
        states = {line.state for line in self.lines}
        ahead: tuple[State, ...] = ("dispatched", "requested", "received")
        return next((state for state in ahead if state in states), "called off")

    @property
    def in_transit(self) -> Decimal:
        return sum((line.in_transit for line in self.lines), ZERO)

    @property
    def missing(self) -> Decimal:
        return sum((line.missing for line in self.lines), ZERO)

    def line(self, item: str) -> Line:
        """Of one of its items."""
        return next(line for line in self.lines if line.item == item)

    def changed(self, changed: Mapping[str, Line]) -> tuple[Line, ...]:
        """Its lines, those of these items as they are now."""
        return tuple(changed.get(line.item, line) for line in self.lines)
