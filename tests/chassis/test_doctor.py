"""What a release of before let in is found in every department's tables, and healed on request (SAL-2, FIN-1)."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import httpx2
import pytest

from chassis.database.pool import open_pool
from chassis.handling import House
from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.operations.doctor import DATED, DAYS, examine, heal
from chassis.operations.doctor_api import router
from chassis.transaction.engine import Engine
from contracts.catalogue import DEPARTMENTS, EVENTS
from contracts.codec import checker
from contracts.value import Value
from gendan.identity import Signer, signer
from gendan.up import house

Database = Callable[[str], Awaitable[str]]
SICK = {
    "sales": (
        """INSERT INTO customer VALUES ('ACME', '{"terms": {"days": 20261127}, "currency": "RMB"}')""",
        [("customer", "currency", "RMB", None), ("customer", "terms.days", "20261127", "3650")],
    ),
    "purchasing": (
        "INSERT INTO demand VALUES (gen_random_uuid(), 1, false, 0, 'SO-1', 'infinity', 1, 1)",
        [("demand", "promised", "infinity", "2199-12-31")],
    ),
    "notify": (
        "INSERT INTO watched_order VALUES (gen_random_uuid(), 1, NULL, NULL, '0001-01-01 00:00:00+00', 1, '{}')",
        [("watched_order", "undo_due", "0001-01-01 00:00:00+00", "1970-01-01T12:00:00Z")],
    ),
    "finance": (
        "INSERT INTO payment VALUES ('FT-1 ', gen_random_uuid(), 'ACME', '2026-01-01', '{}')",
        [("payment", "bank_reference", "FT-1 ", None)],
    ),
    "logistics": (
        "INSERT INTO rate VALUES ('DE', 'C', 'sea', 9999999, 1, 1, 'EUR', 1, 1)",
        [("rate", "days", "9999999", "3650")],
    ),
}


async def opened(database: Database, department: str) -> tuple[asyncpg.Pool, House]:
    return await open_pool(await database(department), size=2), house(department)


@pytest.mark.parametrize("department", SICK)
async def test_what_cannot_be_meant_is_found_told_and_healed(database: Database, department: str) -> None:
    pool, of = await opened(database, department)
    sickness, expected = SICK[department]
    async with pool.acquire() as db, db.transaction():
        await db.execute(sickness)
        assert sorted((f.table, f.field, f.came, f.becomes) for f in await examine(db, of)) == expected
        await heal(db, of, "ops", "after the upgrade")
        left = [(f.table, f.field, f.came, f.becomes) for f in await examine(db, of)]
        assert left == [one for one in expected if one[3] is None]
        on_record = await db.fetch("SELECT who, in_table, field, came, became FROM healed ORDER BY id")
        assert [tuple(row) for row in on_record] == [("ops", *one) for one in expected if one[3] is not None]
    await pool.close()


async def test_a_row_with_two_values_that_cannot_be_meant_is_healed_in_both(database: Database) -> None:
    pool, of = await opened(database, "notify")
    async with pool.acquire() as db, db.transaction():
        dates = "'infinity', '0001-01-01 00:00:00+00'"
        await db.execute(f"INSERT INTO watched_order VALUES (gen_random_uuid(), 1, NULL, {dates}, 1, '{{}}')")
        assert len(await heal(db, of, "ops", "after the upgrade")) == 2
        assert not await examine(db, of)
        assert await db.fetchval("SELECT count(*) FROM healed") == 2
    await pool.close()


async def test_a_look_locks_nothing(database: Database) -> None:
    pool, of = await opened(database, "logistics")
    await pool.execute(SICK["logistics"][0])
    async with pool.acquire() as db, db.transaction():
        assert len(await examine(db, of)) == 1
        await pool.execute("SET lock_timeout = 100; UPDATE rate SET days = 8888888; RESET lock_timeout")
    await pool.close()


@pytest.mark.parametrize("department", DEPARTMENTS)
async def test_a_healthy_department_has_nothing_to_heal(database: Database, department: str) -> None:
    pool, of = await opened(database, department)
    async with pool.acquire() as db, db.transaction():
        assert not await examine(db, of)
    await pool.close()


def dated(model: type[Value]) -> set[tuple[str, str]]:
    """(field, format) of all dates, times and counts of days of an event, at any depth."""
    found: set[tuple[str, str]] = set()
    schema = checker(model).json_schema()
    for part in [schema, *schema.get("$defs", {}).values()]:
        for name, field in part.get("properties", {}).items():
            text = json.dumps(field)
            found |= {(name, kind) for kind in ("date", "date-time") if f'"format": "{kind}"' in text}
    return found


def test_every_date_of_the_contracts_has_a_name_that_the_doctor_knows() -> None:
    names = {name for event in EVENTS.values() for name, _ in dated(event)}
    assert len(names) > 8
    assert not DATED.search("order_id")
    assert not [name for name in names if not DATED.search(name)]
    assert all(DAYS.search(name) for name in ("days", "payment_days", "transit_days", "lead_days"))


@pytest.fixture
def keys(tmp_path: Any) -> Signer:
    return signer(tmp_path)


async def test_an_administrator_looks_first_and_heals_with_a_reason(database: Database, keys: Signer) -> None:
    pool, of = await opened(database, "logistics")
    app = create_app(Engine(of, pool), Identity.from_file(keys.jwks_file), "test")
    app.include_router(router)
    await pool.execute(SICK["logistics"][0])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://logistics") as http:
        as_clerk = {"Authorization": f"Bearer {keys.token('ops', ['storekeeper'])}"}
        assert (await http.get("/ops/doctor", headers=as_clerk)).status_code == 403
        headers = {"Authorization": f"Bearer {keys.token('ops', ['administrator'])}", "Idempotency-Key": "healing-1"}
        (found,) = (await http.get("/ops/doctor", headers=headers)).json()["found"]
        assert (found["came"], found["becomes"], json.loads(found["row"])["carrier"]) == ("9999999", "3650", "C")
        assert (await http.post("/ops/doctor", json={"reason": "x"}, headers=headers)).status_code == 422
        healed = await http.post("/ops/doctor", json={"reason": "upgraded"}, headers=headers)
        assert healed.json()["healed"]
        assert not (await http.get("/ops/doctor", headers=headers)).json()["found"]
    await pool.close()
