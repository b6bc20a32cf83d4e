"""Needs are recorded and agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.sales.confirming import rules
from services.sales.confirming.rules import Agree, Record
from services.sales.needs.work import command


async def record(db: Db, asked: Sequence[Record]) -> list[Answer[Never] | Refusal]:
    today = clock.today()
    return await command(
        db, asked, lambda inquiry, needs, one, policy: rules.record(inquiry, needs, one, policy.need_questions, today)
    )


async def agree(db: Db, asked: Sequence[Agree]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, lambda inquiry, needs, one, _: rules.agree(inquiry, needs, one))
