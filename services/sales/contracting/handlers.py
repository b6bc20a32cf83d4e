"""Contracts are recorded once, amended, accepted and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Never

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from services.sales.contract import store
from services.sales.contract.rules.document import SalesContract
from services.sales.contract.view import state_of
from services.sales.contract.work import command
from services.sales.contracting.rules import ending, signing, wording
from services.sales.contracting.rules.asked import Accept, Amend, GiveUp, RecordContract, Sign, Terminate
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer
from services.sales.policy import Policy

Called = tuple[str, str]


async def record(db: Db, asked: Sequence[RecordContract]) -> list[Answer[Never] | Refusal]:
    """The new contract, or the one that the customer's reference is already."""
    customers = await masters.load(db, Customer, [one.customer for one in asked])
    known = await store.of_references(db, [one.called for one in asked])
    done = [_in_book(one, known, customers) for one in asked]
    new = await _new(db, [one for one, said in zip(asked, done, strict=True) if said is None])
    await store.save(db, list(new.values()))
    answers = (said or new[one.called] for one, said in zip(asked, done, strict=True))
    return [one if isinstance(one, Refusal) else Answer(state_of(one, clock.today())) for one in answers]


async def amend(db: Db, asked: Sequence[Amend]) -> list[Answer[Never] | Refusal]:
    today, policy = clock.today(), await holding(db, Policy)
    return await command(db, asked, lambda contract, one: wording.amend(contract, one, today, policy))


async def accept(db: Db, asked: Sequence[Accept]) -> list[Answer[Never] | Refusal]:
    today = clock.today()
    return await command(db, asked, lambda contract, one: signing.accept(contract, one, today))


async def give_up(db: Db, asked: Sequence[GiveUp]) -> list[Answer[Never] | Refusal]:
    today = clock.today()
    return await command(db, asked, lambda contract, one: ending.give_up(contract, one, today))


async def terminate(db: Db, asked: Sequence[Terminate]) -> list[Answer[Never] | Refusal]:
    today = clock.today()
    return await command(db, asked, lambda contract, one: ending.terminate(contract, one, today))


async def sign(db: Db, asked: Sequence[Sign]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, signing.sign)


def _in_book(
    asked: RecordContract, known: Mapping[Called, SalesContract], customers: Mapping[str, Customer]
) -> SalesContract | Refusal | None:
    """What is said to it; None where it is new."""
    if refusal := wording.may_be_recorded(asked):
        return refusal
    if asked.customer not in customers:
        return NotFound(what="customer", id=asked.customer)
    return wording.again(asked, known[asked.called]) if asked.called in known else None


async def _new(db: Db, asked: Sequence[RecordContract]) -> dict[Called, SalesContract]:
    today, policy = clock.today(), await holding(db, Policy)
    numbers = await take_numbers(db, "SC", today.year, len(asked))
    return {
        one.called: wording.recorded(one, contract_id, number, today, policy)
        for one, contract_id, number in zip(asked, ids(), numbers, strict=False)
    }
