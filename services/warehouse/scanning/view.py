"""A code as the warehouse knows it."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from contracts.order import Package


class PackageState(BaseModel):
    """A package with what lies in it, and the outbound slip and order that it is of (WHS-6)."""

    slip_number: str
    order_id: UUID
    package: Package


class Scanned(BaseModel):
    """What a code names; each is empty where it names none, all where nobody here knows it.

    ``lot`` is our receipt, of which ``item`` came, where one alone is called so: by its number or its supplier's name.
    """

    item: str
    lot: str
    place: str
    serial: str
    """Of a piece of ``item``, where one alone bears it."""
    package: PackageState | None = None
    """The one with this label."""
