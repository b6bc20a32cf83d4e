"""What the paths of logistics name, by id or by number, and who asks."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends

from chassis.http.identity import Person, allow
from chassis.http.named import named
from services.logistics.shipment import store

ShipmentId = Annotated[UUID, named("shipment", "shipment_id", store.numbered)]
"""A shipment by its id or as SH-2026-000123."""
Clerk = Annotated[Person, Depends(allow("logistics clerk"))]
ClerkOrCarrier = Annotated[Person, Depends(allow("logistics clerk", "carrier"))]
READERS: Final = ("logistics clerk", "carrier", "merchandiser", "sales manager", "customer service", "management")
"""Who may see shipments; a carrier its own only."""
Reader = Annotated[Person, Depends(allow(*READERS))]
