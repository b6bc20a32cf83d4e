"""How lists show mail addresses, phones and accounts: enough to know them again, too little to use them (ALL-3).

The document's own page shows them whole to who works with them.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

from chassis.sealed import sealed_fields
from contracts.texts import Expected, Text
from contracts.value import Value, fields_of

V = TypeVar("V", bound=Value)
SIGN = "****"
BEGIN, END, WHOLE_MIN = 3, 4, 11
"""So many signs stay; of what is shorter the end alone."""
MAIL = re.compile(r"[^\s@<>,;]+@(?=[^\s@]+)")
NUMBER = re.compile(r"\+?[A-Z]{0,2}\d(?:[ ./()-]{0,2}[A-Z0-9]){6,}")
"""Phones and accounts, however they are grouped; an IBAN begins with its country."""


def masked(text: str) -> str:
    """The text, in it each mail address (l****@example.org) and each number of seven signs or more (139****8000)."""
    return NUMBER.sub(_number, MAIL.sub(lambda found: f"{found[0][0]}{SIGN}@", text))


def not_masked(told: str) -> str:
    """What somebody tells; ValueError for what a list showed him, which would take the place of what is kept."""
    if SIGN in told:
        raise Expected("the whole of it, not as a list shows it")
    return told


def _number(found: re.Match[str]) -> str:
    signs = re.sub(r"[ ./()-]", "", found[0])
    return f"{signs[:BEGIN] if len(signs) >= WHOLE_MIN else ''}{SIGN}{signs[-END:]}"


def masked_in(value: V) -> V:
    """The document, masked in what of it stands sealed."""
    names = sealed_fields(type(value))
    return value.but(**{name: _part(each) for name, each in fields_of(value).items() if name in names})


def _part(part: Any) -> Any:
    match part:
        case str():
            return masked(part)
        case tuple():
            return tuple(map(_part, part))
        case Value():
            return part.but(**{name: _part(each) for name, each in fields_of(part).items()})
        case Text():  # what a server said is an argument of it
            return type(part)(part.line, **{name: _part(each) for name, each in part.told.items()})
        case _:
            return part
