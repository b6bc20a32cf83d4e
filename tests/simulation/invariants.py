"""What must be true when nobody has anything left to do."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from chassis.stored import stored
from contracts.stages import ENDS, STAGE_OF, WORDS
from services.sales.order.rules.document import Order
from services.sales.order.store import ORDERS
from tests.ledger import unbalanced
from tests.simulation.outside import ALL_PRICES, Outside

ZERO = Decimal(0)
SHIPPED = """
SELECT s.order_id, s.shipment_id, part ->> 'item' AS item, (part ->> 'quantity')::numeric AS quantity,
       (part ->> 'returned')::numeric AS returned
FROM shipment s, jsonb_array_elements(s.lines) part WHERE s.state = 'dispatched'
"""
INVOICED = """
SELECT i.order_id, i.shipment_id, i.total, i.credited, i.outstanding,
       (SELECT sum((line ->> 'amount')::numeric) FROM jsonb_array_elements(i.doc -> 'lines') line) AS gross
FROM invoice i
"""
BANK = """
SELECT e.order_id, sum(l.debit - l.credit) AS balance
FROM journal_entry e JOIN journal_line l USING (entry_id) WHERE l.account = '1002' GROUP BY e.order_id
"""
OWED = """
SELECT doc ->> 'id' AS purchase_id, item, (doc ->> 'quantity')::numeric AS ordered,
       coalesce((doc ->> 'accepted')::numeric, 0) AS accepted, coalesce((doc ->> 'cancelled')::numeric, 0) AS cancelled
FROM purchase WHERE number <> ''
"""


async def check_rest(outside: Outside) -> None:
    """True whenever the departments are at rest, whatever the outside has still to do."""
    assert not await outside.company.post.parked()
    for department in ("warehouse", "finance"):
        check = await outside.ask(department, "GET", "/check")
        assert check["ok"], check["faults"]
    assert not await unbalanced(outside.company.post.engines["finance"].pool)
    await _check_shortages(outside)
    await _check_purchases(outside)
    await _check_shipments(outside)
    await _check_invoices(outside)
    await _check_explained(outside)
    await _check_remembered(outside)


async def check_end(outside: Outside) -> None:
    """True when every order has ended."""
    await check_rest(outside)
    for order in await outside.each("sales", "/orders"):
        assert order["stage"] in ENDS, (order["customer_po"], order["stage"], order["waiting_for"])
        assert order["waiting_for"] is None, (order["customer_po"], order["stage"], order["waiting_for"])
    for row in await outside.each("notify", "/orders"):
        assert row["state"] in ENDS, (row["customer_po"], row["stage"], row["state"])
    for shelf in await outside.each("warehouse", "/stock"):
        assert [Decimal(shelf[name]) for name in ("reserved", "held", "lacking")] == [0, 0, 0], shelf
    await _check_all_is_paid(outside)


async def check_nothing_is_left_over(outside: Outside, opening: dict[str, int]) -> None:
    """Where nobody wanted less than before, no more was bought than the shelf did not have, or asked for itself."""
    wanted: defaultdict[str, Decimal] = defaultdict(Decimal)
    for order in await outside.each("sales", "/orders"):
        for line in order["content"]["lines"] if order["stage"] != "rejected" else ():
            wanted[line["item"]] += Decimal(line["quantity"])
    bought: defaultdict[str, Decimal] = defaultdict(Decimal)
    for purchase in await outside.company.rows("purchasing", OWED):
        bought[purchase["item"]] += purchase["ordered"] - purchase["cancelled"]
    for item, quantity in bought.items():
        missing = max(ZERO, wanted[item] - opening[item])
        for letter in outside.company.post.streams["stock.low", item]:
            missing += Decimal(json.loads(letter.value or b"")["quantity"])
        assert quantity <= missing, f"{quantity} {item} were bought, {missing} lacked"


async def _check_shortages(outside: Outside) -> None:
    """What purchasing believes to be lacking is what the warehouse lacks."""
    claims = "SELECT order_id, item, sum(needed - held) AS q FROM claim GROUP BY 1, 2 HAVING sum(needed - held) > 0"
    needs = "SELECT order_id, item, quantity AS q FROM need_line"
    lacking = await outside.company.rows("warehouse", "SELECT item, lacking FROM stock WHERE lacking > 0")
    covers = await outside.company.rows("purchasing", "SELECT item, cover_total FROM item WHERE cover_total > 0")
    assert _sums(await outside.company.rows("warehouse", claims)) == _sums(
        await outside.company.rows("purchasing", needs)
    )
    assert {row["item"]: row["lacking"] for row in lacking} == {row["item"]: row["cover_total"] for row in covers}


async def _check_purchases(outside: Outside) -> None:
    """The dock and purchasing agree on what suppliers delivered and still owe."""
    known = await outside.company.rows("warehouse", "SELECT *, purchase_id::text AS id FROM purchase")
    office = await outside.company.rows("purchasing", OWED)
    assert {p["id"]: _owed(p) for p in known} == {p["purchase_id"]: _owed(p) for p in office}


def _owed(purchase: dict[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    ordered, accepted = purchase["ordered"], purchase["accepted"]
    return ordered, accepted, max(ZERO, ordered - accepted - purchase["cancelled"])


async def _check_shipments(outside: Outside) -> None:
    """Warehouse, logistics and sales agree on what left."""
    left = {row["shipment_id"] for row in await outside.company.rows("warehouse", SHIPPED)}
    sent = await outside.company.rows(
        "logistics", "SELECT shipment_id FROM shipment WHERE state IN ('dispatched', 'delivered')"
    )
    assert left == {row["shipment_id"] for row in sent}
    gone = ("dispatched", "delivered", "accepted", "asked_back", "back", "waived")
    orders = await outside.each("sales", "/orders")
    known = {s["shipment_id"] for order in orders for s in order["shipments"] if s["state"] in gone}
    assert {str(id_) for id_ in left} == known


async def _check_invoices(outside: Outside) -> None:
    """One live invoice per shipment; invoiced is shipped x price, credited is what came back x price."""
    shipped = await outside.company.rows("warehouse", SHIPPED)
    invoices = await outside.company.rows("finance", INVOICED)
    assert sorted(i["shipment_id"] for i in invoices) == sorted({row["shipment_id"] for row in shipped})
    worth: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in shipped:
        worth[row["order_id"]] += row["quantity"] * Decimal(ALL_PRICES[row["item"]])
    billed: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for invoice in invoices:
        billed[invoice["order_id"]] += invoice["gross"]
    assert billed == worth
    whole = {row["shipment_id"] for row in shipped} - {
        r["shipment_id"] for r in shipped if r["quantity"] != r["returned"]
    }
    assert all(i["credited"] == i["total"] for i in invoices if i["shipment_id"] in whole)
    untouched = {r["shipment_id"] for r in shipped} - {r["shipment_id"] for r in shipped if r["returned"]}
    assert not any(i["credited"] for i in invoices if i["shipment_id"] in untouched)


async def _check_explained(outside: Outside) -> None:
    """Every acknowledged order has ended, or notify says what it waits for; both departments agree on it."""
    orders = {order["order_id"]: order for order in await outside.each("sales", "/orders")}
    board = {row["order_id"]: row for row in await outside.each("notify", "/orders")}
    assert set(outside.orders.values()) == orders.keys() == board.keys()
    for order_id, order in orders.items():
        over = order["stage"] in ENDS and order["waiting_for"] is None
        assert (board[order_id]["state"] in ENDS) == over, (order["stage"], board[order_id])
        if not over:
            shown = order["stage"]
            behind = WORDS.index(board[order_id]["stage"]) < WORDS.index(STAGE_OF.get(shown, shown))
            assert shown in ENDS or not behind, (shown, board[order_id])
            story = await outside.ask("notify", "GET", f"/orders/{order_id}")
            assert story["waiting_for"], f"{order['customer_po']} is {order['stage']}, and nobody knows why"
    assert not (await outside.ask("notify", "GET", "/summary"))["unexplained"]


async def _check_all_is_paid(outside: Outside) -> None:
    """Of an ended order, what came in is what was invoiced and not credited; nothing of an advance is left."""
    owed: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for invoice in await outside.company.rows("finance", INVOICED):
        assert not invoice["outstanding"]
        owed[invoice["order_id"]] += invoice["total"] - invoice["credited"]
    bank = {row["order_id"]: row["balance"] for row in await outside.company.rows("finance", BANK)}
    assert {order: amount for order, amount in bank.items() if amount} == {o: a for o, a in owed.items() if a}
    assert not await outside.company.rows("finance", "SELECT FROM order_account WHERE advance_unused > 0")


def _sums(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, str], Decimal]:
    return {(str(row["order_id"]), row["item"]): row["q"] for row in rows}


async def _check_remembered(outside: Outside) -> None:
    """An order that a process wrote, and remembers, is the one that another process reads."""
    rows = await outside.company.post.engines["sales"].pool.fetch("SELECT document FROM sales_order")
    for row in rows:
        assert ORDERS.read(row["document"]) == stored(Order, row["document"])
