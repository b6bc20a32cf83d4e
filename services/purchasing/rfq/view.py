"""A request for quotation as people see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.rates import Values
from contracts.value import Value, fields_of
from services.purchasing.rfq.rules.comparison import About, compared
from services.purchasing.rfq.rules.request import Compared, Quote, Rfq, Standing


class RfqState(Rfq):
    """With the answers side by side: as they stand on the day, or as they stood when one of them was chosen."""

    state: Standing
    compared: tuple[Compared, ...]


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
    quotes: tuple[Quote, ...]
    """The earlier ones too, in the order in which they were entered."""
    takes_answers: bool


def state_of(rfq: Rfq, about: Mapping[str, About], worth: Values, today: date) -> RfqState:
    seen = rfq.choice.compared if rfq.choice else compared(rfq, about, worth, today)
    return RfqState(**fields_of(rfq), state=rfq.standing(today), compared=seen)


def own_of(rfq: Rfq, supplier: str, today: date) -> OwnRfq:
    """To the supplier, who is one of those asked."""
    asked = rfq.of(supplier)
    own = {"supplier": supplier, "quotes": asked.quotes if asked else ()}
    return OwnRfq.having(fields_of(rfq) | own | {"takes_answers": rfq.takes_answers(today)})
