"""Schedules that Hypothesis draws and shrinks: what is delivered when, what breaks, and what the outside does."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from contracts.catalogue import DEPARTMENTS, EVENTS
from gendan.up import house
from tests.simulation.company import Luck
from tests.simulation.outside import ADVANCE_CUSTOMER, CUSTOMER, PRICES, Outside
from tests.simulation.post import Fate, Route

ITEMS = tuple(PRICES)
SHRINKING = frozenset({"cancel", "want less", "drop a line", "adjust down", "return unasked", "refuse to reject"})
"""Acts after which more may have been bought than is wanted in the end."""


def simulation(examples: int) -> settings:
    """The same examples in every run; others when GENDAN_SEED is set (`make simulate`)."""
    chance = "GENDAN_SEED" in os.environ
    factor = int(os.environ.get("GENDAN_EXAMPLES", "1"))
    return settings(max_examples=examples * factor, derandomize=not chance, database=None, print_blob=False)


@dataclass
class Play:
    """A schedule being played: what was placed, and a readable line for everything that happened."""

    outside: Outside
    to_place: list[Mapping[str, Any]]
    told: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    slow: frozenset[str] = frozenset()

    async def place(self) -> bool:
        """Place the next order."""
        if not self.to_place:
            return False
        asked = dict(self.to_place.pop(0))
        po = f"PO-{len(self.outside.orders) + 1}"
        placed = await self.outside.order(po, asked.pop("lines"), **asked)
        return placed is not None

    def po(self, pick: int) -> str | None:
        placed = list(self.outside.orders)
        return placed[pick % len(placed)] if placed else None

    def name(self, key: str, topic: str) -> str:
        """What a key is, in the order of its coming."""
        ours = {order_id: po for po, order_id in self.outside.orders.items()}
        return ours.get(key) or self.names.setdefault(key, f"{topic.partition('.')[0]} {len(self.names) + 1}")

    def tell(self, line: str) -> None:
        self.told.append(line)


@dataclass(frozen=True)
class Hear:
    """One route has its next letters delivered."""

    pick: int
    at_most: int
    fate: Fate

    async def play(self, play: Play) -> None:
        post = play.outside.company.post
        waiting = post.waiting()
        if waiting:
            route = waiting[self.pick % len(waiting)]
            play.tell(f"{_route(play, route)}, {self.at_most} at most: {self.fate}")
            await post.deliver(route, at_most=self.at_most, fate=self.fate)


@dataclass(frozen=True)
class Repeat:
    """One route is heard again from its beginning."""

    pick: int

    async def play(self, play: Play) -> None:
        post = play.outside.company.post
        heard = sorted(route for route, count in post.read_up_to.items() if count)
        if heard:
            route = heard[self.pick % len(heard)]
            play.tell(f"{_route(play, route)}: all of it again")
            await post.repeat(route)


@dataclass(frozen=True)
class Stall:
    """From now on nothing is heard on these, until others stall."""

    slow: frozenset[str]

    async def play(self, play: Play) -> None:
        play.slow = self.slow
        play.tell(f"slow from now on: {', '.join(sorted(self.slow)) or 'nothing'}")


@dataclass(frozen=True)
class Run:
    """Each department in its turn, beginning with one of them, hears all that waits for it but what is slow."""

    turns: int
    first: str

    async def play(self, play: Play) -> None:
        post, start = play.outside.company.post, DEPARTMENTS.index(self.first)
        await post.retry_all()
        for department in (DEPARTMENTS * 2)[start : start + len(DEPARTMENTS)] * self.turns:
            if heard := await post.poll(department, play.slow):
                play.tell(f"{department} hears all {heard}")


@dataclass(frozen=True)
class Act:
    """Somebody outside does something; ``pick`` is with which of the things that wait for it."""

    name: str
    pick: int
    luck: Luck = "well"

    async def play(self, play: Play) -> None:
        company, refused = play.outside.company, len(play.outside.refused)
        company.luck = self.luck
        done = await ACTS[self.name](play, self.pick)
        company.luck = "well"
        if done:
            play.done.add(self.name)
        luck = "" if self.luck == "well" else f" ({self.luck})"
        if done or len(play.outside.refused) > refused:
            play.tell(f"outside: {self.name}, {self.pick}{luck} {play.outside.refused[refused:] or ''}")


Delivery = Hear | Repeat | Run | Stall
Move = Delivery | Act


def _route(play: Play, route: Route) -> str:
    return f"{route.department} hears {route.topic} of {play.name(route.key, route.topic)}"


async def _on_order(play: Play, pick: int, act: Callable[[str], Awaitable[bool]]) -> bool:
    po = play.po(pick)
    return po is not None and await act(po)


async def _change(play: Play, pick: int, by: int) -> bool:
    """Another quantity of the order's first line; 0 drops the last of several."""
    po = play.po(pick)
    if po is None:
        return False
    lines = (await play.outside.sales_order(po))["content"]["lines"]
    if by == 0 and len(lines) < 2:
        return False
    line = lines[0] if by else lines[-1]
    wanted = max(1, int(line["quantity"]) + by) if by else 0
    return await play.outside.change(po, quantities={line["item"]: wanted})


async def _add_line(play: Play, pick: int) -> bool:
    """A line of an item that the order has not yet."""
    po, item = play.po(pick), ITEMS[pick % 3]
    if po is None or item in {line["item"] for line in (await play.outside.sales_order(po))["content"]["lines"]}:
        return False
    return await play.outside.change(po, quantities={item: 2 + pick % 5})


async def _partial(play: Play, pick: int) -> bool:
    return await _on_order(play, pick, lambda po: play.outside.change(po, partial=bool(pick % 2)))


async def _place(play: Play, _: int) -> bool:
    return await play.place()


ACTS: dict[str, Callable[[Play, int], Awaitable[Any]]] = {
    "place": _place,
    "want more": lambda play, pick: _change(play, pick, 3),
    "want less": lambda play, pick: _change(play, pick, -2),
    "drop a line": lambda play, pick: _change(play, pick, 0),
    "add a line": _add_line,
    "take parts or not": _partial,
    "cancel": lambda play, pick: _on_order(play, pick, play.outside.cancel),
    "accept": lambda play, pick: play.outside.accept(pick),
    "pay": lambda play, pick: play.outside.pay(pick),
    "pay a part": lambda play, pick: play.outside.pay(pick, part=True),
    "return what is asked back": lambda play, pick: play.outside.return_goods(pick),
    "return a part": lambda play, pick: play.outside.return_goods(pick, part=True),
    "return unasked": lambda play, pick: play.outside.return_unasked(pick, part=bool(pick % 2)),
    "waive a return": lambda play, pick: play.outside.waive_returns(pick),
    "confirm the infeasible": lambda play, pick: play.outside.decide_infeasible(pick, confirm=True),
    "reject the infeasible": lambda play, pick: play.outside.decide_infeasible(pick),
    "sign a price": lambda play, pick: play.outside.sign_prices(pick),
    "refuse a price": lambda play, pick: play.outside.sign_prices(pick, approve=False),
    "hold a customer": lambda play, pick: play.outside.hold((CUSTOMER, ADVANCE_CUSTOMER)[pick % 2]),
    "release the held": lambda play, _: play.outside.release_holds(),
    "adjust up": lambda play, pick: play.outside.adjust(ITEMS[pick % 3], 1),
    "adjust down": lambda play, pick: play.outside.adjust(ITEMS[pick % 3], -1),
    "confirm a purchase": lambda play, pick: play.outside.confirm_purchases(pick),
    "decline a purchase": lambda play, pick: play.outside.decline(pick),
    "decline late": lambda play, pick: play.outside.decline_late(pick),
    "agree to a cancel": lambda play, pick: play.outside.answer_cancels(pick),
    "refuse a cancel": lambda play, pick: play.outside.answer_cancels(pick, agree=False),
    "receive": lambda play, pick: play.outside.receive_goods(pick),
    "receive a part": lambda play, pick: play.outside.receive_goods(pick, as_="part"),
    "reject a lot": lambda play, pick: play.outside.receive_goods(pick, as_="rejected"),
    "redeliver": lambda play, pick: play.outside.answer_rejections(pick),
    "give up a lot": lambda play, pick: play.outside.answer_rejections(pick, redeliver=False),
    "deliver": lambda play, pick: play.outside.deliver(pick),
    "receive all": lambda play, _: play.outside.receive_goods(),
    "deliver all": lambda play, _: play.outside.deliver(),
    "accept all": lambda play, _: play.outside.accept(),
    "pay all": lambda play, _: play.outside.pay(),
    "sign all": lambda play, _: play.outside.sign_prices(),
}
OFTEN = (
    "place", "cancel", "cancel", "want more", "want less", "want less", "receive", "receive a part", "pay all",
    "deliver all", "deliver all", "sign all", "receive all", "accept all", "return what is asked back",
)  # fmt: skip
"""Acts that come more often than the others."""

picks = st.integers(0, 40)
fates: st.SearchStrategy[Fate] = st.sampled_from(["well", "well", "well", "offset lost", "killed", "parked stay"])
lucks: st.SearchStrategy[Luck] = st.sampled_from(["well", "well", "well", "well", "answer lost", "killed"])


def slow_lanes() -> st.SearchStrategy[frozenset[str]]:
    """Topics at one department, topics, or a department, that nothing is heard on; sometimes nothing is slow."""
    at_one = [f"{name} {topic}" for name in DEPARTMENTS[:-1] for topic in house(name).topics]
    lane = st.one_of(st.sampled_from(at_one), st.sampled_from(at_one), st.sampled_from([*EVENTS, *DEPARTMENTS]))
    return st.frozensets(lane, max_size=4)


def deliveries() -> st.SearchStrategy[Delivery]:
    """What the post does."""
    run = st.builds(Run, st.integers(1, 3), st.sampled_from(DEPARTMENTS))
    hear = st.builds(Hear, picks, st.integers(1, 3), fates)
    return st.one_of(run, run, st.builds(Stall, slow_lanes()), hear, st.builds(Repeat, picks), run)


def moves() -> st.SearchStrategy[Move]:
    """As many acts as deliveries, so that they meet half-way."""
    act = st.builds(Act, st.sampled_from([*ACTS, *OFTEN]), picks, lucks)
    return st.one_of(deliveries(), *[act] * 5)


def orders() -> st.SearchStrategy[Mapping[str, Any]]:
    """What a customer may ask for."""
    return st.fixed_dictionaries(
        {
            "customer": st.sampled_from([CUSTOMER, CUSTOMER, ADVANCE_CUSTOMER]),
            "lines": st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 9), min_size=1),
            "partial": st.booleans(),
        }
    )
