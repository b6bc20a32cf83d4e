"""A request for quotation as people see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.rates import Values
from contracts.value import Value, fields_of
from services.purchasing.rfq.rules.comparison import About, Mix, Sum, cheapest_mix, compared, summed
from services.purchasing.rfq.rules.quote import Asked, Quote
from services.purchasing.rfq.rules.request import Choice, Compared, Line, Rfq, Standing, Wanted


class LineState(Line):
    """An item of it, with the answers side by side: as they stand on the day, or as they stood when one was chosen."""

    state: Standing
    compared: tuple[Compared, ...]


class RfqState(Value):
    """The request with its answers side by side, per item and in sum.

    ``item``, ``choice`` and ``compared`` are those of its first item, which is one of ``lines`` too.
    """

    rfq_id: UUID
    number: str
    item: str
    quantity: Decimal
    unit: str
    wanted_on: date
    answer_by: date
    specification: str
    asked: tuple[Asked, ...]
    single_reason: str
    opened_by: str
    opened_on: date
    choice: Choice | None
    state: Standing
    compared: tuple[Compared, ...]
    lines: tuple[LineState, ...]
    sums: tuple[Sum, ...]
    """Each supplier's prices together; who offers the most items first, then the cheapest."""
    mix: Mix
    """The cheapest in time of each item."""


class OwnLine(Wanted):
    """An item that a supplier is asked for; whether he may still answer."""

    takes_answers: bool


class OwnRfq(Value):
    """What one supplier sees: what he is asked and what he answered; neither who else is asked nor who is chosen."""

    rfq_id: UUID
    number: str
    supplier: str
    item: str
    quantity: Decimal
    unit: str
    wanted_on: date
    answer_by: date
    specification: str
    lines: tuple[OwnLine, ...]
    """Every item that he is asked for; the first is told above too."""
    quotes: tuple[Quote, ...]
    """The earlier ones too, in the order in which they were entered."""
    takes_answers: bool


def state_of(rfq: Rfq, about: Mapping[str, About], worth: Values, today: date) -> RfqState:
    lines = tuple(_line(rfq, one, about, worth, today) for one in rfq.lines)
    seen = {one.item: one.compared for one in lines}
    sums = {"sums": summed(seen), "mix": cheapest_mix(seen)}
    first = {"state": rfq.standing(today), "compared": lines[0].compared, "lines": lines}
    return RfqState.having(fields_of(rfq) | first | sums)


def _line(rfq: Rfq, line: Line, about: Mapping[str, About], worth: Values, today: date) -> LineState:
    seen = line.choice.compared if line.choice else compared(rfq, line, about, worth, today)
    return LineState(**fields_of(line), state=rfq.standing_of(line, today), compared=seen)


def own_of(rfq: Rfq, supplier: str, today: date) -> OwnRfq:
    """To the supplier, who is one of those asked."""
    asked = rfq.of(supplier)
    open_ = {one.item: rfq.takes_answers(one, today) for one in rfq.lines}
    lines = tuple(OwnLine.having(fields_of(one) | {"takes_answers": open_[one.item]}) for one in rfq.lines)
    own = {"supplier": supplier, "quotes": asked.quotes if asked else (), "lines": lines}
    return OwnRfq.having(fields_of(rfq) | own | {"takes_answers": any(open_.values())})
