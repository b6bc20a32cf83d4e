"""What customers say, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.sales.feedback.work import command
from services.sales.policy import Policy
from services.sales.satisfaction import rules
from services.sales.satisfaction.rules import FollowUp, Judge


async def judge(db: Db, asked: Sequence[Judge]) -> list[Answer[Never] | Refusal]:
    policy = await holding(db, Policy)
    return await command(db, asked, lambda feedback, one: rules.judge(feedback, one, policy))


async def follow_up(db: Db, asked: Sequence[FollowUp]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, rules.follow_up)
