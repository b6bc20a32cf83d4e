"""A member of a consumer group that was killed cannot leave it: its partitions would be heard by nobody until Kafka
misses it, a quarter of a minute later. Who knows that it is dead leaves on its behalf."""

import asyncio
from collections.abc import Iterable, Sequence

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import CoordinatorLoadInProgressError, KafkaError, NotCoordinatorForGroupError
from aiokafka.protocol.group import LeaveGroupRequest

LIMIT_S = 5.0
AGAIN_S = 0.1
LOADING = {CoordinatorLoadInProgressError.errno, NotCoordinatorForGroupError.errno}


async def leave_for_the_dead(bootstrap: str, groups: Iterable[str]) -> None:
    """All members of these groups leave: none of them may be alive. Kafka away is no reason to wait; it misses them."""
    try:
        async with asyncio.timeout(LIMIT_S):
            members = await _members(bootstrap, groups)
            await _leave(bootstrap, members)
    except (KafkaError, OSError, TimeoutError):
        return


async def _members(bootstrap: str, groups: Iterable[str]) -> list[tuple[str, str]]:
    """(group, member) of each."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        return [(group, member) for group in groups for member in await _members_of(admin, group)]
    finally:
        await admin.close()


async def _members_of(admin: AIOKafkaAdminClient, group: str) -> list[str]:
    """One group at a time: aiokafka reads the answer about several wrongly. Waits until Kafka has loaded its groups."""
    while True:
        ((told, *_),) = [answer.groups for answer in await admin.describe_consumer_groups([group])]
        if told[0] not in LOADING:
            return [member[0] for member in told[5]]
        await asyncio.sleep(AGAIN_S)


async def _leave(bootstrap: str, members: Sequence[tuple[str, str]]) -> None:
    """Kafka has one broker here: whichever answers is the groups' coordinator."""
    if not members:
        return
    client = AIOKafkaClient(bootstrap_servers=bootstrap)
    await client.bootstrap()
    try:
        for group, member in members:
            await client.send(client.get_random_node(), LeaveGroupRequest(group, member))
    finally:
        await client.close()
