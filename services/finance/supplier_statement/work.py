"""The one road of a supplier's statement: draw it, do, keep what was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.finance.supplier_statement import store
from services.finance.supplier_statement.rules import Say, Statement
from services.finance.supplier_statement.view import state_of


async def command(
    db: Db, asked: Sequence[Say], do: Callable[[Statement, Say, date], Statement | Refusal]
) -> list[Answer | Refusal]:
    """Each reply with its statement; a refusal keeps nothing."""
    named = [(one.supplier, one.month, one.currency) for one in asked]
    known, today = await store.load(db, named), clock.today()
    done = [
        do(known[name], one, today) if name in known else NotFound(what="supplier", id=one.supplier)
        for name, one in zip(named, asked, strict=True)
    ]
    await store.save(db, [one for one in done if isinstance(one, Statement) and one.reply])
    return [one if isinstance(one, Refusal) else Answer(state_of(one)) for one in done]
