"""Suppliers come and change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Db, Handler, Nothing
from contracts.event import Event
from contracts.purchasing import SupplierChanged
from services.finance.payee.rules import learn
from services.finance.payee.work import handle


async def take_suppliers(db: Db, told: Sequence[SupplierChanged]) -> list[Nothing]:
    """When a supplier's bills are due, and under which name he is paid."""
    return await handle(db, told, learn)


HANDLES: Mapping[type[Event], Handler] = {SupplierChanged: take_suppliers}
