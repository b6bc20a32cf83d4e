"""The versions of an order over HTTP (SAL-9, ALL-3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends

from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import NotFound
from contracts.scalars import Count
from contracts.texts import Word
from services.sales.order import store as book
from services.sales.order.paths import READERS, OrderId, only_customer
from services.sales.versions import store
from services.sales.versions.rules import Version
from services.sales.versions.view import VersionsState, side_by_side

router = Router(prefix="/api/v1", tags=["changes"])


@router.get("/orders/{order_id}/versions", response_model=VersionsState)
async def list_versions(
    by: Annotated[Person, Depends(allow(*READERS))],
    order_id: OrderId,
    db: Look,
    before: Count | None = None,
    after: Count | None = None,
) -> VersionsState:
    """All since the confirmation, and two of them side by side: the last two unless told (SAL-9)."""
    order = await book.look(db, order_id)
    if order is None or only_customer(by) not in (None, order.content.customer):
        raise NotFound(what="order", id=order_id)
    known = await store.of_order(db, order_id)
    return side_by_side(known, _called(known, before, -2), _called(known, after, -1))


def _called(known: Sequence[Version], version: int | None, otherwise: int) -> Version | None:
    """NotFound where there is none of this number."""
    if version is None:
        return known[max(otherwise, -len(known))] if known else None
    found = next((one for one in known if one.version == version), None)
    if found is None:
        raise NotFound(what=Word("version"), id=version)
    return found
