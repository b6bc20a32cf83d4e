"""What a supplier brings too late is bought of the next one, whose day and cost were seen before (PUR-7)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.refusal import Refusal
from services.purchasing.purchases.rules import doing
from services.purchasing.purchases.rules.asked import Confirm, Delay, Switch
from services.purchasing.purchases.rules.backup import (
    AsPromised,
    Backup,
    NoBackupSupplier,
    NoSupplierSooner,
    backup_in,
)
from services.purchasing.tests.made import TODAY, Desk, eur, offer, order_id, topics
from services.purchasing.tests.test_api import Ask, ask
from tests.needs import needs

__all__ = ["ask"]
pytestmark = needs("PUR-7")


def late_desk(*others: Any, first: int = 7, now: int = 40) -> Desk:
    """Ten that an order lacks, which S-1 promised in a week and now brings much later."""
    desk = Desk(offer(), *others)
    desk.order(1, promised=TODAY + timedelta(days=20))
    desk.lacks(1, 10)
    for days, what in ((first, Confirm), (now, Delay)):
        words = ("no steel",) if what is Delay else ()
        done(desk, what(desk.purchase.id, TODAY + timedelta(days=days), *words))
    return desk


def done(desk: Desk, asked: Any) -> list[Any]:
    after = doing.do(desk.ledger, asked, desk.ordering)
    assert not isinstance(after, Refusal), after
    return desk.after(after)


def found(desk: Desk) -> Backup | Refusal:
    return backup_in(desk.book, desk.purchase, TODAY, desk.ordering.days_before_promise)


def test_the_next_by_rank_who_is_in_time_is_shown_with_his_day_and_both_costs() -> None:
    dear_and_fast, next_one = offer("S-3", 3, asks="14", lead_days=2), offer("S-2", 2, asks="10.40", lead_days=9)
    told = found(late_desk(next_one, dear_and_fast))
    assert isinstance(told, Backup)
    assert (told.supplier, told.on, told.here_on) == (
        "S-2",
        TODAY + timedelta(days=9),
        TODAY + timedelta(days=40),
    )
    assert (told.cost, told.cost_here) == (eur("104.00"), eur("100.00"))


def test_it_is_given_up_there_and_ordered_of_him_and_the_first_is_not_asked_again() -> None:
    desk = late_desk(offer("S-2", 2))
    events = done(desk, Switch(desk.purchase.id, "brings it too late"))
    assert topics(events) == ["purchase.cancelled", "purchase.ordered"]
    assert (desk.purchase.supplier, desk.purchase.quantity) == ("S-2", 10)
    assert [one.supplier for one in desk.book.tried] == ["S-1"]
    assert (events[0].quantity, events[0].reasons[0].text) == (10, "brings it too late")


def test_goods_that_were_refused_and_have_no_day_yet_may_be_bought_elsewhere_too() -> None:
    desk = late_desk(offer("S-2", 2, lead_days=30), now=7)
    desk.put(replace(desk.purchase, rejected=Decimal(4)))
    told = found(desk)
    assert isinstance(told, Backup)
    assert (told.supplier, told.here_on) == ("S-2", None)


@pytest.mark.parametrize(
    ("desk", "refusal"),
    [
        (late_desk(offer("S-2", 2), now=7), AsPromised),
        (late_desk(), NoBackupSupplier),
        (late_desk(offer("S-2", 2, lead_days=50)), NoSupplierSooner),
    ],
)
def test_where_it_would_not_help_it_is_refused_and_nothing_changes(desk: Desk, refusal: type[Refusal]) -> None:
    assert isinstance(doing.do(desk.ledger, Switch(desk.purchase.id, "x"), desk.ordering), refusal)
    assert desk.purchase.supplier == "S-1"


def test_who_said_no_before_is_not_offered_again() -> None:
    desk = late_desk(offer("S-2", 2), offer("S-3", 3, lead_days=60))
    done(desk, Switch(desk.purchase.id, "brings it too late"))
    done(desk, Confirm(desk.purchase.id, TODAY + timedelta(days=7)))
    done(desk, Delay(desk.purchase.id, TODAY + timedelta(days=30), "no steel either"))
    assert desk.purchase.served[0].order_id == order_id(1)
    assert isinstance(found(desk), NoSupplierSooner)


@needs("ALL-3")
async def test_the_list_is_empty_at_first_and_is_not_for_suppliers(ask: Ask) -> None:
    assert (await ask("GET", "/purchases/switches")).json()["items"] == []
    for role in ("supplier", "storekeeper"):
        assert (await ask("GET", "/purchases/switches", role=role)).status_code == 403
