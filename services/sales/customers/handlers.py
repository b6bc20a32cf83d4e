"""The masters change over HTTP only."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.sales import CustomerChanged, ItemChanged
from services.sales.customers import rules
from services.sales.customers.rules import PutCustomer, PutItem
from services.sales.masters.rules import Customer, Item
from services.sales.masters.work import command


async def put_customer(db: Db, commands: Sequence[PutCustomer]) -> list[Answer[CustomerChanged] | Refusal]:
    return await command(db, commands, Customer, rules.put_customer)


async def put_item(db: Db, commands: Sequence[PutItem]) -> list[Answer[ItemChanged] | Refusal]:
    return await command(db, commands, Item, rules.put_item)
