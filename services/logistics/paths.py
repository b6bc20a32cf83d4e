"""What the paths of logistics name, by id or by number."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.named import named
from services.logistics.shipments import store

ShipmentId = Annotated[UUID, named("shipment", "shipment_id", store.numbered)]
"""A shipment by its id or as SH-2026-000123."""
