"""PUR-1: a row that an earlier release let in and nobody can read is no neighbour's trouble."""

from decimal import Decimal
from typing import Any

import pytest

from chassis import clock
from chassis.handling import Answer, Db
from services.purchasing.ledger import store as ledger_store
from services.purchasing.ledger.store import UNREADABLE
from services.purchasing.needs import handlers as needs
from services.purchasing.purchases import handlers as purchases
from services.purchasing.purchases import store as purchase_store
from services.purchasing.purchases.rules import asked
from services.purchasing.review import handlers as review
from services.purchasing.suppliers import handlers as suppliers
from services.purchasing.suppliers import store as supplier_store
from services.purchasing.suppliers.rules import PutOffer
from services.purchasing.tests.made import confirmed, goods, offer, order_id, received, served, short, topics
from services.purchasing.tests.test_handlers import does, one, sells

A, B = order_id(1), order_id(2)
DATES = ["infinity", "-infinity", "0001-01-01", "9999-12-31", "0044-03-15 BC", "5874897-12-31"]


async def waiting(db: Db) -> Any:
    """Order 1 is short of 10 bolts and they are ordered; what was said."""
    await sells(db, ("bolt", offer()))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    (event,) = await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    return event


async def another_order(db: Db) -> Any:
    """Order 2 is short of 3 bolts; the one purchase that is made for it."""
    await one(needs.take_versions, db, confirmed(2, {"bolt": 3}))
    said = await one(needs.take_states, db, short(2, {"bolt": 3}, {"bolt": (2, 13)}))
    (event,) = [e for e in said if e.topic == "purchase.ordered"]
    return event


async def doc(db: Db, table: str, key: Any, **values: Any) -> None:
    """Fields of what is kept as JSON, as an earlier release may have written them."""
    by = {"offer": "supplier", "purchase": "id", "supplier": "supplier"}[table]
    for name, value in values.items():
        sql = f"UPDATE {table} SET doc = jsonb_set(doc, ARRAY['{name}'], to_jsonb($1::{_type(value)})) WHERE {by} = $2"
        await db.execute(sql, value, key)


def _type(value: Any) -> str:
    return "numeric" if isinstance(value, int) else "text"


@pytest.mark.parametrize("day", DATES)
async def test_a_date_that_nobody_can_read_is_read_as_none_and_the_neighbours_goods_are_bought(
    db: Db, day: str
) -> None:
    await waiting(db)
    await db.execute(f"UPDATE demand SET promised = '{day}' WHERE order_id = $1", A)
    assert served(await another_order(db)) == {B: 3}


async def test_a_good_date_takes_the_place_of_one_that_nobody_can_read(db: Db) -> None:
    await waiting(db)
    await db.execute("UPDATE demand SET promised = 'infinity' WHERE order_id = $1", A)
    changed = confirmed(1, {"bolt": 10}).but(version=2)
    await one(needs.take_versions, db, changed)
    assert str(await db.fetchval("SELECT promised FROM demand WHERE order_id = $1", A)) == "2026-07-03"


@pytest.mark.parametrize("quantity", ["NaN", "Infinity", "1e60"])
async def test_a_need_that_cannot_be_counted_is_left_out(db: Db, quantity: str) -> None:
    await waiting(db)
    await db.execute(f"UPDATE need_line SET quantity = '{quantity}' WHERE order_id = $1", A)
    await one(needs.take_versions, db, confirmed(2, {"bolt": 3}))
    (said,) = await one(needs.take_states, db, short(2, {"bolt": 3}, {"bolt": (2, 13)}))
    assert served(said) == {B: 3}


@pytest.mark.parametrize("total", ["NaN", "Infinity", "1e60"])
@pytest.mark.parametrize("column", ["cover_total", "cover_received", "received", "unbought"])
async def test_a_sum_that_cannot_be_counted_buys_what_the_known_orders_need(db: Db, column: str, total: str) -> None:
    await waiting(db)
    await db.execute(f"UPDATE item SET {column} = '{total}' WHERE item = 'bolt'")
    await one(needs.take_versions, db, confirmed(2, {"bolt": 3}))
    said = await one(needs.take_states, db, short(2, {"bolt": 3}, {"bolt": (2, 13)}))
    assert "purchase.cancelled" not in topics(said)
    assert sum(e.quantity for e in said if e.topic == "purchase.ordered") == 3


@pytest.mark.needs("SAL-5", "PUR-7")
async def test_an_offer_whose_lead_time_is_a_date_is_not_asked_and_the_next_supplier_is(db: Db) -> None:
    """SAL-5, PUR-7: a supplier of whom nobody knows when he delivers promises nothing."""
    await sells(db, ("bolt", offer()), ("bolt", offer("S-2", rank=2)))
    await doc(db, "offer", "S-1", lead_days=20261127)
    (said,) = await one(review.review, db, received(1, {"bolt": 1}))
    assert said.verdict == "yes"
    assert (said.ready_on - said.ready_on.today()).days < 100
    assert (await another_order(db)).supplier == "S-2"


@pytest.mark.parametrize("field", ["agreed_price", "unit_price"])
async def test_an_offer_in_a_currency_that_is_none_is_not_asked_and_can_be_corrected(db: Db, field: str) -> None:
    await sells(db, ("bolt", offer()), ("bolt", offer("S-2", rank=2)))
    await db.execute(f"UPDATE offer SET doc = jsonb_set(doc, '{{{field},currency}}', '\"CNH\"') WHERE supplier = 'S-1'")
    assert [o.supplier for o in await ledger_store.offers(db, "bolt")] == ["S-2"]
    (said,) = await one(review.review, db, received(1, {"bolt": 1}))
    assert (said.verdict, said.impossible) == ("yes", ())
    assert (await another_order(db)).supplier == "S-2"
    (answer,) = await suppliers.put_offers(db, [PutOffer("bolt", offer())])
    assert isinstance(answer, Answer)
    assert [o.supplier for o in await ledger_store.offers(db, "bolt")] == ["S-1", "S-2"]


@pytest.mark.parametrize("promised", ["9999-12-31", "0001-01-01", "infinity"])
async def test_a_purchase_promised_on_no_day_goes_on_without_a_date(db: Db, promised: str) -> None:
    event = await waiting(db)
    await doc(db, "purchase", event.purchase_id, promised_on=promised, latest_on=promised, lead_days=20261127)
    await another_order(db)
    kept: Any = await purchase_store.purchase_of(db, event.purchase_id)
    assert (kept.promised_on, kept.quantity) == (None, 10)
    await one(purchases.take_receipts, db, goods(event.purchase_id, "bolt", 10, cover={"bolt": (3, 3, 10)}))
    assert (await purchase_store.purchase_of(db, event.purchase_id)).state == "closed"  # type: ignore[union-attr]


async def test_a_purchase_at_a_price_in_no_currency_goes_on_without_a_price(db: Db) -> None:
    event = await waiting(db)
    price = '{"amount": "10", "currency": "CNH"}'
    await db.execute(f'UPDATE purchase SET doc = doc || \'{{"unit_price": {price}, "budget_price": {price}}}\'')
    await another_order(db)
    kept: Any = await purchase_store.purchase_of(db, event.purchase_id)
    assert (kept.unit_price, kept.amount) == (None, None)
    await does(db, asked.Decline(event.purchase_id, "no material"))


async def test_a_purchase_that_cannot_be_counted_is_left_out_and_left_as_it_is(db: Db) -> None:
    event = await waiting(db)
    await doc(db, "purchase", event.purchase_id, quantity="1E+60")
    await another_order(db)
    listed = await purchase_store.purchases(db, None, None, None, None, None, 100)
    assert event.purchase_id not in [p.purchase_id for p in listed]
    assert await db.fetchval("SELECT doc->>'quantity' FROM purchase WHERE id = $1", event.purchase_id) == "1E+60"


@pytest.mark.needs("PUR-7")
async def test_who_declined_at_a_budget_in_no_currency_still_declined(db: Db) -> None:
    """PUR-7."""
    await sells(db, ("bolt", offer()), ("bolt", offer("S-2", rank=2)))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    (event,) = await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    await does(db, asked.Decline(event.purchase_id, "no material"))
    await db.execute("UPDATE tried SET budget = jsonb_set(budget, '{currency}', '\"CNH\"')")
    second = await db.fetchval("SELECT id FROM purchase WHERE supplier = 'S-2' AND state = 'ordered'")
    said = await does(db, asked.Decline(second, "no material either"))
    assert topics(said) == ["purchase.cancelled", "purchase.impossible"]


@pytest.mark.needs("PUR-5")
async def test_a_supplier_of_a_country_that_is_none_is_listed_as_he_is_and_can_be_corrected(db: Db) -> None:
    """PUR-5: who shall correct it must see it."""
    await sells(db, ("bolt", offer()))
    await doc(db, "supplier", "S-1", country="ZZ", currency="CNH", nda_signed_on="9999-12-31")
    ((code, version, data),) = await supplier_store.page(db, None, 10)
    assert (code, version, data.country, data.currency, data.nda_signed_on) == ("S-1", 1, "ZZ", "CNH", None)
    await sells(db, ("bolt", offer()))
    ((code, version, data),) = await supplier_store.page(db, None, 10)
    assert (version, data.country, data.currency) == (2, "DE", "EUR")


async def test_what_is_read_by_its_rule_is_counted(db: Db) -> None:
    """ALL-2: whoever looks after the company sees that there are such rows."""
    await waiting(db)
    before = UNREADABLE.labels("book.needs.*.promised")._value.get()
    await db.execute("UPDATE demand SET promised = 'infinity'")
    await another_order(db)
    assert UNREADABLE.labels("book.needs.*.promised")._value.get() > before


async def test_a_purchase_that_was_kept_before_a_field_was_known_is_shown_and_told_with_its_default(db: Db) -> None:
    event = await waiting(db)
    known_then = ["id", "item", "supplier", "state", "version", "number", "quantity", "unit_price", "served"]
    await db.execute(
        "UPDATE purchase SET doc = (SELECT jsonb_object_agg(key, value) FROM jsonb_each(doc) WHERE key = ANY($1))",
        known_then,
    )
    (shown,) = await purchase_store.purchases(db, None, None, None, None, None, 10)
    assert (shown.purchase_id, shown.surplus, shown.quotation, shown.for_stock) == (
        event.purchase_id,
        Decimal(0),
        "",
        Decimal(0),
    )
    (said,) = await does(db, asked.Confirm(event.purchase_id, clock.today()))
    assert (said.topic, said.outstanding) == ("purchase.confirmed", 10)
