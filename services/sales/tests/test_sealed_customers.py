"""Who has sales' database alone reads no contact and no address of a customer (ALL-3, SAL-15)."""

from typing import Any

import pytest

from chassis.keyring import CannotBeOpened
from chassis.process.resealing import reseal
from services.sales.house import HOUSE
from services.sales.intake.store import WRITTEN_BY, called
from services.sales.tests.calling import CUSTOMER, Caller
from tests.dumped import dumped
from tests.needs import needs

pytestmark = needs("ALL-3", "SAL-15")
CONTACT = {"name": "欧阳明珠", "phone": "+86 139 1234 8000", "email": "Ouyang@alfki.example", "role": "采购"}
ADDRESS = {"name": "Werk 2", "street": "Am Kaffeekai 17", "city": "Bremen", "postal_code": "28195", "country": "DE"}
WHOLE: dict[str, Any] = {**CUSTOMER, "contacts": [CONTACT], "addresses": [ADDRESS]}
PLANTED = (CONTACT["name"], "1234 8000", "ouyang", "Kaffeekai")
IN_CLEAR = """
UPDATE customer SET sealed = NULL, found_by = NULL, state = state || jsonb_build_object('contacts', $1::jsonb)
WHERE customer = 'ALFKI'
"""


async def read(call: Caller) -> dict[str, Any]:
    told: dict[str, Any] = (await call("GET", "/customers/ALFKI")).json()
    return told


async def test_none_of_it_stands_in_the_database_in_clear_and_people_read_it_as_before(call: Caller) -> None:
    assert (await call("PUT", "/customers/ALFKI", WHOLE)).status_code == 200
    told, held = await read(call), (await dumped(call.pool)).lower()
    assert (told["contacts"], told["addresses"]) == ([CONTACT], [ADDRESS])
    assert [one for one in PLANTED if one.lower() in held] == []
    assert "alfreds futterkiste" in held


async def test_the_same_request_again_gets_the_same_answer_though_that_is_sealed(call: Caller) -> None:
    path = "/api/v1/customers/ALFKI"
    headers = dict((await call("PUT", "/customers/ALFKI", WHOLE)).request.headers)
    first, again = [await call.client.put(path, json=WHOLE, headers=headers) for _ in range(2)]
    assert first.json() == again.json()
    assert again.json()["contacts"] == [CONTACT]
    other = await call.client.put(path, json=CUSTOMER, headers=headers)
    assert other.status_code == 422


async def test_a_row_from_before_is_read_as_it_is_and_sealed_in_the_background(call: Caller) -> None:
    await call.pool.execute(IN_CLEAR, f'[{{"name": "{CONTACT["name"]}", "email": "ouyang@alfki.example"}}]')
    assert (await read(call))["contacts"][0]["name"] == CONTACT["name"]
    assert (await called(call.pool, (), (), CONTACT["email"])).customers[CONTACT["email"]].customer == "ALFKI"
    await reseal(call.pool, HOUSE.sealed)
    assert CONTACT["name"] not in await dumped(call.pool)
    assert (await read(call))["contacts"][0]["name"] == CONTACT["name"]


async def test_who_sends_an_order_by_mail_is_known_by_the_mark_of_his_address(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", WHOLE)
    for sender in ("ouyang@alfki.example", "OUYANG@alfki.example"):
        known = (await called(call.pool, (), (), sender)).customers[sender]
        assert (known.customer, known.contacts[0].name) == ("ALFKI", CONTACT["name"])
    assert not (await called(call.pool, (), (), "y@alfki.example")).customers


async def test_what_is_copied_to_another_customer_does_not_open(call: Caller) -> None:
    for code in ("ALFKI", "ANATR"):
        await call("PUT", f"/customers/{code}", WHOLE if code == "ALFKI" else CUSTOMER)
    copy = "UPDATE customer SET sealed = (SELECT sealed FROM customer WHERE customer = 'ALFKI') WHERE customer = $1"
    await call.pool.execute(copy, "ANATR")
    with pytest.raises(CannotBeOpened, match="customer ANATR"):
        await call("GET", "/customers/ANATR")


async def test_a_sender_is_looked_for_by_indexes_alone(call: Caller) -> None:
    async with call.pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        await db.execute(f"PREPARE written_by(jsonb, jsonb, text[]) AS {WRITTEN_BY}")
        plan = await db.fetch("EXPLAIN EXECUTE written_by('[]', '[]', ARRAY['a'])")
        await db.execute("DEALLOCATE written_by")
    told = "\n".join(row[0] for row in plan)
    assert "customer_found_by" in told
    assert "Seq Scan" not in told


async def test_who_only_looks_sees_phone_and_mail_address_masked(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", WHOLE)
    for role, shown in (
        ("merchandiser", (CONTACT["phone"], CONTACT["email"])),
        ("customer service", (CONTACT["phone"], CONTACT["email"])),
        ("management", ("+86****8000", "O****@alfki.example")),
    ):
        (contact,) = (await call("GET", "/customers/ALFKI", role=role)).json()["contacts"]
        assert (contact["phone"], contact["email"]) == shown, role


async def test_what_was_masked_is_not_taken_for_what_is_kept(call: Caller) -> None:
    masked = {**CUSTOMER, "contacts": [CONTACT | {"phone": "+86****8000"}]}
    refused = await call("PUT", "/customers/ALFKI", masked, reads="zh-CN")
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (422, "contacts.0.phone")
    assert "列表" in refused.text
