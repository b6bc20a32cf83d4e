"""Whose each cause is, and that the commands named exist."""

import re
from typing import get_args
from uuid import UUID

import pytest
import typer
from fastapi.routing import APIRoute
from typer.core import TyperGroup

from contracts.event import Event
from gendan.cli import app
from gendan.up import house
from whereabouts.acts import ACTS
from whereabouts.causes import next_command, owner_of
from whereabouts.links import Cause

CAUSES: tuple[Cause, ...] = get_args(Cause)
NAMED = re.compile(r"gendan((?: [a-z]+)+)((?: --[a-z-]+(?: [\w.:-]+)?)*)")


def commands_of(cause: Cause) -> list[tuple[list[str], set[str]]]:
    """The commands that the cause's next step names, each with its options."""
    text = next_command(cause, "sales", f"--message {UUID(int=7)}")
    return [(words.split(), set(re.findall(r"--[a-z-]+", options))) for words, options in NAMED.findall(text)]


def options_of(words: list[str]) -> set[str] | None:
    """The options of a command of gendan; None if there is none by this name."""
    found = typer.main.get_command(app)
    for word in words:
        if not isinstance(found, TyperGroup) or word not in found.commands:
            return None
        found = found.commands[word]
    return {name for parameter in found.params for name in parameter.opts}


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_has_an_owner_and_a_next_step_without_a_blank(cause: Cause) -> None:
    assert owner_of(cause, "sales")
    step = next_command(cause, "sales", f"--message {UUID(int=7)}")
    assert step
    assert "{" not in step


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if commands_of(cause)])
def test_every_command_that_a_next_step_names_exists_with_its_options(cause: Cause) -> None:
    for words, options in commands_of(cause):
        known = options_of(words)
        assert known is not None, f"gendan {' '.join(words)} is not there"
        assert options <= known


@pytest.mark.parametrize("event", ACTS)
def test_every_act_is_a_route_of_its_department_and_its_role_may(event: type[Event]) -> None:
    department, request, role = ACTS[event]
    method, _, path = request.partition(" ")
    pattern = re.compile(re.sub(r"[A-Z]{4,}", r"\\{[a-z_]+\\}", path))
    routes = [each for router in house(department).routers for each in router.routes if isinstance(each, APIRoute)]
    (route,) = [each for each in routes if pattern.fullmatch(each.path) and method in (each.methods or ())]
    roles = [getattr(each.call, "roles", ()) for each in route.dependant.dependencies]
    assert any(role in each for each in roles)
