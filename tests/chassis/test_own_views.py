"""Who sees only his own reads views in four departments, each with all of its table, and as fast (ALL-3, 0056)."""

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from chassis.http.sight import HIDDEN, OWN
from gendan.embedded import Ground
from tests.department_db import of_department
from tests.needs import needs

pytestmark = needs("ALL-3", "SAL-15")
COLUMNS = """
SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attname) AS columns
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'v') GROUP BY 1
"""
ABOUT = {"customer", "order_id", "orders", "shipment_id", "invoice_id", "served"}
OF_THE_CHASSIS = {"fact", "parked", "operations"}
OTHERWISE = {"answers_for", "hidden", "anothers_slip"}
"""Views that are no table's."""
CUSTOMERS, ORDERS = 400, 20_000
PEOPLE = f"""
INSERT INTO answers_for SELECT 'C-' || n, 1, 'm-' || n % 40 FROM generate_series(0, {CUSTOMERS - 2}) n;
INSERT INTO answers_for VALUES ('C-0', 2, NULL) ON CONFLICT (customer) DO UPDATE SET merchandiser = NULL;
CREATE TEMP TABLE made AS SELECT gen_random_uuid() AS id, gen_random_uuid() AS order_id,
    'C-' || n % {CUSTOMERS} AS code, n FROM generate_series(0, {ORDERS - 1}) n
"""
MANY = {
    "warehouse": """
        INSERT INTO demand (order_id, version, number, priority, partial, cancelled, blocked, need_version, lines,
            customer)
        SELECT order_id, 1, 'SO-' || n, 1, true, false, false, 1, '[]', code FROM made;
        INSERT INTO shipment (shipment_id, order_id, order_version, state, lines)
        SELECT id, order_id, 1, 'dispatched', '[]' FROM made;
        ANALYZE demand; ANALYZE shipment""",
    "purchasing": """
        INSERT INTO order_customer SELECT order_id, code FROM made;
        INSERT INTO purchase (id, item, supplier, state, number, doc)
        SELECT id, 'bolt', 'S-1', 'closed', 'PO-' || n, jsonb_build_object(
            'served', jsonb_build_array(jsonb_build_object('order_id', order_id)), 'last_served', '[]'::jsonb)
        FROM made;
        ANALYZE order_customer; ANALYZE purchase""",
    "logistics": """
        INSERT INTO shipment (shipment_id, number, order_id, order_version, customer, country, weight_kg, lines, state,
            version)
        SELECT id, 'OS-' || n, order_id, 1, code, 'DE', 1, '[]', 'delivered', 1 FROM made;
        ANALYZE shipment""",
    "finance": """
        INSERT INTO invoice (invoice_id, order_id, position, customer, shipment_id, number, currency, total,
            advance_used, paid, credited, refunded, issued_on, due, overdue, doc)
        SELECT id, order_id, 1, code, gen_random_uuid(), 'INV-' || n, 'USD', 1, 0, 0, 0, 0, '2026-01-01', '2026-02-01',
            false, '{}' FROM made;
        ANALYZE invoice""",
}
TABLE = {"warehouse": "shipment", "purchasing": "purchase", "logistics": "shipment", "finance": "invoice"}
KEY = {"warehouse": "shipment_id", "purchasing": "id", "logistics": "shipment_id", "finance": "invoice_id"}


@pytest.fixture(params=MANY)
async def department(
    request: pytest.FixtureRequest, ground: Ground, template: Callable[[str], Awaitable[str]]
) -> AsyncIterator[tuple[str, asyncpg.Connection]]:
    """A department's database, rolled back afterwards."""
    async with of_department(ground, template, request.param) as db:
        transaction = db.transaction()
        await transaction.start()
        yield request.param, db
        await transaction.rollback()


async def test_each_table_about_orders_has_its_view_with_all_its_columns(
    department: tuple[str, asyncpg.Connection],
) -> None:
    _, db = department
    tables = {row["name"]: row["columns"] for row in await db.fetch(COLUMNS, "public")}
    views = {row["name"]: row["columns"] for row in await db.fetch(COLUMNS, "own")}
    about = {name for name, its in tables.items() if ABOUT.intersection(its)}
    assert about - views.keys() - OF_THE_CHASSIS == set()
    assert {name: its for name, its in views.items() if name not in OTHERWISE and its != tables[name]} == {}


async def test_a_page_of_ones_own_and_a_document_of_anothers_are_found_without_reading_all(
    department: tuple[str, asyncpg.Connection],
) -> None:
    """One of forty merchandisers pages through a list; for C-0 nobody answers, of C-399 sales said nothing yet."""
    name, db = department
    await db.execute(PEOPLE)
    await db.execute(MANY[name])
    await db.execute(OWN, ["m-7"])
    one = await db.fetchval("SELECT id FROM made WHERE code = 'C-8' LIMIT 1")
    assert await db.fetch(HIDDEN, [one]) != []
    page = f"SELECT * FROM {TABLE[name]} ORDER BY {KEY[name]} LIMIT 100"
    codes = f"SELECT DISTINCT code FROM made WHERE id IN (SELECT {KEY[name]} FROM ({page}) page)"
    assert {row["code"] for row in await db.fetch(codes)} <= {"C-0", *(f"C-{n}" for n in range(7, CUSTOMERS, 40))}
    of_key = f"SELECT * FROM {TABLE[name]} WHERE {KEY[name]} = '{one}'"
    for query in (page, f"SELECT id FROM hidden WHERE id = '{one}'", of_key):
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}"))
        assert f"Seq Scan on {TABLE[name]}" not in plan, plan


async def test_for_whom_nobody_answers_all_see_and_of_whom_sales_said_nothing_nobody_who_is_confined(
    department: tuple[str, asyncpg.Connection],
) -> None:
    name, db = department
    await db.execute(PEOPLE)
    await db.execute(MANY[name])
    await db.execute(OWN, ["m-7"])
    seen = f"SELECT count(*) FROM {TABLE[name]} JOIN made ON made.id = {TABLE[name]}.{KEY[name]} WHERE code = $1"
    counts = [await db.fetchval(seen, code) for code in ("C-0", "C-7", "C-8", f"C-{CUSTOMERS - 1}")]
    assert counts == [ORDERS // CUSTOMERS, ORDERS // CUSTOMERS, 0, 0]
