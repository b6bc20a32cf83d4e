"""When it is said of a lot that its last day comes near, and when that is over (WHS-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.warehouse import LotExpiring, LotGone


@dataclass(frozen=True)
class Lot:
    """A lot under the receipt with which it came. ``here`` counts what is packed, too; ``told``: it was said before.

    ``orders`` have some of it in their packages, or are served by it before others, as what expires first leaves first.
    """

    receipt: str
    item: str
    lot: str
    supplier: str
    expires_on: date
    here: Decimal
    orders: tuple[UUID, ...] = ()
    told: bool = False


Said = LotExpiring | LotGone


def look(lot: Lot, days: int, today: date) -> Said | None:
    """Once for each lot that is here so many days before its last one; and that it is gone, sold or taken out.

    Of what is gone it is silent about orders: who got it has it.
    """
    if lot.told and lot.here <= 0:
        return LotGone(receipt=lot.receipt, item=lot.item, lot=lot.lot)
    if lot.told or lot.here <= 0 or lot.expires_on > today + timedelta(days=days):
        return None
    return LotExpiring(
        orders=lot.orders,
        receipt=lot.receipt,
        item=lot.item,
        lot=lot.lot,
        supplier=lot.supplier,
        expires_on=lot.expires_on,
        here=lot.here,
    )
