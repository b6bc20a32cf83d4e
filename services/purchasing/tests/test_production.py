"""What our own shop makes: of what, when on which line, and the material for it (PUR-11)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from contracts.supply import Lack
from services.purchasing.ledger.rules import heard
from services.purchasing.ledger.rules.book import Book, Ledger, material_came, update, want_material
from services.purchasing.ledger.rules.purchase import Purchase, receive
from services.purchasing.lines import handlers as lines
from services.purchasing.making import handlers, rules
from services.purchasing.making.rules import PutBill, Release
from services.purchasing.needs import handlers as needs
from services.purchasing.policy import Policy
from services.purchasing.production import store
from services.purchasing.production.rules.lines import Line, LineItem, Maintenance
from services.purchasing.production.rules.planning import DayLoad, minutes_of, schedule, steps_of
from services.purchasing.production.rules.production import state_of
from services.purchasing.production.rules.shop import Bill, Shop
from services.purchasing.purchases import handlers as purchases
from services.purchasing.purchases.rules.doing import confirm
from services.purchasing.tests.made import (
    ORDERING,
    TODAY,
    Desk,
    confirmed,
    eur,
    goods,
    lacks,
    offer,
    order_id,
    short,
    topics,
)
from services.purchasing.tests.test_handlers import one, sells
from tests.needs import needs as marked

pytestmark = marked("PUR-11")
OWN = "own-shop"
MILESTONES = Policy().milestones


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def always(minutes: int) -> Any:
    return lambda _day: minutes


def loads(*told: tuple[int, int]) -> tuple[DayLoad, ...]:
    return tuple(DayLoad(on=day(ahead), minutes=minutes) for ahead, minutes in told)


def test_production_takes_the_latest_days_that_still_end_in_time() -> None:
    assert schedule(1000, day(20), TODAY, always(480)) == loads((18, 40), (19, 480), (20, 480))


def test_what_cannot_be_in_time_is_made_as_soon_as_it_can() -> None:
    assert schedule(1000, day(1), TODAY, always(480)) == loads((0, 480), (1, 480), (2, 40))
    assert schedule(100, day(-1), TODAY, always(480)) == schedule(100, None, TODAY, always(480)) == loads((0, 100))


def test_days_on_which_the_line_has_nothing_free_are_passed_over() -> None:
    free: Mapping[date, int] = {day(1): 60, day(4): 480}
    assert schedule(100, day(9), TODAY, lambda on: free.get(on, 0)) == loads((4, 100))
    assert schedule(500, day(9), TODAY, lambda on: free.get(on, 0)) == loads((1, 20), (4, 480))


def test_a_day_that_is_planned_above_its_capacity_takes_no_more() -> None:
    assert schedule(100, None, TODAY, lambda on: -50 if on == TODAY else 480) == loads((1, 100))


def test_a_line_that_never_works_makes_nothing() -> None:
    assert schedule(100, day(9), TODAY, always(0)) == ()


def test_a_part_of_a_minute_is_a_whole_one() -> None:
    assert minutes_of(Decimal(3), Decimal("2.5")) == 8
    assert minutes_of(Decimal("0.001"), Decimal(1)) == 1


def test_each_milestone_is_planned_for_the_day_on_which_its_share_is_made() -> None:
    planned = steps_of(loads((0, 100), (1, 480), (4, 420)), MILESTONES)
    assert [(step.name, step.planned_on) for step in planned] == [
        ("material_in", day(0)),
        ("first_article", day(0)),
        ("semi_finished", day(4)),
        ("quality_passed", day(4)),
        ("packed", day(4)),
    ]


def test_milestones_stand_in_the_order_of_their_shares_however_they_are_told() -> None:
    told = {"packed": Decimal(1), "cut": Decimal("0.2")}
    assert [step.name for step in steps_of(loads((0, 10)), told)] == ["cut", "packed"]


@pytest.mark.parametrize(
    "told", [{}, {"cut": "0.5"}, {"cut": "1", "packed": "1"}, {"cut": "0.5", "sewn": "0.5", "packed": "1"}]
)
def test_milestones_without_an_end_or_of_the_same_share_make_no_sense(told: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="milestone"):
        Policy(milestones=told)  # type: ignore[arg-type]


IN_TIME = day(33)
MAKES = LineItem(item="motor", line="L-1", rank=1, minutes_per_unit=Decimal(48), cost_per_unit=eur(8))
BACKUP = MAKES.but(line="L-2", rank=2, cost_per_unit=eur(9))
BILL = Bill(item="motor", lead_days=7, components=lacks({"bolt": 4, "coil": 1}))
SHOP = Shop([MAKES, BACKUP], {"motor": BILL}, lambda _line: always(480), MILESTONES)


def short_of_motors(quantity: int = 10, promised: date | None = IN_TIME) -> tuple[Ledger, Purchase]:
    """An order lacks motors, which our own shop makes of bolts and coils."""
    desk = Desk(offer(OWN, 0, "8", "8"), offer("S-1"), item="motor")
    desk.order(1, promised=promised)
    desk.lacks(1, quantity)
    components = {item: Book(item, offers=(offer(),)) for item in ("bolt", "coil")}
    return replace(desk.ledger, books={**desk.ledger.books, **components}), desk.purchase


def released(asked: Release, ledger: Ledger, shop: Shop = SHOP) -> Any:
    return rules.release(ledger, None, asked, ORDERING, shop)


def test_what_is_made_is_made_before_any_supplier_is_asked() -> None:
    _, purchase = short_of_motors()
    assert (purchase.made, purchase.supplier, purchase.state) == (True, OWN, "ordered")


def test_a_production_order_is_released_in_time_for_the_promise_and_its_whole_bill_is_wanted() -> None:
    ledger, purchase = short_of_motors(promised=day(8))
    after, plan = released(Release(purchase.id), ledger)
    assert after.purchase(purchase.id).promised_on == plan.days[-1].on == day(5)
    assert (plan.line, plan.days) == ("L-1", loads((5, 480)))
    assert {one.item: one.quantity for one in plan.materials} == {"bolt": 40, "coil": 10}
    assert {item: after.books[item].unbought for item in ("bolt", "coil")} == {"bolt": 40, "coil": 10}


def test_it_is_never_planned_later_than_the_lead_time_by_which_the_order_was_promised() -> None:
    ledger, purchase = short_of_motors(promised=day(90))
    assert released(Release(purchase.id), ledger)[1].days == loads((7, 480))


def test_material_that_is_there_is_not_bought() -> None:
    ledger, purchase = short_of_motors()
    after, plan = released(Release(purchase.id, from_stock=lacks({"bolt": 15, "coil": 10})), ledger)
    assert {one.item: one.quantity for one in plan.materials} == {"bolt": 25}
    assert (after.books["bolt"].unbought, after.books["coil"].unbought) == (25, 0)


@pytest.mark.parametrize("there", [{"bolt": 41}, {"screw": 1}])
def test_nobody_takes_more_from_stock_than_the_bill_needs(there: dict[str, int]) -> None:
    ledger, purchase = short_of_motors()
    assert isinstance(released(Release(purchase.id, from_stock=lacks(there)), ledger), rules.NotInTheBill)


def test_material_that_nobody_sells_is_told_before_anybody_waits_for_it() -> None:
    ledger, purchase = short_of_motors()
    ledger = ledger.with_book(Book("coil"))
    refused = released(Release(purchase.id), ledger)
    assert isinstance(refused, rules.NobodySellsMaterial)
    assert "coil" in str(refused)
    assert not isinstance(released(Release(purchase.id, from_stock=lacks({"coil": 10})), ledger), Refusal)


def test_it_is_made_on_the_line_that_the_planner_names_if_it_can() -> None:
    ledger, purchase = short_of_motors()
    assert released(Release(purchase.id, "L-2"), ledger)[1].line == "L-2"
    assert isinstance(released(Release(purchase.id, "L-9"), ledger), rules.LineDoesNotMakeIt)
    assert isinstance(released(Release(purchase.id), ledger, replace(SHOP, makers=[])), rules.NoLineMakesIt)
    full = replace(SHOP, free=lambda _line: always(0))
    assert isinstance(released(Release(purchase.id), ledger, full), rules.LineFull)


def test_what_somebody_promised_before_its_release_is_released_all_the_same() -> None:
    ledger, purchase = short_of_motors(promised=day(20))
    promised = confirm(purchase, day(8), TODAY)
    assert not isinstance(promised, Refusal)
    before = ledger.with_book(update(ledger.books["motor"], promised))
    after, plan = released(Release(purchase.id), before)
    assert after.purchase(purchase.id).promised_on == plan.days[-1].on == day(8)
    late = replace(SHOP, free=lambda _line: lambda on: 480 if on > day(8) else 0)
    after, plan = released(Release(purchase.id), before, late)
    assert after.purchase(purchase.id).promised_on == plan.days[-1].on == day(9)
    assert after.purchase(purchase.id).delay_reason == "L-1"


def test_it_is_released_once() -> None:
    ledger, purchase = short_of_motors()
    after, plan = released(Release(purchase.id), ledger)
    again = rules.release(after, plan, Release(purchase.id), ORDERING, SHOP)
    assert isinstance(again, rules.ReleasedAlready)


def test_what_a_supplier_delivers_is_no_production_order() -> None:
    desk = Desk(offer("S-1"))
    desk.order(1)
    desk.lacks(1, 10)
    assert isinstance(released(Release(desk.purchase.id), desk.ledger), NotFound)


def test_its_state_follows_from_its_purchase_and_its_plan() -> None:
    ledger, purchase = short_of_motors()
    _, plan = released(Release(purchase.id), ledger)
    assert (state_of(purchase, None), state_of(purchase, plan)) == ("planned", "released")
    begun = plan.but(steps=(plan.steps[0].but(done=Decimal(1)), *plan.steps[1:]))
    assert state_of(purchase, begun) == "in_progress"
    assert state_of(receive(purchase, Decimal(10)), begun) == "finished"
    assert state_of(replace(purchase, state="closed"), None) == "cancelled"


def test_a_shelf_that_is_low_wants_what_production_waits_for_besides() -> None:
    book = want_material(Book("bolt"), Decimal(40))
    assert heard.hear_low(book, 1, Decimal(12)).unbought == 52
    ordered = Purchase(id=order_id(9), item="bolt", state="ordered", quantity=Decimal(40), for_stock=Decimal(40))
    bought = replace(book, unbought=Decimal(0), purchases=(ordered,))
    assert heard.hear_low(bought, 1, Decimal(12)).unbought == 12
    came = material_came(bought, update(bought, receive(ordered, Decimal(30))))
    assert came.materials == 10


def test_of_what_an_item_is_made_is_refused_when_it_is_itself_or_no_line_makes_it() -> None:
    assert rules.refusal_of(PutBill(BILL), [MAKES]) is None
    assert isinstance(rules.refusal_of(PutBill(BILL), [MAKES.but(item="other")]), rules.NoLineMakesIt)
    itself = BILL.but(components=lacks({"motor": 1}))
    assert isinstance(rules.refusal_of(PutBill(itself), [MAKES]), rules.MadeOfItself)


async def makes(db: Db) -> None:
    """Our own shop makes motors of bolts and coils, which S-1 sells."""
    await sells(db, ("bolt", offer()), ("coil", offer()))
    await sells(db, ("other", offer(OWN)))
    await lines.put_lines(db, [Line(line=line, name=line, shifts=1, shift_minutes=480) for line in ("L-1", "L-2")])
    await lines.put_items(db, [MAKES, BACKUP])
    (answer,) = await handlers.put_bills(db, [PutBill(BILL)])
    assert isinstance(answer, Answer), answer


async def ordered(db: Db, number: int = 1, quantity: int = 10) -> Any:
    """An order is short of motors."""
    await one(needs.take_versions, db, confirmed(number, {"motor": quantity}))
    (event,) = await one(
        needs.take_states, db, short(number, {"motor": quantity}, {"motor": (number, quantity * number)})
    )
    return event


async def release(db: Db, asked: Release) -> Any:
    (answer,) = await handlers.release(db, [asked])
    assert isinstance(answer, Answer), answer
    return answer


async def test_a_shortage_of_what_is_made_becomes_a_production_order(db: Db) -> None:
    await makes(db)
    event = await ordered(db)
    assert (event.topic, event.supplier, event.number) == (
        "purchase.ordered",
        OWN,
        f"MO-{clock.today().year}-000001",
    )
    ((purchase, plan),) = await store.page(db, False, None, 10)
    assert (purchase.id, plan, state_of(purchase, plan)) == (event.purchase_id, None, "planned")
    assert [found.id for found, _ in await store.serving(db, [order_id(1)])] == [event.purchase_id]


async def test_its_release_promises_a_day_and_buys_its_material_together_with_what_others_need(db: Db) -> None:
    await makes(db)
    event = await ordered(db)
    answer = await release(db, Release(event.purchase_id, from_stock=lacks({"coil": 10})))
    assert topics(answer.events) == ["production.progressed", "purchase.confirmed", "purchase.ordered"]
    said = {one.topic: one for one in answer.events}
    assert (said["purchase.ordered"].item, said["purchase.ordered"].quantity) == ("bolt", 40)
    assert said["production.progressed"].orders == (order_id(1),)
    assert said["production.progressed"].ends_on == said["purchase.confirmed"].promised_on
    assert said["production.progressed"].materials == (Lack(item="bolt", quantity=Decimal(40)),)
    assert (answer.body.state, answer.body.number) == ("released", event.number)


async def test_two_production_orders_share_the_days_of_a_line(db: Db) -> None:
    await makes(db)
    first, second = await ordered(db, 1), await ordered(db, 2)
    answers: list[Any] = await handlers.release(db, [Release(first.purchase_id), Release(second.purchase_id)])
    days = [{one.on: one.minutes for one in answer.body.days} for answer in answers]
    assert not days[0].keys() & days[1].keys()
    taken = await store.taken(db, ["L-1"], clock.today())
    assert taken == {("L-1", on): minutes for on, minutes in (days[0] | days[1]).items()}


async def test_maintenance_moves_production_to_other_days(db: Db) -> None:
    await makes(db)
    event = await ordered(db)
    until = clock.today() + timedelta(days=365)
    still = Maintenance(line="L-1", first_on=clock.today(), until_on=until, minutes=480, reason="moved")
    await lines.put_maintenance(db, [still])
    answer = await release(db, Release(event.purchase_id))
    assert answer.body.days[0].on > until


async def test_what_was_made_comes_in_as_a_purchase_does_and_nobody_waits_for_its_bill(db: Db) -> None:
    await makes(db)
    event = await ordered(db)
    await release(db, Release(event.purchase_id))
    await one(purchases.take_receipts, db, goods(event.purchase_id, "motor", 10, cover={"motor": (9, 0, 10)}))
    ((purchase, plan),) = await store.named(db, [event.purchase_id])
    assert state_of(purchase, plan) == "finished"
    assert await store.page(db, False, None, 10) == []
    assert await store.taken(db, ["L-1"], clock.today()) == {}


async def test_a_bill_of_an_own_shop_that_is_no_supplier_is_refused(db: Db) -> None:
    await lines.put_lines(db, [Line(line="L-1", name="L-1", shifts=1, shift_minutes=480)])
    await lines.put_items(db, [MAKES])
    (answer,) = await handlers.put_bills(db, [PutBill(BILL)])
    assert isinstance(answer, NotFound)


async def test_a_bill_without_components_is_made_no_more(db: Db) -> None:
    await makes(db)
    (answer,) = await handlers.put_bills(db, [PutBill(BILL.but(components=()))])
    assert isinstance(answer, Answer)
    assert await store.bills(db, ["motor"], OWN) == {}
    await sells(db, ("motor", offer("S-1")))
    assert (await ordered(db)).supplier == "S-1"
