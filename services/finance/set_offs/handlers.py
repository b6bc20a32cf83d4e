"""What suppliers owe is taken off what they are owed, whenever both are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chassis import clock
from chassis.handling import Db, Reading, Timer
from contracts.payables import BillMatched, SupplierPaid
from services.finance.bill.store import Touched
from services.finance.bill.work import handle
from services.finance.bills.store import tolerances
from services.finance.set_offs import store
from services.finance.set_offs.rules import TakeOff, take_off

AT_ONCE = 100


async def find_claims(db: Reading, _: datetime) -> list[tuple[str, TakeOff]]:
    """One of each supplier at a time: the rest is found by the next look."""
    found = await store.find(db, AT_ONCE)
    return list({one.supplier: one for one in reversed(found)}.items())


async def take_claims_off(db: Db, asked: Sequence[TakeOff]) -> list[tuple[SupplierPaid | BillMatched, ...]]:
    """What is found is looked at again under the lock of all payables."""
    named = Touched(bills=[bill for one in asked for bill in (*one.claims, *one.owed)])
    today = clock.today()
    return await handle(db, asked, named, lambda known, one: take_off(known, one, today), tolerances)


TIMERS = (Timer("set_offs", find_claims, take_claims_off, pace="work"),)
