"""PostgreSQL is copied through a session: whole by its own programs' word, or not at all (ALL-9, decision 0050)."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from chassis.database.migrations import migrate
from chassis.database.pool import open_pool
from gendan.backup import over_sql
from gendan.backup.beginning import insist_empty
from gendan.backup.cluster import insist_whole
from gendan.backup.elsewhere import named_by_time, pruned
from gendan.backup.manifest import CLUSTER, manifest_of
from gendan.backup.over_sql import NotTheSuperuser
from gendan.backup.telling import tell
from gendan.embedded import Ground, ServerFailed, embedded
from gendan.embedded.postgres import address_of
from gendan.generated import topics
from services.sales.house import HOUSE
from tests.needs import needs

pytestmark = needs("ALL-9")


async def test_a_copy_that_is_taken_at_work_is_whole_and_one_that_was_touched_is_not(
    ground: Ground, tmp_path: Path
) -> None:
    db = await asyncpg.connect(ground.admin)
    await db.execute("CREATE TABLE at_work (n int)")
    writing = asyncio.create_task(write(ground))
    try:
        await over_sql.copied(ground.admin, tmp_path / "cluster")
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await db.execute("DROP TABLE at_work")
        await db.close()
    await insist_whole(tmp_path / "cluster")
    (tmp_path / "cluster" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(ServerFailed):
        await insist_whole(tmp_path / "cluster")


async def write(ground: Ground) -> None:
    db = await asyncpg.connect(ground.admin)
    try:
        while True:
            await db.execute("INSERT INTO at_work SELECT generate_series(1, 1000)")
    finally:
        db.terminate()


async def test_nothing_of_it_stays_on_the_server(ground: Ground, tmp_path: Path) -> None:
    await over_sql.copied(ground.admin, tmp_path / "cluster")
    db = await asyncpg.connect(ground.admin)
    assert await db.fetchval("SELECT count(*) FROM pg_replication_slots") == 0
    await db.close()


async def test_a_departments_role_copies_nothing(ground: Ground, tmp_path: Path) -> None:
    with pytest.raises(NotTheSuperuser, match="expected the superuser gendan"):
        await over_sql.copied(ground.database("sales"), tmp_path / "cluster")
    assert not (tmp_path / "cluster").exists()


@needs("ALL-1")
async def test_each_night_the_command_makes_one_backup_more_removes_the_oldest_and_tells_the_departments(
    tmp_path: Path,
) -> None:
    """Of servers of its own: a backup holds all topics, and other tests remove theirs while it is taken.

    A department that keeps no such time yet, as before its first start, is told of, and makes no backup a failure.
    """
    kept = tmp_path / "backups"
    async with embedded(tmp_path / "company", ("sales",), lambda _: None) as ground:
        await insist_empty(ground.access)
        await topics.apply(ground.access, "", partitions=1)
        (tmp_path / "admin.url").write_text(f"{ground.admin}\n")
        assert "the departments were not told of the backup" in await night(kept, ground, tmp_path)
        pool = await open_pool(ground.database("sales"), size=1)
        await migrate(pool, HOUSE.migrations)
        assert "were not told" not in await night(kept, ground, tmp_path)
        (newest,) = kept.iterdir()
        assert manifest_of(newest).begun <= manifest_of(newest).ended
        await insist_whole(newest / CLUSTER)
        assert (newest / "postgres.password").read_text() in ground.admin
        assert address_of(tmp_path / "company") == ground.admin
        begun = manifest_of(newest).begun
        await tell(ground.admin, begun - timedelta(days=1))
        assert await pool.fetchval("SELECT kept_until FROM backup") == begun
        await pool.close()


async def night(kept: Path, ground: Ground, folder: Path) -> str:
    """What the command says, once it is done."""
    servers = ("--postgres", str(folder / "admin.url"), "--bootstrap", ground.kafka)
    asked = (sys.executable, "-m", "gendan", "backup", str(kept), *servers, "--keep", "1")
    process = await asyncio.create_subprocess_exec(*asked, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode()


def test_of_a_folder_of_backups_the_newest_stay_and_what_is_none(tmp_path: Path) -> None:
    for day in ("27", "28", "29"):
        folder = tmp_path / f"of the {day}th"
        folder.mkdir()
        at = f"2026-11-{day}T08:00:00Z"
        (folder / "backup.json").write_text(f'{{"version":1,"begun":"{at}","ended":"{at}","ends":{{}},"groups":{{}}}}')
    (tmp_path / "lost+found").mkdir()
    assert [each.name for each in pruned(tmp_path, 2)] == ["of the 27th"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lost+found", "of the 28th", "of the 29th"]
    assert named_by_time(tmp_path).parent == tmp_path
