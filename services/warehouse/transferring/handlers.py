"""Transfers are asked for, dispatched and received, each in one transaction with the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.refusal import Refusal
from contracts.warehouse import StockAdjusted
from services.warehouse.book.rules.deal import Statement
from services.warehouse.transfer.work import command, enter
from services.warehouse.transferring import rules


async def request(db: Db, asked: Sequence[rules.Request]) -> list[Answer[Never] | Refusal]:
    """Ask for goods at another place; nothing moves yet."""
    at, new = clock.now(), ids()
    return await enter(db, asked, rules.request_refusal, lambda one, number: rules.request(one, next(new), number, at))


async def dispatch(db: Db, asked: Sequence[rules.Dispatch]) -> list[Answer[Statement] | Refusal]:
    """Goods leave their place, and are in transit."""
    at, new = clock.now(), ids()
    return await command(db, asked, lambda book, known, one: rules.dispatch(book, known, one, at, new))


async def receive(db: Db, asked: Sequence[rules.Receive]) -> list[Answer[StockAdjusted | Statement] | Refusal]:
    """Goods come to their place; who waits for them is served in the same transaction."""
    at, new = clock.now(), ids()
    return await command(db, asked, lambda book, known, one: rules.receive(book, known, one, at, new))
