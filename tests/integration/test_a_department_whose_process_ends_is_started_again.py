"""`gendan up --processes` answers for its departments: one that ends by itself comes back."""

from pathlib import Path

from chassis.settings import Settings
from contracts.texts import Text
from gendan.embedded import Ground
from gendan.embedded.folder import free_port
from gendan.generated import topics
from gendan.identity import signer
from gendan.up import is_ready, supervised
from tests.ground import Database, fresh_prefix
from tests.waiting import within

LIMIT_S = 30


async def test_a_department_whose_process_is_killed_is_started_again_and_stopped_with_the_company(
    ground: Ground, database: Database, tmp_path: Path
) -> None:
    prefix, told = fresh_prefix(), list[Text]()
    await topics.apply(ground.access, prefix)
    settings = Settings(
        database_url=await database("finance"),
        kafka_bootstrap_servers=ground.kafka,
        jwks_file=signer(tmp_path).jwks_file,
        port=free_port(set()),
        topic_prefix=prefix,
    )
    async with supervised(tmp_path, "finance", settings, told.append) as first:
        first.process.kill()
        await first.process.wait()
        await within(LIMIT_S, lambda: is_ready(settings.port))
    assert list(map(str, told)) == ["finance ended with status -9; started again in 1.0 s"]
    assert not await is_ready(settings.port)
