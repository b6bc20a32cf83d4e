"""What became of what came in (SAL-2)."""

from __future__ import annotations

from pydantic import BaseModel

from chassis.http.batch import Answers
from services.sales.order.view import OrderBrief


class FileTaken(Answers[OrderBrief]):
    """``passed_over``: what the file says besides, of which nothing was made."""

    passed_over: tuple[str, ...]


class ShopTaken(BaseModel):
    """Nothing where a shop's order is none yet, or was never in the book."""

    order: OrderBrief | None = None
