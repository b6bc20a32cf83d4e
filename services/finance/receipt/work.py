"""The one road of a receipt by itself: load, do, post, save; what it is for goes over the order's account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.finance.account import store as accounts
from services.finance.account.rules.entries import Entry
from services.finance.receipt import store
from services.finance.receipt.rules import Receipt
from services.finance.valuation import work as valuation


class OfReceipt(Protocol):
    """A command about one receipt."""

    @property
    def receipt_id(self) -> UUID: ...


M = TypeVar("M", bound=OfReceipt)
Done = tuple[Receipt, tuple[Entry, ...]]


async def command(db: Db, commands: Sequence[M], do: Callable[[Receipt, M], Done | Refusal]) -> list[Answer | Refusal]:
    """Each command done with its receipt; a refusal changes nothing."""
    found = await store.load(db, [asked.receipt_id for asked in commands])
    done: list[Done | Refusal] = []
    for asked in commands:
        receipt = found.get(asked.receipt_id)
        done.append(do(receipt, asked) if receipt else NotFound(what="receipt", id=asked.receipt_id))
    kept = [one for one in done if isinstance(one, tuple)]
    await store.save(db, [receipt for receipt, _ in kept])
    entries, today = [entry for _, posted in kept for entry in posted], clock.today()
    await accounts.post(db, entries, today)
    await valuation.handle(db, entries, today)
    return [Answer(one[0]) if isinstance(one, tuple) else one for one in done]
