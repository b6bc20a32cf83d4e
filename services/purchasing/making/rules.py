"""Of what an item is made, and how a production order is released: its line, its days, its material (PUR-11). Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.supply import Lack
from services.purchasing.ledger.rules.book import Book, Ledger, update, want_material
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.news import Cause
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import ZERO, Purchase
from services.purchasing.production.rules.gates import with_gates
from services.purchasing.production.rules.lines import LineItem
from services.purchasing.production.rules.planning import minutes_of, schedule, steps_of
from services.purchasing.production.rules.production import Production
from services.purchasing.production.rules.shop import Bill, Left, Shop
from services.purchasing.purchases.rules.doing import confirm, delay


class MadeOfItself(Refusal):
    """{item} cannot be a component of itself."""

    status = 422
    of_input = True


class NoLineMakesIt(Refusal):
    """No active line makes {item}; say first what one unit takes on a line."""

    of_input = True


class ReleasedAlready(Refusal):
    """Production order {number} was released already, on line {line}."""


class LineDoesNotMakeIt(Refusal):
    """Line {line} does not make {item}; these do: {lines}."""

    of_input = True


class LineFull(Refusal):
    """Line {line} has no {minutes} minutes free within two years."""

    of_input = True


class NotInTheBill(Refusal):
    """{components} are not in the bill of materials of {item}, or fewer of them are needed."""

    status = 422
    of_input = True


class NobodySellsMaterial(Refusal):
    """Nobody sells {components}; keep an offer first, or say that they come from stock."""

    of_input = True


@dataclass(frozen=True)
class PutBill:
    """A bill of materials is kept (PUR-11)."""

    bill: Bill


@dataclass(frozen=True)
class Release:
    """A production order is released; without a line on the primary one. ``from_stock``: material that is there."""

    purchase_id: UUID
    line: str = ""
    from_stock: tuple[Lack, ...] = ()


Released = tuple[Ledger, Production] | Refusal


def refusal_of(asked: PutBill, makers: Sequence[LineItem]) -> Refusal | None:
    """Why a bill of materials cannot be kept."""
    bill = asked.bill
    if bill.item in {one.item for one in bill.components}:
        return MadeOfItself(item=bill.item)
    return None if _primary(bill.item, makers) else NoLineMakesIt(item=bill.item)


def offer_of(bill: Bill, makers: Sequence[LineItem], own_shop: str) -> Offer:
    """Our own shop stands before every supplier, at what its primary line costs today (PUR-11, PUR-12)."""
    primary = _primary(bill.item, makers)
    assert primary
    cost, available = primary.cost_per_unit, bool(bill.components)
    return Offer(own_shop, 0, cost, cost, bill.lead_days, available)


def _primary(item: str, makers: Sequence[LineItem]) -> LineItem | None:
    return next((one for one in makers if one.item == item), None)


def as_it_stands(ledger: Ledger, _told: Sequence[PutBill]) -> Ledger:
    """Bills and offers are written before the ledger is read."""
    return ledger


def cause_of(asked: PutBill) -> Cause:
    return Cause(items=frozenset({asked.bill.item}))


def in_turn(shop: Shop) -> Callable[[Ledger, Production | None, Release, Ordering], Released]:
    """Releases one after the other, so that each finds the lines as those before it left them."""
    left = Left(shop.free)

    def done(ledger: Ledger, plan: Production | None, asked: Release, terms: Ordering) -> Released:
        outcome = release(ledger, plan, asked, terms, replace(shop, free=left.of))
        if not isinstance(outcome, Refusal):
            left.take(outcome[1].line, outcome[1].days)
        return outcome

    return done


def release(ledger: Ledger, plan: Production | None, asked: Release, terms: Ordering, shop: Shop) -> Released:
    """Planned on its line backwards from the day it is needed; its shop promises the last day, its material is bought.

    Refused is what is no open production order, a line that does not make it, material that nobody sells.
    """
    purchase = ledger.purchase(asked.purchase_id)
    if purchase is None or not purchase.made:
        return NotFound(what="production order", id=asked.purchase_id)
    if plan:
        return ReleasedAlready(number=purchase.number, line=plan.line)
    planned = _planned(ledger.books[purchase.item], purchase, asked.line, terms, shop)
    if isinstance(planned, Refusal):
        return planned
    material = _material(purchase, asked.from_stock, shop.bills.get(purchase.item))
    if isinstance(material, Refusal):
        return material
    promised = _promised(purchase, planned, terms.today)
    if isinstance(promised, Refusal):
        return promised
    after = _wanted(ledger.with_book(update(ledger.books[purchase.item], promised)), material)
    return after if isinstance(after, Refusal) else (after, planned.but(materials=material))


def _planned(book: Book, purchase: Purchase, line: str, terms: Ordering, shop: Shop) -> Production | Refusal:
    makers = shop.of(purchase.item)
    maker = next((one for one in makers if line in ("", one.line)), None)
    if maker is None:
        lines = ", ".join(one.line for one in makers)
        return LineDoesNotMakeIt(line=line, item=purchase.item, lines=lines) if line else NoLineMakesIt(item=book.item)
    minutes = minutes_of(purchase.outstanding, maker.minutes_per_unit)
    days = schedule(minutes, needed_by(book, purchase, terms.days_before_promise), terms.today, shop.free(maker.line))
    if not days:
        return LineFull(line=maker.line, minutes=minutes)
    steps = with_gates(steps_of(days, shop.milestones), shop.gates.get(purchase.item, ()))
    return Production(
        purchase_id=purchase.id, version=1, quantity=purchase.outstanding, line=maker.line, days=days, steps=steps
    )


def _promised(purchase: Purchase, planned: Production, today: date) -> Purchase | Refusal:
    """The plan's last day is promised; where somebody promised another one before, the line says why it is moved."""
    on = planned.days[-1].on
    if purchase.state != "confirmed":
        return confirm(purchase, on, today)
    return purchase if purchase.promised_on == on else delay(purchase, on, planned.line, today)


def needed_by(book: Book, purchase: Purchase, days_before_promise: int) -> date | None:
    """The last day on which it is in time for every order that it serves, and no later than our shop's lead time.

    By that the promised date was reckoned, and purchasing does not know how long the way to the customer is (SAL-8).
    """
    needs = [book.needs[one.order_id] for one in purchase.served if one.order_id in book.needs]
    promised = [need.promised - timedelta(days=days_before_promise) for need in needs if need.promised]
    return min(promised + ([purchase.expected_on] if purchase.expected_on else []), default=None)


def _material(purchase: Purchase, from_stock: Sequence[Lack], bill: Bill | None) -> tuple[Lack, ...] | Refusal:
    """What must be bought of each component: the whole bill less what a person says is there for it."""
    needs = {one.item: one.quantity * purchase.outstanding for one in bill.components} if bill else {}
    there = {one.item: one.quantity for one in from_stock}
    odd = [item for item, quantity in there.items() if quantity > needs.get(item, ZERO)]
    if odd:
        return NotInTheBill(components=", ".join(sorted(odd)), item=purchase.item)
    lacks = {item: quantity - there.get(item, ZERO) for item, quantity in needs.items()}
    return tuple(Lack(item=item, quantity=quantity) for item, quantity in lacks.items() if quantity)


def _wanted(ledger: Ledger, material: Sequence[Lack]) -> Ledger | Refusal:
    nobody = [one.item for one in material if not ledger.books[one.item].offers or ledger.books[one.item].discontinued]
    if nobody:
        return NobodySellsMaterial(components=", ".join(sorted(nobody)))
    for one in material:
        ledger = ledger.with_book(want_material(ledger.books[one.item], one.quantity))
    return ledger
