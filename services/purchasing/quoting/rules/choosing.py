"""Whom a buyer may choose, when he must say why, and the offer at which is bought from then on (PUR-10). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.purchasing.ledger.rules.book import Ledger
from services.purchasing.ledger.rules.news import Cause
from services.purchasing.ledger.rules.offers import Offer, within_budget
from services.purchasing.quoting.rules.answering import one_of_its_items
from services.purchasing.rfq.rules.comparison import cheapest, is_cheapest
from services.purchasing.rfq.rules.quote import Priced
from services.purchasing.rfq.rules.request import Choice, Compared, Line, Rfq

ZERO = Decimal(0)
FIRST = 1
"""The rank of the supplier who is asked first; our own shop stands before all of them (PUR-11)."""


class NotAllAnswered(Refusal):
    """Suppliers may answer request for quotation {number} until {answer_by}; no answer yet of {suppliers}."""


class ChosenAlready(Refusal):
    """Request for quotation {number} was decided on {day} by {chosen_by}[: {supplier}]."""


@dataclass(frozen=True)
class Choose:
    """A buyer takes a supplier's price; ``supplier`` empty: nobody's. ``item`` empty: the only one."""

    rfq_id: UUID
    supplier: str
    reason: str
    by: str
    item: str = ""


def choose(rfq: Rfq, asked: Choose, seen: Callable[[Line], Sequence[Compared]], today: date) -> Rfq | Refusal:
    """The choice with what was seen side by side; the same again changes nothing."""
    if (line := rfq.line(asked.item)) is None:
        return InvalidInput([{"field": "item", "expected": one_of_its_items(rfq), "came": asked.item}])
    if made := line.choice:
        told = {"day": made.chosen_on, "chosen_by": made.chosen_by, "supplier": made.supplier}
        same = (made.supplier, made.reason) == (asked.supplier, asked.reason)
        return rfq if same else ChosenAlready(number=rfq.number, **told)
    if rfq.standing_of(line, today) == "open":
        silent = ", ".join(rfq.silent(line.item))
        return NotAllAnswered(number=rfq.number, answer_by=rfq.answer_by, suppliers=silent)
    rows = seen(line)
    if faults := list(_faults(asked, rows)):
        return InvalidInput(faults)
    choice = Choice(
        supplier=asked.supplier, reason=asked.reason, chosen_by=asked.by, chosen_on=today, compared=tuple(rows)
    )
    return rfq.with_choice(line.item, choice)


def _faults(asked: Choose, rows: Sequence[Compared]) -> Iterator[dict[str, Any]]:
    row = next((one for one in rows if one.supplier == asked.supplier), None)
    if asked.supplier and (row is None or row.state != "quoted"):
        sell = ", ".join(one.supplier for one in rows if one.state == "quoted")
        expected = Text("one whose price stands[: {suppliers}], or none", suppliers=sell)
        yield {"field": "supplier", "expected": expected, "came": asked.supplier}
    elif not asked.reason and not asked.supplier:
        yield {"field": "reason", "expected": Text("why nobody is taken"), "came": ""}
    elif not asked.reason and row and not is_cheapest(row, rows):
        least = cheapest(rows)
        expected = Text(
            "why this one[, though {supplier} is cheaper or in time]", supplier=least.supplier if least else ""
        )
        yield {"field": "reason", "expected": expected, "came": ""}


def offers_after(rfq: Rfq, line: Line, known: Sequence[Offer]) -> list[Offer]:
    """The item's offers: the chosen one comes first by rank, behind it the others, ``known`` in their order.

    Nothing where nobody was chosen.
    """
    supplier = line.choice.supplier if line.choice else ""
    quote = rfq.quote(supplier, line.item)
    if quote is None or quote.priced is None:
        return []
    before = next((one for one in known if one.supplier == supplier), None)
    first = _offer(rfq.number, supplier, quote.priced, before)
    others = [one for one in known if one.supplier != supplier and one.rank >= FIRST]
    return [first, *(replace(one, rank=rank) for rank, one in enumerate(others, FIRST + 1))]


def _offer(number: str, supplier: str, priced: Priced, before: Offer | None) -> Offer:
    """With the least that he sells and the day until which it stands.

    What was agreed with him before stays his budget, unless he is cheaper now: a rise is finance's (PUR-3)."""
    price = priced.unit_price
    cheaper = before is None or within_budget(price, before.agreed_price, tolerance=ZERO)
    agreed = price if before is None or cheaper else before.agreed_price
    return Offer(
        supplier, FIRST, agreed, price, priced.lead_days, quotation=number, minimum=priced.minimum,
        valid_until=priced.valid_until, weekly=before.weekly if before else ZERO,
        pack=before.pack if before else ZERO,
    )  # fmt: skip


def as_it_stands(ledger: Ledger, _told: Sequence[Line]) -> Ledger:
    """Offers are written before the ledger is read."""
    return ledger


def cause_of(line: Line) -> Cause:
    return Cause(items=frozenset({line.item}))
