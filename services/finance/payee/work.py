"""The one road of a supplier whom finance pays: load, fold, save."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chassis.handling import Db, Nothing
from contracts.purchasing import SupplierChanged
from services.finance.payee import store
from services.finance.payee.rules import Payee


async def handle(
    db: Db, told: Sequence[SupplierChanged], fold: Callable[[Payee, SupplierChanged], Payee]
) -> list[Nothing]:
    """Each message folded into what is known of its supplier."""
    before = await store.load(db, [one.supplier for one in told])
    now = dict(before)
    for one in told:
        now[one.supplier] = fold(now.get(one.supplier) or Payee(supplier=one.supplier), one)
    await store.save(db, [payee for payee in now.values() if payee != before.get(payee.supplier)])
    return [() for _ in told]
