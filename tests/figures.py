"""Figures that the head of a department put, in a test."""

from datetime import date
from typing import Any

from pydantic_settings import BaseSettings

from chassis.handling import Answer, Db
from chassis.http import figures
from chassis.http.figures import PutFigure


async def put(db: Db, policy: type[BaseSettings], valid_from: date | None = None, **values: Any) -> None:
    """`await put(db, Policy, refunds="by_hand")`: from today on, unless a later day is told."""
    for name, value in values.items():
        (answer,) = await figures.put(db, [PutFigure(policy, name, value, valid_from, "head")])
        assert isinstance(answer, Answer), answer
