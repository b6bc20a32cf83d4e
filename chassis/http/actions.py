"""`/api/v1/actions`: what a person may do now, with the form of each command; what is barred, and why (ALL-3, NOT-17).

No command says it twice. A command belongs to the documents that its path names; its form is the schema of its body,
begun with what the document says; whether it is barred is asked of the command itself, which is tried and taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Annotated, Any, Literal
from uuid import UUID

import asyncpg
from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field, JsonValue

from chassis.handling import House, Subject
from chassis.http.command_routes import CommandRoute
from chassis.http.doable import Doable, beside
from chassis.http.forms import called, form_of
from chassis.http.identity import Person, Role, allow
from chassis.http.page import Limit
from chassis.http.problems import members
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import Refusal
from contracts.texts import Label, said

STAFF: tuple[Role, ...] = (
    "merchandiser", "salesperson", "sales manager", "buyer", "storekeeper", "inspector", "quality manager", "planner",
    "logistics clerk", "accountant", "finance manager", "general manager", "legal", "customer service",
    "service supervisor", "management", "administrator",
)  # fmt: skip
"""Who works here; customers, suppliers, carriers and the bank have no desk."""
ORDERS_MAX = 50
Orders = Annotated[list[UUID] | None, Query(max_length=ORDERS_MAX)]
Inside = Annotated[Person, Depends(allow(*STAFF))]
Name = Annotated[str, Query(max_length=100, pattern="^[^\x00]+$")]
router = Router(prefix="/api/v1/actions", tags=["actions"])


class Action(BaseModel):
    """A command: how people call it, where it goes, what it asks."""

    command: str
    label: str
    hint: str
    method: Literal["POST", "PUT"]
    path: str
    """What the form fills in stands in braces."""
    form: Annotated[dict[str, JsonValue] | None, Field(serialization_alias="schema")]
    """The JSON Schema (2020-12) of its body; None where nothing is asked."""
    draft: dict[str, JsonValue]
    """What its fields begin with."""
    barred: dict[str, JsonValue] | None
    """The problem (RFC 9457) that it would be answered now, whatever is filled in."""
    stage: str | None
    """To which it would bring the document's order now; None where it moves none."""


class Document(BaseModel):
    """A document by its number, and what this person may do with it; ``kind`` is empty for what opens one."""

    id: UUID | None = None
    """As its department knows it."""
    orders: tuple[UUID, ...] = ()
    """Those that it is about, as far as its department tells."""
    kind: str
    label: str
    """The kind as people call it."""
    name: str
    due: datetime | None = None
    """Until when something is to be done with it, where it has a limit of its own."""
    commands: tuple[Action, ...]


class Actions(BaseModel):
    subjects: tuple[Document, ...]
    next: UUID | None = None
    """Given as ``after`` for the next of what waits; None at the end."""


@router.get("")
async def list_actions(
    request: Request, db: Look, by: Inside, order: Orders = None, name: Name | None = None,
    after: UUID | None = None, limit: Limit = 50,
) -> Actions:  # fmt: skip
    """With the documents of one ``order`` or some, or with those that a label calls by this ``name``; else with those
    that wait here for him, and what he may open."""
    house, pool = request.app.state.engine.house, request.app.state.engine.pool
    commands = [command for command in request.app.state.commands if command.roles.intersection(by.roles)]
    if order:
        return Actions(subjects=_documents(await beside(pool, await _of_orders(house, db, order), commands, by)))
    if name:
        return Actions(subjects=_documents(await beside(pool, await _called(house, db, name, limit), commands, by)))
    found = await _waiting(house, db, after, limit)
    documents = _documents(await beside(pool, found, commands, by))
    for_him = [one for one in documents if not all(action.barred for action in one.commands)]
    opening = () if after else _opening(commands)
    return Actions(subjects=(*opening, *for_him), next=found[-1].id if len(found) == limit else None)


async def _of_orders(house: House, db: asyncpg.Pool, orders: Sequence[UUID]) -> list[Subject]:
    return [subject for kind in house.subjects for subject in await kind.of_orders(db, orders)]


async def _called(house: House, db: asyncpg.Pool, name: str, limit: int) -> list[Subject]:
    return [subject for kind in house.subjects for subject in await kind.by_name(db, name, limit)][:limit]


async def _waiting(house: House, db: asyncpg.Pool, after: UUID | None, limit: int) -> list[Subject]:
    """The next of all kinds, by id."""
    found = [subject for kind in house.subjects for subject in await kind.waiting(db, after, limit)]
    return sorted(found, key=lambda subject: subject.id)[:limit]


def _opening(commands: Iterable[CommandRoute]) -> tuple[Document, ...]:
    """What is about no document that an id names."""
    actions = tuple(_action(command, {}, {}) for command in commands if not command.is_about_known)
    return (Document(kind="", label="", name="", commands=actions),) if actions else ()


def _documents(doable: Sequence[Doable]) -> tuple[Document, ...]:
    return tuple(_document(list(ones)) for _, ones in groupby(doable, key=lambda one: id(one.subject)))


def _document(ones: Sequence[Doable]) -> Document:
    subject = ones[0].subject
    actions = (_action(one.command, subject.named, one.draft, one.barred, one.stage) for one in ones)
    label = said(Label(called(subject.kind)))
    return Document(
        id=subject.id,
        orders=subject.orders,
        kind=subject.kind,
        label=label,
        name=subject.name,
        due=subject.due,
        commands=tuple(actions),
    )


def _action(
    command: CommandRoute, named: Mapping[str, object], draft: dict[str, Any],
    barred: Refusal | None = None, stage: str | None = None,
) -> Action:  # fmt: skip
    return Action(
        command=command.name,
        label=said(command.label),
        hint=said(command.hint),
        method=command.method,
        path=command.path(named),
        form=form_of(command, named),
        draft=draft,
        barred=members(barred) if barred else None,
        stage=stage,
    )
