"""Of requests that came together none takes another one down: what cannot go with others goes by itself."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
import pytest

from chassis.database.failures import ConnectionLost
from chassis.handling import Answer, Db
from chassis.http.problems import ValueOutOfRange
from chassis.ids import new_id
from chassis.messages.outbox import BODY_BYTES_MAX, EventTooLarge
from chassis.refusal import Refusal
from chassis.transaction.engine import Engine
from tests.chassis.counter import Counter, answer_to, ask_for, at_work, is_at_work
from tests.chassis.house import released
from tests.chassis.test_commands import Pieces, a_command, taking
from tests.waiting import within

ORDERS = 100
BEYOND = 2**70


async def breaks(db: Db) -> None:
    raise ValueError("a broken rule")


async def is_beyond_its_column(db: Db) -> None:
    await db.execute("SELECT $1::bigint", BEYOND)


async def divides_by_zero(db: Db) -> None:
    await db.execute("SELECT 1 / 0")


@pytest.mark.parametrize("fault", [breaks, is_beyond_its_column, divides_by_zero])
async def test_a_request_that_breaks_is_told_so_and_takes_no_other_down(
    engine: Engine, pool: asyncpg.Pool, fault: Callable[[Db], Awaitable[None]]
) -> None:
    counter = Counter()

    async def place(db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        if any(body.count == 13 for body in bodies):
            await fault(db)
        return await counter(db, bodies)

    answers = await ask_for(engine, place, range(ORDERS))
    assert isinstance(answers.pop(13), Exception)
    assert answers == [answer_to(number) for number in range(ORDERS) if number != 13]
    assert await pool.fetchval("SELECT last FROM series") == ORDERS - 1
    assert len(counter.turns) < 10, "halved, not one by one"


async def test_an_order_whose_event_is_too_large_is_refused_alone(engine: Engine) -> None:
    async def release(db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        slips = ["x" * (BODY_BYTES_MAX if body.count == 1 else 1) for body in bodies]
        return [Answer(body, (released(new_id(), slip),)) for body, slip in zip(bodies, slips, strict=True)]

    first, second, third = await ask_for(engine, release, range(3))
    assert (first, third) == (answer_to(0), answer_to(2))
    assert isinstance(second, EventTooLarge)


async def test_a_rules_no_to_one_is_nobody_elses(engine: Engine) -> None:
    async def place(db: Db, bodies: Sequence[Pieces]) -> list[Answer | Refusal]:
        return [ValueOutOfRange() if body.count == 1 else Answer(body) for body in bodies]

    first, second, third = await ask_for(engine, place, range(3))
    assert (first, third) == (answer_to(0), answer_to(2))
    assert isinstance(second, ValueOutOfRange)


async def test_requests_that_lose_a_race_together_are_tried_again(engine: Engine, pool: asyncpg.Pool) -> None:
    await pool.execute("CREATE TABLE shelf (name text PRIMARY KEY, pieces int)")
    await pool.execute("INSERT INTO shelf VALUES ('A', 9), ('B', 9)")
    met = asyncio.Barrier(2)
    one, two = taking("A", "B", met), taking("B", "A", met)
    answers = await asyncio.gather(ask_for(engine, one, [1, 2]), ask_for(engine, two, [3, 4]))
    assert [*answers[0], *answers[1]] == [answer_to(number) for number in range(1, 5)]


async def test_who_goes_away_while_he_waits_is_left_out_and_no_other_hears_of_it(engine: Engine) -> None:
    counter = Counter()
    async with at_work(engine, counter):
        going = [asyncio.create_task(engine.ask(counter, a_command(f"PO {n}", n))) for n in (1, 2, 3)]
        await asyncio.sleep(0)
        going[1].cancel()
    assert [await going[0], await going[2]] == [answer_to(1), answer_to(3)]
    assert counter.turns == [[0], [1, 3]]


async def test_who_goes_away_while_he_is_worked_on_takes_no_other_down(engine: Engine) -> None:
    counter = Counter()
    counter.goes_on.clear()
    going = [asyncio.create_task(engine.ask(counter, a_command(f"PO {n}", n))) for n in (1, 2)]
    await within(5, lambda: is_at_work(counter))
    going[0].cancel()
    counter.goes_on.set()
    assert await going[1] == answer_to(2)
    assert await engine.ask(counter, a_command("PO 1", 1)) == answer_to(1)
    assert counter.turns == [[1, 2]], "what was begun was done, and is known"


@pytest.mark.parametrize("known", [True, False])
async def test_a_key_that_another_one_holds_holds_up_nothing_else(
    engine: Engine, pool: asyncpg.Pool, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that is new to the database, too, of which nobody can say yet whether it will stay."""
    monkeypatch.setattr("chassis.messages.inbox.FREE_WITHIN_S", 0.1)
    counter = Counter()
    if known:
        await engine.ask(counter, a_command("PO 1", 1, "yesterday"))
    async with pool.acquire() as db, db.transaction():
        await db.execute("INSERT INTO key VALUES ('PO 1') ON CONFLICT (key) DO UPDATE SET key = EXCLUDED.key")
        held = asyncio.create_task(engine.ask(counter, a_command("PO 1", 1)))
        others = await ask_for(engine, counter, range(2, ORDERS))
        assert others == [answer_to(number) for number in range(2, ORDERS)]
        assert not held.done()
    assert await held == answer_to(1)


async def test_a_database_that_is_away_is_told_to_all_at_once(engine: Engine, pool: asyncpg.Pool) -> None:
    await pool.close()
    answers = await ask_for(engine, Counter(), range(ORDERS))
    assert {type(answer) for answer in answers} == {ConnectionLost}
