"""What stands in clear, or under an old key, is sealed by the first one; a start without the right keys ends."""

import asyncpg
import pytest

from chassis import keyring
from chassis.environment import SettingsFault
from chassis.handling import House
from chassis.keyring import KeyRing, drawn, ring, set_ring
from chassis.process.resealing import ROWS, insist_on_keys, reseal, take_keys
from chassis.sealed import Kept, Sealed, columns_of, whole
from chassis.settings import Settings
from chassis.stored import storable, stored
from contracts.value import Value
from tests.chassis.house import HOUSE
from tests.dumped import dumped
from tests.needs import needs

pytestmark = needs("ALL-3")


class Person(Value):
    name: str
    phone: Sealed[str] = ""
    mails: Sealed[tuple[str, ...]] = ()


KEPT = Kept("acquaintance", "code", "doc", Person, found_by=lambda text: stored(Person, text).mails)
SEALING = House("warehouse", handles={}, sealed=(KEPT,))
LI_NA = Person(name="Li", phone="13912348000", mails=("li.na@example.org",))
TABLE = "CREATE TABLE acquaintance (code text PRIMARY KEY, doc jsonb NOT NULL, sealed bytea, found_by text[])"
CLEAR = "INSERT INTO acquaintance (code, doc) SELECT 'P' || n, $1::jsonb FROM generate_series(1, $2) n"


@pytest.fixture
async def pool(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> asyncpg.Pool:
    monkeypatch.setattr(keyring, "_ring", None)
    await pool.execute(TABLE)
    return pool


async def people(pool: asyncpg.Pool) -> set[Person]:
    rows = await pool.fetch("SELECT code, doc::text, sealed FROM acquaintance")
    return {stored(Person, whole(row["doc"], row["sealed"], KEPT.place(row["code"]))) for row in rows}


async def test_rows_that_stand_in_clear_are_read_as_they_are_and_sealed_in_the_background(pool: asyncpg.Pool) -> None:
    await pool.execute(CLEAR, storable(LI_NA), ROWS + 1)
    assert await people(pool) == {LI_NA}
    await reseal(pool, SEALING.sealed)
    held = await dumped(pool)
    assert "13912348000" not in held
    assert "li.na@example.org" not in held
    assert await people(pool) == {LI_NA}
    found = await pool.fetchval("SELECT count(*) FROM acquaintance WHERE found_by && $1", ring().marks(*LI_NA.mails))
    assert found == ROWS + 1


async def test_who_reads_the_document_alone_reads_it_without_what_is_sealed() -> None:
    (document,), *_ = columns_of(KEPT, [("P1", storable(LI_NA))])
    assert stored(Person, document) == Person(name="Li")


async def test_after_a_change_of_keys_all_is_sealed_by_the_new_one_and_the_old_one_may_go(pool: asyncpg.Pool) -> None:
    old, new = drawn(), drawn()
    set_ring(KeyRing.of(old))
    await pool.execute(CLEAR, storable(LI_NA), 3)
    await reseal(pool, SEALING.sealed)
    set_ring(KeyRing.of(f"{new},{old}"))
    await insist_on_keys(pool, SEALING)
    assert await people(pool) == {LI_NA}
    await reseal(pool, SEALING.sealed)
    set_ring(KeyRing.of(new))
    await insist_on_keys(pool, SEALING)
    assert await people(pool) == {LI_NA}
    assert await pool.fetchval("SELECT bool_and(found_by && $1) FROM acquaintance", ring().marks(*LI_NA.mails))


async def test_a_start_with_another_key_as_after_a_restore_ends_and_names_the_one_that_is_missing(
    pool: asyncpg.Pool,
) -> None:
    await pool.execute(CLEAR, storable(LI_NA), 1)
    await reseal(pool, SEALING.sealed)
    needed = ring().first.id
    set_ring(KeyRing.of(drawn()))
    with pytest.raises(SettingsFault) as fault:
        await insist_on_keys(pool, SEALING)
    assert str(fault.value) == (
        f"setting SEALING_KEYS: expected also the key {needed}, by which rows of acquaintance are sealed; "
        f"came {ring().first.id}"
    )


def test_who_seals_does_not_start_without_keys_and_who_does_not_asks_for_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "_ring", None)
    without = settings.model_copy(update={"sealing_keys": ""})
    with pytest.raises(SettingsFault, match=r"setting SEALING_KEYS: .* is missing"):
        take_keys(SEALING, without)
    take_keys(HOUSE, without)
    told = drawn()
    take_keys(SEALING, settings.model_copy(update={"sealing_keys": told}))
    assert ring() == KeyRing.of(told)


async def test_what_a_release_of_before_writes_in_clear_holds_and_loses_nothing(pool: asyncpg.Pool) -> None:
    """It knows no sealed column: it reads the document without, and writes what it read, or what it was told."""
    await pool.execute(CLEAR, storable(LI_NA), 1)
    await reseal(pool, SEALING.sealed)
    await pool.execute("UPDATE acquaintance SET doc = $1::jsonb", storable(Person(name="Li Na")))
    assert await people(pool) == {LI_NA.but(name="Li Na")}
    await pool.execute("UPDATE acquaintance SET doc = $1::jsonb", storable(Person(name="Li Na", phone="13800001111")))
    assert await people(pool) == {LI_NA.but(name="Li Na", phone="13800001111")}
