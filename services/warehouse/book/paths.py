"""What the paths of the warehouse name, by id or by number, and who may look."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.identity import Role
from chassis.http.named import named
from services.warehouse.book import store

ShipmentId = Annotated[UUID, named("shipment", "shipment_id", store.numbered)]
"""A shipment by its id, its sales slip SS-2026-000123, or its outbound slip OS-2026-000123."""
READERS: tuple[Role, ...] = (
    "storekeeper", "inspector", "buyer", "planner", "merchandiser", "salesperson", "sales manager", "logistics clerk",
    "customer service", "general manager", "management",
)  # fmt: skip
"""Who may see what goods there are, and for whom."""
