"""A bank's answer to a presentation as it sent it, MT 734 or MT 752: refused whole, with all its faults (LOG-7).

Fields and formats are those of SWIFT Standards MT, category 7; what a refusal must say, UCP 600 art. 16 c.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from contracts.texts import Expected, Text
from services.logistics.letter_of_credit.rules.formats import Read, day_of, money_of, number_of
from services.logistics.letter_of_credit.rules.message import MARK, Field, fault, items_of, messages_in
from services.logistics.letter_of_credit.rules.presentation import Disposal
from services.logistics.letter_of_credit.rules.reading import Faults, told_by_all, twice

MANDATORY = {"734": ("20", "21", "32A", "77J", "77B"), "752": ("20", "21", "23", "30")}
"""MT 734 refuses; MT 752 lets pay, accept or negotiate, in spite of discrepancies too."""
OTHERS = {"734": ("33", "57", "72", "73"), "752": ("32", "33", "53", "54", "71", "72", "79")}
"""With whichever letter, or none."""
CODES: Mapping[str, Disposal] = {
    "HOLD": "held for us",
    "NOTIFY": "held for a waiver",
    "PREVINST": "as we told before",
    "RETURN": "returned",
}
"""Of 77B, between slashes: the four that UCP 600 art. 16 c iii knows."""
WORDS: tuple[tuple[str, Disposal], ...] = (
    (r"\bWAIVER", "held for a waiver"),
    (r"\bPREVIOUS(?:LY)?\b", "as we told before"),
    (r"\bH[EO]LD|\bDISPOSAL\b|\bRETAIN", "held for us"),
    (r"\bRETURN", "returned"),
)
"""Of banks that write no code; who holds documents until they return them holds them."""
WIDTH = 50
"""Characters of a line of 77J."""


@dataclass(frozen=True)
class BankAnswer:
    """What a bank says of a presentation; ``sent_on`` None where the text has no header that tells it."""

    refuses: bool
    sent_on: date | None
    discrepancies: tuple[str, ...]
    documents: Disposal | None


def read_answer(text: str, number: str, reference: str, currency: str) -> BankAnswer | Faults:
    """The answer about the credit of this number, in whose currency the bank speaks; or every fault by its field's tag.

    ``reference``: the presenting bank's own, where it is known; 20 is the credit's number, of another bank than the
    issuing one it may be that bank's own.
    """
    messages = messages_in(text)
    fields, kind = messages[0].fields, messages[0].kind or _kind_of(messages[0].fields)
    if kind not in MANDATORY or len(messages) > 1:
        return [fault("MT", Text("one message, MT 734 or MT 752"), ", ".join(one.kind for one in messages))]
    told, faults = told_by_all(fields, _told_by(kind, currency))
    faults += [*_lacking(kind, fields), *twice(fields), *_of_another(fields, number, reference)]
    if faults:
        return faults
    sent_on = day_of(messages[0].sent) if messages[0].sent else None
    return BankAnswer(kind == "734", sent_on, told.get("discrepancies", ()), told.get("documents"))


def _kind_of(fields: Sequence[Field]) -> str:
    """Of a body without its header, by the fields that only one of them has."""
    tags = {field.tag for field in fields}
    return "734" if tags & {"77J", "77B"} else "752" if tags & {"23", "30"} else ""


def _told_by(kind: str, currency: str) -> Callable[[Field], dict[str, Any]]:
    def read(field: Field) -> dict[str, Any]:
        if field.tag not in MANDATORY[kind] and field.tag[:2] not in OTHERS[kind]:
            raise Expected("a field of MT {kind}", kind=kind)
        name, value_of = FORMATS.get(field.tag, ("", _some_text))
        value = value_of(field)
        if name == "amount" and value.currency != currency:
            raise Expected("an amount in {currency}", currency=currency)
        return {name: value}

    return read


def _some_text(field: Field) -> str:
    if not field.line:
        raise Expected("some text")
    return field.line


def _amount_of_a_day(field: Field) -> Any:
    """YYMMDD before the amount, as 32A and 33A have it."""
    day_of(field.line[:6])
    return money_of(Field(field.tag, field.line[6:]))


def _discrepancies(field: Field) -> tuple[str, ...]:
    """Each as one text: from mark to mark (``+``, ``1.``, ``/CODE/``); where none is marked, each line, with those that
    go on with it. A head (``WE REFUSE FOR:``) is none."""
    lines = [re.sub(r"^/(?=[A-Z0-9]{1,8}/)", "+/", line) for line in field.lines]
    if not any(MARK.match(line) for line in lines):
        lines = list(_from_the_start(lines))
    items = items_of([line.removeprefix("//") for line in lines])
    found = items[1:] if len(items) > 1 and items[0].endswith(":") else items
    if not found:
        raise Expected("each discrepancy, in a line of its own")
    return found


def _from_the_start(lines: Sequence[str]) -> Iterator[str]:
    """Lines with a mark, but those whose first word had no room on the line before."""
    for before, line in pairwise(["", *lines]):
        goes_on = line.startswith("//") or len(before) + 1 + len(line.split()[0]) > WIDTH
        yield line if goes_on and before else f"+{line}"


def _disposal(field: Field) -> Disposal:
    coded = re.match(r"/([A-Z]+)/", field.line)
    meant = CODES.get(coded[1]) if coded else None
    in_words = (disposal for words, disposal in WORDS if re.search(words, field.line.upper()))
    if found := meant or next(in_words, None):
        return found
    raise Expected("what becomes of the documents: /HOLD/, /NOTIFY/, /PREVINST/, /RETURN/, or in words")


FORMATS: Mapping[str, tuple[str, Read]] = {
    "20": ("", number_of),
    "21": ("", number_of),
    "30": ("", lambda field: day_of(field.line)),
    "32A": ("amount", _amount_of_a_day),
    "32B": ("amount", money_of),
    "33A": ("amount", _amount_of_a_day),
    "33B": ("amount", money_of),
    "77J": ("discrepancies", _discrepancies),
    "77B": ("documents", _disposal),
}
"""By tag what it tells, and how it is read; of any other only that something stands there."""


def _lacking(kind: str, fields: Sequence[Field]) -> Faults:
    have = {field.tag for field in fields}
    expected = Text("this field, which every MT {kind} has", kind=kind)
    return [fault(tag, expected) for tag in MANDATORY[kind] if tag not in have]


def _of_another(fields: Sequence[Field], number: str, reference: str) -> Faults:
    named = [field.line for field in fields if field.tag in ("20", "21")]
    if number in named or (reference and reference in named):
        return []
    expected = Text("credit {number} in 20 or 21: under it the documents were presented", number=number)
    return [fault("20", expected, ", ".join(named))]
