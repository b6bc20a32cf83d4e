"""Every command of every department is given once at the desk, by the form that is drawn of it (ALL-3, NOT-17).

Which commands there are the houses say. One that has no scene fails here by its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from chassis.http.command_routes import CommandRoute, commands_of
from tests.architecture.standing import standing
from tests.desk.clerk import Clerk
from tests.desk.sitting import Sitting
from tests.integration.switches import Switch, policies
from tests.integration.trade import Trade
from tests.needs import needs

ON_ITS_OWN_PAGE = {"put_off"}
"""Given on the work list, without a browser: `services/notify/desk/tests/test_work.py`."""
pytestmark = [pytest.mark.browser, needs("NOT-17")]


def commands() -> Iterator[Any]:
    for house in standing():
        for command in [one for one in commands_of(house) if one.name not in ON_ITS_OWN_PAGE]:
            yield pytest.param(house.name, command, id=f"{house.name} {command.name}")


@pytest.fixture
def switch() -> Iterator[Switch]:
    """Policies until the end of the test."""
    with policies() as to:
        yield to


@pytest.mark.parametrize(("department", "command"), list(commands()))
async def test_a_command_is_given_by_its_drawn_form(
    sitting: Sitting, trade: Trade, switch: Switch, department: str, command: CommandRoute
) -> None:
    module = import_module(f"tests.desk.scenes.{department}")
    scene = getattr(module, command.name, None)
    assert scene, f"no scene gives {department}'s {command.name} at the desk; it belongs into {module.__name__}"
    clerk = Clerk(sitting, trade, switch, department, command)
    await scene(clerk)
    assert clerk.given == [command.name]
