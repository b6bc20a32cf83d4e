"""A handler that says something else than it declares fails the test in which it does so."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Never

import asyncpg
import pytest
from pydantic import BaseModel

from chassis.handling import Answer, Db, House, Nothing, NotReady, wire
from chassis.ids import new_id
from chassis.refusal import NotFound, Refusal
from chassis.transaction import rooms
from chassis.transaction.commands import Command
from chassis.transaction.engine import Engine
from contracts.event import Event
from contracts.sales import OrderCancelled, OrderReleased
from tests.chassis.house import cancelled, released
from tests.chassis.records import message_of
from tests.declared import take_lies, undeclared

CHECKOUT = Path(__file__).parents[2]
DEPARTMENT = "services.warehouse.dispatch.handlers"
LIE = " declares OrderReleased, and answered OrderCancelled"
LYING_TEST = f"""
import asyncio
from chassis.transaction import rooms
from tests.chassis.test_declared import GONE, liar

liar.__module__ = "{DEPARTMENT}"

def test_a_message():
    asyncio.run(rooms.call(liar, None, [GONE]))

def test_another():
    pass
"""
GONE, CALLED_OFF = released(new_id()), cancelled(new_id())
UNREADY = NotReady(of=(OrderCancelled,), key="K")


class Done(BaseModel):
    """What a command is answered."""


def declaring(says: Any) -> Any:
    """A handler with this return type."""

    async def handler(db: Db, batch: Sequence[Any]) -> Any:
        raise NotImplementedError

    handler.__annotations__["return"] = says
    return handler


RELEASES = declaring(list[OrderReleased | NotReady | Nothing])
SEVERAL = declaring(list[tuple[OrderReleased | OrderCancelled, ...]])
SILENT = declaring(list[Nothing])
ANYTHING = declaring(list[tuple[Event, ...]])
COMMAND = declaring(list[Answer[OrderReleased] | Refusal])
SILENT_COMMAND = declaring(list[Answer[Never] | Refusal])
UNTOLD = declaring(list[Answer | Refusal])


async def liar(db: Db, batch: Sequence[Any]) -> list[OrderReleased | Nothing]:
    return [CALLED_OFF for _ in batch]  # type: ignore[misc]


async def lying_command(db: Db, batch: Sequence[Any]) -> list[Answer[OrderReleased] | Refusal]:
    return [Answer(Done(), (CALLED_OFF,)) for _ in batch]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("handler", "outcomes"),
    [
        (RELEASES, [GONE, UNREADY, ()]),
        (SEVERAL, [(GONE, CALLED_OFF), (CALLED_OFF,), ()]),
        (SILENT, [(), ()]),
        (ANYTHING, [(GONE, CALLED_OFF), ()]),
        (COMMAND, [Answer(Done(), (GONE,)), Answer(Done()), NotFound(what="order", id="1")]),
        (SILENT_COMMAND, [Answer(Done()), NotFound(what="order", id="1")]),
        (UNTOLD, [Answer(Done(), (GONE, CALLED_OFF))]),
    ],
)
def test_what_is_declared_may_be_answered(handler: Any, outcomes: Sequence[Any]) -> None:
    assert undeclared(handler, outcomes) == []


@pytest.mark.parametrize(
    ("handler", "outcomes", "declares", "answered"),
    [
        (RELEASES, [GONE, CALLED_OFF], "OrderReleased | NotReady", "OrderCancelled"),
        (SEVERAL, [(GONE,), (CALLED_OFF, GONE), UNREADY], "OrderReleased | OrderCancelled", "NotReady"),
        (SILENT, [(), GONE], "nothing", "OrderReleased"),
        (ANYTHING, [UNREADY], "Event", "NotReady"),
        (COMMAND, [Answer(Done(), (GONE, CALLED_OFF))], "OrderReleased", "OrderCancelled"),
        (SILENT_COMMAND, [Answer(Done(), (GONE,))], "nothing", "OrderReleased"),
    ],
)
def test_what_is_not_declared_is_told_with_what_is(
    handler: Any, outcomes: Sequence[Any], declares: str, answered: str
) -> None:
    name = f"{__name__}.declaring.<locals>.handler"
    told = undeclared(handler, outcomes)
    assert told == [f"{name} declares {declares}, and answered {answered}"]


async def test_a_handler_of_a_department_is_watched_and_one_of_the_tests_is_not(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with pool.acquire() as db:
        await rooms.call(liar, db, [GONE])
        assert take_lies() == []
        monkeypatch.setattr(liar, "__module__", DEPARTMENT)
        await rooms.call(liar, db, [GONE, GONE])
    assert take_lies() == [f"{DEPARTMENT}.liar{LIE}"]


async def test_the_engine_is_watched_at_messages_timers_and_commands(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for handler in (liar, lying_command):
        monkeypatch.setattr(handler, "__module__", DEPARTMENT)
    engine = Engine(House("warehouse", handles=wire({OrderReleased: liar})), pool)
    await engine.consume([message_of(GONE)])
    assert take_lies() == [f"{DEPARTMENT}.liar{LIE}"]
    await engine.fall_due(liar, [("K", GONE)])
    assert take_lies() == [f"{DEPARTMENT}.liar{LIE}"]
    await engine.command(lying_command, [Command("K", Done(), "the-first-key", "li.na", "POST /x")])
    assert take_lies() == [f"{DEPARTMENT}.lying_command{LIE}"]


def test_a_test_in_which_a_handler_lies_fails(tmp_path: Path) -> None:
    """Also where the engine would make a dead letter of it, and no other test with it."""
    (tmp_path / "test_lying.py").write_text(LYING_TEST)
    options = ["-q", "-p", "tests.declared", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    command = [sys.executable, "-m", "pytest", *options, str(tmp_path)]
    ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert "1 failed, 1 passed" in ended.stdout, ended.stdout
    assert f"{DEPARTMENT}.liar{LIE}" in ended.stdout
