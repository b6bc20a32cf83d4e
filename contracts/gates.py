"""Gates of production: what is asked for at one, what was decided, and which items have them (WHS-4, PUR-9).

A gate is a milestone of a production order that no later one passes before its inspection did, or a concession was
signed. Purchasing asks for the inspection, the warehouse's quality people decide.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.event import Event, Promise, working_hours
from contracts.papers import Paper
from contracts.scalars import Count, Quantity
from contracts.sentences import Sentence
from contracts.value import Value

GateKind = Literal["first_article", "final"]
"""The first pieces of a run, each of which is inspected; the whole run, of which a sample is drawn."""
GateState = Literal["closed", "asked", "failed", "passed", "conceded"]
"""Not reached; waits for its inspection; to be reworked; open by verdict; open by signature."""


class ProductionGate(Value):
    """A milestone's gate; ``inspection`` is the newest, of ``presented`` pieces, ``times`` how often one was asked."""

    kind: GateKind
    state: GateState = "closed"
    inspection: str = ""
    times: Count = 0
    presented: Quantity = Decimal(0)

    @property
    def is_open(self) -> bool:
        return self.state in ("passed", "conceded")


class InspectionPlanned(Event, topic="inspection.planned", key="item", said_by="warehouse"):
    """At which gates an item is inspected while it is made; the highest version holds (WHS-4)."""

    compacted = True

    item: str
    version: Count
    gates: tuple[GateKind, ...]


class _OfGate(Event, key="purchase_id"):
    """About one inspection of a production order, whose purchase is the key."""

    purchase_id: UUID
    item: str
    gate: GateKind
    request: Count
    """Counts the inspections asked for of a production order; a decision on an older one than the newest is void."""
    inspection: str
    """What people call it: FAI-2026-000123 and FQC-2026-000123 of MO-2026-000123, with -1 after it was reworked."""
    quantity: Quantity
    """How many pieces are presented."""


class InspectionRequested(_OfGate, topic="inspection.requested", said_by="purchasing"):
    """A production order came to a gate; it goes on when the inspection is passed, or conceded (WHS-4, PUR-9)."""

    summary = Sentence(
        en="inspection[ {inspection}] asked for[: {quantity} × {item}][ of {production}]",
        zh="报检[ {inspection}][：{quantity} × {item}][（{production}）]",
    )
    papers = (Paper("inspection", en="production inspection", zh="生产检验单"),)

    production: str
    """The production order's number."""
    again: bool = False
    """It failed before, and was reworked."""
    then = (
        Promise(
            of=("inspection.decided", "purchase.cancelled", "goods.received"),
            by="warehouse",
            within=working_hours(8),
            match=("purchase_id",),
            counted_by="request",
            in_part=("purchase.cancelled", "goods.received"),
        ),
    )


class InspectionDecided(_OfGate, topic="inspection.decided", said_by="warehouse"):
    """The gate's verdict; a failed one is reworked and asked for anew, unless a concession is signed (WHS-4)."""

    summary = Sentence(
        en="inspection[ {inspection}][ of {item}] decided[: {verdict}][ ({reason})]",
        zh="检验[ {inspection}][（{item}）]已判定[：{verdict}][（{reason}）]",
    )

    verdict: Literal["passed", "failed", "conceded"]
    reason: str = ""
    """What the inspector noted, or why the concession was signed."""
