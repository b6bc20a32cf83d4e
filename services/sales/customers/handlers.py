"""The masters change over HTTP only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Never

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from contracts.sales import CustomerChanged, ItemChanged
from contracts.value import fields_of
from services.sales.customers.rules import putting
from services.sales.customers.rules.putting import PutCustomer, PutItem
from services.sales.masters import store
from services.sales.masters.rules import Customer, Item, ListPrice
from services.sales.masters.view import ListPriceState
from services.sales.masters.work import command
from services.sales.order import store as orders
from services.sales.policy import Policy
from services.sales.staff import store as staff
from services.sales.weighing import store as weighing


async def put_customer(db: Db, commands: Sequence[PutCustomer]) -> list[Answer[CustomerChanged] | Refusal]:
    """A customer of another's does not exist for who sees his own alone (ALL-3); whose grade may be another, his orders
    are weighed again (SAL-7)."""
    own = [(asked.own_of, asked.code) for asked in commands if asked.own_of]
    only = own and (await holding(db, Policy)).own_customers_only
    seen = await staff.seen(db, own, clock.today()) if only else {}
    his = [asked for asked in commands if seen.get((asked.own_of or "", asked.code), True)]
    answers = await command(db, his, Customer, putting.put_customer)
    await orders.weigh_again(db, list(_changed(his, answers)), clock.today())
    told = iter(answers)
    return [next(told) if asked in his else NotFound(what="customer", id=asked.code) for asked in commands]


def _floor(listed: ListPrice | None) -> Decimal | None:
    return listed.floor if listed else None


def _changed(asked: Sequence[PutCustomer], answers: Sequence[Answer[CustomerChanged] | Refusal]) -> Iterator[str]:
    """The customers of whom something is said."""
    for one, answer in zip(asked, answers, strict=True):
        if isinstance(answer, Answer) and answer.events:
            yield one.code


async def put_item(db: Db, commands: Sequence[PutItem]) -> list[Answer[ItemChanged] | Refusal]:
    """What may stand in for an item is an item of the master, counted as it is (SAL-10)."""
    named = {code for asked in commands for code in asked.master.substitutes}
    units = {code: one.unit for code, one in (await store.load(db, Item, sorted(named))).items()} if named else {}
    refused = {asked.code: refusal for asked in commands if (refusal := putting.misfit(asked, units))}
    done = iter(await command(db, [one for one in commands if one.code not in refused], Item, putting.put_item))
    return [refused.get(asked.code) or next(done) for asked in commands]


async def put_list_price(db: Db, asked: Sequence[ListPrice]) -> list[Answer[Never] | Refusal]:
    """Of items that there are; where a floor is another, open orders with the item are weighed again (SAL-7)."""
    known = await store.load(db, Item, [one.item for one in asked])
    kept = {(one.item, one.currency): one for one in asked if one.item in known}
    before = await store.prices(db, kept.keys())
    await store.save_prices(db, list(kept.values()))
    await weighing.of_floors(db, [key for key, one in kept.items() if _floor(before.get(key)) != one.floor])
    return [
        Answer(ListPriceState.having(fields_of(one))) if one.item in known else NotFound(what="item", id=one.item)
        for one in asked
    ]
