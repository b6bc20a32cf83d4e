"""Lines as people see them."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from services.purchasing.production.rules.lines import Line, LineItem, Maintenance


class LineState(BaseModel):
    """A line as it is kept."""

    line: Line


class MaintenanceState(BaseModel):
    """Maintenance as it is kept."""

    maintenance: Maintenance


class LineItemState(BaseModel):
    """What a line makes, as it is kept."""

    item: LineItem


class LineDay(BaseModel):
    """What a line can do on a day, and what production orders take of it, in minutes."""

    on: date
    capacity: int
    planned: int
