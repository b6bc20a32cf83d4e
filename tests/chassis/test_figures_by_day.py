"""What holds on a day is said twice: by the database for a batch, by a rule for who looks at days to come."""

from datetime import UTC, date, datetime, timedelta
from typing import Self

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.figures import Figure, holding, holding_of, load, read_once, save
from tests.department_db import Statements
from tests.needs import needs

FIRST = date(2026, 3, 2)
DAYS = [FIRST + timedelta(days=n) for n in range(4)]
NAMES = ("lowest", "highest", "boards")


class Shelf(BaseSettings):
    """Its two figures refuse each other, so that it counts which of them was put first; ``boards`` is none of them."""

    model_config = SettingsConfigDict(env_prefix="SHELF_BY_DAY_", frozen=True)

    lowest: int = 1
    highest: int = 9

    @model_validator(mode="after")
    def _has_boards(self) -> Self:
        if self.lowest >= self.highest:
            raise ValueError("expected the highest board above the lowest")
        return self


@st.composite
def puts(draw: st.DrawFn) -> list[Figure]:
    """What was put, as people may: later words for earlier days, at one moment too."""
    made: list[Figure] = []
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=8)):
        version = 1 + sum(figure.name == name for figure in made)
        at = datetime(2026, 3, 2, draw(st.integers(0, 2)), tzinfo=UTC)
        made.append(Figure(name, version, draw(st.sampled_from(DAYS)), draw(st.integers(0, 10)), "wang.fang", at))
    return made


@needs("ALL-4")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=puts())
async def test_the_database_and_who_looks_ahead_say_alike_what_holds(pool: asyncpg.Pool, made: list[Figure]) -> None:
    async with pool.acquire() as db:
        await db.execute("DELETE FROM figure")
        for figure in made:
            await save(db, figure)
        known = await load(db)
        for day in (FIRST - timedelta(days=1), *DAYS):
            assert await holding(db, Shelf, day) == holding_of(known, Shelf, day)


@needs("ALL-4")
async def test_in_one_transaction_all_go_by_the_same_figures_until_one_is_put(
    pool: asyncpg.Pool, statements: Statements
) -> None:
    put = Figure("highest", 1, FIRST, 7, "wang.fang", datetime(2026, 3, 2, tzinfo=UTC))
    async with pool.acquire() as db, db.transaction():
        with read_once():
            with statements() as asked:
                before = [await holding(db, Shelf, FIRST) for _ in range(2)]
            await save(db, put)
            after = await holding(db, Shelf, FIRST)
    assert len(asked) == 1
    assert [one.highest for one in (*before, after)] == [9, 9, 7]
