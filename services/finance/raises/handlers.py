"""Orders changed to more, and the end of what that held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from chassis import clock
from chassis.handling import Db, Handler, Timer
from contracts.event import Event
from contracts.finance import CreditHeld, CreditReleased
from contracts.sales import OrderChanged
from services.finance.credit import store as credit
from services.finance.credit.rules import Credit
from services.finance.exposure import store as exposure
from services.finance.exposure.rules import Exposure
from services.finance.policy import policy
from services.finance.raises import rules


async def look_again(db: Db, orders: Sequence[OrderChanged]) -> list[tuple[CreditHeld, ...]]:
    """Hold the customers of changed orders, as they are now agreed, that ask more than the limit carries."""
    names = [order.content.customer for order in orders]
    standings = dict(await _locked(db, names))
    loaded = await exposure.carried(db, [order.order_id for order in orders], names)
    said, held = list[tuple[CreditHeld, ...]](), dict[str, Credit]()
    for order, name, (account, carried) in zip(orders, names, loaded, strict=True):
        found = None
        if name in standings and account.version == order.version:
            found = rules.look_again(account, standings[name], carried, policy().currency_values)
        if found:
            standings[name] = held[name] = found[0]
        said.append((found[1],) if found else ())
    await credit.save(db, list(held.values()))
    return said


async def _locked(db: Db, customers: Sequence[str]) -> Mapping[str, Credit]:
    return await credit.lock(db, customers, clock.today(), policy().hold_after_days)


async def find_fitting(db: Db, _now: datetime) -> list[tuple[str, str]]:
    """Customers held for what was beyond their limit and is no longer."""
    held = await credit.beyond(db)
    carried = await exposure.exposures(db, [customer for customer, _, _ in held]) if held else {}
    return [
        (customer, customer)
        for customer, currency, limit in held
        if rules.fits(carried.get(customer, Exposure()), limit, currency, policy().currency_values)
    ]


async def let_go(db: Db, customers: Sequence[str]) -> list[CreditHeld | CreditReleased | tuple[()]]:
    """Release them, looked at again under the lock."""
    standings = await _locked(db, customers)
    carried = await exposure.exposures(db, customers)
    changed = {
        customer: change
        for customer, standing in standings.items()
        if (
            change := rules.let_go(
                standing, carried.get(customer, Exposure()), policy().currency_values, _overdue_days()
            )
        )
    }
    await credit.save(db, [standing for standing, _ in changed.values()])
    return [changed[customer][1] if customer in changed else () for customer in customers]


def _overdue_days() -> int | None:
    return policy().hold_after_days if policy().overdue_hold == "automatic" else None


HANDLES: Mapping[type[Event], Handler] = {OrderChanged: look_again}
TIMERS = (Timer("limit", find_fitting, let_go),)
