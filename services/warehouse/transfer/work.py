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
from services.warehouse.book.store import Pieces
from services.warehouse.transfer import store
from services.warehouse.transfer.rules import Transfer
from services.warehouse.transfer.view import TransferState, state_of

Said = tuple[StockAdjusted | Statement, ...]


class AboutItems(Protocol):
    @property
    def items(self) -> list[str]: ...


class AboutTransfer(Protocol):
    @property
    def transfer_id(self) -> UUID: ...


N = TypeVar("N", bound=AboutItems)
T = TypeVar("T", bound=AboutTransfer)


async def enter(
    db: Db, asked: Sequence[N], refusal: Callable[[Book, N], Refusal | None], made: Callable[[N, str], Transfer]
) -> list[Answer[Never] | Refusal]:
    """New transfers, each with its number; nothing moves yet."""
    items = [item for one in asked for item in one.items]
    answers, new = await work.enter(db, asked, refusal, lambda _, one, number: made(one, number), _seen, "TF", items)
    await store.save(db, new)
    return answers


async def command(
    db: Db,
    commands: Sequence[T],
    do: Callable[[Book, Transfer | None, T], tuple[Transfer, Said] | Refusal],
    named: Callable[[Book, Transfer, T], Pieces | None],
) -> list[Answer[Any] | Refusal]:
    """What each command makes of its transfer and of the book, with the pieces that it names; of one transfer there is
    one command in a batch."""
    known = await store.load(db, [one.transfer_id for one in commands])
    items = [item for one in known.values() for item in one.items]

    def doing(book: Book, one: T) -> tuple[Transfer, Said] | Refusal:
        return do(book, known.get(one.transfer_id), one)

    def pieces(book: Book, one: T) -> Pieces | None:
        return named(book, known[one.transfer_id], one) if one.transfer_id in known else None

    answers, moved = await work.move(db, commands, doing, _seen, items, pieces)
    await store.save(db, moved)
    return answers


def _seen(transfer: Transfer, _: object) -> TransferState:
    return state_of(transfer)
