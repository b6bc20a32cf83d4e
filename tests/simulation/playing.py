"""How the post is delivered, and how the outside goes on until nobody has anything left to do."""

from __future__ import annotations

from collections.abc import Collection

from contracts.catalogue import DEPARTMENTS
from tests.simulation.outside import Outside

STEPS_MAX = 200
TURNS_MAX = 30


async def settle(outside: Outside, slow: Collection[str] = ()) -> None:
    """Deliver what is on its way, department by department, but for what is slow."""
    post = outside.company.post
    await post.retry_all()
    for _ in range(STEPS_MAX):
        if not sum([await post.poll(department, slow) for department in DEPARTMENTS]):
            return
    raise AssertionError("the departments do not come to rest")


async def outside_turn(outside: Outside) -> int:
    """Everybody outside does all that he can; how much was done."""
    return sum(
        [
            await outside.release_holds(),
            await outside.decide_infeasible(),
            await outside.sign_prices(),
            await outside.confirm_purchases(),
            await outside.answer_rejections(),
            await outside.receive_goods(),
            await outside.deliver(),
            await outside.return_goods(),
            await outside.accept(),
            await outside.pay(),
        ]
    )


async def play_to_the_end(outside: Outside) -> None:
    """Let the outside act and the departments talk until nobody has anything left to do."""
    for _ in range(TURNS_MAX):
        await settle(outside)
        if not await outside_turn(outside):
            return
    raise AssertionError("the outside does not come to rest")
