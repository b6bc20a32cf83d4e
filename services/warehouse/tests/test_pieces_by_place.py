"""A piece lies at one place, or is on its way between two of them, and is named when it moves (WHS-1, WHS-10)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.refusal import Refusal
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.gate import Master
from services.warehouse.book.rules.goods import Shelf
from services.warehouse.book.rules.places import lying_at
from services.warehouse.book.rules.serials import Serial
from services.warehouse.counting.rules.settling import Settle, settle
from services.warehouse.counting.rules.sheet import Open, Record, Told, opened, record
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import AT, delivery, ids
from services.warehouse.tests.test_serials import ordered, pack, pieces, pumps, sold, stands
from services.warehouse.transfer.rules import Transfer
from services.warehouse.transferring.rules.sending import Dispatch, Receive, Request, dispatch, receive, request
from tests.needs import needs

pytestmark = needs("WHS-1", "WHS-10")
__all__ = ["pumps"]
PLACES = {"place": "A-1", "places": ["B-1"]}


async def asked(call: Caller, quantity: int, **more: Any) -> str:
    """A transfer of so many pumps to B-1."""
    wanted = {"item": "pump", "quantity": str(quantity), "destination": "B-1", "reason": "补货"}
    return str((await call("POST", "/transfers", wanted | more)).json()["number"])


async def move(call: Caller, transfer: str, what: str, *named: str, **more: Any) -> Any:
    return (await call("POST", f"/transfers/{transfer}/{what}", {"serials": named, **more})).json()


async def places(call: Caller, *serials: str) -> list[str]:
    return [one["place"] or one["stands"] for serial in serials for one in await pieces(call, serial)]


async def test_who_sends_pieces_names_those_that_lie_there_and_each_is_in_one_place(pumps: Caller) -> None:
    await pumps("PUT", "/stock/pump", PLACES)
    await ordered(pumps, "P-1", "P-2", "P-3")
    await ordered(pumps, "P-4", place="B-1")
    assert await places(pumps, "P-1", "P-4") == ["A-1", "B-1"]
    transfer = await asked(pumps, 2)
    refused = await move(pumps, transfer, "dispatch", "P-1", "P-4", "P-9")
    told = "Each piece is named once, 2 in all, and 3 were; not known: P-9; not here: P-4."
    assert (refused["type"], refused["detail"]) == ("/problems/misnamed", told)
    assert (await move(pumps, transfer, "dispatch"))["type"] == "/problems/misnamed"
    sent = await move(pumps, transfer, "dispatch", "P-1", "P-3")
    assert sent["lines"][0]["serials"] == ["P-1", "P-3"]
    assert await places(pumps, "P-1", "P-2", "P-3") == ["in transit", "A-1", "in transit"]
    assert (await pieces(pumps, "P-1"))[0]["transfer"] == transfer
    again = await move(pumps, await asked(pumps, 1), "dispatch", "P-1")
    assert again["detail"].endswith("not here: P-1."), "it is on its way already"
    _, shipment = await sold(pumps, 1)
    assert (await pack(pumps, shipment, "P-1"))["detail"].endswith("not here: P-1.")
    await move(pumps, transfer, "receive")
    assert await places(pumps, "P-1", "P-2", "P-3", "P-4") == ["B-1", "A-1", "B-1", "B-1"]


async def test_of_pieces_that_come_in_parts_each_is_named_and_the_missing_one_is_written_off(pumps: Caller) -> None:
    await pumps("PUT", "/stock/pump", PLACES)
    await ordered(pumps, "P-1", lot="L-1")
    await ordered(pumps, "P-2", "P-3", lot="L-2")
    transfer = await asked(pumps, 3)
    await move(pumps, transfer, "dispatch", "P-1", "P-2", "P-3")
    part = {"quantity": "1", "more": True}
    assert (await move(pumps, transfer, "receive", **part))["type"] == "/problems/misnamed"
    assert (await move(pumps, transfer, "receive", "P-9", **part))["type"] == "/problems/misnamed"
    came = await move(pumps, transfer, "receive", "P-3", **part)
    assert [one["serials"] for one in came["arrivals"]] == [["P-3"]]
    assert await places(pumps, "P-1", "P-2", "P-3") == ["in transit", "in transit", "B-1"]
    await move(pumps, transfer, "receive", "P-1", quantity="1", difference="摔坏")
    assert await places(pumps, "P-1", "P-2", "P-3") == ["B-1", "written off", "B-1"]
    assert (await pumps("GET", "/stock/pump")).json()["on_hand"] == "2"
    assert (await pumps("GET", "/check", role="management")).json()["ok"]


@pytest.mark.needs("WHS-6")
async def test_what_is_packed_is_taken_where_its_pieces_lie_and_the_pick_list_says_so(pumps: Caller) -> None:
    await pumps("PUT", "/stock/pump", PLACES)
    await ordered(pumps, "P-1", "P-2")
    await ordered(pumps, "P-3", "P-4", place="B-1")
    _, shipment = await sold(pumps, 2)
    packed = await pack(pumps, shipment, "P-2", "P-4")
    told = {(one["place"], one["quantity"], *one["serials"]) for one in packed["picks"]}
    assert told == {("A-1", "1", "P-2"), ("B-1", "1", "P-4")}
    assert await stands(pumps, "P-1", "P-2") == ["in stock", "packed"]


async def test_what_was_here_before_it_had_a_name_is_named_when_it_moves(pumps: Caller) -> None:
    await pumps("PUT", "/stock/pump", {"quantity": "2", **PLACES})
    await ordered(pumps, "P-1", place="B-1")
    transfer = await asked(pumps, 3 - 1)
    await move(pumps, transfer, "dispatch", "OLD-1", "OLD-2")
    await move(pumps, transfer, "receive")
    assert await places(pumps, "OLD-1", "OLD-2", "P-1") == ["B-1", "B-1", "B-1"]


NAMES = tuple(f"P-{n}" for n in range(6))
STEP = st.tuples(
    st.sampled_from(("request", "dispatch", "receive", "count")),
    st.integers(0, 3),
    st.sets(st.sampled_from(NAMES), max_size=3),
)


def a_book() -> Book:
    shelf = Shelf("pump", place="A", places=("B",), counted=True)
    book = Book([shelf], masters={"pump": Master("piece", serialised=True)})
    for n, name in enumerate(NAMES):
        lot = f"GR-{n % 2}" if n % 3 else ""
        book.move(replace(delivery("pump", 1), lot=lot))
        book.serials.keep(Serial("pump", name, receipt=lot or "GR-9", lot=lot, place=""))
    book.serials.here["pump"] = len(NAMES)
    return book


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=20))
def test_wherever_pieces_go_as_many_are_named_at_each_place_as_lie_there(
    steps: list[tuple[str, int, set[str]]],
) -> None:
    book, transfers = a_book(), list[Transfer]()
    for what, which, named in steps:
        happen(book, transfers, what, which, sorted(named))
        agree(book, {one.transfer_id: one for one in transfers})


def happen(book: Book, transfers: list[Transfer], what: str, which: int, named: list[str]) -> None:
    """One step; one that cannot be is silent, and has changed nothing."""
    if what == "request" and named:
        ends = ("A", "B") if which % 2 else ("B", "A")
        wanted = Request("pump", Decimal(len(named)), *ends, "补货", "li.na")
        transfers.append(request(wanted, next(ids()), f"TF-{len(transfers)}", AT))
    if what == "count":
        happen_to_be_counted(book, "AB"[which % 2], named)
    if what in ("request", "count") or which >= len(transfers):
        return
    known, quantity = transfers[which], Decimal(len(named))
    if what == "dispatch":
        done = dispatch(book, known, Dispatch(known.transfer_id, quantity, "li.na", serials=tuple(named)), AT, ids())
    else:
        more = known.in_transit > quantity > 0
        asked = Receive(known.transfer_id, quantity, "缺" * (not more), "li.na", more, serials=tuple(named))
        done = receive(book, known, asked, AT, ids())
    if not isinstance(done, Refusal):
        transfers[which] = done[0]


def happen_to_be_counted(book: Book, place: str, named: list[str]) -> None:
    """These pieces are found there, each of its lot; whatever else should lie there is missing."""
    count = opened(book, Open(place, ("pump",), "li.na", False), next(ids()), "CT-1", AT)
    lots = {name: book.serials.known["pump", name].lot for name in named}
    found = {line.where: tuple(name for name, lot in lots.items() if lot == line.lot) for line in count.lines}
    told = [Told(*where, Decimal(len(serials)), serials) for where, serials in found.items()]
    if not told:
        return
    counted = record(book, count, Record(count.stock_count_id, tuple(told), "wang.wei", False), AT)
    assert not isinstance(counted, Refusal)
    settle(book, counted, Settle(count.stock_count_id, "book", "盘点差异", "", "qian.rui"), AT, ids())


def agree(book: Book, transfers: Mapping[Any, Transfer]) -> None:
    pieces = book.serials.known.values()
    for place in ("", "B"):
        here = [one for one in pieces if (one.stands, one.place) == ("in stock", place)]
        assert lying_at(book, book.shelf("pump"), place) == len(here)
        for lot in ("GR-0", "GR-1"):
            assert book.quants.at("pump", place, lot) == len([one for one in here if one.lot == lot])
    on_their_way = sorted(one.serial for one in pieces if one.stands == "in transit")
    assert book.shelf("pump").in_transit == len(on_their_way)
    assert on_their_way == sorted(serial for one in transfers.values() for serial in one.lines[0].on_their_way)
