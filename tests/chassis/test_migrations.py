"""A database is brought up by the migrations that it was made with (ALL-1)."""

import shutil
from pathlib import Path

import asyncpg
import pytest

from chassis.database.migrations import migrate
from tests.chassis.house import HOUSE
from tests.needs import needs

pytestmark = needs("ALL-1")
BOX = "CREATE TABLE box (id int)"


@pytest.fixture
async def migrations(pool: asyncpg.Pool, tmp_path: Path) -> Path:
    """The migrations of the test house and one more, applied."""
    folder = shutil.copytree(HOUSE.migrations, tmp_path / "migrations")
    (folder / "0098_box.sql").write_text(f"{BOX};")
    await migrate(pool, folder)
    return folder


async def test_a_migration_that_was_changed_after_it_was_applied_ends_the_start_by_its_name(
    pool: asyncpg.Pool, migrations: Path
) -> None:
    (migrations / "0098_box.sql").write_text(f"{BOX}; CREATE TABLE lid (id int);")
    (migrations / "0099_shape.sql").write_text("CREATE TABLE shape (number int)")
    with pytest.raises(SystemExit, match="migration department/0098_box: expected the text that this database"):
        await migrate(pool, migrations)
    assert await pool.fetchval("SELECT to_regclass('shape')") is None


async def test_another_remark_is_no_other_migration(pool: asyncpg.Pool, migrations: Path) -> None:
    (migrations / "0098_box.sql").write_text(f"-- Where goods lie.\n{BOX};\n")
    await migrate(pool, migrations)


async def test_what_a_release_applied_that_kept_no_texts_is_held_to_the_first_text_that_comes(
    pool: asyncpg.Pool, migrations: Path
) -> None:
    await pool.execute("ALTER TABLE migration DROP COLUMN sha256")
    await migrate(pool, migrations)
    (migrations / "0098_box.sql").write_text(f"{BOX}; CREATE TABLE lid (id int);")
    with pytest.raises(SystemExit, match="0098_box"):
        await migrate(pool, migrations)
