"""The one road to the book: load it under the locks of its items, fold into it, save it, publish.

The book is a working copy that its rules change in place; what they return is what is published. What follows by itself
(`deal.follow`) is a part of each of them, for they say it with their own fact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Never, TypeVar

from chassis import clock
from chassis.handling import Answer, Db, Outcome
from chassis.numbers import take_spare_numbers
from chassis.refusal import Refusal
from contracts.event import Event, OrderEvent
from contracts.purchasing import PurchaseCancelled, PurchaseOrdered
from contracts.sales import OrderChanged, OrderConfirmed
from contracts.value import Value
from services.warehouse.book.rules.book import Book
from services.warehouse.book.store import Pieces, Touched, load, lock_items, name, save

M = TypeVar("M")
Out = TypeVar("Out", bound=Outcome)
A = TypeVar("A", bound=Answer[Any] | Refusal)
R = TypeVar("R")
VERSIONS = (OrderConfirmed, OrderChanged)
NUMBERS_AHEAD = 500
"""Of each series: as many as a batch has messages."""
D = TypeVar("D")
"""A document that changes together with the book."""


@dataclass(frozen=True)
class Papers(Generic[M]):
    """The numbered papers of a batch: their series, and for what one is due. The rules take ``book.numbers``."""

    series: str
    due: Callable[[Book, M], bool]


async def hold(db: Db, events: Sequence[Event]) -> None:
    """Lock the items of all that is heard in one poll, before its first message is handled.

    Each handler's book has no others: what comes by a message is of its own order, its lines and its purchase.
    """
    orders = {event.order_id for event in events if isinstance(event, OrderEvent)}
    bought = [event for event in events if isinstance(event, PurchaseOrdered | PurchaseCancelled)]
    lines = {line.item for event in events if isinstance(event, VERSIONS) for line in event.content.lines}
    await lock_items(db, Touched(orders=orders, items=lines | {one.item for one in bought}))


async def handle(
    db: Db, events: Sequence[M], fold: Callable[[Book, M], Out], touched: Touched, papers: Papers[M] | None = None
) -> list[Out]:
    """Fold messages into the book, one after the other; the outcome of each."""
    return await _work(db, events, fold, touched, papers)


async def command(
    db: Db,
    commands: Sequence[M],
    do: Callable[[Book, M], A],
    touched: Touched,
    papers: Papers[M] | None = None,
    pieces: Callable[[Book, M], Pieces | None] | None = None,
) -> list[A]:
    """Do commands on the book, one after the other; the answer of each. A refusal has changed nothing.

    ``pieces`` that each names by serial numbers; None where its items have none, which then cost no statement.
    """
    return await _work(db, commands, do, touched, papers, pieces)


async def enter(
    db: Db,
    asked: Sequence[M],
    refusal: Callable[[Book, M], Refusal | None],
    made: Callable[[Book, M, str], D],
    seen: Callable[[D, M], Value],
    series: str,
    items: Sequence[str],
) -> tuple[list[Answer[Never] | Refusal], list[D]]:
    """New documents beside the book, each with its number, to be saved by who asks; nothing in it moves yet."""
    new: list[D] = []

    def do(book: Book, one: M) -> Answer[Never] | Refusal:
        if refused := refusal(book, one):
            return refused
        new.append(made(book, one, next(book.numbers)))
        return Answer(seen(new[-1], one))

    papers = Papers[M](series, lambda book, one: refusal(book, one) is None)
    return await command(db, asked, do, Touched(items=items, waiting=False), papers), new


async def move(
    db: Db,
    commands: Sequence[M],
    do: Callable[[Book, M], tuple[D, Sequence[Event]] | Refusal],
    seen: Callable[[D, M], Value],
    items: Sequence[str],
    pieces: Callable[[Book, M], Pieces | None] | None = None,
) -> tuple[list[Answer[Any] | Refusal], list[D]]:
    """What each command makes of its document and of the book; the documents, to be saved by who asks."""
    moved: list[D] = []

    def doing(book: Book, one: M) -> Answer[Any] | Refusal:
        done = do(book, one)
        if isinstance(done, Refusal):
            return done
        moved.append(done[0])
        return Answer(seen(done[0], one), tuple(done[1]))

    return await command(db, commands, doing, Touched(items=items), pieces=pieces), moved


async def _work(
    db: Db,
    batch: Sequence[M],
    do: Callable[[Book, M], R],
    touched: Touched,
    papers: Papers[M] | None,
    pieces: Callable[[Book, M], Pieces | None] | None = None,
) -> list[R]:
    """Numbers are taken after the locks of items, for whoever draws new ones locks their counter until commit."""
    book = await load(db, touched)
    if pieces and (named := [one for each in batch if (one := pieces(book, each))]):
        await name(db, book, named)
    if papers:
        due = sum(papers.due(book, one) for one in batch)
        book.numbers = iter(await take_spare_numbers(db, papers.series, clock.today().year, due, NUMBERS_AHEAD))
    results = [do(book, one) for one in batch]
    await save(db, book)
    return results
