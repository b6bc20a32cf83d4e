"""The one road of a statement: draw it, do, keep what was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from typing_extensions import TypeVar

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.finance.statement import store
from services.finance.statement.rules import OfStatement, Statement
from services.finance.statement.view import state_of

Asked = TypeVar("Asked", bound=OfStatement)


async def command(
    db: Db, asked: Sequence[Asked], do: Callable[[Statement, Asked, date], Statement | Refusal]
) -> list[Answer | Refusal]:
    """Each word with its statement; a refusal keeps nothing."""
    known, today = await store.load(db, asked), clock.today()
    found = [known.get((one.side, one.party, one.month, one.currency)) for one in asked]
    done = [
        do(statement, one, today) if statement else NotFound(what=one.side, id=one.party)
        for statement, one in zip(found, asked, strict=True)
    ]
    said = [(a, b) for a, b in zip(found, done, strict=True) if a and isinstance(b, Statement)]
    await store.save(db, [a for a, _ in said], [b for _, b in said])
    return [one if isinstance(one, Refusal) else Answer(state_of(one)) for one in done]
