"""The one road of a transfer: load it, move it together with the book, save both, answer with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Never, Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book import work
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.store import Touched
from services.warehouse.transfer import store
from services.warehouse.transfer.rules import Transfer
from services.warehouse.transfer.view import state_of

Said = tuple[StockAdjusted | Statement, ...]


class AboutItem(Protocol):
    @property
    def item(self) -> str: ...


class AboutTransfer(Protocol):
    @property
    def transfer_id(self) -> UUID: ...


N = TypeVar("N", bound=AboutItem)
T = TypeVar("T", bound=AboutTransfer)


async def enter(
    db: Db, asked: Sequence[N], refusal: Callable[[Book, N], Refusal | None], made: Callable[[N, str], Transfer]
) -> list[Answer[Never] | Refusal]:
    """New transfers, each with its number; nothing moves yet."""
    new: list[Transfer] = []

    def do(book: Book, one: N) -> Answer[Never] | Refusal:
        if refused := refusal(book, one):
            return refused
        new.append(made(one, next(book.numbers)))
        return Answer(state_of(new[-1]))

    papers = work.Papers[N]("TF", lambda book, one: refusal(book, one) is None)
    answers = await work.command(db, asked, do, Touched(items=[one.item for one in asked], waiting=False), papers)
    await store.save(db, new)
    return answers


async def command(
    db: Db, commands: Sequence[T], do: Callable[[Book, Transfer | None, T], tuple[Transfer, Said] | Refusal]
) -> list[Answer[Any] | Refusal]:
    """What each command makes of its transfer and of the book; of one transfer there is one command in a batch."""
    known = await store.load(db, [one.transfer_id for one in commands])
    moved: list[Transfer] = []

    def moving(book: Book, one: T) -> Answer[Any] | Refusal:
        done = do(book, known.get(one.transfer_id), one)
        if isinstance(done, Refusal):
            return done
        moved.append(done[0])
        return Answer(state_of(done[0]), done[1])

    answers = await work.command(db, commands, moving, Touched(items=[one.item for one in known.values()]))
    await store.save(db, moved)
    return answers
