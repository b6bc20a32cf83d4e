"""What customers say to their papers."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.sales.order.rules.delay import DelayNews
from services.sales.order.work import command
from services.sales.papers.rules.acknowledging import Acknowledge, acknowledge


async def acknowledge_confirmation(db: Db, commands: Sequence[Acknowledge]) -> list[Answer[DelayNews] | Refusal]:
    return await command(db, commands, lambda order, asked, _hold: acknowledge(order, asked))
