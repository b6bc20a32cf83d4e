"""The one road of a voucher: write it or have it signed, save it, book it when all have signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import new_id
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from services.finance.account.store import post
from services.finance.voucher import store
from services.finance.voucher.rules import Voucher
from services.finance.voucher.view import shown


class AboutVoucher(Protocol):
    @property
    def voucher_id(self) -> UUID: ...


M = TypeVar("M", bound=AboutVoucher)
Written = Callable[[UUID, str], Voucher]
"""A voucher under this id and number."""


async def enter(db: Db, asked: Sequence[Written | Refusal]) -> list[Answer[Never] | Refusal]:
    """New vouchers, each with its number; none is booked yet."""
    due = sum(not isinstance(one, Refusal) for one in asked)
    numbers = iter(await take_numbers(db, "JV", clock.today().year, due))
    written = [one if isinstance(one, Refusal) else one(new_id(), next(numbers)) for one in asked]
    await store.save(db, [one for one in written if isinstance(one, Voucher)])
    return [one if isinstance(one, Refusal) else Answer(shown(one, {})) for one in written]


async def command(
    db: Db, commands: Sequence[M], do: Callable[[Voucher, M], Voucher | Refusal]
) -> list[Answer[Never] | Refusal]:
    """What each makes of its voucher; of one there is one in a batch. What is booked by it stands in the ledger."""
    known = await store.load(db, [one.voucher_id for one in commands])
    done = [_done(known.get(one.voucher_id), one, do) for one in commands]
    changed = [one for one in done if isinstance(one, Voucher)]
    await store.save(db, changed)
    await post(db, [one.entry for one in changed if one.state == "booked"], clock.today())
    return [one if isinstance(one, Refusal) else Answer(shown(one, {})) for one in done]


def _done(known: Voucher | None, one: M, do: Callable[[Voucher, M], Voucher | Refusal]) -> Voucher | Refusal:
    return do(known, one) if known else NotFound(what="voucher", id=one.voucher_id)
