"""Failure modes are entered, rated and improved (WHS-9; IEC 60812). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chassis.refusal import NotFound, Refusal
from services.warehouse.failure_mode.rules import FailureMode, Improvement, Rating


class OfAnotherItem(Refusal):
    """Failure mode {failure_mode} is one of {item}; another item has failure modes of its own."""

    of_input = True


class ImprovementIsOpen(Refusal):
    """For failure mode {failure_mode} {owner} does something until {due_on} already: {action}"""


class NoImprovement(Refusal):
    """No improvement of failure mode {failure_mode} is open that could have a result."""

    of_input = True


class NotRated(Refusal):
    """Nobody rated failure mode {failure_mode} yet; what is done about it is seen by its rating before and after."""


@dataclass(frozen=True)
class Keep:
    """Enter a failure mode, or say otherwise what it is."""

    failure_mode: str
    item: str
    process: str
    mode: str
    effect: str
    cause: str
    control: str
    kept_by: str


@dataclass(frozen=True)
class Rate:
    """Three figures; ``result`` is what the open improvement brought, if it is done."""

    failure_mode: str
    severity: int
    occurrence: int
    detection: int
    result: str
    rated_by: str


@dataclass(frozen=True)
class Improve:
    """Somebody does something about it until a day."""

    failure_mode: str
    what: str
    owner: str
    due_on: date


def keep(known: FailureMode | None, asked: Keep) -> FailureMode | Refusal:
    """Its words; ratings, improvements and cases stay, and so does the item that they are about."""
    if known and known.item != asked.item:
        return OfAnotherItem(failure_mode=known.code, item=known.item)
    words = {name: getattr(asked, name) for name in ("process", "mode", "effect", "cause", "control", "kept_by")}
    return known.but(**words) if known else FailureMode(code=asked.failure_mode, item=asked.item, **words)


def rate(known: FailureMode | None, asked: Rate, today: date) -> FailureMode | Refusal:
    """Rated, or rated anew: an improvement is closed by its result together with the new rating, never without."""
    if known is None:
        return NotFound(what="failure mode", id=asked.failure_mode)
    if asked.result and known.open_improvement is None:
        return NoImprovement(failure_mode=known.code)
    figures = {name: getattr(asked, name) for name in ("severity", "occurrence", "detection", "rated_by")}
    return known.rated(Rating(**figures, rated_on=today), asked.result)


def improve(known: FailureMode | None, asked: Improve) -> FailureMode | Refusal:
    """An improvement is open; of one failure mode there is one at a time."""
    if known is None:
        return NotFound(what="failure mode", id=asked.failure_mode)
    if not known.ratings:
        return NotRated(failure_mode=known.code)
    if last := known.open_improvement:
        told = {"owner": last.owner, "due_on": last.due_on, "action": last.what}
        return ImprovementIsOpen(failure_mode=known.code, **told)
    added = Improvement(what=asked.what, owner=asked.owner, due_on=asked.due_on)
    return known.but(improvements=(*known.improvements, added))
