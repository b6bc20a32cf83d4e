"""Figures that the head of a department put, in a test."""

from datetime import date
from typing import Any

import asyncpg
from pydantic_settings import BaseSettings

from chassis.handling import Answer, Reading
from chassis.http import figures
from chassis.http.figures import PutFigure


async def put(db: Reading, policy: type[BaseSettings], valid_from: date | None = None, **values: Any) -> None:
    """`await put(db, Policy, refunds="by_hand")`: from today on, unless a later day is told."""
    if isinstance(db, asyncpg.Pool):
        async with db.acquire() as connection:
            return await put(connection, policy, valid_from, **values)
    for name, value in values.items():
        (answer,) = await figures.put(db, [PutFigure(policy, name, value, valid_from, "head")])
        assert isinstance(answer, Answer), answer
