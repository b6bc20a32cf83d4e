"""A field of a form, and how its name tells what becomes of what is filled in.

The name of an input is where its value stands in the body, and of what kind it is: ``lines.0.quantity:s-``. So the body
is made from the posted form alone, and the same form sent twice is the same request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Code = Literal["s", "n", "b", "t", "j", "o", "a"]
"""Text, a number, yes or no, a moment in the reader's zone, JSON; an object and an array that stand there."""
Blank = Literal["=", "-", "0"]
"""What nothing becomes: it is kept as it is, left out, or null."""
Shape = Literal[
    "text", "long", "whole", "decimal", "date", "moment", "choice", "yesno", "file", "json", "hidden", "group", "rows"
]  # fmt: skip
ROW = "__row__"
"""In names of a row that is not there yet; the page's script puts a number in its place."""


@dataclass(frozen=True)
class Field:
    """One input, or a group of them; ``blank_row`` is what a new row of a list looks like."""

    path: str
    code: Code
    blank: Blank
    shape: Shape
    label: str = ""
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """What is sent, and how people say it."""
    required: bool = False
    longest: int | None = None
    fields: tuple[Field, ...] = ()
    blank_row: Field | None = None
    fault: str = ""
    in_address: bool = False
    """It is filled into the command's path, and is no part of the body."""

    @property
    def name(self) -> str:
        return f"@{self.path}" if self.in_address else f"{self.path}:{self.code}{self.blank}"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What a browser sends of it as it is drawn, without what is filled into the path."""
        own = [] if self.in_address else [(self.name, self.value)]
        return own + [pair for field in self.fields for pair in field.pairs]

    @property
    def id(self) -> str:
        return f"f-{self.path}" if self.path else "f"

    @property
    def is_money(self) -> bool:
        """An amount stands beside its currency."""
        return {field.path.rpartition(".")[2] for field in self.fields} == {"amount", "currency"}

    @property
    def has_file(self) -> bool:
        """Whether the form has to be sent with a file."""
        inside = (*self.fields, self.blank_row) if self.blank_row else self.fields
        return self.shape == "file" or any(field.has_file for field in inside)

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to see of it."""
        return self.shape not in ("hidden", "group") or any(field.is_asked for field in self.fields)
