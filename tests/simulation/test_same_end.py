"""The same outside decisions lead to the same end and the same money, whatever is heard when (invariant 5).

A story is what is decided outside, in this order; when the departments hear of each other is drawn. Where a cancel or
a change races against dispatch, ends are compared among those with the same winner.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, note
from hypothesis import strategies as st

from tests.simulation.company import Company
from tests.simulation.invariants import check_end
from tests.simulation.outside import ADVANCE_CUSTOMER, CUSTOMER, Outside
from tests.simulation.playing import play_to_the_end, settle
from tests.simulation.schedules import Delivery, Play, deliveries, simulation

Decision = Callable[[Outside], Awaitable[Any]]
STOCK = {"bolt": 5, "gear": 0}
SHIPPED = """
SELECT order_version, sum((part ->> 'quantity')::numeric) AS quantity
FROM shipment, jsonb_array_elements(lines) part WHERE state = 'dispatched' GROUP BY 1 ORDER BY 1
"""
MONEY = """
SELECT coalesce((SELECT sum(total) FROM invoice), 0) AS invoiced,
       coalesce((SELECT sum(credited) FROM invoice), 0) AS credited,
       coalesce(sum(l.debit) FILTER (WHERE e.kind = 'payment'), 0) AS received,
       coalesce(sum(l.credit) FILTER (WHERE e.kind = 'refund'), 0) AS refunded
FROM journal_entry e JOIN journal_line l USING (entry_id) WHERE l.account = '1002'
"""


def order(lines: Mapping[str, int], **other: Any) -> Decision:
    return lambda outside: outside.order("PO-1", lines, **other)


def want(bolts: int) -> Decision:
    return lambda outside: outside.change("PO-1", quantities={"bolt": bolts})


def cancel(outside: Outside) -> Awaitable[bool]:
    return outside.cancel("PO-1")


def pay_thirty(outside: Outside) -> Awaitable[bool]:
    return outside.pay_amount({"customer": ADVANCE_CUSTOMER}, Decimal(30), reference="PO-1")


async def see_the_advance(outside: Outside) -> int:
    return len(await outside.each("finance", "/advances?state=open"))


STORIES: Mapping[str, Sequence[Decision]] = {
    "clean": [order({"bolt": 5})],
    "short": [order({"bolt": 8})],
    "partial": [order({"bolt": 8}, partial=True)],
    "received in parts": [
        order({"bolt": 8}, partial=True),
        lambda outside: outside.receive_goods(as_="part"),
        lambda outside: outside.receive_goods(as_="part"),
    ],
    "price signed": [order({"gear": 3, "bolt": 2}, partial=True), lambda outside: outside.sign_prices()],
    "price refused": [order({"gear": 3}), lambda outside: outside.sign_prices(approve=False)],
    "supplier declines": [order({"bolt": 8}), lambda outside: outside.decline()],
    "lot rejected and given up": [
        order({"bolt": 8}),
        lambda outside: outside.confirm_purchases(),
        lambda outside: outside.receive_goods(as_="rejected"),
        lambda outside: outside.answer_rejections(redeliver=False),
    ],
    "advance paid": [order({"bolt": 10}, customer=ADVANCE_CUSTOMER), see_the_advance, pay_thirty],
    "advance paid in vain": [order({"bolt": 10}, customer=ADVANCE_CUSTOMER), see_the_advance, pay_thirty, cancel],
    "advance paid too late": [order({"bolt": 10}, customer=ADVANCE_CUSTOMER), see_the_advance, cancel, pay_thirty],
    "advance of another version": [
        order({"bolt": 10}, customer=ADVANCE_CUSTOMER),
        see_the_advance,
        want(20),
        pay_thirty,
    ],
    "more while short": [order({"bolt": 8}), lambda outside: outside.confirm_purchases(), want(9)],
    "less while short": [order({"bolt": 8}), lambda outside: outside.confirm_purchases(), want(6)],
    "less than there is": [order({"bolt": 8}), lambda outside: outside.confirm_purchases(), want(4)],
    "more, half of it gone": [order({"bolt": 8}, partial=True), lambda outside: outside.deliver(), want(9)],
    "less against dispatch": [order({"bolt": 5}), want(3)],
    "more against dispatch": [order({"bolt": 5}), want(7)],
    "cancel against dispatch": [order({"bolt": 5}), cancel],
    "cancel of what is delivered and paid": [
        order({"bolt": 5}),
        lambda outside: outside.deliver(),
        lambda outside: outside.pay(),
        cancel,
        lambda outside: outside.return_goods(),
    ],
    "cancelled, and kept by the customer": [
        order({"bolt": 5}),
        lambda outside: outside.deliver(),
        cancel,
        lambda outside: outside.waive_returns(),
    ],
    "a part comes back unasked": [
        order({"bolt": 5}),
        lambda outside: outside.deliver(),
        lambda outside: outside.return_unasked(0, part=True),
    ],
    "held for a while": [
        lambda outside: outside.hold(CUSTOMER),
        order({"bolt": 5}),
        lambda outside: outside.release_holds(),
    ],
}
GO_ON = "the next decision"
Schedule = Sequence[Delivery | str]
ends: dict[object, tuple[object, ...]] = {}


@pytest.mark.parametrize("story", STORIES)
@simulation(examples=2)
@example(schedule=[])
@given(schedule=st.lists(st.one_of(deliveries(), st.just(GO_ON)), min_size=12, max_size=25))
async def test_the_same_decisions_lead_to_the_same_end(company: Company, story: str, schedule: Schedule) -> None:
    await company.begin_anew()
    play = Play(Outside(company), [])
    try:
        await play.outside.open_trade(STOCK, dearer=["gear"])
        await settle(play.outside, slow={"sales"})
        await _live(play, story, schedule)
        end, winner = await _end_of(play.outside)
        play.tell(f"{story}, {winner} left: {end}")
    finally:
        note("\n".join(play.told))
    assert ends.setdefault((story, winner), end) == end


async def _live(play: Play, story: str, schedule: Schedule) -> None:
    """Decide when the schedule says so, if it can be done then; else when all is heard. Then go on to the end."""
    decisions, may_be_refused = STORIES[story], "against dispatch" in story
    left = list(decisions)
    for move in schedule:
        if not isinstance(move, str):
            await move.play(play)
        elif left and await left[0](play.outside):
            left.pop(0)
            play.tell(f"outside: decision {len(decisions) - len(left)}")
    for position, decide in enumerate(left, start=len(decisions) - len(left) + 1):
        await settle(play.outside)
        done = await decide(play.outside)
        assert done or may_be_refused, f"decision {position} cannot be done: {play.outside.refused}"
        play.tell(f"all is heard, then decision {position}{'' if done else ' is refused'}")
    await play_to_the_end(play.outside)
    await check_end(play.outside)


async def _end_of(outside: Outside) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """Where it all ended; and who won: how much left at which version, and whether a decision came too late."""
    (money,) = await outside.company.rows("finance", MONEY)
    shelves = {shelf["item"]: Decimal(shelf["on_hand"]) for shelf in await outside.each("warehouse", "/stock")}
    stage = (await outside.sales_order("PO-1"))["stage"]
    left = await outside.company.rows("warehouse", SHIPPED)
    return (stage, money, shelves), (tuple(tuple(row.values()) for row in left), len(outside.refused))
