"""A credit read from MT 700 with its continuations, MT 701: refused whole, with all its faults (LOG-7)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from chassis.refusal import InvalidInput
from contracts.texts import Expected, Text
from services.logistics.letter_of_credit.rules.formats import FORMATS, LETTERED, Read
from services.logistics.letter_of_credit.rules.message import Field, Message, fault, messages_in
from services.logistics.letter_of_credit.rules.terms import CreditTerms

MANDATORY = ("20", "40A", "31C", "40E", "31D", "50", "59", "32B", "41")
"""Without these a text is no credit, or was cut off (MT 700); 41 with whichever letter."""
BANKS_OWN = ("23", "27", "49G", "49H", "51", "53", "57", "58", "72Z", "72", "78")
"""What banks tell one another, and the message's own place in a row."""
CONTINUED = {"45B": "45A", "46B": "46A", "47B": "47A"}
"""MT 701 goes on with what MT 700 began."""
Faults = list[dict[str, Any]]


class NotRead(InvalidInput):
    """The message cannot be read; nothing of it was taken. Fields in question: {count}."""

    def __init__(self, faults: Faults) -> None:
        """Each is told by its tag: ``text.31D``."""
        super().__init__([fault | {"field": f"text.{fault['field']}"} for fault in faults])


def read_credit(text: str) -> CreditTerms | Faults:
    """The terms that the text tells; or every fault by its field's tag, with what was expected and what came."""
    messages = messages_in(text)
    fields = joined(messages)
    told, faults = told_by_all(fields, told_by)
    faults += [*_lacking(fields), *twice(fields), *_cut_off(messages), *_not_this(messages)]
    if faults:
        return faults
    sender = next((message.sender for message in messages if message.sender), "")
    return CreditTerms(**{"issuing_bank": sender} | told)


def joined(messages: Sequence[Message]) -> list[Field]:
    """The fields of all messages, each continuation behind what it goes on with."""
    fields: dict[str, Field] = {}
    rest: list[Field] = []
    for field in (field for message in messages for field in message.fields):
        tag = CONTINUED.get(field.tag, field.tag)
        if tag in fields and tag != field.tag:
            fields[tag] = Field(tag, f"{fields[tag].text}\n{field.text}")
        elif tag in fields and not (tag in ("20", "27") and len(messages) > 1):
            rest.append(field)
        else:
            fields.setdefault(tag, Field(tag, field.text))
    return [*fields.values(), *rest]


def told_by_all(fields: Sequence[Field], read: Callable[[Field], dict[str, Any]]) -> tuple[dict[str, Any], Faults]:
    """What all fields tell, and what is wrong with each that tells nothing."""
    told: dict[str, Any] = {}
    faults: Faults = []
    for field in fields:
        try:
            told |= read(field)
        except Expected as wrong:
            faults.append(fault(field.tag, wrong.text, field.line))
    return told, faults


def told_by(field: Field) -> dict[str, Any]:
    """The terms of one field by name; nothing of a bank's own field. Raises Expected."""
    found = format_of(field.tag)
    if found is None:
        if field.tag in BANKS_OWN or field.tag[:2] in BANKS_OWN:
            return {}
        raise Expected("a field of MT 700")
    name, read = found
    value = read(field)
    return {name: value} if name else value


def format_of(tag: str) -> tuple[str, Read] | None:
    """How a field is read; None for one that tells no term."""
    return FORMATS.get(tag) or LETTERED.get(tag[:2])


def _lacking(fields: Sequence[Field]) -> Faults:
    have = {field.tag for field in fields} | {field.tag[:2] for field in fields if field.tag[:2] in LETTERED}
    return [fault(tag, Text("this field, which every MT 700 has")) for tag in MANDATORY if tag not in have]


def twice(fields: Sequence[Field]) -> Iterator[dict[str, Any]]:
    """Fields that stand there more than once."""
    for tag, count in Counter(field.tag for field in fields).items():
        if count > 1:
            yield fault(tag, Text("this field once"), f"{count} ×")


def _cut_off(messages: Sequence[Message]) -> Faults:
    """27 tells which of how many messages each one is."""
    told = [field.line for message in messages for field in message.fields if field.tag == "27"]
    counts = [count for line in told if re.fullmatch(r"\d{1,2}", count := line.partition("/")[2])]
    of = [count for count in counts if int(count) != len(messages)]
    return [fault("27", Text("all {count} messages of the credit", count=of[0]), ", ".join(told))] if of else []


def _not_this(messages: Sequence[Message]) -> Faults:
    other = [message.kind for message in messages if message.kind not in ("", "700", "701")]
    return [fault("MT", Text("MT 700 or MT 701"), kind) for kind in other]
