"""Whatever is heard when, repeated, or lost in a crash: the invariants (`invariants.py`) hold, and every order ends."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from tests.simulation.company import Company
from tests.simulation.invariants import check_end, check_nothing_is_left_over, check_rest
from tests.simulation.outside import Outside
from tests.simulation.playing import play_to_the_end
from tests.simulation.schedules import SHRINKING, Move, Play, moves, orders, simulation

OPENING = {"bolt": 10, "nut": 4, "gear": 1}
MOVES = 50


@simulation(examples=8)
@given(
    wanted=st.lists(orders(), min_size=5, max_size=5), schedule=st.lists(moves(), min_size=MOVES, max_size=MOVES + 20)
)
async def test_every_order_ends_and_nothing_is_lost_whatever_is_heard_when(
    company: Company, wanted: Sequence[Mapping[str, Any]], schedule: Sequence[Move]
) -> None:
    await company.begin_anew()
    outside = Outside(company)
    play = Play(outside, list(wanted))
    try:
        await outside.open_trade(OPENING, dearer=["gear"], reorder_points={"nut": 2})
        await play.place()
        await play.place()
        for move in schedule:
            await move.play(play)
        await _end(play)
    finally:
        note("\n".join(play.told))


async def _end(play: Play) -> None:
    """Everybody goes on as long as he can; the customers cancel what cannot be had; then all has ended."""
    while await play.place():
        pass
    play.tell("everybody goes on to the end")
    await play_to_the_end(play.outside)
    await check_rest(play.outside)
    if not play.done & SHRINKING:
        await check_nothing_is_left_over(play.outside, OPENING)
    for po in play.outside.orders:
        if (await play.outside.sales_order(po))["stage"] not in ("closed", "cancelled", "rejected"):
            play.tell(f"outside: {po} is cancelled")
            await play.outside.cancel(po)
    await play_to_the_end(play.outside)
    await check_end(play.outside)
