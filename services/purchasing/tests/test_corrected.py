"""SAL-5, PUR-7: what waits because of master data is looked at again when it is corrected."""

from typing import Any

import pytest

from chassis.handling import Answer, Db
from contracts.purchasing import SupplyReviewed
from contracts.review import Reason
from contracts.sales import OrderClarified, OrderRejected, ReviewRequested
from contracts.value import fields_of
from services.purchasing.needs import handlers as needs
from services.purchasing.review import handlers as review
from services.purchasing.suppliers import handlers as suppliers
from services.purchasing.suppliers.rules import PutOffer, PutSupplier, Supplier
from services.purchasing.tests.made import cancelled, confirmed, content, item_changed, offer, order_id, received
from services.purchasing.tests.test_handlers import one, sells

pytestmark = pytest.mark.needs("SAL-5")


def reviews(events: Any) -> list[SupplyReviewed]:
    return [event for event in events if isinstance(event, SupplyReviewed)]


async def put(db: Db, item: str, **more: Any) -> list[SupplyReviewed]:
    (answer,) = await suppliers.put_offers(db, [PutOffer(item, offer(**more))])
    assert isinstance(answer, Answer)
    return reviews(answer.events)


async def supplier(db: Db, code: str = "S-1", **more: Any) -> list[SupplyReviewed]:
    data = Supplier(name="Schmidt", country="DE", currency="EUR", **more)
    (answer,) = await suppliers.put_suppliers(db, [PutSupplier(code, fields_of(data))])
    assert isinstance(answer, Answer)
    return reviews(answer.events)


async def test_an_order_that_nobody_could_supply_is_reviewed_again_when_somebody_can(db: Db) -> None:
    await supplier(db)
    (said,) = await one(review.review, db, received(1, {"bolt": 1}))
    assert (said.verdict, said.impossible) == ("no", ("bolt",))
    (again,) = await put(db, "bolt")
    assert (again.order_id, again.order_version, again.verdict, again.impossible) == (order_id(1), 1, "yes", ())
    assert again.ready_on
    assert await put(db, "bolt", lead_days=9) == [], "it waits for nothing any more"


async def test_of_two_items_the_one_that_is_still_missing_is_named(db: Db) -> None:
    await supplier(db)
    await one(review.review, db, received(1, {"bolt": 1, "nut": 2}))
    (again,) = await put(db, "bolt")
    assert (again.verdict, again.impossible) == ("conditions", ("nut",))
    (again,) = await put(db, "nut")
    assert again.verdict == "yes"


async def test_an_offer_of_another_item_wakes_nobody(db: Db) -> None:
    await supplier(db)
    await one(review.review, db, received(1, {"bolt": 1}))
    assert await put(db, "nut") == []


async def test_a_lead_time_that_was_a_date_is_corrected_and_its_orders_are_reviewed_again(db: Db) -> None:
    """What an earlier release let in; see test_rows_of_earlier."""
    await sells(db, ("bolt", offer()))
    await db.execute("UPDATE offer SET doc = jsonb_set(doc, '{lead_days}', '20261127')")
    (said,) = await one(review.review, db, received(1, {"bolt": 1}))
    assert said.verdict == "no"
    (again,) = await put(db, "bolt")
    assert again.verdict == "yes"


async def test_a_supplier_who_comes_back_wakes_who_waited_for_him(db: Db) -> None:
    await sells(db, ("bolt", offer()))
    await supplier(db, active=False)
    await one(review.review, db, received(1, {"bolt": 1}))
    (again,) = await supplier(db, active=True)
    assert again.verdict == "yes"


@pytest.mark.needs("SAL-25")
async def test_an_item_that_is_bought_again_wakes_who_waited_for_it(db: Db) -> None:
    """SAL-25."""
    await sells(db, ("bolt", offer()))
    await one(suppliers.take_items, db, item_changed("bolt", discontinued=True))
    await one(review.review, db, received(1, {"bolt": 1}))
    (again,) = await one(suppliers.take_items, db, item_changed("bolt", version=2))
    assert again.verdict == "yes"


async def test_an_order_that_is_decided_or_over_is_not_reviewed_again(db: Db) -> None:
    await supplier(db)
    for number in (1, 2, 3):
        await one(review.review, db, received(number, {"bolt": 1}))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 1}))
    await one(needs.take_cancels, db, cancelled(2))
    why = (Reason(code="nobody_sells", text="No supplier."),)
    await one(review.forget, db, OrderRejected(order_id=order_id(3), version=2, reasons=why))
    assert await put(db, "bolt") == []


async def test_only_the_newest_version_of_an_order_is_reviewed_again(db: Db) -> None:
    await supplier(db)
    await one(review.review, db, received(1, {"bolt": 1}))
    await one(review.review, db, OrderClarified(order_id=order_id(1), version=2, content=content(1, {"nut": 1})))
    assert await put(db, "bolt") == []
    (again,) = await put(db, "nut")
    assert again.order_version == 2


@pytest.mark.needs("SAL-9")
async def test_of_a_changed_order_it_is_said_how_each_item_can_be_had(db: Db) -> None:
    await supplier(db)
    await put(db, "bolt", lead_days=9)
    asked = ReviewRequested(order_id=order_id(1), order_version=3, content=content(1, {"bolt": 4, "nut": 1}))
    (said,) = await one(review.review_changes, db, asked)
    assert (said.order_version, said.verdict, said.impossible) == (3, "conditions", ("nut",))
    assert [ready.item for ready in said.ready] == ["bolt"]
