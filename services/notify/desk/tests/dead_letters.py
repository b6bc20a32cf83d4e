"""Messages that notify did not get through, for who looks at operations."""

import asyncpg

from chassis.messages.envelope import Message, read
from chassis.transaction.engine import Engine
from contracts.catalogue import EVENTS
from contracts.event import Event
from services.notify.house import HOUSE
from tests.chassis.records import record_of

WHY = "ValueError: a bad slip"


def message_of(event: Event) -> Message:
    """As it comes from Kafka."""
    message = read(record_of(event), EVENTS, "")
    assert isinstance(message, Message)
    return message


async def died(pool: asyncpg.Pool, event: Event) -> str:
    """A dead letter of notify; gives what it has in common with those that died alike."""
    message = message_of(event)
    await Engine(HOUSE, pool).dead_letter(message, WHY)
    return str(await pool.fetchval("SELECT fingerprint FROM parked WHERE message_id = $1", message.id))
