"""The one road of what items cost: hold, work on it, save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db
from contracts.rates import HOME, Values
from services.finance.account.rules.entries import Entry, Kind
from services.finance.item_cost import store
from services.finance.item_cost.rules.stock import Stock, Valued
from services.finance.policy import Policy
from services.finance.valuation.rules import day_of


async def hold(db: Db, items: Iterable[str]) -> Stock:
    """The cost of these items, held until commit; `save` writes what became of it."""
    return Stock(await store.load(db, items))


async def save(db: Db, stock: Stock) -> None:
    await store.save(db, list(stock.changed.values()))


async def handle(db: Db, valued: Sequence[Valued]) -> list[Entry]:
    """The entries of purchased goods, one after the other; without any nothing is held."""
    if not valued:
        return []
    values = await _values(db, valued)
    stock = await hold(db, (one.item for one in valued))
    entries = [entry for one in valued for entry in stock.value(one, values[one.kind])]
    await save(db, stock)
    return entries


async def _values(db: Db, valued: Sequence[Valued]) -> Mapping[Kind, Values]:
    """By what their entries are: the rates that these take, so that nothing is left between two currencies (FIN-8)."""
    currencies, today = {one.currency for one in valued}, clock.today()
    at_day = await store.values(db, currencies, today)
    if currencies == {HOME} or (first := day_of(today, (await holding(db, Policy)).bill_rate)) == today:
        return {one.kind: at_day for one in valued}
    return {"receipt": at_day, "bill": await store.values(db, currencies, first)}
