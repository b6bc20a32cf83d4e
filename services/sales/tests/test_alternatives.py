"""A customer is offered ways out of a shortage or a delay, and his choice carries the order on (SAL-10)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis import clock
from chassis.handling import Step
from chassis.refusal import InvalidInput, Refusal
from contracts.delays import DelayEnded
from contracts.sales import OrderChanged
from services.sales.alternatives.rules import (
    AnsweredAlready,
    Choose,
    NothingOffered,
    Offer,
    OfferIsOver,
    OfferOfBefore,
    choose,
    offer,
)
from services.sales.changes.rules import AllDispatched, NotConfirmed, StaleVersion
from services.sales.order.rules.alternatives import Alternative, Substitute, foreseen
from services.sales.order.rules.delay import watch
from services.sales.order.rules.document import Order
from services.sales.papers.rules.alternatives import alternatives_paper, alternatives_sheet
from services.sales.tests.calling import Caller
from services.sales.tests.late import day
from services.sales.tests.story import DAY, POLICY, after, confirmed, deliver, dispatch, money, order_line, reserve
from services.sales.tests.test_delay import late
from services.sales.tests.test_papers import US, confirmed_by, words
from tests.needs import needs

pytestmark = needs("SAL-10")
KNOWN = {"P-1": "pcs", "P-2": "pcs", "TEA": "pcs"}
LATER = Alternative(way="new_date", promised=day(40), discount=Decimal("0.05"))
IN_PART = Alternative(way="ship_in_part", promised=day(40))
FAST = Alternative(way="express_carriage", promised=day(20), freight=money(90))
OTHER = Alternative(
    way="substitute",
    promised=day(15),
    substitute=Substitute(line=1, item="TEA", quantity=Decimal(4), unit_price=money(12)),
)


def offers(order: Order, *ways: Alternative, version: int | None = None) -> Order | Refusal:
    asked = Offer(order.order_id, ways, day(7), version, DAY, "wang.fang")
    done = offer(order, asked, KNOWN, lambda content: content)
    return done.document if isinstance(done, Step) else done


def offered(order: Order, *ways: Alternative) -> Order:
    done = offers(order, *ways)
    assert isinstance(done, Order), done
    return done


def chooses(order: Order, choice: int, number: int | None = None, on: Any = DAY) -> Step[Order, Any] | Refusal:
    return choose(
        order, Choose(order.order_id, choice, "the second, please", number, on, "ALFKI"), KNOWN, lambda content: content
    )


def after_choice(order: Order, choice: int) -> Order:
    done = chooses(order, choice)
    assert isinstance(done, Step), done
    return done.document


def faults(order: Order, *ways: Alternative) -> list[tuple[str, str]]:
    refused = offers(order, *ways)
    assert isinstance(refused, InvalidInput)
    return [(fault["field"], str(fault["expected"])) for fault in refused.faults]


def test_an_offer_begins_with_what_is_known_of_a_delay() -> None:
    ways = [(one.way, one.promised) for one in foreseen(late().delay)]
    assert ways == [("express_carriage", day(15)), ("new_date", day(22))]
    assert foreseen(None) == []


def test_each_alternative_says_what_the_order_would_come_to() -> None:
    order = offered(confirmed(10, partial=False), LATER, IN_PART, FAST, OTHER)
    assert order.alternatives
    assert [one.total for one in order.alternatives.offered] == [95, 100, 190, 108]
    assert order.content == confirmed(10, partial=False).content, "nothing changes before he has chosen"


@pytest.mark.parametrize(
    ("choice", "changed"),
    [
        (1, {"promised": day(40), "discount": Decimal("0.05")}),
        (2, {"promised": day(40), "partial": True}),
        (3, {"promised": day(20), "freight": money(90)}),
        (4, {"promised": day(15), "lines": (order_line(1, 6), order_line(2, 4, "TEA", 12))}),
    ],
)
def test_what_he_chooses_changes_the_order(choice: int, changed: dict[str, Any]) -> None:
    order = offered(confirmed(10, partial=False), LATER, IN_PART, FAST, OTHER)
    done = chooses(order, choice)
    assert isinstance(done, Step)
    (event,) = done.events
    assert isinstance(event, OrderChanged)
    assert event.content == order.binding.but(**changed)
    assert (event.version, event.reason) == (3, "the second, please")
    kept = done.document.alternatives
    assert kept
    assert (kept.choice, kept.words, kept.answered_on, kept.recorded_by) == (choice, event.reason, DAY, "ALFKI")


@needs("SAL-20")
def test_a_chosen_date_ends_the_delay() -> None:
    done = after_choice(offered(late(), Alternative(way="new_date", promised=day(22))), 1)
    (ended,) = watch(done, DAY, POLICY).events
    assert isinstance(ended, DelayEnded)
    assert ended.how == "agreed"


def test_none_of_them_is_an_answer_and_changes_nothing() -> None:
    order = offered(confirmed(10), FAST)
    done = chooses(order, 0)
    assert isinstance(done, Step)
    assert (done.events, done.document.content, done.document.version) == ((), order.content, 2)
    assert isinstance(chooses(done.document, 1), AnsweredAlready)
    assert offered(done.document, LATER).alternatives != order.alternatives, "another offer may follow"


def test_what_no_change_could_be_is_not_offered_and_each_fault_is_named() -> None:
    order = confirmed(10)
    nothing = Alternative(way="substitute", promised=day(15))
    too_many = OTHER.but(substitute=Substitute(line=1, item="TEA", quantity=Decimal(11), unit_price=money(12)))
    unknown = OTHER.but(substitute=Substitute(line=1, item="T-9", quantity=Decimal(4), unit_price=money(12)))
    elsewhere = OTHER.but(substitute=Substitute(line=7, item="TEA", quantity=Decimal(4), unit_price=money(12)))
    dear = FAST.but(freight=money(90, "EUR"))
    found = faults(order, nothing, LATER.but(substitute=OTHER.substitute), too_many, elsewhere, unknown, dear)
    assert [field for field, _ in found] == [
        "alternatives.0.substitute", "alternatives.1.substitute", "alternatives.2.substitute.quantity",
        "alternatives.3.substitute.line", "alternatives.4", "alternatives.5",
    ]  # fmt: skip
    assert "T-9" in found[4][1]
    assert "EUR" in found[5][1]


def test_of_what_is_over_or_not_looked_at_nothing_is_offered() -> None:
    assert isinstance(offers(confirmed(10).but(status="open"), LATER), NotConfirmed)
    assert isinstance(offers(confirmed(10), LATER, version=1), StaleVersion)
    order, shipment = confirmed(10), uuid4()
    there = after(order, reserve(order, shipment, 10), dispatch(order, shipment, 10), deliver(order, shipment, 10))
    assert isinstance(offers(there.document, LATER), AllDispatched)


def test_what_was_not_offered_or_holds_no_more_is_not_chosen() -> None:
    order = offered(confirmed(10), LATER, FAST)
    assert isinstance(chooses(confirmed(10), 1), NothingOffered)
    assert isinstance(chooses(order.but(version=3), 1), OfferOfBefore)
    assert isinstance(chooses(offered(order, IN_PART), 1, number=1), OfferOfBefore)
    assert isinstance(chooses(order, 1, on=day(8)), OfferIsOver)
    refused = chooses(order, 3)
    assert isinstance(refused, InvalidInput)
    assert [(one["field"], str(one["expected"])) for one in refused.faults] == [
        ("choice", "1 to 2, or 0 for none of them")
    ]


def test_the_paper_shows_them_side_by_side_with_what_was_agreed() -> None:
    order = offered(confirmed(10), LATER, OTHER)
    assert order.alternatives
    agreed = order.binding.but(promised=day(12))
    (table,) = alternatives_sheet(alternatives_paper(order.alternatives, agreed, US)).tables
    assert [[str(cell) for cell in row] for row in table.rows] == [
        ["–", "as it was agreed", day(12).isoformat(), "", "", "100.00", ""],
        ["1", "all of it later", day(40).isoformat(), "+28", "discount 5 %", "95.00", "-5.00"],
        ["2", "4 of TEA in place of line 1", day(15).isoformat(), "+3", "at 12.00 each", "108.00", "+8.00"],
    ]


@needs("ALL-3")
async def test_a_customer_chooses_from_his_own_paper(call: Caller) -> None:
    order_id = await confirmed_by(call)
    path = f"/orders/{order_id}"
    alfki = {"who": "ALFKI", "role": "customer"}
    on = (clock.today() + timedelta(days=300)).isoformat()
    ways = [{"way": "new_date", "promised": on, "discount": "0.1"}, {"way": "ship_in_part", "promised": on}]
    asked = {"alternatives": ways, "answer_by": clock.today().isoformat()}
    assert (await call("POST", f"{path}/offer-alternatives", asked, **alfki)).status_code == 403
    assert (await call("POST", f"{path}/offer-alternatives", asked)).status_code == 200
    papers = (await call("GET", f"/papers?order={order_id}", **alfki)).json()["items"]
    (paper,) = [one for one in papers if one["kind"] == "alternatives"]
    drawn = await call("GET", f"/papers/alternatives/{paper['document']}.pdf", **alfki)
    for part in ("Alternatives", "all of it later", "90.00", on):
        assert part in words(drawn.content)
    said = {"choice": 1, "words": "then so", "expected_offer": 1}
    anothers = await call("POST", f"{path}/choose-alternative", said, who="BONAP", role="customer")
    assert anothers.status_code == 404
    chosen = (await call("POST", f"{path}/choose-alternative", said, **alfki)).json()
    assert (chosen["content"]["promised"], chosen["content"]["discount"]) == (on, "0.1")
    assert (chosen["alternatives"]["choice"], chosen["alternatives"]["offered"][0]["text"]) == (1, "all of it later")


async def test_a_customer_chooses_by_the_link_from_what_it_shows(call: Caller) -> None:
    order_id = await confirmed_by(call)
    number = (await call("GET", f"/orders/{order_id}")).json()["number"]
    on = (clock.today() + timedelta(days=300)).isoformat()
    old, new = [await _linked(call, order_id, number, way, on) for way in ("new_date", "ship_in_part")]
    assert "hold no more" in (await call.client.get(old)).text
    form = {"choice": "1", "offer": "2", "person": "Maria Anders"}
    late = await call.client.post(old, data=form | {"offer": "1"})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/offer-of-before")

    shown = await call.client.get(new, headers={"accept-language": "zh"})
    assert f"现货先发，其余后发：{on}，USD 100.00" in shown.text
    for _ in range(2):  # a double click
        assert (await call.client.post(new, data=form)).status_code == 303
    assert "<form" not in (await call.client.get(new)).text
    chosen = (await call("GET", f"/orders/{order_id}")).json()
    assert (chosen["content"]["partial"], chosen["version"]) == (True, 3)
    known = chosen["alternatives"]
    assert (known["choice"], known["person"], known["recorded_by"]) == (1, "Maria Anders", "wang.fang")


async def _linked(call: Caller, order_id: str, number: str, way: str, on: str) -> str:
    """Where the customer answers an offer of one way."""
    asked = {"alternatives": [{"way": way, "promised": on}], "answer_by": clock.today().isoformat()}
    assert (await call("POST", f"/orders/{order_id}/offer-alternatives", asked)).status_code == 200
    return str((await call("POST", f"/papers/alternatives/{number}/link", {})).json()["reply_path"])
