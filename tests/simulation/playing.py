"""Schedules: in which order things happen."""

from __future__ import annotations

from tests.simulation.outside import Outside

STEPS_MAX = 2_000


async def settle(outside: Outside) -> None:
    """Deliver everything that is on its way, first come first served."""
    post = outside.company.post
    for _ in range(STEPS_MAX):
        waiting = post.waiting()
        if not waiting:
            return
        for route in waiting:
            await post.deliver(route, at_most=10)
    raise AssertionError("the departments do not come to rest")


async def play_to_the_end(outside: Outside) -> None:
    """Let the outside act and the departments talk until nobody has anything left to do."""
    for _ in range(30):
        await settle(outside)
        acts = [
            await outside.sign_prices(),
            await outside.confirm_purchases(),
            await outside.receive_goods(),
            await outside.deliver(),
            await outside.accept(),
            await outside.pay(),
        ]
        if not any(acts):
            return
    raise AssertionError("the outside does not come to rest")
