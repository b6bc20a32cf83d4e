"""What is ordered of a supplier at the same time is one purchase order, each line answered by itself (PUR-4)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.database.pool import open_pool
from contracts.money import Money
from services.purchasing.ledger.rules.numbering import LINES_MAX, numbered, together
from services.purchasing.ledger.rules.purchase import Purchase, order
from services.purchasing.needs import handlers as needs_handlers
from services.purchasing.ordering import store
from services.purchasing.policy import Policy
from services.purchasing.purchases.store import ORDER_NAMED
from services.purchasing.specifying.handlers import keep_words
from services.purchasing.tests.made import TODAY, confirmed, eur, ids, offer, order_id, short
from services.purchasing.tests.test_api import Ask, asking
from services.purchasing.tests.test_handlers import one, sells
from services.purchasing.tests.test_price_words import outside
from services.purchasing.tests.test_specifying import saying
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("PUR-4")
YEAR = clock.today().year
PO = f"PO-{YEAR}-000001"
LINES = {"bolt": 10, "gear": 3, "nut": 20}


@pytest.fixture
async def pool(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(await database("purchasing"), size=3)
    yield pool
    await pool.close()


@pytest.fixture
async def ask(pool: asyncpg.Pool) -> AsyncIterator[Ask]:
    async with asking(pool) as send:
        yield send


def day(after: int) -> str:
    return (clock.today() + timedelta(days=after)).isoformat()


async def bought(pool: asyncpg.Pool, **more: Any) -> list[Any]:
    """Bolts and nuts of S-1, gears of S-2; an order is short of all three."""
    async with pool.acquire() as db:
        await sells(db, ("bolt", offer()), ("nut", offer()), ("gear", offer("S-2")), ("nut", offer("S-2", rank=2)))
        if more:
            await put_figures(db, Policy, **more)
        await one(needs_handlers.take_versions, db, confirmed(1, LINES))
        return list(await one(needs_handlers.take_states, db, short(1, LINES, {i: (1, n) for i, n in LINES.items()})))


def drafts(*suppliers: str, made: bool = False) -> list[Purchase]:
    new = ids()
    firm = [Purchase(id=next(new), item=f"item {n:03}", supplier=s, made=made) for n, s in enumerate(suppliers)]
    return [order(replace(one, unit_price=eur(1)), TODAY) for one in firm]


def numbers_of(purchases: list[Purchase]) -> list[str]:
    series = {"PO": iter(["PO-1", "PO-2", "PO-3"]), "MO": iter(["MO-1", "MO-2", "MO-3"])}
    said = numbered(together(purchases), series)  # type: ignore[arg-type]
    return [said[one.id].number for one in purchases]


def test_one_order_for_each_supplier_and_currency_and_what_stands_alone_has_no_line() -> None:
    assert numbers_of(drafts("S-1", "S-2", "S-1")) == ["PO-1-1", "PO-2", "PO-1-2"]
    first, second = drafts("S-1", "S-1")
    dollars = replace(second, unit_price=Money(amount=Decimal(1), currency="USD"))
    assert numbers_of([first, dollars]) == ["PO-1", "PO-2"]


def test_each_production_order_is_of_one_item() -> None:
    assert numbers_of(drafts("own-shop", "own-shop", made=True)) == ["MO-1", "MO-2"]


def test_what_an_order_has_no_room_for_goes_out_on_another_one() -> None:
    said = numbers_of(drafts(*["S-1"] * (LINES_MAX + 1)))
    assert said[LINES_MAX - 1 :] == [f"PO-1-{LINES_MAX}", "PO-2"]


async def test_what_is_short_at_once_goes_out_on_one_order_of_each_supplier(pool: asyncpg.Pool, ask: Ask) -> None:
    events = await bought(pool)
    told = {e.item: (e.number, e.purchase_order) for e in events}
    assert told["bolt"] == (f"{PO}-1", PO)
    assert told["nut"] == (f"{PO}-2", PO)
    assert told["gear"] == (f"PO-{YEAR}-000002", "")
    for name in (PO, f"{PO}-2", PO.lower()):
        found = (await ask("GET", f"/purchase-orders/{name}")).json()
        assert (found["number"], [line["item"] for line in found["lines"]]) == (PO, ["bolt", "nut"]), name
        assert found["amount"] == {"amount": "300.00", "currency": "EUR"}
    assert (await ask("GET", f"/purchases/{PO}-2")).json()["item"] == "nut"
    assert {one["item"] for one in (await ask("GET", f"/purchases?number={PO}")).json()["items"]} == {"bolt", "nut"}
    assert (await ask("GET", "/purchase-orders/PO-2026-999999")).status_code == 404


async def test_orders_are_listed_newest_first_with_their_lines(pool: asyncpg.Pool, ask: Ask) -> None:
    await bought(pool)
    page = (await ask("GET", "/purchase-orders?limit=1")).json()
    assert ([one["number"] for one in page["items"]], page["next"]) == ([f"PO-{YEAR}-000002"], f"PO-{YEAR}-000002")
    rest = (await ask("GET", f"/purchase-orders?limit=1&after={page['next']}")).json()
    assert [len(one["lines"]) for one in rest["items"]] == [2]
    his = (await ask("GET", "/purchase-orders", role="supplier", who="S-2")).json()["items"]
    assert [(one["supplier"], one["lines"][0]["budget_price"]) for one in his] == [("S-2", None)]
    assert (await ask("GET", f"/purchase-orders/{PO}", role="supplier", who="S-2")).status_code == 404
    dock = (await ask("GET", f"/purchase-orders/{PO}", role="storekeeper")).json()
    assert (dock["amount"], dock["lines"][0]["unit_price"]) == (None, None)


async def test_a_buyer_orders_what_waits_for_a_supplier_on_one_order(pool: asyncpg.Pool, ask: Ask) -> None:
    assert await bought(pool, ordering="by_hand") == []
    some = (await ask("POST", "/purchase-orders", {"supplier": "S-2", "items": ["gear"]})).json()
    assert [line["number"] for line in some["lines"]] == [PO]
    all_ = (await ask("POST", "/purchase-orders", {"supplier": "S-1"})).json()
    assert [line["number"] for line in all_["lines"]] == [f"PO-{YEAR}-000002-1", f"PO-{YEAR}-000002-2"]
    again = await ask("POST", "/purchase-orders", {"supplier": "S-1"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/no-drafts")


async def test_a_draft_that_cannot_be_ordered_stops_the_others_which_may_be_named(pool: asyncpg.Pool, ask: Ask) -> None:
    await bought(pool, ordering="by_hand", price_word="by_hand")
    async with pool.acquire() as db:
        await sells(db, ("nut", replace(offer(), unit_price=eur(12))))
    refused = await ask("POST", "/purchase-orders", {"supplier": "S-1"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/price-not-confirmed")
    assert {one["state"] for one in (await ask("GET", "/purchases?supplier=S-1")).json()["items"]} == {"draft"}
    assert (await ask("POST", "/purchase-orders", {"supplier": "S-1", "items": ["bolt"]})).status_code == 200


async def test_a_supplier_answers_all_lines_at_once_and_one_of_them_otherwise(pool: asyncpg.Pool, ask: Ask) -> None:
    await bought(pool)
    body = {"promised_on": day(5), "lines": [{"line": 2, "declined_because": "no brass"}]}
    other = await ask("POST", f"/purchase-orders/{PO}/answer", body, role="supplier", who="S-2")
    assert other.status_code == 404
    said = (await ask("POST", f"/purchase-orders/{PO}/answer", body, role="supplier", who="S-1")).json()
    assert [(one["state"], one["promised_on"]) for one in said["lines"]] == [("confirmed", day(5)), ("closed", None)]
    bought_anew = (await ask("GET", "/purchase-orders?supplier=S-2")).json()["items"]
    assert [line["item"] for one in bought_anew for line in one["lines"]] == ["nut", "gear"]
    late = {"lines": [{"line": 1, "promised_on": day(9), "reason": "strike"}]}
    said = (await ask("POST", f"/purchase-orders/{PO}/answer", late)).json()
    assert (said["lines"][0]["promised_on"], said["lines"][0]["delay_reason"]) == (day(9), "strike")


async def test_what_is_wrong_with_an_answer_is_said_of_all_lines_and_nothing_is_taken(
    pool: asyncpg.Pool, ask: Ask
) -> None:
    await bought(pool)
    wrong = [
        {"line": 7, "declined_because": "no"},
        {"line": 1},
        {"line": 2, "promised_on": day(3), "declined_because": "no"},
    ]
    refused = await ask("POST", f"/purchase-orders/{PO}/answer", {"promised_on": day(5), "lines": wrong})
    fields = [fault["field"] for fault in refused.json()["faults"]]
    assert (refused.status_code, fields) == (422, ["lines.0.line", "lines.1.promised_on", "lines.2.promised_on"])
    twice = [{"line": 1, "promised_on": day(3)}] * 2
    refused = await ask("POST", f"/purchase-orders/{PO}/answer", {"lines": twice})
    assert [fault["field"] for fault in refused.json()["faults"]] == ["lines.1.line"]
    assert (await ask("POST", f"/purchase-orders/{PO}/answer", {})).json()["type"] == "/problems/nothing-to-answer"
    assert (await ask("POST", f"/purchase-orders/{PO}/answer", {"promised_on": day(5)})).status_code == 200
    no_why = {"lines": [{"line": 1, "promised_on": day(6)}]}
    refused = await ask("POST", f"/purchase-orders/{PO}/answer", no_why)
    assert [fault["field"] for fault in refused.json()["faults"]] == ["lines.0.reason"]


async def test_its_paper_has_all_lines_and_another_version_when_a_day_is_promised(pool: asyncpg.Pool, ask: Ask) -> None:
    await bought(pool)
    listed = (await ask("GET", f"/papers?order={order_id(1)}")).json()["items"]
    assert [(one["kind"], one["document"]) for one in listed if one["kind"] == "purchase_order"] == [
        ("purchase_order", PO), ("purchase_order", f"PO-{YEAR}-000002"),
    ]  # fmt: skip
    told = (await ask("GET", f"/papers/purchase_order/{PO}")).json()
    lines = [(one["line"], one["item"], one["quantity"], one["promised"]) for one in told["data"]["lines"]]
    assert (told["version"], lines) == (1, [(1, "bolt", "10", False), (2, "nut", "20", False)])
    assert (await ask("GET", f"/papers/purchase_order/{PO}.pdf")).content.startswith(b"%PDF")
    await ask("POST", f"/purchase-orders/{PO}/answer", {"lines": [{"line": 2, "promised_on": day(4)}]})
    told = (await ask("GET", f"/papers/purchase_order/{PO}")).json()
    assert (told["version"], [one["promised"] for one in told["data"]["lines"]]) == (2, [False, True])
    assert (await ask("GET", f"/papers/purchase_order/{PO}", role="storekeeper")).status_code == 403


@needs("SAL-9")
async def test_its_paper_says_of_each_line_how_the_goods_are_to_be_and_a_change_is_its_next_version(
    pool: asyncpg.Pool, ask: Ask
) -> None:
    await bought(pool)
    for version, words in enumerate(("", "RAL 3000", "RAL 5010")):
        if words:
            async with pool.acquire() as db:
                await keep_words(db, [saying(confirmed(1, LINES), words).but(version=version)])
        told = (await ask("GET", f"/papers/purchase_order/{PO}")).json()
        lines = [
            [(each["specification"], each["order_id"]) for each in one["specified"]] for one in told["data"]["lines"]
        ]
        assert (told["version"], lines) == (version + 1, [[(words, None)] if words else [], []])


async def test_by_one_link_he_confirms_names_another_day_and_declines_line_by_line(
    pool: asyncpg.Pool, ask: Ask
) -> None:
    await bought(pool)
    made = (await ask("POST", f"/papers/purchase_order/{PO}/link", {"days": 5})).json()
    async with outside(pool) as client:
        path = made["reply_path"]
        page = (await client.get(path, headers={"accept-language": "zh"})).text
        assert ("bolt" in page, "nut" in page, page.count("<form")) == (True, True, 5)
        assert (await client.post(path, data={"seen": "2", "promised_on": day(5)})).status_code == 303
        again = {"line": "1", "seen": "2", "promised_on": day(8), "reason": "strike"}
        for _ in range(2):
            assert (await client.post(path, data=again)).status_code == 303
        assert (
            await client.post(path, data={"line": "2", "seen": "2", "declined_because": "no brass"})
        ).status_code == 303
        lines = (await ask("GET", f"/purchase-orders/{PO}")).json()["lines"]
        assert [(one["state"], one["promised_on"], one["delay_reason"]) for one in lines] == [
            ("confirmed", day(8), "strike"), ("closed", day(5), ""),
        ]  # fmt: skip
        assert (await client.get(path)).text.count("<form") == 2
        bad = await client.post(path, data={"line": "1", "seen": "9", "promised_on": "2020-01-01", "reason": "x"})
        assert (bad.status_code, [fault["field"] for fault in bad.json()["faults"]]) == (422, ["promised_on"])


MANY = """
INSERT INTO purchase (id, item, supplier, state, number, doc)
SELECT gen_random_uuid(), 'i-' || n, 'S-' || n % 500, 'closed', 'PO-2025-' || n || '-1',
    jsonb_build_object('purchase_order', 'PO-2025-' || n) FROM generate_series(1, 20000) n;
ANALYZE purchase;
"""
LOOKED_UP = {
    "by a number": (store.NUMBERED, ("PO-2025-7",)),
    "its lines": (store.LINES, ([order_id(1)],)),
    "the newest": (store.PAGE, ("PO-2025-7", 20)),
    "of a supplier": (store.PAGE_OF_SUPPLIER, ("PO-2025-7", 20, "S-7")),
    "what waits for him": (store.DRAFTS, (["S-7"],)),
    "whose orders": (ORDER_NAMED, ("PO-2025-7",)),
}


@pytest.mark.parametrize("what", LOOKED_UP)
async def test_an_order_is_looked_up_by_its_index(pool: asyncpg.Pool, what: str) -> None:
    query, told = LOOKED_UP[what]
    async with pool.acquire() as db:
        await db.execute(MANY)
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", *told))
    assert "Seq Scan on purchase" not in plan, plan
