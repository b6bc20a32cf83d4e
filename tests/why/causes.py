"""Each cause, brought about with means from outside; inside the block the orders named are stuck by it."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from chassis.messages import inbox
from contracts.codec import encoded
from contracts.finance import CreditReviewed
from tests.integration.bodies import CUSTOMER_MASTER
from tests.integration.switches import Switch
from tests.waiting import within
from tests.why.stage import LONG_S, Stage
from whereabouts.links import Cause

Bring = Callable[[Stage, Switch], AbstractAsyncContextManager[list[str]]]
SAMPLE = 3
REFUSES = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk says no'; END $$"
LARGEST_BY_DEFAULT = 1_048_588
SAID = "SELECT count(DISTINCT key) FROM outbox WHERE key = ANY($1::text[])"


@dataclass(frozen=True)
class Expected:
    """A cause, where, and how to bring it about."""

    cause: Cause
    where: str
    state: str
    bring: Bring


@asynccontextmanager
async def never_sent(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    yield ["SO-1999-000001"]


@asynccontextmanager
async def warehouse_ended(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    async with stage.company.without("warehouse"):
        yield [order.number for order in await stage.orders(SAMPLE)]


@asynccontextmanager
async def lease_held(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    """A department that ended before it sent: what it said waits for the round of the next, and that for the lease."""
    stage.end_task("logistics", "relay")
    orders = await stage.orders(SAMPLE)
    async with stage.session("logistics") as db:

        async def said() -> bool:
            return bool(await db.fetchval(SAID, [str(order.id) for order in orders]) == SAMPLE)

        await within(LONG_S, said)
        async with db.transaction():
            await db.execute("SELECT FROM key WHERE key = 'relay' FOR UPDATE")
            await stage.restart("logistics")
            yield [order.number for order in orders]


@asynccontextmanager
async def relay_ended(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    stage.end_task("purchasing", "relay")
    yield [order.number for order in await stage.orders(SAMPLE)]
    await stage.restart("purchasing")


@asynccontextmanager
async def consumer_ended(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    stage.end_task("finance", "consumer")
    yield [order.number for order in await stage.orders(SAMPLE)]
    await stage.restart("finance")


@asynccontextmanager
async def topic_refuses(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    await stage.largest_record("route.reviewed", 10)
    yield [order.number for order in await stage.orders(SAMPLE)]
    await stage.largest_record("route.reviewed", LARGEST_BY_DEFAULT)


@asynccontextmanager
async def kafka_frozen(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    stage.freeze_kafka(signal.SIGSTOP)
    try:
        yield [order.number for order in await stage.orders(SAMPLE)]
    finally:
        stage.freeze_kafka(signal.SIGCONT)


@asynccontextmanager
async def key_locked(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    """Somebody holds the orders' locks in the warehouse; what comes waits in the handler's transaction."""
    switch("sales", release="by_hand")
    orders = await stage.orders(SAMPLE, at="reserved")
    async with stage.session("warehouse") as db, db.transaction():
        await inbox.lock(db, [order.id for order in orders])
        for order in orders:
            await order.do(f"shipments/{await order.shipment('reserved')}/release")
        yield [order.number for order in orders]


@asynccontextmanager
async def rows_locked(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    """All that the warehouse does runs into a lock until it gives up for a while."""
    async with stage.session("warehouse") as db, db.transaction():
        await db.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        orders = await stage.orders(SAMPLE)
        await stage.until_doing("warehouse", "consumer", "paused")
        yield [order.number for order in orders]


@asynccontextmanager
async def handler_fails(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    async with stage.session("finance") as db:
        await db.execute(REFUSES)
        await db.execute("CREATE TRIGGER refuses BEFORE INSERT ON invoice FOR EACH ROW EXECUTE FUNCTION refuse()")
        yield [order.number for order in await stage.orders(SAMPLE)]
        await db.execute("DROP TRIGGER refuses ON invoice")


@asynccontextmanager
async def schema_broken(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    orders = await stage.orders(SAMPLE)
    for order in orders:
        await stage.put_on_kafka("credit.reviewed", order.id, b'{"order_id": 7}', 99)
    yield [order.number for order in orders]


@asynccontextmanager
async def message_lost(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    orders = await stage.orders(SAMPLE, at="dispatched")
    for order in orders:
        event = CreditReviewed(order_id=UUID(order.id), order_version=1, verdict="yes")
        await stage.put_on_kafka(event.topic, event.key, encoded(event), 7)
    yield [order.number for order in orders]


@asynccontextmanager
async def customer_unknown(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    """Finance has lost a customer's row and waits for his master data."""
    customer = f"LOST-{next(stage.trade.numbers)}"
    await stage.trade.put("sales", f"/customers/{customer}", CUSTOMER_MASTER)
    async with stage.session("finance") as db:
        await stage.until_found(db, "SELECT FROM customer_credit WHERE customer = $1", customer)
        await db.execute("DELETE FROM customer_credit WHERE customer = $1", customer)
    yield [order.number for order in await stage.orders(SAMPLE, customer=customer)]


@asynccontextmanager
async def dispatch_by_hand(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    switch("logistics", dispatch="by_hand")
    orders = await stage.orders(SAMPLE)
    for order in orders:
        await order.packed()
    yield [order.number for order in orders]


@asynccontextmanager
async def release_by_hand(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    switch("sales", release="by_hand")
    yield [order.number for order in await stage.orders(SAMPLE, at="reserved")]


@asynccontextmanager
async def under_way(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    yield [order.number for order in await stage.orders(SAMPLE, at="dispatched")]


@asynccontextmanager
async def database_closed(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    name = stage.database("purchasing")
    async with stage.session("sales") as db:
        await db.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        yield [order.number for order in await stage.orders(SAMPLE)]
        await db.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@asynccontextmanager
async def closed(stage: Stage, switch: Switch) -> AsyncIterator[list[str]]:
    (order,) = await stage.orders(1)
    await order.end_well()
    yield [order.number]


CAUSES = (
    Expected("done", "sales", "done", closed),
    Expected("waiting_for_department", "logistics", "waiting", dispatch_by_hand),
    Expected("waiting_for_person", "sales", "waiting", release_by_hand),
    Expected("waiting_for_outside", "logistics", "waiting", under_way),
    Expected("unknown_name", "sales", "unknown", never_sent),
    Expected("service_silent", "warehouse", "stuck", warehouse_ended),
    Expected("outbox_waiting", "logistics", "stuck", lease_held),
    Expected("relay_down", "purchasing", "stuck", relay_ended),
    Expected("topic_blocked", "logistics", "stuck", topic_refuses),
    Expected("kafka_unreachable", "sales", "stuck", kafka_frozen),
    Expected("not_fetched_group_empty", "finance", "stuck", consumer_ended),
    Expected("in_handler", "warehouse", "stuck", key_locked),
    Expected("consumer_paused", "warehouse", "stuck", rows_locked),
    Expected("dead_letter", "finance", "stuck", handler_fails),
    Expected("contract_mismatch", "sales", "stuck", schema_broken),
    Expected("gap", "sales", "stuck", message_lost),
    Expected("not_ready", "finance", "stuck", customer_unknown),
    Expected("database_away", "purchasing", "stuck", database_closed),
)
