"""What stands in a copy of a row, asked of PostgreSQL itself."""

import json
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from gendan.embedded import Ground
from tests.bench.history import COPIES, Column

ORDER = "01a22160-e77f-769a-8ab8-47b1a61c4b19"
COPY_3 = "00032160-e77f-769a-8ab8-47b1a61c4b19"


@pytest.fixture
async def db(ground: Ground) -> AsyncIterator[asyncpg.Connection]:
    db = await asyncpg.connect(ground.admin, ssl=False)
    yield db
    await db.close()


async def copied(db: asyncpg.Connection, column: Column, value: Any) -> Any:
    """The value of this column in the third copy."""
    row = f'(SELECT $3::text::{column.type} AS "{column.name}") t'
    return await db.fetchval(f"SELECT {column.copied}::text FROM {row} CROSS JOIN ({COPIES}) c", 3, 3, value)


async def test_an_id_is_the_same_in_a_column_in_a_list_in_a_text_and_in_a_document(db: asyncpg.Connection) -> None:
    assert await copied(db, Column("id", "uuid"), ORDER) == COPY_3
    assert await copied(db, Column("orders", "uuid[]", named=True), f"{{{ORDER}}}") == f"{{{COPY_3}}}"
    assert await copied(db, Column("key", "text", named=True), f"order/{ORDER}") == f"order/{COPY_3}"
    for kind in ("json", "jsonb"):
        document = await copied(db, Column("document", kind, named=True), json.dumps({ORDER: {"of": ORDER}}))
        assert json.loads(document) == {COPY_3: {"of": COPY_3}}


async def test_a_number_of_ours_gets_another_year_and_a_date_stays(db: asyncpg.Connection) -> None:
    note = Column("note", "text", named=True)
    assert await copied(db, note, "SO-2026-000123 of 2026-11-28") == "SO-1003-000123 of 2026-11-28"


async def test_a_number_within_an_id_is_none_of_ours(db: asyncpg.Connection) -> None:
    known = await copied(db, Column("key", "text", named=True), "01a22160-e77f-769a-2026-000123456789")
    assert known == "00032160-e77f-769a-2026-000123456789"


async def test_a_customers_own_number_is_another_one_in_each_copy(db: asyncpg.Connection) -> None:
    assert await copied(db, Column("po", "text", named=True), "PO-00000017") == "PO-0003-00000017"


async def test_what_names_nothing_is_copied_as_it_is(db: asyncpg.Connection) -> None:
    assert await copied(db, Column("stage", "text"), "closed") == "closed"
