"""What putting a figure means: what is refused, and that it is right on each day on which it holds (ALL-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Never

from pydantic import JsonValue, ValidationError
from pydantic_settings import BaseSettings

from chassis import clock, figures
from chassis.figures import Figure, figure_fields, holding_of, in_force, validated
from chassis.handling import Answer, Db
from chassis.http.faults import faults_of
from chassis.http.figure_view import plain, state_of
from chassis.http.unknown import one_of
from chassis.refusal import InvalidInput, NotFound, Refusal


class NoSuchFigure(NotFound):
    """There is no figure {name} here. {expected}"""


class SetAtTheStart(Refusal):
    """{name} is of the process, not of the business: it is set before the start, by the environment's {variable}."""


@dataclass(frozen=True)
class PutFigure:
    """From a day on, today if none is told, a figure of this policy is another one."""

    policy: type[BaseSettings]
    name: str
    value: Any
    valid_from: date | None
    by: str


async def put(db: Db, asked: Sequence[PutFigure]) -> list[Answer[Never] | Refusal]:
    """The same again is no change; what the policy refuses, then or on a day to come, is not stored."""
    (one,) = asked
    known, today = await figures.load(db), clock.today()
    version = max((figure.version for figure in known if figure.name == one.name), default=0) + 1
    new = Figure(one.name, version, one.valid_from or today, one.value, one.by, clock.now())
    try:
        new = replace(new, value=_as_the_policy_has_it(one.policy, known, new))
    except ValidationError as error:
        return [InvalidInput(faults_of([_in_the_request(fault, new) for fault in error.errors()]))]
    held = in_force(known, new.valid_from).get(new.name)
    if held is None or held.value != new.value:
        await figures.save(db, new)
        known = [*known, new]
    return [Answer(state_of(one.policy, known, today, new.name))]


def _as_the_policy_has_it(policy: type[BaseSettings], known: Sequence[Figure], new: Figure) -> JsonValue:
    """The new value, looked at beside the others on each day on which it holds. Raises ValidationError."""
    days = {new.valid_from, *(figure.valid_from for figure in known if figure.valid_from > new.valid_from)}
    holds_on = [day for day in sorted(days) if in_force([*known, new], day)[new.name] is new]
    beside = [dict(holding_of(known, policy, day)) for day in holds_on]
    first, *_ = [validated(policy, values | {new.name: new.value}) for values in beside]
    return plain(first, new.name)


def _in_the_request(fault: Any, new: Figure) -> dict[str, Any]:
    """In the words of the request; where values refuse each other, the one that came is at fault."""
    _, *within = fault["loc"] or (new.name,)
    return {**fault, "loc": ("value", *within), "input": fault["input"] if fault["loc"] else new.value}


def insist_on_known(policy: type[BaseSettings], name: str) -> None:
    """Raises a refusal for what is no figure."""
    known = figure_fields(policy)
    if name in policy.model_fields and name not in known:
        raise SetAtTheStart(name=name, variable=f"{policy.model_config['env_prefix']}{name}".upper())
    if name not in known:
        raise NoSuchFigure(name=name, expected=one_of(name, sorted(known)))
