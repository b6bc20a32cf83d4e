"""Transfers are asked for, dispatched and received, each in one transaction with the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Never, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.refusal import Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.store import Touched
from services.warehouse.book.work import Papers, command
from services.warehouse.transfer import store
from services.warehouse.transfer.rules import Transfer
from services.warehouse.transfer.view import state_of
from services.warehouse.transferring import rules


class AboutTransfer(Protocol):
    @property
    def transfer_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutTransfer)


async def request(db: Db, asked: Sequence[rules.Request]) -> list[Answer[Never] | Refusal]:
    """Ask for goods at another place; nothing moves yet."""
    at, new = clock.now(), ids()
    made: list[Transfer] = []

    def do(book: Book, one: rules.Request) -> Answer[Never] | Refusal:
        if refusal := rules.request_refusal(book, one):
            return refusal
        made.append(rules.request(one, next(new), next(book.numbers), at))
        return Answer(state_of(made[-1]))

    papers = Papers[rules.Request]("TF", lambda book, one: rules.request_refusal(book, one) is None)
    answers = await command(db, asked, do, Touched(items=[one.item for one in asked], waiting=False), papers)
    await store.save(db, made)
    return answers


async def dispatch(db: Db, asked: Sequence[rules.Dispatch]) -> list[Answer[Statement] | Refusal]:
    """Goods leave their place, and are in transit."""
    at, new = clock.now(), ids()
    return await _move(db, asked, lambda book, known, one: rules.dispatch(book, known, one, at, new))


async def receive(db: Db, asked: Sequence[rules.Receive]) -> list[Answer[StockAdjusted | Statement] | Refusal]:
    """Goods come to their place; who waits for them is served in the same transaction."""
    at, new = clock.now(), ids()
    return await _move(db, asked, lambda book, known, one: rules.receive(book, known, one, at, new))


async def _move(
    db: Db, asked: Sequence[C], do: Callable[[Book, Transfer | None, C], tuple[Transfer, rules.Said] | Refusal]
) -> list[Answer[Any] | Refusal]:
    known = await store.load(db, [one.transfer_id for one in asked])
    moved: list[Transfer] = []

    def moving(book: Book, one: C) -> Answer[Any] | Refusal:
        done = do(book, known.get(one.transfer_id), one)
        if isinstance(done, Refusal):
            return done
        moved.append(done[0])
        return Answer(state_of(done[0]), done[1])

    answers = await command(db, asked, moving, Touched(items=[one.item for one in known.values()]))
    await store.save(db, moved)
    return answers
