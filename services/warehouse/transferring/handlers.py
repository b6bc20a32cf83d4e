"""Transfers are asked for, dispatched and received, each in one transaction with the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.refusal import Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.store import Pieces
from services.warehouse.transfer.rules import Transfer
from services.warehouse.transfer.work import command, enter
from services.warehouse.transferring.rules import sending as rules


async def request(db: Db, asked: Sequence[rules.Request]) -> list[Answer[Never] | Refusal]:
    """Ask for goods at another place; nothing moves yet."""
    at, new = clock.now(), ids()
    return await enter(db, asked, rules.request_refusal, lambda one, number: rules.request(one, next(new), number, at))


async def dispatch(db: Db, asked: Sequence[rules.Dispatch]) -> list[Answer[Statement] | Refusal]:
    """Goods leave their place, and are in transit."""
    at, new = clock.now(), ids()
    return await command(db, asked, lambda book, known, one: rules.dispatch(book, known, one, at, new), _leaving)


async def receive(db: Db, asked: Sequence[rules.Receive]) -> list[Answer[StockAdjusted | Statement] | Refusal]:
    """Goods come to their place; who waits for them is served in the same transaction."""
    at, new = clock.now(), ids()
    return await command(db, asked, lambda book, known, one: rules.receive(book, known, one, at, new), _sent)


def _leaving(book: Book, known: Transfer, asked: rules.Dispatch) -> Pieces | None:
    items = [item for item in known.items if book.master(item).serialised]
    named = [(item, name) for item in items for name in asked.serials]
    return Pieces(named=named, counted=items) if named else None


def _sent(_: Book, known: Transfer, _asked: rules.Receive) -> Pieces | None:
    named = [(line.item, name) for line in known.lines for name in line.serials]
    return Pieces(named=named) if named else None
