"""What a dry run can foresee of the departments' answers: questions, refusals, and names that nothing stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.rates import OPENING
from contracts.texts import Text, said
from gendan.importing.plan import Plan
from gendan.importing.records import Record

SHOWN_MAX = 20
"""Of one kind; a file in which everything is unknown has one cause."""


@dataclass(frozen=True)
class Naming:
    """A field that names a thing of another target."""

    target: str
    field: str
    of: str
    called: str


NAMINGS = (
    Naming("people", "deputy", "people", "person"),
    Naming("customers", "merchandiser", "people", "person"),
    Naming("offers", "supplier", "suppliers", "supplier"),
    Naming("offers", "item", "items", "item"),
    Naming("stock", "item", "items", "item"),
    Naming("rates", "carrier", "carriers", "carrier"),
    Naming("orders", "customer", "customers", "customer"),
    Naming("orders", "merchandiser", "people", "person"),
    Naming("orders", "deliver_to.country", "rates", "country"),
    Naming("orders", "lines.item", "items", "item"),
)


def foreseen(plan: Plan, today: date) -> list[str]:
    """For people, a sentence each."""
    refused = [one for one in plan.records["rates"] if not _compared(one)]
    return [
        *_late(plan.records["orders"], today),
        *_not_compared(refused),
        *(note for naming in NAMINGS for note in _unknown(plan, naming, refused)),
    ]


def _late(orders: Sequence[Record], today: date) -> Iterator[str]:
    late = [one for one in orders if isinstance(on := one.values.get("wanted"), date) and on < today]
    if late:
        some = _of(late, "orders")
        yield said(Text("{some} wanted before today, {today}: sales will ask until when", some=some, today=today))


def _compared(rate: Record) -> bool:
    """Whether logistics can compare the rate, also of a company whose finance has put no rate of a currency yet."""
    return rate.values.get("currency") in OPENING


def _not_compared(rates: Sequence[Record]) -> Iterator[str]:
    for currency in sorted({str(one.values["currency"]) for one in rates}):
        those = [one for one in rates if one.values["currency"] == currency]
        told = {"some": _of(those, "rates"), "currency": currency}
        yield said(
            Text("{some} in {currency}: logistics refuses them until finance has put what {currency} is worth", **told)
        )


def _unknown(plan: Plan, naming: Naming, refused: Sequence[Record]) -> Iterator[str]:
    if naming.of not in plan.read:
        return
    known = {str(one.values.get(naming.called)) for one in plan.records[naming.of] if one not in refused}
    unknown = _by_name(plan.records[naming.target], naming.field, known)
    for name, records in list(unknown.items())[:SHOWN_MAX]:
        told = {"some": _of(records, naming.target), "field": naming.field, "name": repr(name), "of": naming.of}
        yield said(Text("{some} with {field} {name}, of which no row of {of} can be taken", **told))
    if len(unknown) > SHOWN_MAX:
        told = {"count": len(unknown) - SHOWN_MAX, "of": naming.target, "field": naming.field, "lacking": naming.of}
        yield said(Text("{count} more of {of} with a {field} that {lacking} lacks", **told))


def _by_name(records: Sequence[Record], field: str, known: set[str]) -> dict[str, list[Record]]:
    """The records that name what is not known, by the name."""
    found: dict[str, list[Record]] = {}
    for record in records:
        for name in dict.fromkeys(_named(record, field)):
            if name not in known:
                found.setdefault(name, []).append(record)
    return found


def _named(record: Record, field: str) -> Iterable[str]:
    line_field = field.removeprefix("lines.")
    places = [line.values for line in record.lines] if field != line_field else [record.values]
    return (str(values[line_field]) for values in places if line_field in values)


def _of(records: Sequence[Record], name: str) -> Text:
    """How many, and where the first stands."""
    told = {"place": f"{records[0].file}:{records[0].row}", "count": len(records), "name": name}
    if records[1:]:
        return Text("{place}: {count} {name}, this is the first,", **told)
    return Text("{place}: {count} {name}", **told)
