"""What the causes are brought about on: a company with its trade, the Kafka and PostgreSQL under it, and their keys."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from chassis import clock
from chassis.ids import new_id
from chassis.messages.envelope import headers_of
from gendan.embedded import Ground
from tests.integration.company import Company
from tests.integration.order import Order
from tests.integration.trade import Trade
from tests.waiting import within

LONG_S = 60.0


@dataclass(frozen=True)
class Stage:
    """All hands on the company, and how to reach under it."""

    company: Company
    trade: Trade
    ground: Ground
    data: Path
    prefix: str
    item: str

    async def orders(self, count: int, *, at: str | None = None, **other: Any) -> list[Order]:
        """New orders, when all of them are ``at`` a stage."""
        orders = [await self.trade.order({self.item: 1}, **other) for _ in range(count)]
        if at:
            for order in orders:
                await order.until(at)
        return orders

    def database(self, department: str) -> str:
        return self.company.settings[department].database_url.rpartition("/")[2].partition("?")[0]

    @asynccontextmanager
    async def session(self, department: str) -> AsyncIterator[asyncpg.Connection]:
        """A superuser's session in a department's database."""
        db = await asyncpg.connect(self.ground.admin, database=self.database(department), ssl=False)
        try:
            yield db
        finally:
            await db.close()

    def end_task(self, department: str, name: str) -> None:
        """One loop of a department ends, as by a bug."""
        tasks = self.company.service(department).tasks
        next(task for task in tasks if task.get_name() == name).cancel()

    async def until_doing(self, department: str, part: str, doing: str) -> None:
        """Wait until a part of a department does this."""
        condition = self.company.service(department).condition

        async def does() -> bool:
            state = condition.states.get(part)
            return state is not None and state.doing == doing

        await within(LONG_S, does)

    async def until_settled(self) -> None:
        """Wait until every department has sent and heard all."""

        async def settled() -> bool:
            for service in map(self.company.service, self.company.running):
                unsent = await service.engine.pool.fetchval("SELECT count(*) FROM outbox")
                if unsent or not await service.condition.has_heard_all():
                    return False
            return True

        await within(LONG_S, settled)

    async def until_found(self, db: asyncpg.Connection, query: str, *values: object) -> None:
        async def found() -> bool:
            return await db.fetchrow(query, *values) is not None

        await within(LONG_S, found)

    async def restart(self, department: str) -> None:
        await self.company.stop(department)
        await self.company.start(department)

    def freeze_kafka(self, how: signal.Signals) -> None:
        """SIGSTOP and SIGCONT."""
        os.kill(int((self.data / "kafka" / "pid").read_text().split()[0]), how)

    async def largest_record(self, topic: str, size: int) -> None:
        """Kafka refuses larger ones in this topic."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.ground.kafka)
        await admin.start()
        try:
            resource = ConfigResource(
                ConfigResourceType.TOPIC, self.prefix + topic, configs={"max.message.bytes": str(size)}
            )
            await admin.alter_configs([resource])
        finally:
            await admin.close()

    async def put_on_kafka(self, topic: str, key: str, value: bytes, sequence: int) -> None:
        """A record as a faulty department would write it."""
        headers = headers_of(
            message_id=new_id(),
            topic=topic,
            source="nobody",
            subject=key,
            sequence=sequence,
            at=clock.now(),
            recorded_at=clock.real_now(),
            cause_id=None,
            traceparent=None,
        )
        async with AIOKafkaProducer(bootstrap_servers=self.ground.kafka) as producer:
            await producer.send_and_wait(self.prefix + topic, value, key.encode(), headers=headers)
