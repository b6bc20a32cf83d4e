"""The one road of a sales contract: load it, do what is asked, save it, answer with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.sales.contract import store
from services.sales.contract.rules.document import SalesContract
from services.sales.contract.view import state_of


class AboutContract(Protocol):
    @property
    def contract_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutContract)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[SalesContract, C], SalesContract | Refusal]
) -> list[Answer[Never] | Refusal]:
    """What each command makes of its contract, or why it does not."""
    known = await store.load(db, [asked.contract_id for asked in commands])
    done = [
        do(known[asked.contract_id], asked)
        if asked.contract_id in known
        else NotFound(what="contract", id=asked.contract_id)
        for asked in commands
    ]
    await store.save(db, [one for one in done if isinstance(one, SalesContract)])
    return [one if isinstance(one, Refusal) else Answer(state_of(one, clock.today())) for one in done]
