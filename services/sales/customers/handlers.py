"""The masters change over HTTP only."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.sales.customers import rules, store
from services.sales.customers.rules import PutCustomer, PutItem


async def put_customer(db: Db, commands: Sequence[PutCustomer]) -> list[Answer | Refusal]:
    known = await store.customers(db, [command.customer for command in commands])
    done = [rules.put_customer(known.get(command.customer), command) for command in commands]
    await store.save_customers(db, [state for state, _ in done])
    return [Answer(state, events) for state, events in done]


async def put_item(db: Db, commands: Sequence[PutItem]) -> list[Answer | Refusal]:
    known = await store.items(db, [command.item for command in commands])
    done = [rules.put_item(known.get(command.item), command) for command in commands]
    await store.save_items(db, [state for state, _ in done])
    return [Answer(state, events) for state, events in done]
