"""A production order that will be late is moved to the backup line, where that is sooner, and nowhere else (PUR-12)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound
from services.purchasing.lines import handlers as lines
from services.purchasing.making.rules import Release
from services.purchasing.production import store as production
from services.purchasing.production.rules.forecast import forecast
from services.purchasing.production.rules.lines import Maintenance
from services.purchasing.production.rules.shop import Shop
from services.purchasing.progress.rules import NotReleased
from services.purchasing.schedule.rules import owed_on
from services.purchasing.switching import api, handlers, rules
from services.purchasing.switching.rules import Move, Switch
from services.purchasing.tests.made import ORDERING, eur, lacks, topics
from services.purchasing.tests.test_production import (
    BACKUP,
    MAKES,
    SHOP,
    always,
    day,
    loads,
    makes,
    ordered,
    release,
    released,
    short_of_motors,
)
from services.purchasing.tests.test_progress import every_day, made
from tests.needs import needs

pytestmark = needs("PUR-12", "PUR-9")


def lines_free(**minutes: Any) -> Shop:
    """By line the minutes that are free on each day, or a function of the day."""
    free = {line.replace("_", "-"): told if callable(told) else always(told) for line, told in minutes.items()}
    return replace(SHOP, free=free.__getitem__)


def on_the_line(**done: str) -> Any:
    """Ten motors, released for a week from now on L-1; so much is complete."""
    ledger, purchase = short_of_motors(promised=day(30))
    after, plan = released(Release(purchase.id), ledger)
    assert owed_on(after.purchase(purchase.id)) == day(7)
    return after, made(plan, 0, **done) if done else plan


def switch(ledger: Any, plan: Any, shop: Shop, line: str = "", today: int = 0) -> Any:
    terms = replace(ORDERING, today=day(today))
    return rules.switch(ledger, plan, Switch(plan.purchase_id, line), terms, shop, 0)


def until(last: int) -> Any:
    """The line stands still until that day, and the order that is planned on it takes its minutes all the same."""
    return lambda on: (480 if on > day(last) else 0) - (480 if on == day(7) else 0)


STILL = lines_free(L_1=until(20), L_2=480)


def test_what_a_line_that_stands_still_cannot_make_in_time_is_offered_with_day_and_cost() -> None:
    ledger, plan = on_the_line()
    move = rules.best(ledger.purchase(plan.purchase_id), plan, day(0), STILL)
    assert isinstance(move, Move)
    assert (move.line, move.quantity, move.ends_on, move.here_on) == ("L-2", Decimal(10), day(7), day(21))
    assert (move.cost, move.cost_here) == (eur(90), eur(80))


def test_only_what_is_left_is_moved_and_what_is_complete_stays() -> None:
    ledger, plan = on_the_line(material_in="1", first_article="1", semi_finished="0.8")
    after, moved = switch(ledger, plan, STILL)
    assert (moved.line, moved.carried, moved.version) == ("L-2", Decimal("0.5"), plan.version + 1)
    assert moved.days == loads((7, 240))
    assert [step.done for step in moved.steps] == [step.done for step in plan.steps]
    assert moved.steps[-1].planned_on == moved.steps[-1].forecast_on == day(7)
    assert after.purchase(plan.purchase_id).promised_on == day(7)


def test_the_rate_of_the_new_line_is_measured_by_what_is_made_there() -> None:
    ledger, plan = on_the_line(material_in="1", first_article="1", semi_finished="0.8")
    slow = lines_free(L_1=until(800), L_2=24)
    _, moved = switch(ledger, plan, slow)
    assert len(moved.days) == 10
    assert forecast(moved, day(0), every_day).steps[-1].forecast_on == moved.days[-1].on == day(9)


def test_an_order_that_slips_on_its_line_is_promised_for_the_first_day_again() -> None:
    ledger, plan = on_the_line()
    late = plan.but(steps=tuple(step.but(forecast_on=day(15)) for step in plan.steps))
    purchase = replace(ledger.purchase(plan.purchase_id), promised_on=day(15))
    ledger = ledger.with_book(replace(ledger.books["motor"], purchases=(purchase,)))
    after, moved = switch(ledger, late, lines_free(L_1=480, L_2=480))
    assert (moved.line, moved.days[-1].on) == ("L-2", day(7))
    assert (after.purchase(purchase.id).promised_on, after.purchase(purchase.id).delay_reason) == (day(7), "L-1 → L-2")


def test_where_it_would_not_help_it_is_refused_with_the_reason() -> None:
    ledger, plan = on_the_line()
    assert isinstance(switch(ledger, plan, lines_free(L_1=480, L_2=480)), rules.InTime)
    assert isinstance(switch(ledger, plan, replace(STILL, makers=[MAKES])), rules.NoBackupLine)
    never = lines_free(L_1=until(20), L_2=0)
    assert isinstance(switch(ledger, plan, never), rules.NotSooner)
    assert isinstance(switch(ledger, plan, STILL, "L-9"), rules.NotThatLine)
    assert isinstance(
        switch(ledger, made(plan, 0, **dict.fromkeys([s.name for s in plan.steps], "1")), STILL), rules.AllMade
    )


def test_a_line_that_is_out_of_use_is_done_nobody_knows_when() -> None:
    ledger, plan = on_the_line()
    move = rules.best(ledger.purchase(plan.purchase_id), plan, day(0), replace(STILL, makers=[BACKUP]))
    assert isinstance(move, Move)
    assert (move.here_on, move.cost_here) == (None, None)


def test_what_is_no_production_order_or_not_released_is_refused() -> None:
    ledger, plan = on_the_line()
    asked = Switch(plan.purchase_id)
    assert isinstance(rules.switch(ledger, None, asked, ORDERING, STILL, 0), NotReleased)
    empty = replace(ledger, books={})
    assert isinstance(rules.switch(empty, plan, asked, ORDERING, STILL, 0), NotFound)


async def test_a_late_order_is_offered_another_line_until_it_is_moved_and_its_own_is_free_again(db: Db) -> None:
    await makes(db)
    event = await ordered(db)
    begun = (await release(db, Release(event.purchase_id, from_stock=lacks({"bolt": 40, "coil": 10})))).body
    assert await api.offered(db) == []
    last = clock.today() + timedelta(days=60)
    still = Maintenance(line="L-1", first_on=clock.today(), until_on=last, minutes=480, reason="检修")
    await lines.put_maintenance(db, [still])
    (offered,) = await api.offered(db)
    assert (offered.number, offered.line, offered.ends_on) == (begun.number, "L-2", begun.promised_on)
    (answer,) = await handlers.switch(db, [Switch(begun.production_id, reason="检修")])
    assert isinstance(answer, Answer), answer
    assert topics(answer.events) == ["production.progressed"]
    assert (answer.body.line, answer.body.promised_on) == ("L-2", begun.promised_on)  # type: ignore[union-attr]
    assert await api.offered(db) == []
    assert {line for line, _ in await production.taken(db, ["L-1", "L-2"], clock.today())} == {"L-2"}
    (refused,) = await handlers.switch(db, [Switch(begun.production_id)])
    assert isinstance(refused, rules.InTime)
