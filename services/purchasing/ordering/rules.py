"""Several drafts ordered at once, and what a supplier says of the lines of his purchase order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.event import Event
from contracts.texts import Text
from services.purchasing.claim.rules.claim import Part
from services.purchasing.ledger.rules.book import Ledger
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.purchases.rules import doing
from services.purchasing.purchases.rules.asked import Act, Confirm, Decline, Delay, OrderDraft
from services.purchasing.purchases.rules.facts import given_up


class NoDrafts(Refusal):
    """Nothing waits to be ordered of {supplier}."""

    of_input = True


class NothingToAnswer(Refusal):
    """No line of {number} waits for its supplier's first word."""

    of_input = True


@dataclass(frozen=True)
class OrderDrafts:
    """A buyer orders what waits for a supplier, all of it or some items; ``drafts``: which those were when he asked."""

    supplier: str
    items: frozenset[str]
    by: str
    drafts: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class LineAnswer:
    """Of one line a date, with why where he had promised another one before; or why he declines."""

    line: int
    promised_on: date | None = None
    reason: str = ""
    declined: str = ""


@dataclass(frozen=True)
class AnswerOrder:
    """``promised_on``: of every line that waits for his first word and is not among ``answers``.

    ``purchase_id`` is one of the lines, ``lines`` are all. ``supplier``: who asks, when it is a supplier himself; he
    reaches his own orders only (ALL-3).
    """

    purchase_id: UUID
    promised_on: date | None
    answers: tuple[LineAnswer, ...]
    supplier: str = ""
    lines: tuple[UUID, ...] = ()


def order_drafts(ledger: Ledger, asked: OrderDrafts, ordering: Ordering) -> Ledger | Refusal:
    """All or none of them; what goes out does so on one purchase order in each currency (PUR-4)."""
    waiting = [one for one in _of(ledger, asked.drafts) if (one.state, one.supplier) == ("draft", asked.supplier)]
    if not waiting:
        return NoDrafts(supplier=asked.supplier)
    return _all(ledger, (OrderDraft(one.id, asked.by) for one in waiting), ordering)


def answer(ledger: Ledger, asked: AnswerOrder, ordering: Ordering) -> Ledger | Refusal:
    """Each line as if it were answered alone; one that cannot be, and nothing of the answer is taken (PUR-4)."""
    lines = {one.line: one for one in _of(ledger, asked.lines)}
    if not lines or any(asked.supplier not in ("", one.supplier) for one in lines.values()):
        return NotFound(what="purchase", id=asked.purchase_id)
    if faults := list(_faults(asked, lines)):
        return InvalidInput(faults)
    said = {one.line: one for one in asked.answers}
    acts = [act for at, one in sorted(lines.items()) if (act := _act(one, said.get(at), asked))]
    if not acts:
        return NothingToAnswer(number=next(iter(lines.values())).order_number)
    return _all(ledger, acts, ordering)


def parts_given_up(asked: AnswerOrder, lines: Sequence[Purchase], events: Sequence[Event], today: date) -> list[Part]:
    """What he declines of each line, which is late once his first promised day is past (PUR-8)."""
    declined = {one.line: one.declined for one in asked.answers if one.promised_on is None}
    acts = [Decline(line.id, declined[line.line]) for line in lines if line.line in declined]
    told = {one.id: [each for each in events if getattr(each, "purchase_id", None) == one.id] for one in lines}
    return [part for act in acts if (part := given_up(act, told[act.purchase_id], today))]


def _act(line: Purchase, said: LineAnswer | None, asked: AnswerOrder) -> Act | None:
    if said is None:
        waits = asked.promised_on and line.state == "ordered"
        return Confirm(line.id, asked.promised_on, supplier=asked.supplier) if waits and asked.promised_on else None
    if said.promised_on is None:
        return Decline(line.id, said.declined, supplier=asked.supplier)
    if line.state == "confirmed":
        return Delay(line.id, said.promised_on, said.reason, supplier=asked.supplier)
    return Confirm(line.id, said.promised_on, supplier=asked.supplier)


def _faults(asked: AnswerOrder, lines: dict[int, Purchase]) -> Iterator[dict[str, Any]]:
    places = [one.line for one in asked.answers]
    for at, one in enumerate(asked.answers):
        if one.line not in lines:
            known = ", ".join(map(str, sorted(lines)))
            yield _fault(f"lines.{at}.line", Text("a line of the order: {lines}", lines=known), one.line)
            continue
        if places.index(one.line) < at:
            yield _fault(f"lines.{at}.line", Text("each line once"), one.line)
        if (one.promised_on is None) == (not one.declined):
            yield _fault(f"lines.{at}.promised_on", Text("a day, or why he declines"), one.promised_on or "")
        elif one.promised_on and lines[one.line].state == "confirmed" and not one.reason:
            yield _fault(f"lines.{at}.reason", Text("why it is another day than he promised"), "")


def _fault(field: str, expected: Text, came: object) -> dict[str, Any]:
    return {"field": field, "expected": expected, "came": came}


def _of(ledger: Ledger, purchases: Sequence[UUID]) -> list[Purchase]:
    return [one for one in map(ledger.purchase, purchases) if one]


def _all(ledger: Ledger, acts: Iterable[Act], ordering: Ordering) -> Ledger | Refusal:
    for act in acts:
        done = doing.do(ledger, act, ordering)
        if isinstance(done, Refusal):
            return done
        ledger = done
    return ledger
