"""Functions in SQL are files of their own, applied when their text changes (decision 0019)."""

import shutil
from pathlib import Path

import asyncpg
import pytest

from chassis.database.migrations import migrate
from tests.chassis.house import HOUSE

ONE = "CREATE OR REPLACE FUNCTION asked() RETURNS int LANGUAGE sql AS 'SELECT 1'"


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """The migrations of the test house, and a function."""
    folder = shutil.copytree(HOUSE.migrations, tmp_path / "migrations")
    (folder / "functions").mkdir()
    (folder / "functions" / "asked.sql").write_text(ONE)
    return folder


async def test_a_function_is_applied_once_and_again_when_its_text_changes(pool: asyncpg.Pool, migrations: Path) -> None:
    await migrate(pool, migrations)
    assert await pool.fetchval("SELECT asked()") == 1
    (migrations / "functions" / "asked.sql").write_text(ONE.replace("SELECT 1", "SELECT 2"))
    await migrate(pool, migrations)
    assert await pool.fetchval("SELECT asked()") == 2


async def test_a_function_whose_text_is_as_it_was_is_left_alone(pool: asyncpg.Pool, migrations: Path) -> None:
    await migrate(pool, migrations)
    await pool.execute(ONE.replace("SELECT 1", "SELECT 3"))
    await migrate(pool, migrations)
    assert await pool.fetchval("SELECT asked()") == 3


async def test_a_function_may_read_what_the_migrations_before_it_made(pool: asyncpg.Pool, migrations: Path) -> None:
    (migrations / "0099_shape.sql").write_text("CREATE TABLE shape (number int); INSERT INTO shape VALUES (42)")
    (migrations / "functions" / "asked.sql").write_text(ONE.replace("SELECT 1", "SELECT number FROM shape"))
    await migrate(pool, migrations)
    assert await pool.fetchval("SELECT asked()") == 42


async def test_a_function_that_fails_leaves_the_database_as_it_was(pool: asyncpg.Pool, migrations: Path) -> None:
    (migrations / "0099_shape.sql").write_text("CREATE TABLE shape (number int)")
    (migrations / "functions" / "asked.sql").write_text(ONE.replace("SELECT 1", "SELECT number FROM nowhere"))
    with pytest.raises(asyncpg.UndefinedTableError):
        await migrate(pool, migrations)
    assert await pool.fetchval("SELECT to_regclass('shape')") is None


async def test_a_release_of_before_does_not_put_its_functions_back(pool: asyncpg.Pool, migrations: Path) -> None:
    before = shutil.copytree(migrations, migrations.parent / "before")
    (migrations / "0099_shape.sql").write_text("CREATE TABLE shape (number int)")
    (migrations / "functions" / "asked.sql").write_text(ONE.replace("SELECT 1", "SELECT 2"))
    await migrate(pool, migrations)
    await migrate(pool, before)
    assert await pool.fetchval("SELECT asked()") == 2
