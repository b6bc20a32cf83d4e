"""Whatever happens in whatever order: nothing negative, nothing promised twice, all shares and sums agree."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.supply import Lack
from contracts.warehouse import StockReserved, StockShort
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import follow
from services.warehouse.book.rules.demand import UNPACKED, Demand
from services.warehouse.book.rules.inspection import Plan, Way
from services.warehouse.dispatch.rules.shipping import cause_unheard, leave, unpack
from services.warehouse.inspecting.rules import (
    Concede,
    Dispose,
    Examine,
    concede,
    concession_refusal,
    disposal_refusal,
    dispose,
    examine,
    examine_refusal,
)
from services.warehouse.receiving.rules import Receive, order, receive
from services.warehouse.reservation.rules import answer, cancel
from services.warehouse.stock.rules import Adjust, adjust
from services.warehouse.tests.samples import AT, Order, a_book, delivery, ids, purchased
from tests.needs import needs

pytestmark = needs("WHS-1", "WHS-4")

ITEMS = ("bolt", "nut", "pin")
WHATS = (
    "version", "version", "cancel", "receive", "receive", "arrive", "examine", "concede", "dispose", "adjust", "pack",
    "leave", "unpack",
)  # fmt: skip
WAYS: tuple[Way, ...] = ("rma", "scrap", "rework")
STEP = st.tuples(
    st.sampled_from(WHATS),
    st.integers(0, 4),
    st.lists(st.integers(0, 6), min_size=3, max_size=3),
)


@settings(max_examples=300)
@given(st.lists(STEP, max_size=40), st.lists(st.booleans(), min_size=5, max_size=5))
def test_stock_is_never_negative_nor_promised_twice_and_all_that_lacks_was_said(
    steps: list[tuple[str, int, list[int]]], partial: list[bool]
) -> None:
    book = a_book(**dict.fromkeys(ITEMS, 0))
    orders = [Order(f"SO-{n}", priority=n % 2, partial=partial[n]) for n in range(5)]
    heard: dict[Any, tuple[int, tuple[Lack, ...]]] = {}
    cover: dict[str, tuple[int, Decimal]] = {}
    for what, which, amounts in steps:
        for event in happen(book, orders[which], what, amounts):
            if isinstance(event, StockReserved | StockShort):
                heard[event.order_id] = (event.need_version, event.lacks)
            for row in getattr(event, "cover", ()):
                cover[row.item] = max(cover.get(row.item, (0, Decimal(0))), (row.cover_version, row.total))
        agree(book, heard, cover)


def happen(book: Book, order: Order, what: str, amounts: list[int]) -> tuple[Any, ...]:
    """One step of a schedule; a step that cannot be is silent."""
    wants = {item: amount for item, amount in zip(ITEMS, amounts, strict=True) if amount}
    item, quantity = ITEMS[amounts[0] % 3], amounts[1]
    if what == "version":
        return answer(book, order.changed(**wants), ids()) if wants else ()
    if what == "cancel":
        return cancel(book, order.cancelled(), ids())
    if what == "receive":
        book.move(delivery(item, quantity))
        return follow(book, [item], ids()).events
    if what in ("arrive", "examine", "concede", "dispose"):
        return happen_in_quarantine(book, item, what, amounts)
    if what == "adjust":
        said = adjust(book, Adjust(item, Decimal(-quantity), ""), AT, ids())
        return said if isinstance(said, tuple) else ()
    return happen_to_goods(book, book.demands.get(order.id), what)


def happen_in_quarantine(book: Book, item: str, what: str, amounts: list[int]) -> tuple[Any, ...]:
    """A lot comes and waits, is judged by its plan, or is let in by a signature."""
    if what == "arrive" and amounts[1]:
        book.plans[item] = Plan(item, "II", Decimal(0), Decimal("1.0"), Decimal("4.0"))
        heard = purchased(item, amounts[1] + amounts[2])
        order(book, heard)
        asked = Receive(heard.purchase_id, Decimal(amounts[1]), Decimal(0), "")
        return receive(book, asked, f"GR-{len(book.receipts)}", AT, ids(), AT.date())
    for one in [found for found in book.inspections.values() if found.item == item]:
        about = (one.inspection_id, one.purchase_id)
        examined = Examine(*about, one.sample, 0, min(amounts[2] % 2, one.sample), 0, "", "gao.feng")
        if what == "examine" and not examine_refusal(book, examined):
            return examine(book, examined, AT, ids())
        conceded = Concede(*about, "needed", "qian.rui")
        if what == "concede" and not concession_refusal(book, conceded, Decimal(0)):
            return concede(book, conceded, AT, ids())
        away = Dispose(*about, WAYS[amounts[2] % 3], Decimal(1 + amounts[1] % 3), "bad", "qian.rui")
        if what == "dispose" and not disposal_refusal(book, away, Decimal(0)):
            dispose(book, away, f"RMA-{len(book.disposals)}", AT, ids())
            return ()
    return ()


def happen_to_goods(book: Book, demand: Demand | None, what: str) -> tuple[Any, ...]:
    for shipment in demand.shipments.values() if demand else ():
        if what == "pack" and shipment.state in UNPACKED:
            shipment.state = "packed"
        elif what == "leave" and demand and shipment.state == "packed":
            return leave(book, demand, shipment, AT, ids())
        elif what == "unpack" and demand and shipment.state == "packed" and not cause_unheard(demand, shipment):
            return unpack(book, demand, shipment, ids())
    return ()


def agree(book: Book, heard: dict[Any, tuple[int, tuple[Lack, ...]]], cover: dict[str, tuple[int, Decimal]]) -> None:
    living = [demand for demand in book.demands.values() if not demand.cancelled]
    for item in ITEMS:
        on = book.shelf(item)
        claims = [claim for demand in living for claim in demand.claims if claim.item == item]
        promised = [
            part.quantity
            for demand in book.demands.values()
            for shipment in demand.shipments.values()
            if shipment.state in (*UNPACKED, "packed")
            for part in shipment.parts
            if part.item == item
        ]
        assert on.free >= 0
        assert on.on_hand == sum(move.quantity for move in book.movements if move.item == item)
        assert on.reserved == sum(promised)
        apart = [one for one in book.inspections.values() if one.item == item]
        assert on.quarantine == sum(one.left_over for one in apart)
        assert on.quarantine == sum(move.quarantined for move in book.movements if move.item == item)
        bought = [purchase for purchase in book.purchases.values() if purchase.item == item]
        assert on.on_order == sum(purchase.outstanding for purchase in bought)
        waiting = [one.left_over for one in apart if one.state == "open"]
        assert sum(purchase.inspecting for purchase in bought) == sum(waiting)
        assert on.held == sum(claim.held for claim in claims)
        assert all(claim.kept <= claim.held for claim in claims)
        assert on.lacking == sum(claim.needed - claim.held for claim in claims)
        assert not (on.free and on.lacking), "free stock while somebody lacks it"
        assert cover.get(item, (0, 0))[1] == on.lacking
    for demand in living:
        assert heard[demand.order_id] == (demand.need_version, demand.lacks)
        assert not faults_of(demand)


def faults_of(demand: Demand) -> list[str]:
    """What is wrong with an order: reserved and waiting must add up to what its version still wants."""
    unreserved = {(claim.line, claim.item): claim.needed for claim in demand.still_wanted()}
    waiting = {(claim.line, claim.item): claim.needed for claim in demand.claims}
    faults = [] if unreserved == waiting else [f"wants {unreserved}, waits for {waiting}"]
    if not demand.blocked and demand.claims and not demand.lacks:
        faults.append("all is held but nothing reserved")
    if demand.partial and not demand.blocked and any(claim.held for claim in demand.claims):
        faults.append("takes parts, and holds some")
    return faults
