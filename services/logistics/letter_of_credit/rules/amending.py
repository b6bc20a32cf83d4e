"""What an amendment, MT 707 with its continuations, makes of a credit's terms (LOG-7, UCP 600 art. 10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.money import Money
from contracts.texts import Expected, Text
from contracts.value import Value, fields_of
from services.logistics.letter_of_credit.rules.formats import day_of, money_of
from services.logistics.letter_of_credit.rules.message import Field, Message, fault, items_of, messages_in
from services.logistics.letter_of_credit.rules.reading import Faults, told_by, told_by_all
from services.logistics.letter_of_credit.rules.terms import CreditTerms

LISTS = {"45B": "goods", "46B": "documents", "47B": "conditions"}
ABOUT = ("20", "21", "26E", "30", "22A", "31C", "23S", "77A", "79", "79Z", "31E", "32B", "33B", "34B", "71N", "50B")
"""Fields of MT 707 that are read here, or that change no term; those after 22A are read as in MT 700."""
CODE = re.compile(r"^/(ADD|DELETE|REPALL)/", re.MULTILINE)


class Change(Value):
    """One term that is amended, with its words before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Amended:
    """A credit as an amendment makes it; ``narrative`` is what only a person can read (79)."""

    terms: CreditTerms
    number: int
    dated: date | None
    cancels: bool
    narrative: str
    changes: tuple[Change, ...]


def amend(terms: CreditTerms, text: str) -> Amended | Faults:
    """The terms with what the text changes; or every fault by its field's tag."""
    messages = messages_in(text)
    fields = [field for message in messages for field in message.fields]
    told, faults = told_by_all([field for field in fields if field.tag not in ABOUT], _changes_of(terms))
    head, wrong = told_by_all([field for field in fields if field.tag in ABOUT], _head_of(terms))
    faults += [*wrong, *_of_another(terms, fields), *_not_this(messages), *_empty(fields)]
    if faults:
        return faults
    head = {"number": 0, "dated": None, "cancels": False, "narrative": ""} | head
    after = terms.but(**told | ({"amount": head.pop("amount")} if "amount" in head else {}))
    return Amended(after, changes=tuple(_differences(terms, after)), **head)


def _changes_of(terms: CreditTerms) -> Any:
    def read(field: Field) -> dict[str, Any]:
        return _listed(terms, field) if field.tag in LISTS else told_by(field)

    return read


def _head_of(terms: CreditTerms) -> Any:
    def read(field: Field) -> dict[str, Any]:
        match field.tag:
            case "26E":
                return {"number": _count(field)}
            case "30":
                return {"dated": day_of(field.line)}
            case "23S":
                return {"cancels": True}
            case "79" | "79Z" | "77A":
                return {"narrative": field.text, "cancels": field.line.startswith("CANCEL")}
            case "31E":
                raise Expected("31D, with the place: 31E is no field of MT 707 any more")
            case "32B" | "33B" | "34B":
                return {"amount": _amount(terms.amount, field)}
            case _:
                return {}

    return read


def _count(field: Field) -> int:
    if not re.fullmatch(r"\d{1,3}", field.line):
        raise Expected("the number of the amendment")
    return int(field.line)


def _amount(before: Money, field: Field) -> Money:
    """32B is more, 33B is less, 34B (until 2018) the new amount."""
    told = money_of(field)
    if told.currency != before.currency:
        raise Expected("an amount in {currency}", currency=before.currency)
    sign = {"32B": 1, "33B": -1}.get(field.tag, 0)
    amount = before.amount + sign * told.amount if sign else told.amount
    if amount < 0:
        raise Expected("no more than {amount}", amount=before.amount)
    return before.but(amount=amount)


def _listed(terms: CreditTerms, field: Field) -> dict[str, Any]:
    """``/ADD/``, ``/DELETE/`` and ``/REPALL/`` in their order; without a code all of it is new."""
    name = LISTS[field.tag]
    items = tuple(getattr(terms, name).split("\n")) if name == "goods" else getattr(terms, name)
    parts = CODE.split(field.text)
    for code, text in zip(parts[1::2], parts[2::2], strict=True) if parts[1:] else [("REPALL", parts[0])]:
        items = _done(items, code, tuple(text.strip().split("\n")) if name == "goods" else items_of(text.split("\n")))
    return {name: "\n".join(items) if name == "goods" else items}


def _done(items: tuple[str, ...], code: str, told: tuple[str, ...]) -> tuple[str, ...]:
    if code == "REPALL":
        return told
    if code == "ADD":
        return (*items, *told)
    if lacking := [one for one in told if one not in items]:
        raise Expected("what is deleted to be in the credit: {words}", words=lacking[0])
    return tuple(item for item in items if item not in told)


def _of_another(terms: CreditTerms, fields: Sequence[Field]) -> Faults:
    """20, 21 or 23 names the credit: banks differ in whose number stands where."""
    named = [field.line for field in fields if field.tag in ("20", "21", "23")]
    wrong = terms.number not in named
    return (
        [fault("20", Text("credit {number} in 20, 21 or 23", number=terms.number), ", ".join(named))] if wrong else []
    )


def _not_this(messages: Sequence[Message]) -> Faults:
    other = [message.kind for message in messages if message.kind not in ("", "707", "708")]
    return [fault("MT", Text("MT 707 or MT 708"), kind) for kind in other]


def _empty(fields: Sequence[Field]) -> Faults:
    return [] if fields else [fault("MT", Text("a text with fields such as :20:"))]


def _differences(before: CreditTerms, after: CreditTerms) -> Iterator[Change]:
    now = fields_of(after)
    for name, was in fields_of(before).items():
        if was != now[name]:
            yield Change(name=name, before=_words(was), after=_words(now[name]))


def _words(value: Any) -> str:
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
