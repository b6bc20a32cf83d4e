"""Whether an order's items can be made or delivered in a week's capacity, and by when (SAL-5: engineering's view)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import clock
from chassis.handling import Answer, Db
from contracts.purchasing import SupplyReviewed
from contracts.reasons import text_of
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.lines import handlers as lines
from services.purchasing.making import handlers as making
from services.purchasing.making.rules import PutBill
from services.purchasing.production.rules.lines import Line, LineItem, Maintenance
from services.purchasing.production.rules.planning import Free
from services.purchasing.production.rules.shop import Bill, Shop
from services.purchasing.review import handlers as review
from services.purchasing.suppliers import handlers as suppliers
from services.purchasing.suppliers.rules import PutOffer
from services.purchasing.tests.made import TODAY, eur, lacks, offer, order_id, received
from services.purchasing.tests.test_corrected import reviews, supplier
from services.purchasing.tests.test_handlers import one, sells
from services.purchasing.waiting.rules.verdict import verdict
from services.purchasing.waiting.rules.ways import Supply, Ways
from tests.needs import needs as marked

pytestmark = marked("SAL-5")
OWN = "own-shop"
OURS = Offer(OWN, 0, eur(8), eur(8), 7)
MAKES = LineItem(item="motor", line="L-1", rank=1, minutes_per_unit=Decimal(48), cost_per_unit=eur(8))
BACKUP = MAKES.but(line="L-2", rank=2)
BILL = Bill(item="motor", lead_days=7, components=lacks({"bolt": 4, "coil": 1}))
SOLD: Mapping[str, Supply] = {
    "motor": Supply(7, made=True, offers=(OURS,)),
    "bolt": Supply(5, offers=(offer("S-1"),)),
    "coil": Supply(9, offers=(offer("S-2"),)),
}


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def free(minutes: int = 480) -> Callable[[str], Free]:
    return lambda _line: lambda _day: minutes


SHOP = Shop([MAKES], {"motor": BILL}, free())


def judged(shop: Shop = SHOP, sold: Mapping[str, Supply] = SOLD, **wanted: int) -> SupplyReviewed:
    ways = Ways(sold, shop, OWN)
    asked = {item: Decimal(quantity) for item, quantity in (wanted or {"motor": 30}).items()}
    return verdict(order_id(1), 1, asked, ways, TODAY)


def codes(said: SupplyReviewed) -> list[str]:
    return [reason.code for reason in said.reasons]


def test_what_is_made_is_ready_when_its_material_came_and_a_line_has_made_it() -> None:
    """The coil is here in nine days; three days of the line make thirty motors of it."""
    said = judged()
    assert (said.verdict, said.ready_on, codes(said)) == ("yes", day(11), ["made_by", "material_by"])
    made, material = said.reasons
    assert made.told == {"item": "motor", "quantity": "30", "line": "L-1", "on": f"{day(11)}"}
    assert material.told["materials"] == f"bolt (S-1) {day(5)}, coil (S-2) {day(9)}"
    assert str(text_of(material)) == material.text


def test_it_is_never_promised_sooner_than_our_shop_says_that_it_takes() -> None:
    slow = {**SOLD, "motor": replace(SOLD["motor"], lead_days=40)}
    assert judged(sold=slow).ready_on == day(40)


def test_the_line_that_is_done_first_counts_by_what_is_planned_on_each_already() -> None:
    busy = Shop([MAKES, BACKUP], {"motor": BILL}, lambda line: lambda on: 480 if line == "L-2" or on > day(90) else 0)
    said = judged(busy)
    assert (said.ready_on, said.reasons[0].told["line"]) == (day(11), "L-2")


def test_two_items_of_one_order_share_the_days_of_a_line() -> None:
    pump = BILL.but(item="pump")
    sold = {**SOLD, "pump": SOLD["motor"]}
    both = Shop([MAKES, MAKES.but(item="pump")], {"motor": BILL, "pump": pump}, free())
    said = judged(both, sold, motor=30, pump=30)
    assert {one.item: one.on for one in said.ready} == {"motor": day(11), "pump": day(14)}


def test_material_that_nobody_sells_is_a_condition_for_it_may_lie_on_the_shelf() -> None:
    said = judged(sold={**SOLD, "coil": Supply()})
    assert (said.verdict, said.impossible, said.ready_on) == ("conditions", (), day(7))
    assert codes(said) == ["made_by", "material_by", "material_lacks"]


def test_what_no_line_makes_or_has_time_for_cannot_be_had() -> None:
    none = judged(replace(SHOP, makers=[]))
    assert (none.verdict, none.impossible, codes(none)) == ("no", ("motor",), ["no_line"])
    full = judged(replace(SHOP, free=free(0)))
    assert (full.verdict, codes(full)) == ("no", ["lines_full"])
    assert full.reasons[0].told["minutes"] == "1440"


def test_where_our_shop_cannot_make_it_who_else_sells_it_is_a_condition() -> None:
    sold = {**SOLD, "motor": replace(SOLD["motor"], offers=(OURS, offer("S-9", lead_days=20)))}
    said = judged(replace(SHOP, makers=[]), sold)
    assert (said.verdict, said.ready_on, codes(said)) == ("conditions", day(20), ["no_line"])


def test_an_item_of_which_nobody_told_the_bill_is_not_one_that_nobody_sells() -> None:
    said = judged(Shop([MAKES], {}, free()), {"motor": Supply(made=True)})
    assert (said.verdict, codes(said)) == ("no", ["no_bill"])
    offered = judged(Shop([MAKES], {}, free()))
    assert (offered.verdict, offered.ready_on, codes(offered)) == ("conditions", day(7), ["made_by", "no_bill"])


def test_what_suppliers_sell_before_our_shop_is_bought() -> None:
    said = judged(sold={"motor": Supply(3, made=True, offers=(offer("S-1", lead_days=3),))})
    assert (said.verdict, said.ready_on, said.reasons) == ("yes", day(3), ())


def limited(supplier: str, weekly: int, lead_days: int = 7, rank: int = 1) -> Offer:
    return replace(offer(supplier, rank, lead_days=lead_days), weekly=Decimal(weekly))


def test_what_is_above_a_weeks_capacity_comes_in_the_weeks_after() -> None:
    only = Supply(7, offers=(limited("S-1", 100),))
    assert judged(sold={"bolt": only}, bolt=100).verdict == "yes"
    said = judged(sold={"bolt": only}, bolt=250)
    assert (said.verdict, said.ready_on, codes(said)) == ("conditions", day(7 + 14), ["supplier_full"])


def test_what_he_is_asked_for_in_that_week_already_leaves_less_room() -> None:
    told: dict[str, Any] = {"state": "ordered", "quantity": Decimal(80), "ordered_on": TODAY, "lead_days": 7}
    asked = Purchase(id=order_id(9), item="bolt", supplier="S-1", **told)
    said = judged(sold={"bolt": Supply(7, offers=(limited("S-1", 100),), bought=(asked,))}, bolt=100)
    assert (said.verdict, said.ready_on) == ("conditions", day(14))


def test_those_who_together_have_room_deliver_it_in_time() -> None:
    two = (limited("S-1", 100), limited("S-2", 200, lead_days=9, rank=2))
    said = judged(sold={"bolt": Supply(7, offers=two)}, bolt=250)
    assert (said.verdict, said.ready_on, codes(said)) == ("yes", day(9), ["no_room_alone"])
    assert said.reasons[0].told["shares"] == "S-1 100, S-2 150"


def test_what_would_take_longer_than_anybody_plans_cannot_be_had() -> None:
    said = judged(sold={"bolt": Supply(7, offers=(limited("S-1", 1),))}, bolt=10**9)
    assert (said.verdict, said.impossible, codes(said)) == ("no", ("bolt",), ["supplier_full"])


@given(quantity=st.integers(1, 5000), minutes=st.integers(1, 2000), more=st.integers(1, 500))
def test_more_is_never_ready_sooner_and_never_before_its_material(quantity: int, minutes: int, more: int) -> None:
    shop = replace(SHOP, free=free(minutes))
    first, then = judged(shop, motor=quantity), judged(shop, motor=quantity + more)
    assert first.ready_on is None or first.ready_on >= day(9)
    assert then.ready_on is None or (first.ready_on is not None and first.ready_on <= then.ready_on)


async def shop_makes(db: Db) -> None:
    """Our own shop has a line for motors, and S-1 sells bolts and coils; nobody told of what a motor is made."""
    await sells(db, ("bolt", offer()), ("coil", offer()), ("other", offer(OWN)))
    await lines.put_lines(db, [Line(line="L-1", name="L-1", shifts=1, shift_minutes=480)])
    await lines.put_items(db, [MAKES])


async def test_an_order_waits_for_the_bill_of_what_a_line_makes_and_is_reviewed_again_with_it(db: Db) -> None:
    await shop_makes(db)
    (said,) = await one(review.review, db, received(1, {"motor": 30}))
    assert (said.verdict, said.impossible, codes(said)) == ("no", ("motor",), ["no_bill"])
    (answer,) = await making.put_bills(db, [PutBill(BILL)])
    assert isinstance(answer, Answer)
    (again,) = reviews(answer.events)
    assert (again.order_id, again.verdict, codes(again)) == (order_id(1), "yes", ["made_by", "material_by"])
    assert again.ready_on
    assert again.ready_on >= clock.today() + timedelta(days=7 + 2)


@pytest.mark.parametrize("way", ["line", "item", "maintenance"])
async def test_an_order_that_waits_for_a_line_is_reviewed_again_when_it_can_work(db: Db, way: str) -> None:
    await shop_makes(db)
    await making.put_bills(db, [PutBill(BILL)])
    for_ever = Maintenance(
        line="L-1", first_on=clock.today(), until_on=clock.today() + timedelta(3650), minutes=480, reason="moved"
    )
    used = Line(line="L-1", name="L-1", shifts=1, shift_minutes=480)
    await lines.put_lines(db, [used.but(line="L-2")])
    if way == "maintenance":
        await lines.put_maintenance(db, [for_ever])
    else:
        await lines.put_lines(db, [used.but(active=False)])
    (said,) = await one(review.review, db, received(1, {"motor": 30}))
    assert (said.verdict, said.impossible) == ("no", ("motor",))
    again: Mapping[str, Callable[[], Any]] = {
        "line": lambda: lines.put_lines(db, [used]),
        "item": lambda: lines.put_items(db, [BACKUP]),
        "maintenance": lambda: lines.put_maintenance(db, [for_ever.but(minutes=0)]),
    }
    (answer,) = await again[way]()
    (woken,) = reviews(answer.events)
    assert (woken.order_id, woken.verdict, woken.impossible) == (order_id(1), "yes", ())


async def test_asking_reserves_nothing_of_a_line(db: Db) -> None:
    await shop_makes(db)
    await making.put_bills(db, [PutBill(BILL)])
    said = [await one(review.review, db, received(number, {"motor": 30})) for number in (1, 2)]
    assert said[0][0].ready_on == said[1][0].ready_on
    assert await db.fetchval("SELECT count(*) FROM production_load") == 0


async def test_a_week_that_is_full_is_told_of_a_purchase_that_is_under_way(db: Db) -> None:
    await supplier(db)
    await suppliers.put_offers(db, [PutOffer("bolt", limited("S-1", 100))])
    (said,) = await one(review.review, db, received(1, {"bolt": 250}))
    assert (said.verdict, said.ready_on) == ("conditions", clock.today() + timedelta(days=21))


async def test_a_row_that_waited_before_quantities_were_kept_is_reviewed_again(db: Db) -> None:
    await supplier(db)
    await one(review.review, db, received(1, {"bolt": 1}))
    await db.execute("UPDATE waiting_review SET quantities = '{}'")
    (answer,) = await suppliers.put_offers(db, [PutOffer("bolt", offer())])
    assert isinstance(answer, Answer)
    assert [one.verdict for one in reviews(answer.events)] == ["yes"]
