"""The form of a command for several documents: what all say alike is asked once, what each says itself it keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from services.notify.desk.doing.actions import Command
from services.notify.desk.forms.drawing import EXPECTED, is_told
from services.notify.desk.together.selection import Choice, Doable


@dataclass(frozen=True)
class Line:
    """One of the documents: where its request goes, and what of its body is its own."""

    name: str
    method: str
    path: str
    own: Mapping[str, Any]

    @property
    def id(self) -> str:
        return sha256(f"{self.method} {self.path}".encode()).hexdigest()[:10]

    @property
    def value(self) -> str:
        """As the form carries it."""
        return json.dumps([self.name, self.method, self.path, self.own], ensure_ascii=False, default=str)

    def body(self, typed: Any) -> Any:
        """What was typed goes before what the document says; where neither says anything, nothing is sent."""
        return {**self.own, **(typed or {})} if self.own else typed


def line_of(value: str) -> Line:
    """Raises ValueError for what no form of ours sends."""
    name, method, path, own = json.loads(value)
    if method not in ("POST", "PUT") or not isinstance(path, str) or not isinstance(own, dict):
        raise ValueError(f"no line of a form: {value[:80]}")
    return Line(str(name), method, path, own)


def shared(choice: Choice) -> tuple[Command, list[Line]]:
    """The form that is drawn once, and a line for each document."""
    commands = [command for _, command in choice.doable]
    first, differs = commands[0], _differing(commands)
    return replace(first, schema=_asked(first, commands, differs), draft=_common(first, differs)), [
        _line(one, differs) for one in choice.doable
    ]


def _line(one: Doable, differs: frozenset[str]) -> Line:
    document, command = one
    own = {name: value for name, value in command.draft.items() if name in differs}
    return Line(f"{document.label} {document.name}", command.method, command.path, own)


def _differing(commands: Sequence[Command]) -> frozenset[str]:
    """The fields that each document fills in itself."""
    fields = (commands[0].schema or {}).get("properties", {})
    drafts = [command.draft for command in commands]
    return frozenset(name for name, schema in fields.items() if _is_own(name, schema) or not _alike(name, drafts))


def _is_own(name: str, schema: Mapping[str, Any]) -> bool:
    return is_told(schema) or name.startswith(EXPECTED)


def _alike(name: str, drafts: Sequence[Mapping[str, Any]]) -> bool:
    return all(draft.get(name) == drafts[0].get(name) for draft in drafts)


def _common(first: Command, differs: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in first.draft.items() if name not in differs}


def _asked(first: Command, commands: Sequence[Command], differs: frozenset[str]) -> Mapping[str, Any] | None:
    """Without what each says for certain; what differs may be filled in for all, and need not be."""
    if first.schema is None:
        return None
    fields = {name: one for name, one in first.schema["properties"].items() if not _is_own(name, one)}
    told = {name for name in differs if all(name in command.draft for command in commands)}
    needed = [name for name in first.schema.get("required", ()) if name in fields and name not in told]
    return {**first.schema, "properties": fields, "required": needed}
