"""Stock is counted blind where it lies; what differs is booked by somebody else, with his reason (WHS-1)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis import clock
from chassis.refusal import Refusal
from contracts.warehouse import StockAdjusted, StockReserved
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.gate import Master
from services.warehouse.book.rules.places import lying_at
from services.warehouse.counting.rules.settling import Settle, settle
from services.warehouse.counting.rules.sheet import Busy, Open, Record, Told, open_refusal, opened, record
from services.warehouse.reservation.rules import answer
from services.warehouse.stock_count import store
from services.warehouse.stock_count.rules import StockCount
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import AT, Order, delivery, ids, only
from services.warehouse.tests.test_transfers import OTHERS, PLACES, WHATS, a_book, asked, came, happen, sent
from services.warehouse.transfer.rules import Transfer
from tests.needs import needs

pytestmark = needs("WHS-1")
FREE = Busy({}, frozenset())


def a_count(book: Book, place: str = "") -> StockCount:
    return opened(book, Open(place, ("bolt",), "li.na", False), next(ids()), "CT-2026-000001", AT)


def told(book: Book, count: StockCount, **quantities: int) -> Any:
    """By place, as ``SZ_1``; by whoever counts."""
    lines = [
        Told("bolt", place, "", Decimal(n)) for place in PLACES for name, n in quantities.items() if _is(place, name)
    ]
    return record(book, count, Record(count.stock_count_id, tuple(lines), "wang.wei", False), AT)


def _is(place: str, name: str) -> bool:
    return name == place.replace("/", "_").replace("-", "_")


def settled(book: Book, count: Any, by: str = "qian.rui", why: str = "miscounted at receipt") -> Any:
    return settle(book, count, Settle(count.stock_count_id, "book", why, "", by), AT, ids())


def spread(quantity: int = 4) -> Book:
    """Six at SZ/1, four at SH/A-2."""
    book = a_book()
    came(book, sent(book, asked(quantity=quantity)))
    return book


def test_a_sheet_names_each_place_where_goods_lie_and_not_how_many() -> None:
    count = a_count(spread())
    assert [(line.place, line.counted) for line in count.lines] == [("SZ/1", None), ("SH/A-2", None)]
    assert [line.place for line in a_count(spread(), "SH/A-2").lines] == ["SH/A-2"]


def test_what_is_missing_is_missing_where_it_was_counted() -> None:
    book = spread()
    count = told(book, a_count(book), SZ_1=6, SH_A_2=1)
    assert (count.state, [int(line.difference) for line in count.differing]) == ("counted", [-3])
    done, said = settled(book, count)
    assert (done.state, done.settled_by, done.reason) == ("booked", "qian.rui", "miscounted at receipt")
    assert [int(lying_at(book, book.shelves["bolt"], place)) for place in PLACES] == [6, 1, 0]
    adjusted = only(StockAdjusted, said)
    assert (adjusted.quantity, adjusted.reason) == (Decimal(-3), "miscounted at receipt")
    assert book.movements[-1].reference == "CT-2026-000001"


def test_what_is_found_goes_to_who_waits_for_it() -> None:
    book, order = spread(), Order()
    answer(book, order.confirmed(bolt=12), ids())
    _, said = settled(book, told(book, a_count(book), SZ_1=6, SH_A_2=6))
    assert only(StockReserved, said).order_id == order.id


def test_half_a_count_is_kept_and_goes_on() -> None:
    book = spread()
    half = told(book, a_count(book), SZ_1=6)
    assert (half.state, [line.place for line in half.to_count]) == ("to count", ["SH/A-2"])
    assert "its differences are settled when all of it is counted. To count: 1." in str(settled(book, half))
    assert told(book, half, SH_A_2=4).state == "counted"


def test_what_lay_beside_the_sheet_is_told_too() -> None:
    book = spread()
    count = told(book, a_count(book), SZ_1=6, SH_A_2=4, SH_A_10=2)
    assert [(line.place, int(line.difference)) for line in count.differing] == [("SH/A-10", 2)]
    settled(book, count)
    assert lying_at(book, book.shelves["bolt"], "SH/A-10") == 2


def test_a_lot_is_missing_of_itself_and_not_of_what_would_be_picked_first() -> None:
    book = a_book()
    book.move(replace(delivery("bolt", 5), lot="GR-1"))
    count = a_count(book)
    lines = (Told("bolt", "SZ/1", "", Decimal(10)), Told("bolt", "SZ/1", "GR-1", Decimal(3)))
    settled(book, record(book, count, Record(count.stock_count_id, lines, "wang.wei", False), AT))
    assert (book.shelves["bolt"].loose, book.quants.at("bolt", "", "GR-1")) == (Decimal(10), Decimal(3))


def test_who_counted_does_not_settle() -> None:
    book = spread()
    count = told(book, a_count(book), SZ_1=6, SH_A_2=4)
    assert "somebody else looks at the differences" in str(settled(book, count, by="wang.wei"))


def test_a_difference_needs_its_reason_and_none_needs_none() -> None:
    book = spread()
    assert "say why" in str(settled(book, told(book, a_count(book), SZ_1=6, SH_A_2=1), why=""))
    done, said = settled(book, told(book, a_count(book), SZ_1=6, SH_A_2=4), why="")
    assert (done.state, said) == ("booked", ())


def test_what_moved_while_it_was_counted_is_counted_again() -> None:
    book = spread()
    count = a_count(book)
    came(book, sent(book, asked(quantity=2)))
    count = told(book, count, SZ_1=6, SH_A_2=4)
    assert str(settled(book, count)) == "bolt came or went while stock count CT-2026-000001 was going on: count again."
    again, said = settle(book, count, Settle(count.stock_count_id, "count_again", "", "", "qian.rui"), AT, ids())  # type: ignore[misc]
    assert (again.state, len(again.to_count), said) == ("to count", 2, ())
    done, said = settled(book, told(book, again, SZ_1=4, SH_A_2=6))
    assert (done.state, said) == ("booked", ())


def test_what_is_promised_is_not_counted_away() -> None:
    book = spread()
    answer(book, Order().confirmed(bolt=9), ids())
    count = told(book, a_count(book), SZ_1=4, SH_A_2=4)
    why = "9 of bolt are reserved or packed; 8 were counted, which would break that promise."
    assert str(settled(book, count)) == why


def test_a_critical_item_that_was_found_comes_in_with_its_inspection() -> None:
    book = spread()
    book.masters["bolt"] = Master("piece", critical=True)
    count = told(book, a_count(book), SZ_1=7, SH_A_2=4)
    assert "bolt is critical" in str(settled(book, count))
    done, _ = settle(book, count, Settle(count.stock_count_id, "book", "found", "QC-7", "qian.rui"), AT, ids())  # type: ignore[misc]
    assert done.state == "booked"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (Told("gear", "", "", Decimal(1)), "There is no stock of gear here."),
        (Told("bolt", "X", "", Decimal(1)), "X is no place of bolt; its places are SZ/1, SH/A-2, SH/A-10."),
        (Told("bolt", "SZ/1", "", Decimal("0.5")), "0.5 piece of bolt: expected a whole number"),
        (Told("bolt", "SZ/1", "", Decimal(1)), "is of SH/A-2; bolt at SZ/1 is no part of it."),
        (Told("bolt", "SH/A-2", "GR-9", Decimal(1)), "Only 0 of bolt lie at SH/A-2, of lot GR-9."),
        (Told("bolt", "SH/A-2", "", None), "No quantity is told"),
    ],
)
def test_what_cannot_have_been_counted_is_refused(line: Told, why: str) -> None:
    book = spread()
    count = a_count(book, "SH/A-2")
    assert why in str(record(book, count, Record(count.stock_count_id, (line,), "wang.wei", False), AT))


def test_a_line_is_told_once() -> None:
    book = spread()
    lines = (Told("bolt", "SZ/1", "", Decimal(6)), Told("bolt", "", "", Decimal(5)))
    count = a_count(book)
    refused = record(book, count, Record(count.stock_count_id, lines, "wang.wei", False), AT)
    assert str(refused) == "bolt at SZ/1 is told twice."


@pytest.mark.parametrize(
    ("busy", "why"),
    [
        (Busy({"bolt": "CT-2026-000007"}, frozenset()), "bolt is being counted already, with CT-2026-000007."),
        (Busy({}, frozenset({"bolt"})), "bolt is to be packed at this moment; it can be counted when that is done."),
    ],
)
def test_what_is_counted_or_picked_already_is_not_counted(busy: Busy, why: str) -> None:
    ask = Open("", ("bolt",), "li.na", False)
    assert open_refusal(spread(), ask, FREE) is None
    assert str(open_refusal(spread(), ask, busy)) == why


STEP = st.tuples(
    st.sampled_from((*WHATS, "open", "count", "count", "settle", "settle")),
    st.sampled_from(PLACES),
    st.sampled_from(PLACES),
    st.integers(0, 6),
)


@settings(max_examples=200)
@given(st.lists(STEP, max_size=40))
def test_whatever_is_counted_among_whatever_happens_goods_stay_in_one_place(steps: list[tuple[Any, ...]]) -> None:
    book, transfers, counts = a_book(), dict[Any, Transfer](), list[StockCount]()
    for what, source, destination, quantity in steps:
        if what in ("open", "count", "settle"):
            counted(book, counts, what, quantity)
        else:
            happen(book, transfers, what, source, destination, quantity)
        on, moved = book.shelves["bolt"], [one for one in book.movements if one.item == "bolt"]
        packed = [one.quantity for one in book.quants.of("bolt") if one.place.startswith("OS-")]
        there = [lying_at(book, on, place) for place in PLACES]
        assert all(each >= 0 for each in (*there, on.loose, on.on_hand - on.reserved))
        assert sum(there) + sum(packed) == on.on_hand == sum(one.quantity for one in moved)


def counted(book: Book, counts: list[StockCount], what: str, quantity: int) -> None:
    """A booked count leaves what was counted, wherever nothing came or went since."""
    if what == "open":
        counts.append(a_count(book, PLACES[quantity % 3] if quantity % 2 else ""))
        return
    for place, one in enumerate(counts):
        lines = tuple(Told(line.item, line.place, line.lot, Decimal(quantity)) for line in one.lines)
        count = Record(one.stock_count_id, lines, "wang.wei", False)
        done: Any = record(book, one, count, AT) if what == "count" else settled(book, one)
        if isinstance(done, Refusal):
            continue
        counts[place] = done if what == "count" else done[0]


async def test_a_count_is_blind_for_the_storekeeper_and_booked_by_the_accountant(call: Caller) -> None:
    await call("PUT", "/stock/bolt", {"quantity": "10", "place": "SZ/1", "places": OTHERS})
    made = (await call("POST", "/stock-counts", {"place": "SZ/1"})).json()
    assert made["number"] == f"CT-{clock.today().year}-000001"
    assert [(line["item"], line["booked"]) for line in made["lines"]] == [("bolt", None)]
    path = f"/stock-counts/{made['number']}"
    lines = [{"item": "bolt", "place": "SZ/1", "quantity": "8"}]
    blind = (await call("POST", f"{path}/record", {"lines": lines})).json()
    assert (blind["state"], blind["lines"][0]["difference"]) == ("counted", None)
    seen = (await call("GET", path, role="accountant")).json()
    assert (seen["lines"][0]["booked"], seen["lines"][0]["difference"]) == ("10", "-2")
    himself = await call("POST", f"{path}/settle", {"decision": "book", "reason": "broken"}, role="accountant")
    assert (himself.status_code, himself.json()["type"]) == (409, "/problems/counted-by-himself")
    assert (await call("GET", "/stock-counts", role="storekeeper")).json()["items"] == [blind]
    assert (await call("GET", "/stock/bolt")).json()["on_hand"] == "10", "nothing is booked yet"


async def test_no_two_counts_are_of_one_item_and_one_that_is_called_off_gives_it_free(call: Caller) -> None:
    await call("PUT", "/stock/bolt", {"quantity": "10", "place": "SZ/1"})
    number = (await call("POST", "/stock-counts", {"items": ["bolt"]})).json()["number"]
    twice = await call("POST", "/stock-counts", {"place": "SZ/1"})
    assert (twice.status_code, twice.json()["detail"]) == (409, f"bolt is being counted already, with {number}.")
    off = await call("POST", f"/stock-counts/{number}/call-off", {"reason": "the forklift is needed"})
    assert (off.json()["state"], off.json()["reason"]) == ("called off", "the forklift is needed")
    assert (await call("POST", "/stock-counts", {"place": "SZ/1"})).status_code == 200
    both = await call("POST", "/stock-counts", {"place": "SZ/1", "items": ["bolt"]})
    assert (both.status_code, both.json()["type"]) == (422, "/problems/place-or-items")
    nowhere = await call("POST", "/stock-counts", {"place": "Z"})
    assert nowhere.status_code == 404


async def test_open_counts_and_places_are_found_by_their_index(call: Caller) -> None:
    async with call.engine.pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        for statement, index in ((store.WAITING, "stock_count_waiting"), (store.LYING_AT, "stock_place")):
            await _planned(db, statement, index)


async def _planned(db: Any, statement: str, index: str) -> None:
    arguments = ("NULL", "10") if "$2" in statement else ("ARRAY['SZ/1']",)
    asked = statement
    for place, value in enumerate(arguments, 1):
        asked = asked.replace(f"${place}", value)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {asked}"))
    assert index in plan, plan
