"""Goods go from one place to another, and are in exactly one of them or on their way (WHS-10, WHS-1)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import Refusal
from contracts.warehouse import StockAdjusted, StockReserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.demand import Demand, Shipment
from services.warehouse.book.rules.gate import Master
from services.warehouse.book.rules.goods import Shelf
from services.warehouse.book.rules.places import lying_at
from services.warehouse.book.rules.quants import walking
from services.warehouse.dispatch.rules.shipping import leave, pack, unpack
from services.warehouse.reservation.rules import answer
from services.warehouse.stock import handlers as stock
from services.warehouse.stock import store
from services.warehouse.stock.rules import Adjust, Count, adjust, count_refusal
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import AT, Order, delivery, ids, kinds, only
from services.warehouse.transfer.rules import Transfer
from services.warehouse.transferring import handlers
from services.warehouse.transferring.rules.sending import (
    Came,
    Dispatch,
    Receive,
    Request,
    Wanted,
    dispatch,
    receive,
    request,
    request_refusal,
)
from tests.needs import needs

pytestmark = needs("WHS-10", "WHS-1")
OTHERS = ("SH/A-2", "SH/A-10")
PLACES = ("SZ/1", *OTHERS)


def a_book(on_hand: int = 10) -> Book:
    shelf = Shelf("bolt", place="SZ/1", places=OTHERS, counted=True)
    book = Book([shelf], masters={"bolt": Master("piece")}, today=AT.date() + timedelta(3))
    book.move(delivery("bolt", on_hand))
    return book


def asked(source: str = "SZ/1", destination: str = "SH/A-2", quantity: int = 4) -> Transfer:
    wanted = Request("bolt", Decimal(quantity), source, destination, "Shanghai sells it", "li.na")
    return request(wanted, next(ids()), "TF-2026-000001", AT)


def sent(book: Book, transfer: Transfer | None = None, quantity: int | None = None) -> Transfer:
    """On its way."""
    transfer = transfer or asked()
    leaves = None if quantity is None else Decimal(quantity)
    done = dispatch(book, transfer, Dispatch(transfer.transfer_id, leaves, "li.na"), AT, ids())
    assert not isinstance(done, Refusal), done
    return done[0]


def came(book: Book, transfer: Transfer, quantity: int | None = None, why: str = "", more: bool = False) -> Any:
    arrived = None if quantity is None else Decimal(quantity)
    return receive(book, transfer, Receive(transfer.transfer_id, arrived, why, "wang.wei", more), AT, ids())


def lying(book: Book) -> list[int]:
    return [int(lying_at(book, book.shelves["bolt"], place)) for place in PLACES]


def on_its_way(book: Book) -> int:
    return int(book.shelves["bolt"].in_transit)


def test_goods_on_their_way_lie_at_no_place_and_are_promised_to_nobody() -> None:
    book, order = a_book(), Order()
    transfer = sent(book)
    assert (lying(book), on_its_way(book), transfer.in_transit) == ([6, 0, 0], 4, Decimal(4))
    assert kinds(answer(book, order.confirmed(bolt=8), ids())) == ["stock.short"]
    done, said = came(book, transfer)
    assert (lying(book), on_its_way(book), done.state) == ([6, 4, 0], 0, "received")
    assert only(StockReserved, said).order_id == order.id, "who waits is served when they come"


def test_what_is_promised_is_not_sent_away() -> None:
    book = a_book()
    answer(book, Order().confirmed(bolt=8), ids())
    transfer = asked(quantity=4)
    refused = dispatch(book, transfer, Dispatch(transfer.transfer_id, None, "li.na"), AT, ids())
    assert str(refused) == "Only 2 of bolt are free; what orders are promised is not sent away."
    assert sent(book, transfer, 2).in_transit == Decimal(2)


def test_what_did_not_come_is_told_with_its_reason_and_is_no_stock_of_ours_any_more() -> None:
    book = a_book()
    transfer = sent(book)
    assert str(came(book, transfer, 3)) == "1 of bolt did not come with transfer TF-2026-000001: say why."
    done, said = came(book, transfer, 3, "one box fell off")
    assert (done.missing, done.lines[0].difference, done.received_by) == (Decimal(1), "one box fell off", "wang.wei")
    assert (lying(book), on_its_way(book)) == ([6, 3, 0], 0)
    adjusted = only(StockAdjusted, said)
    assert (adjusted.quantity, adjusted.reason) == (Decimal(-1), "one box fell off")


def test_goods_come_in_parts_and_only_the_last_one_tells_what_is_missing() -> None:
    book, order = a_book(), Order()
    transfer = sent(book)
    answer(book, order.confirmed(bolt=7), ids())
    first, said = came(book, transfer, 1, more=True)
    assert only(StockReserved, said).order_id == order.id, "who waits is served with each part"
    assert (first.state, first.in_transit, lying(book), on_its_way(book)) == ("dispatched", Decimal(3), [6, 1, 0], 3)
    assert str(came(book, first, 2)) == "1 of bolt did not come with transfer TF-2026-000001: say why."
    second, _ = came(book, first, 2, more=True)
    last, said = came(book, second, 0, "one box fell off")
    assert (last.state, last.lines[0].came, last.missing) == ("received", Decimal(3), Decimal(1))
    assert [one.quantity for one in last.lines[0].arrivals] == [1, 2, 0]
    assert (lying(book), on_its_way(book)) == ([6, 3, 0], 0)
    assert only(StockAdjusted, said).quantity == -1


@pytest.mark.parametrize("quantity", [0, 3, None])
def test_more_comes_only_after_a_part_of_what_is_on_its_way(quantity: int | None) -> None:
    book = a_book()
    first, _ = came(book, sent(book), 1, more=True)
    refused = "3 of bolt are on their way with transfer TF-2026-000001: more comes only after a part of them."
    assert str(came(book, first, quantity, more=True)) == refused
    assert "5 of bolt are said to have come; 4 were sent" in str(came(book, first, 4, more=True))


def test_each_lot_comes_whole_however_many_parts_it_comes_in() -> None:
    book = a_book(0)
    for name, quantity in (("GR-1", 3), ("GR-2", 2)):
        book.move(replace(delivery("bolt", quantity), lot=name))
    transfer = sent(book, asked(quantity=5))
    for quantity in (2, 2):
        transfer, _ = came(book, transfer, quantity, more=True)
    came(book, transfer)
    there = {one.lot: int(one.quantity) for one in book.quants.of("bolt") if one.place == "SH/A-2"}
    assert there == {"GR-1": 3, "GR-2": 2}


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"destination": "SZ/1"}, "Goods of bolt are asked from SZ/1 to where they lie already."),
        ({"source": "", "destination": "SZ/1"}, "Goods of bolt are asked from SZ/1 to where they lie already."),
        ({"destination": "X"}, "X is no place of bolt; its places are SZ/1, SH/A-2, SH/A-10."),
        ({"item": "gear"}, "There is no stock of gear here."),
        ({"quantity": Decimal(0)}, "A transfer is asked for some goods: expected a quantity above 0."),
    ],
)
def test_a_transfer_that_cannot_be_is_refused_when_it_is_asked_for(wanted: dict[str, Any], why: str) -> None:
    right = Request("bolt", Decimal(4), "SZ/1", "SH/A-2", "Shanghai sells it", "li.na")
    assert request_refusal(a_book(), right) is None
    assert str(request_refusal(a_book(), replace(right, **wanted))) == why


def test_no_step_is_taken_twice_and_none_moves_more_than_there_is() -> None:
    book = a_book()
    refused = dispatch(book, asked("SH/A-2", "SZ/1"), Dispatch(asked().transfer_id, None, "li.na"), AT, ids())
    assert str(refused) == "Only 0 of bolt lie at SH/A-2."
    transfer = sent(book)
    again = dispatch(book, transfer, Dispatch(transfer.transfer_id, None, "li.na"), AT, ids())
    assert str(again) == "Transfer TF-2026-000001 is dispatched; only one that is requested can be dispatched."
    assert "5 of bolt are said to have come; 4 were sent" in str(came(book, transfer, 5))
    done, _ = came(book, transfer)
    assert "only what is on its way can be received" in str(came(book, done))
    assert sent(book, asked(), 0).state == "called off"


def test_goods_leave_from_their_own_place_first_and_then_on_the_way_through_the_others() -> None:
    book, order = a_book(), Order()
    for place, quantity in (("SH/A-10", 3), ("SH/A-2", 4)):
        came(book, sent(book, asked(destination=place, quantity=quantity)))
    answer(book, order.confirmed(bolt=8), ids())
    demand = book.demands[order.id]
    (shipment,) = demand.shipments.values()
    shipment.state = "packed"
    leave(book, demand, shipment, AT, ids())
    taken = [(one.place, int(one.quantity)) for one in book.movements if one.kind == "dispatch"]
    assert taken == [("", -3), ("SH/A-2", -4), ("SH/A-10", -1)]
    assert lying(book) == [0, 0, 2]


def test_a_place_where_goods_lie_stays_a_place_of_the_item() -> None:
    book = a_book()
    came(book, sent(book))
    assert "4 of bolt lie at SH/A-2" in str(count_refusal(book, Count("bolt", None, places=("SH/A-10",))))
    assert "SH/A-10 stands twice" in str(count_refusal(book, Count("bolt", None, place="SH/A-10")))
    assert "Only 4 of bolt lie at SH/A-2" in str(adjust(book, Adjust("bolt", Decimal(-5), "", "", "SH/A-2"), AT, ids()))
    adjust(book, Adjust("bolt", Decimal(-4), "stolen", "", "SH/A-2"), AT, ids())
    assert count_refusal(book, Count("bolt", None, places=("SH/A-10",))) is None


@needs("WHS-7")
def test_what_is_on_its_way_between_two_places_is_not_bought_anew() -> None:
    book = a_book()
    book.label("bolt", {"reorder_point": Decimal(8)})
    transfer = asked()
    _, said = dispatch(book, transfer, Dispatch(transfer.transfer_id, None, "li.na"), AT, ids())  # type: ignore[misc]
    assert said == ()


def test_places_are_passed_as_they_are_numbered() -> None:
    named = ["SZ/A-10-1", "SZ/A-2-3", "SH/B-1", "SZ/A-2-10", "", "SZ/A"]
    assert sorted(named, key=walking) == ["", "SH/B-1", "SZ/A", "SZ/A-2-3", "SZ/A-2-10", "SZ/A-10-1"]


WHATS = (
    "ask", "ask", "dispatch", "dispatch", "receive", "receive", "come", "adjust", "order", "pack", "leave", "unpack",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(WHATS), st.sampled_from(PLACES), st.sampled_from(PLACES), st.integers(0, 6))


@settings(max_examples=200)
@given(st.lists(STEP, max_size=40))
def test_whatever_happens_goods_are_in_one_place_and_none_are_below_nothing(steps: list[tuple[Any, ...]]) -> None:
    book, transfers, shelf = a_book(), dict[Any, Transfer](), ("SZ/1", *OTHERS)
    for what, source, destination, quantity in steps:
        happen(book, transfers, what, source, destination, quantity)
        on, moved = book.shelves["bolt"], [one for one in book.movements if one.item == "bolt"]
        there = [lying_at(book, on, place) for place in shelf]
        packed = [one.quantity for one in book.quants.of("bolt") if one.place.startswith("OS-")]
        assert all(each >= 0 for each in (*there, on.loose))
        assert all(one.quantity > 0 for one in book.quants.of("bolt"))
        assert sum(there) + sum(packed) == on.on_hand == sum(one.quantity for one in moved)
        assert on.in_transit == sum(one.in_transit for one in transfers.values())
        assert on.in_transit == sum(one.in_transit for one in moved)
        assert on.free >= 0
        for place in OTHERS:
            assert book.quants.at("bolt", place) == sum(one.quantity for one in moved if one.place == place)


def happen(book: Book, transfers: dict[Any, Transfer], what: str, source: str, destination: str, quantity: int) -> None:
    """One step; of transfers it is the turn of each, also of those that are over."""
    if what == "ask" and quantity and source != destination:
        new = asked(source, destination, quantity)
        transfers[new.transfer_id] = new
    elif what in ("dispatch", "receive"):
        for one in list(transfers.values())[quantity : quantity + 1]:
            transfers[one.transfer_id] = moved(book, one, what, quantity)
    elif what == "adjust":
        adjust(book, Adjust("bolt", Decimal(3 - quantity), "", "", source if quantity % 2 else ""), AT, ids())
    else:
        happen_to_orders(book, what, quantity)


def moved(book: Book, one: Transfer, what: str, quantity: int) -> Transfer:
    if what == "dispatch":
        done: Any = dispatch(book, one, Dispatch(one.transfer_id, None, ""), AT, ids())
    else:
        done = came(book, one, min(quantity, int(one.in_transit)), "lost" if quantity % 2 else "", quantity < 3)
    if isinstance(done, Refusal):
        return one
    after: Transfer = done[0]
    return after


def happen_to_orders(book: Book, what: str, quantity: int) -> None:
    if what == "come":
        lot = f"GR-{len(book.movements)}" if quantity % 2 else ""
        until = AT.date() + timedelta(quantity) if quantity % 3 else None
        book.move(replace(delivery("bolt", quantity), lot=lot, expires_on=until if lot else None))
    elif what == "order" and quantity:
        answer(book, Order(f"SO-{len(book.demands)}").confirmed(bolt=quantity), ids())
    else:
        for demand in list(book.demands.values()):
            for shipment in list(demand.shipments.values()):
                happen_to_shipment(book, demand, shipment, what)


def happen_to_shipment(book: Book, demand: Demand, shipment: Shipment, what: str) -> None:
    if what == "pack" and shipment.state == "reserved":
        pack(book, shipment, f"OS-{shipment.shipment_id}", Decimal(25))
    elif what == "leave":
        leave(book, demand, shipment, AT, ids())
    elif what == "unpack":
        unpack(book, demand, shipment, ids())


def of_two(book: Book) -> Transfer:
    """Four bolts and two nuts."""
    book.shelves["nut"] = Shelf("nut", place="SZ/1", places=OTHERS, counted=True)
    book.move(replace(delivery("nut", 5), item="nut"))
    lines = (Wanted("bolt", Decimal(4)), Wanted("nut", Decimal(2)))
    asked_for = Request("", Decimal(0), "", "SH/A-2", "上海缺货", "li.na", lines)
    assert request_refusal(book, asked_for) is None
    return request(asked_for, next(ids()), "TF-2026-000001", AT)


def some(item: str, quantity: int) -> Wanted:
    return Wanted(item, Decimal(quantity))


def test_several_items_leave_together_and_come_each_in_its_own_parts() -> None:
    book = a_book()
    transfer = of_two(book)
    done: Any = dispatch(book, transfer, Dispatch(transfer.transfer_id, None, "li.na", (some("nut", 1),)), AT, ids())
    transfer = done[0]
    assert [(one.item, one.sent) for one in transfer.lines] == [("bolt", 4), ("nut", 1)], "less of one than was asked"
    assert [book.shelves[item].in_transit for item in ("bolt", "nut")] == [4, 1]

    def receive_lines(*lines: Came) -> Any:
        asked_for = Receive(transfer.transfer_id, None, "", "wang.wei", lines=lines)
        return receive(book, transfer, asked_for, AT, ids())

    transfer, said = receive_lines(Came("bolt", Decimal(1), more=True))
    assert ([one.state for one in transfer.lines], said) == (["dispatched", "dispatched"], ())
    transfer, said = receive_lines(Came("nut", Decimal(0), "掉了"))
    assert only(StockAdjusted, said).item == "nut"
    assert (transfer.state, [one.state for one in transfer.lines]) == ("dispatched", ["dispatched", "received"])
    again = "Transfer TF-2026-000001 is received with nut; only what is on its way can be received."
    assert str(receive_lines(Came("nut"))) == again
    transfer, _ = receive_lines()
    assert (transfer.state, transfer.missing) == ("received", 1)
    assert [one.came for one in transfer.lines] == [4, 0]
    assert [book.shelves[item].in_transit for item in ("bolt", "nut")] == [0, 0]


def test_what_is_wrong_with_several_lines_is_said_of_all_and_nothing_moves() -> None:
    book = a_book(3)
    transfer = of_two(book)
    too_many = Dispatch(transfer.transfer_id, None, "li.na", (some("nut", 3),))
    refused = str(dispatch(book, transfer, too_many, AT, ids()))
    assert refused.startswith("2 lines of transfer TF-2026-000001 cannot be so: ")
    assert "Only 3 of bolt are free" in refused
    assert "3 of nut are to be sent; transfer TF-2026-000001 asks for 2." in refused
    assert [book.shelves[item].in_transit for item in ("bolt", "nut")] == [0, 0]


@pytest.mark.parametrize(
    ("asked_for", "why"),
    [
        (Dispatch(next(ids()), Decimal(1), ""), "Transfer TF-2026-000001 has several items: expected in lines"),
        (Dispatch(next(ids()), None, "", (some("gear", 1),)), "Transfer TF-2026-000001 has no gear; it has bolt,"),
        (Dispatch(next(ids()), None, "", (some("nut", 1), some("nut", 1))), "nut stands twice on a transfer"),
    ],
)
def test_lines_that_are_none_of_the_transfers_are_refused(asked_for: Dispatch, why: str) -> None:
    book = a_book()
    assert str(dispatch(book, of_two(book), asked_for, AT, ids())).startswith(why)


async def test_several_items_are_one_transfer_in_the_list_of_each_and_the_check_agrees(call: Caller) -> None:
    for item in ("bolt", "nut"):
        await call("PUT", f"/stock/{item}", {"quantity": "10", "place": "SZ/1", "places": OTHERS})
    lines = [{"item": "bolt", "quantity": "4"}, {"item": "nut", "quantity": "2"}]
    wanted = {"lines": lines, "destination": "SH/A-2", "reason": "上海缺货"}
    twice = (await call("POST", "/transfers", wanted | {"item": "nut", "quantity": "1"})).json()
    assert twice["type"] == "/problems/item-twice"
    made = (await call("POST", "/transfers", wanted)).json()
    path = f"/transfers/{made['number']}"
    assert (made["item"], [one["item"] for one in made["lines"]]) == ("", ["bolt", "nut"])
    for item in ("bolt", "nut"):
        listed = (await call("GET", f"/transfers?item={item}")).json()["items"]
        assert [one["number"] for one in listed] == [made["number"]]
    (subject,) = (await call("GET", f"/actions?name={made['number']}")).json()["subjects"]
    drafts = {one["command"]: one["draft"].get("lines") for one in subject["commands"]}
    assert drafts["dispatch_transfer"] == lines
    assert (await call("POST", f"{path}/dispatch", {})).json()["state"] == "dispatched"
    assert (await call("GET", "/check", role="management")).json() == {"ok": True, "faults": []}
    part = {"lines": [{"item": "nut", "quantity": "1", "more": True}]}
    assert (await call("POST", f"{path}/receive", part)).json()["lines"][1]["in_transit"] == "1"
    assert (await call("GET", "/check", role="management")).json() == {"ok": True, "faults": []}
    assert (await call("POST", f"{path}/receive", {})).json()["state"] == "received"
    assert (await call("GET", "/check", role="management")).json() == {"ok": True, "faults": []}


async def test_a_transfer_of_before_there_were_several_items_goes_on(call: Caller) -> None:
    """As it was kept then: its one line is the document itself."""
    await call("PUT", "/stock/bolt", {"quantity": "10", "place": "SZ/1", "places": OTHERS})
    wanted = {"item": "bolt", "quantity": "4", "destination": "SH/A-2", "reason": "上海缺货"}
    made = (await call("POST", "/transfers", wanted)).json()
    await call("POST", f"/transfers/{made['number']}/dispatch", {})
    await call.engine.pool.execute(
        "UPDATE transfer SET items = '{}', document = (document::jsonb - 'lines' - 'in_transit' - 'missing')::json"
    )
    assert (await call("GET", "/check", role="management")).json() == {"ok": True, "faults": []}
    assert [one["requested"] for one in (await call("GET", "/transfers?item=bolt")).json()["items"]] == ["4"]
    came = (await call("POST", f"/transfers/{made['number']}/receive", {"quantity": "1", "more": True})).json()
    assert (came["in_transit"], came["lines"][0]["came"]) == ("3", "1")


async def test_a_transfer_is_kept_with_its_steps_and_the_check_agrees(call: Caller) -> None:
    await call("PUT", "/stock/bolt", {"quantity": "10", "place": "SZ/1", "places": OTHERS})
    wanted = {"item": "bolt", "quantity": "4", "destination": "SH/A-10", "reason": "Shanghai sells it"}
    made = (await call("POST", "/transfers", wanted)).json()
    assert made["number"] == f"TF-{clock.today().year}-000001"
    path = f"/transfers/{made['number']}"
    assert (await call("POST", f"{path}/dispatch", {})).json()["in_transit"] == "4"
    assert (await call("GET", "/stock/bolt")).json()["in_transit"] == "4"
    assert (await call("GET", "/check", role="management")).json() == {"ok": True, "faults": []}
    received = await call("POST", f"{path}/receive", {"quantity": "3", "difference": "one box fell off"})
    assert received.json() == (await call("GET", path)).json()
    assert [one["number"] for one in (await call("GET", "/transfers?item=bolt")).json()["items"]] == [made["number"]]
    story = (await call("GET", "/stock/bolt")).json()
    assert [(one["place"], one["quantity"]) for one in story["lying"]] == [("SZ/1", "6"), ("SH/A-10", "3")]
    assert (await call("POST", "/stock/bolt/adjust", {"quantity": "-9", "reason": "sold"})).json()["on_hand"] == "0"
    assert await call.engine.pool.fetchval("SELECT count(*) FROM quant") == 0, "what is gone lies nowhere"
    assert (await call("GET", "/check", role="management")).json() == {"ok": True, "faults": []}
    assert [one["quantity"] for one in await call.said("stock.adjusted")] == ["10", "-1", "-9"]


async def test_goods_that_are_said_to_lie_in_two_places_are_found(db: asyncpg.Connection) -> None:
    """By the check, or by the table itself: more elsewhere than on hand."""
    await stock.count(db, [Count("bolt", Decimal(10), places=OTHERS)])
    await db.execute("INSERT INTO quant VALUES ('bolt', 'SH/A-2', '', NULL, 4)")
    wrong = {fault.fault for fault in await store.faults(db)}
    assert wrong == {
        "at other places and in lots is not what lies there",
        "at SH/A-2 is not what came there less what left",
    }
    with pytest.raises(asyncpg.CheckViolationError, match="nothing_lies_in_two_places"):
        await db.execute("UPDATE stock SET in_quants = 11")


async def test_half_a_step_leaves_nothing_behind(db: asyncpg.Connection) -> None:
    """Two dispatches of one batch: the second finds nothing free any more, and the first stands."""
    await stock.count(db, [Count("bolt", Decimal(5), places=OTHERS)])
    wanted = Request("bolt", Decimal(4), "", "SH/A-2", "Shanghai sells it", "li.na")
    made = [only_answer(await handlers.request(db, [wanted])) for _ in range(2)]
    first, second = await handlers.dispatch(db, [Dispatch(one.transfer_id, None, "li.na") for one in made])
    assert isinstance(first, Answer)
    assert str(second) == "Only 1 of bolt are free; what orders are promised is not sent away."
    assert await store.faults(db) == []


def only_answer(answers: Any) -> Any:
    (one,) = answers
    assert isinstance(one, Answer), one
    return one.body
