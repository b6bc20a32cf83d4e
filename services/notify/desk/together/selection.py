"""What was selected in the list or in a queue, and what may be done with all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from chassis.http.actions import ORDERS_MAX
from chassis.ids import id_of
from contracts.departments import DEPARTMENTS
from services.notify.desk.choices import own_path
from services.notify.desk.doing.actions import Actions, Command, Document, actions_about, waiting
from services.notify.desk.doing.departments import Departments
from services.notify.desk.session import Session
from services.notify.desk.trace import Trace

Doable = tuple[Document, Command]


@dataclass(frozen=True)
class Selection:
    """Orders of the list, or documents of a department's queue that stand behind ``after``; at most fifty."""

    orders: tuple[UUID, ...]
    queue: str
    after: UUID | None
    documents: frozenset[str]
    back: str
    query: str
    """All of it, as an address has it."""
    left_out: int
    """How many were selected beyond fifty."""

    def leading_to(self, choice: Choice) -> str:
        """The address with the same selection and one of its commands."""
        return urlencode([*parse_qsl(self.query), ("command", choice.name)])


def selected(query: str) -> Selection:
    """What nobody can mean is as if it were not there."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name != "command"]
    told = dict(pairs)
    orders = [id_ for name, value in pairs if name == "order" and (id_ := id_of(value))]
    documents = [value for name, value in pairs if name == "document"]
    return Selection(
        orders=tuple(orders[:ORDERS_MAX]),
        queue=next((one for one in DEPARTMENTS if one == told.get("queue")), ""),
        after=id_of(told.get("after", "")),
        documents=frozenset(documents[:ORDERS_MAX]),
        back=own_path(told.get("back", "")),
        query=urlencode(pairs),
        left_out=max(0, len(orders) - ORDERS_MAX, len(documents) - ORDERS_MAX),
    )


async def actions_for(departments: Departments, session: Session, trace: Trace, chosen: Selection) -> Actions:
    """Of the departments, as they are now."""
    if chosen.orders:
        return await actions_about(departments, session, trace, *chosen.orders)
    if not chosen.queue:
        return Actions()
    actions = await waiting(departments, session, trace, chosen.queue, chosen.after)
    return Actions(tuple(one for one in actions.documents if one.key in chosen.documents), actions.away)


@dataclass(frozen=True)
class Choice:
    """A command of one department, and the documents beside which it stands."""

    department: str
    command: str
    label: str
    doable: tuple[Doable, ...]
    barred: tuple[Doable, ...]

    @property
    def name(self) -> str:
        return f"{self.department} {self.command}"


def choices_among(documents: Sequence[Document]) -> list[Choice]:
    """What can be done with any of them, with the most of them first."""
    beside: dict[tuple[str, str], list[Doable]] = {}
    for document in documents:
        for command in document.commands:
            beside.setdefault((document.department, command.command), []).append((document, command))
    choices = [_choice(*named, ones) for named, ones in beside.items()]
    return sorted((one for one in choices if one.doable), key=lambda one: -len(one.doable))


def _choice(department: str, name: str, ones: Sequence[Doable]) -> Choice:
    doable = tuple(one for one in ones if one[1].is_possible)
    return Choice(department, name, ones[0][1].label, doable, tuple(one for one in ones if one[1].barred))


def choice_of(documents: Sequence[Document], name: str, paths: Sequence[str]) -> Choice | None:
    """The command with those documents that were refused, whatever bars it now."""
    ones = [
        (document, command)
        for document in documents
        for command in document.commands
        if f"{document.department} {command.command}" == name and command.path in paths
    ]
    department, _, command = name.partition(" ")
    return Choice(department, command, ones[0][1].label, tuple(ones), ()) if ones else None
