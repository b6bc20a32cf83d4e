"""What the paths of sales name, by id or by number."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from chassis.http.named import named
from services.sales import store

OrderId = Annotated[UUID, named("order", "order_id", store.numbered)]
"""An order by its id or as SO-2026-000123."""
ShipmentId = Annotated[UUID, named("shipment", "shipment_id", store.with_slip)]
"""A shipment of the path's order, which stands before it; by its id or its sales slip, SS-2026-000123."""
