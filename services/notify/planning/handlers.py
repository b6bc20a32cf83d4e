"""What people plan anew, and enter of what came (NOT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.notify.plan import work
from services.notify.planning import rules


async def replan(db: Db, asked: Sequence[rules.Replan]) -> list[Answer[Never] | Refusal]:
    now = clock.now()
    return await work.command(db, asked, lambda orders, one, figures: rules.replan(orders, one, figures, now))
