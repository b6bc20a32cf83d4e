"""The one road of an order's account: load, fold, save, publish. What follows by itself is a part of each fold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel
from typing_extensions import TypeVar

from chassis import clock
from chassis.handling import Answer, Db, NotReady
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.value import Value
from services.finance.account import store
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import Entry
from services.finance.valuation import work as valuation


class OfOrder(Protocol):
    """A message or command about one order."""

    @property
    def order_id(self) -> UUID: ...


M = TypeVar("M", bound=OfOrder)
E = TypeVar("E", bound=Event)
Wait = TypeVar("Wait", bound=NotReady)
Numbered = Callable[[str], Turn[E]]
"""A turn that needs a number for its paper."""


async def handle(
    db: Db,
    messages: Sequence[M],
    fold: Callable[[Account, M, date], Turn[E] | Numbered[E] | Wait],
    *,
    accounts: Sequence[Account] | None = None,
    versions: Sequence[int] = (),
    series: str = "",
) -> list[tuple[E, ...] | Wait]:
    """Each message folded into its order's account, on this day; one that waits changes nothing.

    ``accounts``: those that were read with something else already. ``versions``: of which the content is needed.
    ``series``: from which a fold that needs a number gets the next one.
    """
    today = clock.today()
    if accounts is None:
        accounts = await store.load(db, [message.order_id for message in messages], versions)
    folded = [fold(account, message, today) for account, message in zip(accounts, messages, strict=True)]
    turns = await _with_numbers(db, folded, series, today)
    await store.save(db, accounts, turns, today)
    await valuation.handle(db, _entries(turns), today)
    return [turn.events if isinstance(turn, Turn) else turn for turn in turns]


async def command(
    db: Db,
    commands: Sequence[M],
    do: Callable[[Account, M, date], Turn[E] | Refusal],
    show: Callable[[Account, M], Value | BaseModel],
) -> list[Answer[E] | Refusal]:
    """Each command done with its order's account, and ``show`` of it for the answer; a refusal changes nothing."""
    today = clock.today()
    accounts = await store.load(db, [asked.order_id for asked in commands])
    turns = [do(account, asked, today) for account, asked in zip(accounts, commands, strict=True)]
    await store.save(db, accounts, turns, today)
    await valuation.handle(db, _entries(turns), today)
    return [
        Answer(show(turn.document, asked), turn.events) if isinstance(turn, Turn) else turn
        for turn, asked in zip(turns, commands, strict=True)
    ]


def _entries(turns: Iterable[Turn[Event] | NotReady | Refusal]) -> Iterator[Entry]:
    return (entry for turn in turns if isinstance(turn, Turn) for entry in turn.entries)


async def _with_numbers(
    db: Db, folded: Sequence[Turn[E] | Numbered[E] | Wait], series: str, today: date
) -> list[Turn[E] | Wait]:
    count = sum(not isinstance(each, Turn | NotReady) for each in folded)
    numbers = iter(await take_numbers(db, series, today.year, count))
    return [each if isinstance(each, Turn | NotReady) else each(next(numbers)) for each in folded]
