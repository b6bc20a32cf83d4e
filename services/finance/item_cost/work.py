"""The one road of what items cost: hold, work on it, save."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chassis import clock
from chassis.handling import Db
from services.finance.account.rules.entries import Entry
from services.finance.item_cost import store
from services.finance.item_cost.rules.stock import Stock, Valued


async def hold(db: Db, items: Iterable[str]) -> Stock:
    """The cost of these items, held until commit; `save` writes what became of it."""
    return Stock(await store.load(db, items))


async def save(db: Db, stock: Stock) -> None:
    await store.save(db, list(stock.changed.values()))


async def handle(db: Db, valued: Sequence[Valued]) -> list[Entry]:
    """The entries of purchased goods, one after the other; without any nothing is held."""
    if not valued:
        return []
    values = await store.values(db, (one.currency for one in valued), clock.today())
    stock = await hold(db, (one.item for one in valued))
    entries = [entry for one in valued for entry in stock.value(one, values)]
    await save(db, stock)
    return entries
