"""What departments let a person do: the commands beside their documents, drawn as forms."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.ids import new_id
from contracts.departments import DEPARTMENTS
from services.notify.desk.doing.departments import Departments, Done, Refused
from services.notify.desk.forms.drawing import EXPECTED, Form, is_told
from services.notify.desk.forms.field import Field
from services.notify.desk.forms.reading import body_of
from services.notify.desk.session import Session
from services.notify.desk.trace import Trace

ACTIONS = "/api/v1/actions"
KEPT = "/attachments"
"""Ends the path by which files are kept with a document."""
IN_PATH = re.compile(r"\{(\w+)\}")
QUEUE_ROWS = 20
"""Documents of one department on a page of its queue, and in the work list: each brings its forms, and fifty of sales'
are more than a megabyte."""


@dataclass(frozen=True)
class Command:
    """Something that a person may do with a document, or why not now."""

    department: str
    command: str
    label: str
    hint: str
    method: str
    path: str
    schema: Mapping[str, Any] | None
    draft: Mapping[str, Any]
    barred: str
    stage: str | None = None
    """To which it would bring its order."""
    faults: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: new_id().hex)
    """Of this drawing of the form: sent twice it is one act."""
    typed: Mapping[str, Any] | None = None
    """What stands in the form instead of the draft, where it comes again."""
    about: str = ""
    """Tells forms of one command apart that stand on one page, where its path does not."""

    @property
    def id(self) -> str:
        """Of its form on the page; the same whenever it is drawn."""
        told = f"{self.department} {self.method} {self.path}{self.about}"
        return "do-" + sha256(told.encode()).hexdigest()[:10]

    def is_sent_by(self, method: str, path: str, body: Any) -> bool:
        """Whether a form that came was drawn of it: what nobody types says of which document it is."""
        fields, said = (self.schema or {}).get("properties", {}), body if isinstance(body, dict) else {}
        known = {name: self.draft.get(name) for name, field in fields.items() if field.get("readOnly")}
        return (self.method, self.path) == (method, path) and known.items() <= said.items()

    @property
    def can_be_typed(self) -> bool:
        """Whether a person can fill it in; some tell what only the page knows on which they stand."""
        asked = (self.schema or {}).get("properties", {})
        return not any(is_told(schema) and name not in self.draft for name, schema in asked.items())

    @property
    def is_possible(self) -> bool:
        return not self.barred and self.can_be_typed

    def form(self, zone: ZoneInfo) -> Field | None:
        says = self.draft if self.typed is None else self.typed
        return Form(self.schema, zone, self.faults).drawn(says) if self.schema else None

    @property
    def is_watched(self) -> bool:
        """Whether who comes second is told (SAL-9)."""
        return any(name.startswith(EXPECTED) for name in self.draft)

    def untouched(self, zone: ZoneInfo) -> Any:
        """The body that its form sends as it is drawn of the document."""
        form = replace(self, typed=None).form(zone)
        return body_of(form.pairs, zone) if form else None

    @property
    def unplaced(self) -> list[str]:
        """Faults of fields that the form does not have."""
        known = set((self.schema or {}).get("properties", {}))
        return [f"{at}: {said}" for at, said in self.faults.items() if at.partition(".")[0] not in known]


@dataclass(frozen=True)
class Document:
    """What the commands are about; without a kind they open something."""

    department: str
    kind: str
    label: str
    """The kind as people call it."""
    name: str
    commands: tuple[Command, ...]
    id: UUID | None = None
    orders: tuple[UUID, ...] = ()
    """Those that it is about, as far as its department tells."""
    due: datetime | None = None
    """Its own limit, where its department tells one."""

    @property
    def key(self) -> str:
        """By which it is known again when it is asked for once more."""
        return f"{self.department} {self.kind} {self.id} {self.name}"

    @property
    def files(self) -> str:
        """Where the desk shows what is kept with it, for who may keep something; empty where nothing is."""
        kept = next((one.path for one in self.commands if one.path.endswith(KEPT)), "")
        at = kept.removeprefix("/api/v1/").removesuffix(KEPT)
        return f"/desk/attachments/{self.department}/{at}?{urlencode({'of': self.name})}" if at else ""

    @cached_property
    def possible(self) -> list[Command]:
        return [command for command in self.commands if command.is_possible]

    @cached_property
    def barred(self) -> list[Command]:
        return [command for command in self.commands if command.barred]


@dataclass(frozen=True)
class Actions:
    """Of several departments; who is ``away`` tells nothing at this moment."""

    documents: tuple[Document, ...] = ()
    away: tuple[str, ...] = ()
    next: str | None = None


async def actions_about(departments: Departments, session: Session, trace: Trace, *orders: UUID) -> Actions:
    """By all departments side by side, about one order or some."""
    every = await asyncio.gather(*(actions_of(departments, name, session, trace, *orders) for name in DEPARTMENTS))
    documents = tuple(document for one in every for document in one.documents)
    return Actions(documents, tuple(name for one in every for name in one.away))


async def actions_of(
    departments: Departments, department: str, session: Session, trace: Trace, *orders: UUID
) -> Actions:
    """By one of them."""
    asked = urlencode([("order", str(order)) for order in orders])
    return await _of(departments, department, f"{ACTIONS}?{asked}", session, trace)


async def waiting(
    departments: Departments, session: Session, trace: Trace, department: str, after: UUID | None = None
) -> Actions:
    """What waits for this person in one department, and what he may open there."""
    page = {"limit": str(QUEUE_ROWS)} | ({"after": str(after)} if after else {})
    return await _of(departments, department, f"{ACTIONS}?{urlencode(page)}", session, trace)


async def called(departments: Departments, department: str, session: Session, trace: Trace, name: str) -> Actions:
    """The documents of one department that a label calls so."""
    asked = urlencode({"name": name, "limit": str(QUEUE_ROWS)})
    return await _of(departments, department, f"{ACTIONS}?{asked}", session, trace)


async def opening(departments: Departments, department: str, session: Session, trace: Trace) -> Actions:
    """What he may open there, about no document."""
    told = await _of(departments, department, f"{ACTIONS}?limit=1", session, trace)
    return Actions(tuple(one for one in told.documents if not one.kind), told.away)


async def waiting_everywhere(departments: Departments, session: Session, trace: Trace) -> dict[str, Actions]:
    """By department, all asked side by side."""
    every = await asyncio.gather(*(waiting(departments, session, trace, name) for name in DEPARTMENTS))
    return dict(zip(DEPARTMENTS, every, strict=True))


async def _of(departments: Departments, name: str, path: str, session: Session, trace: Trace) -> Actions:
    answer = await departments.look(name, path, session, trace)
    if isinstance(answer, Done):
        documents = tuple(_document(name, told) for told in answer.body["subjects"])
        return Actions(documents, next=answer.body.get("next"))
    return Actions() if isinstance(answer, Refused) else Actions(away=(name,))


def _document(department: str, told: Mapping[str, Any]) -> Document:
    commands = tuple(_command(department, one) for one in told["commands"])
    id_, orders = told.get("id"), tuple(map(UUID, told.get("orders", ())))
    due = datetime.fromisoformat(told["due"]) if told.get("due") else None
    named = (told["kind"], told["label"], told["name"], commands)
    return Document(department, *named, UUID(id_) if id_ else None, orders, due)


def _command(department: str, told: Mapping[str, Any]) -> Command:
    names = ("command", "label", "hint", "method", "path", "schema", "draft")
    barred = told.get("barred") or {}
    facts = {name: told[name] for name in names}
    return Command(department, **facts, barred=barred.get("detail", ""), stage=told.get("stage"))


def find(documents: Sequence[Document], method: str, path: str, body: Any) -> tuple[Document, Command] | None:
    """The command that a form was drawn from."""
    for document in documents:
        for command in document.commands:
            if command.is_sent_by(method, path, body):
                return document, command
    return None


def filled(path: str, named: Mapping[str, str]) -> str:
    """A path with what somebody typed into it, which stays one part of it."""
    typed = {name: value.strip() for name, value in named.items() if value.strip(" .")}
    return IN_PATH.sub(lambda match: quote(typed.get(match[1], "-"), safe=""), path)
