"""Which orders sales has already: the same customer PO is the same order, whatever it says now (SAL-2)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from contracts.codec import checker
from contracts.order import OrderDraft
from contracts.texts import Text, said
from gendan.importing.records import Record, moved_back
from world.client import Answer, Somebody

Reference = tuple[str, str]
"""Customer and customer PO."""
BLANK = {
    "number": "",
    "customer_name": "",
    "merchandiser": "",
    "currency": "CNY",
    "freight": {"amount": "0", "currency": "CNY"},
}
"""What a file need not say of an order; sales fills it in."""


@dataclass(frozen=True)
class Known:
    """An order that sales has: what it is called there, and what it says."""

    number: str
    content: Mapping[str, Any]


@dataclass
class KnownOrders:
    """The orders that sales has; those that this import brings join them."""

    by_reference: dict[Reference, Known] = field(default_factory=dict)
    moved: timedelta = timedelta(0)
    """By how much the dates of a shifted table stand later than those of the import that brought its orders."""

    def find(self, record: Record) -> Known | None:
        return self.by_reference.get(reference_of(record.body))

    def add(self, record: Record, answer: Answer) -> None:
        """An order that sales took just now."""
        self.by_reference[reference_of(record.body)] = Known(str(answer.body.get("number", "")), record.body)


async def ask_known(sales: Somebody, records: Sequence[Record]) -> KnownOrders:
    """What sales has of the records' customers; asked before posting, whose answer cannot tell new from known."""
    customers = sorted({str(record.body["customer"]) for record in records})
    listed = await asyncio.gather(*(sales.listed("sales", "/orders", customer=customer) for customer in customers))
    known = KnownOrders(
        {reference_of(one): Known(one["number"], one["content"]) for orders in listed for one in orders}
    )
    known.moved = moved_by(records, known)
    return known


def moved_by(records: Sequence[Record], known: KnownOrders) -> timedelta:
    """What most shifted orders moved since sales took them: the calendar's doing, which says nothing of an order."""
    apart = Counter(
        wanted - date.fromisoformat(str(held.content["wanted"]))
        for record in records
        if record.shifted and isinstance(wanted := record.values.get("wanted"), date)
        if (held := known.find(record)) and held.content.get("wanted")
    )
    return next((by for by, _ in apart.most_common(1)), timedelta(0))


def note_of(record: Record, known: Known | None, answer: Answer, moved: timedelta = timedelta(0)) -> str:
    """For people: which order it is, and what the file says otherwise; of one that is over, what sales says."""
    return f"{record.file}:{record.row}: {said(_note(record, known, answer, moved))}"


def _note(record: Record, known: Known | None, answer: Answer, moved: timedelta) -> Text:
    if answer.problem == "po-is-over" or (answer.problem == "po-says-otherwise" and known is None):
        return Text("known already: {detail}", detail=answer.body.get("detail", ""))
    if known is None:
        return Text(
            "known already: an earlier import brought another order under this key ({key}); this one was not taken",
            key=record.key,
        )
    told = moved_back(record, moved) if record.shifted else record
    other = {"number": known.number, "names": ", ".join(differences(told.body, known.content)) or None}
    return Text(
        "known already, as {number}[, with other {names}; that was not taken: change or clarify the order in sales]",
        **other,
    )


def differences(told: Mapping[str, Any], held: Mapping[str, Any]) -> list[str]:
    """The fields that ``told`` says otherwise than ``held``; what it does not say is no difference."""
    before = checker(OrderDraft).validate_python(BLANK | dict(held))
    after = checker(OrderDraft).validate_python(BLANK | dict(held) | dict(told))
    return sorted(name for name in told if getattr(before, name) != getattr(after, name))


def reference_of(order: Mapping[str, Any]) -> Reference:
    """By what the same order is known again."""
    return str(order["customer"]), str(order["customer_po"])
