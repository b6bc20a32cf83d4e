"""Purchase orders: drafts ordered together, and what suppliers say of the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.purchasing import ClaimRaised
from services.purchasing.claim import work as claim
from services.purchasing.ledger.rules.news import PurchaseNews
from services.purchasing.ledger.work import command_several
from services.purchasing.ordering import rules, store
from services.purchasing.ordering.rules import AnswerOrder, OrderDrafts, parts_given_up
from services.purchasing.ordering.view import answered, ordered
from services.purchasing.production.rules.lines import working_days_of


async def order_drafts(db: Db, asked: Sequence[OrderDrafts]) -> list[Answer[PurchaseNews] | Refusal]:
    """What waits for a supplier goes out on one purchase order, or its price is asked (PUR-3, PUR-4)."""
    rows = await store.drafts_of(db, [one.supplier for one in asked])
    found = [
        replace(one, drafts=tuple(row["id"] for row in rows if _is_meant(one, row["supplier"], row["item"])))
        for one in asked
    ]
    return await command_several(db, found, lambda one: one.drafts, rules.order_drafts, ordered)


async def answer(db: Db, asked: Sequence[AnswerOrder]) -> list[Answer[PurchaseNews | ClaimRaised] | Refusal]:
    """The lines of a purchase order answered at once; what is declined is bought of the next one (PUR-7)."""
    lines = await store.lines_of(db, [one.purchase_id for one in asked])
    found = [replace(one, lines=tuple(line.id for line in lines.get(one.purchase_id, ()))) for one in asked]
    answers = await command_several(db, found, lambda one: one.lines, rules.answer, answered)
    given_up = [
        part
        for one, said in zip(asked, answers, strict=True)
        if isinstance(said, Answer)
        for part in parts_given_up(one, lines[one.purchase_id], said.events, clock.today())
    ]
    claims = await claim.handle(db, given_up, working_days_of) if given_up else []
    late = {part.purchase_id: raised for part, raised in zip(given_up, claims, strict=True)}
    return [
        Answer(said.body, (*said.events, *(each for line in one.lines for each in late.get(line, ()))))
        if isinstance(said, Answer)
        else said
        for one, said in zip(found, answers, strict=True)
    ]


def _is_meant(asked: OrderDrafts, supplier: str, item: str) -> bool:
    return supplier == asked.supplier and (not asked.items or item in asked.items)
