"""The one road of a supplier whom finance pays: load, do, save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from chassis.handling import Answer, Db, Nothing
from chassis.refusal import Refusal
from contracts.purchasing import SupplierChanged
from services.finance.payee import store
from services.finance.payee.rules import Payee
from services.finance.payee.view import state_of


class OfSupplier(Protocol):
    """A command about one supplier."""

    @property
    def supplier(self) -> str: ...


M = TypeVar("M", bound=OfSupplier)


async def handle(
    db: Db, told: Sequence[SupplierChanged], fold: Callable[[Payee, SupplierChanged], Payee]
) -> list[Nothing]:
    """Each message folded into what is known of its supplier."""
    before = await store.load(db, [one.supplier for one in told])
    now = dict(before)
    for one in told:
        now[one.supplier] = fold(now.get(one.supplier) or Payee(supplier=one.supplier), one)
    await store.save(db, [payee for payee in now.values() if payee != before.get(payee.supplier)])
    return [() for _ in told]


async def command(db: Db, commands: Sequence[M], do: Callable[[Payee, M], Payee | Refusal]) -> list[Answer | Refusal]:
    """Each command done with its supplier; a refusal changes nothing."""
    before = await store.load(db, [asked.supplier for asked in commands])
    done = [do(before.get(asked.supplier) or Payee(supplier=asked.supplier), asked) for asked in commands]
    await store.save(db, [one for one in done if isinstance(one, Payee) and one != before.get(one.supplier)])
    return [one if isinstance(one, Refusal) else Answer(state_of(one)) for one in done]
