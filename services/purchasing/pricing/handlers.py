"""Suppliers' words on prices above the budget."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.purchasing.ledger.rules.news import PurchaseNews
from services.purchasing.ledger.work import command
from services.purchasing.pricing.rules import SayPrice, do
from services.purchasing.pricing.view import shown


async def say(db: Db, words: Sequence[SayPrice]) -> list[Answer[PurchaseNews] | Refusal]:
    """What may be signed now is asked for; what a supplier does not sell at is bought of the next one (PUR-7)."""
    return await command(db, words, do, shown)
