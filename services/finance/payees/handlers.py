"""Suppliers come and change, and where they are paid is agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Answer, Db, Handler, Nothing
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.purchasing import SupplierChanged
from services.finance.payee.rules import ConfirmAccount, PutAccount, PutDiscount, confirm, learn, put, put_discount
from services.finance.payee.work import command, handle


async def take_suppliers(db: Db, told: Sequence[SupplierChanged]) -> list[Nothing]:
    """When a supplier's bills are due, and under which name he is paid."""
    return await handle(db, told, learn)


async def put_accounts(db: Db, asked: Sequence[PutAccount]) -> list[Answer | Refusal]:
    """Entered, and not used before somebody else confirms it."""
    return await command(db, asked, put)


async def put_discounts(db: Db, asked: Sequence[PutDiscount]) -> list[Answer | Refusal]:
    """What a supplier grants for paying early."""
    return await command(db, asked, put_discount)


async def confirm_accounts(db: Db, asked: Sequence[ConfirmAccount]) -> list[Answer | Refusal]:
    """From now on the supplier is paid there."""
    return await command(db, asked, confirm)


HANDLES: Mapping[type[Event], Handler] = {SupplierChanged: take_suppliers}
