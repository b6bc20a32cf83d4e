"""Who has purchasing's database alone reads no supplier's people, phone, address or bank (ALL-3, PUR-5)."""

from typing import Any

import asyncpg
import pytest

from chassis.process.resealing import reseal
from services.purchasing.house import HOUSE
from services.purchasing.suppliers import store
from services.purchasing.suppliers.rules import Supplier
from services.purchasing.tests.test_api import asking
from tests.dumped import dumped
from tests.needs import needs

pytestmark = needs("ALL-3", "PUR-5")
PRIVATE = {
    "legal_representative": "欧阳明珠",
    "salesperson": "诸葛小亮",
    "reconciler": "上官燕子",
    "phone": "13912348000",
    "bank": "工商银行宁波分行 3901101009200123456",
}
ADDRESS = {"street": "Kaffeekai 17", "city": "Ningbo", "country": "CN"}
PUT: dict[str, Any] = {
    "name": "宁波永达五金有限公司",
    "country": "CN",
    "currency": "CNY",
    "address": ADDRESS,
    **PRIVATE,
}
PLANTED = (*PRIVATE.values(), "3901101009200123456", "Kaffeekai")
IN_CLEAR = "UPDATE supplier SET sealed = NULL, doc = doc || $1::jsonb WHERE supplier = 'S-07'"


@pytest.fixture
async def pool(database: Any) -> Any:
    async with asyncpg.create_pool(await database("purchasing"), min_size=1, max_size=3, ssl=False) as pool:
        yield pool


async def keep(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask:
        assert (await ask("PUT", "/suppliers/S-07", PUT)).status_code == 200


async def kept(pool: asyncpg.Pool) -> Supplier:
    return (await store.suppliers(pool, ["S-07"]))["S-07"][1]


async def test_none_of_it_stands_in_the_database_in_clear_and_buyers_read_it_as_before(pool: asyncpg.Pool) -> None:
    await keep(pool)
    held = await dumped(pool)
    assert [one for one in PLANTED if one in held] == []
    assert PUT["name"] in held
    async with asking(pool) as ask:
        one = (await ask("GET", "/suppliers/S-07")).json()
    assert {name: one[name] for name in PRIVATE} == PRIVATE
    assert one["address"]["street"] == ADDRESS["street"]


async def test_what_is_told_of_him_later_leaves_what_is_sealed(pool: asyncpg.Pool) -> None:
    await keep(pool)
    async with asking(pool) as ask:
        new = {"name": "永达", "country": "CN", "currency": "CNY", "phone": "13800001111"}
        assert (await ask("PUT", "/suppliers/S-07", new)).status_code == 200
    told = await kept(pool)
    assert (told.name, told.phone, told.bank) == ("永达", "13800001111", PRIVATE["bank"])


async def test_a_row_from_before_is_read_as_it_is_and_sealed_in_the_background(pool: asyncpg.Pool) -> None:
    await keep(pool)
    await pool.execute(IN_CLEAR, '{"phone": "13912348000"}')
    assert (await kept(pool)).phone == "13912348000"
    await reseal(pool, HOUSE.sealed)
    assert "13912348000" not in await dumped(pool)
    assert (await kept(pool)).phone == "13912348000"


async def test_lists_mask_phone_and_bank_and_his_own_page_shows_them_to_who_works_with_them(pool: asyncpg.Pool) -> None:
    await keep(pool)
    async with asking(pool) as ask:
        (listed,) = (await ask("GET", "/suppliers")).json()["items"]
        assert (listed["phone"], listed["bank"]) == ("139****8000", "工商银行宁波分行 390****3456")
        for role, whole in (("buyer", True), ("accountant", True), ("planner", False), ("management", False)):
            told = (await ask("GET", "/suppliers/S-07", role=role)).json()
            assert (told["phone"] == PRIVATE["phone"]) is whole, role
        assert (await ask("GET", "/suppliers/S-08")).status_code == 404
        assert (await ask("GET", "/suppliers/S-07", role="merchandiser")).status_code == 403


async def test_what_a_list_showed_is_not_kept_in_place_of_what_is_known(pool: asyncpg.Pool) -> None:
    await keep(pool)
    async with asking(pool) as ask:
        refused = await ask("PUT", "/suppliers/S-07", {**PUT, "phone": "139****8000"})
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (422, "phone")
    assert (await kept(pool)).phone == PRIVATE["phone"]
