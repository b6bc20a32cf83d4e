"""What may be done with a purchase, and why not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from chassis.refusal import NotFound, Refusal
from contracts.reasons import because, by_hand
from contracts.texts import read
from services.purchasing.ledger.rules.book import Book, Ledger, exclude, lose
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import ORDERED, ZERO, Kind, Purchase, State, cancel, place
from services.purchasing.purchases.rules.asked import (
    Act,
    AgreeCancel,
    Confirm,
    Decline,
    Delay,
    GiveUp,
    OrderDraft,
    Redeliver,
    RefuseCancel,
    Switch,
)
from services.purchasing.purchases.rules.backup import backup_in


class NotInState(Refusal):
    """Purchase {purchase_id} is {state}[, promised for {promised_on}][, {cancelled} given up: {reason}]; this takes one
    of: {wanted}."""


class NoCancelAsked(Refusal):
    """No cancel of purchase {purchase_id} waits for its supplier's answer; it is {state}[, promised for
    {promised_on}][, {cancelled} given up: {reason}]."""


class NothingRejected(Refusal):
    """Nothing of purchase {purchase_id} is refused at the dock and waits; it is {state}[, promised for
    {promised_on}][, {cancelled} given up: {reason}]."""


class MoreThanOutstanding(Refusal):
    """Of purchase {purchase_id} {outstanding} are outstanding and not {quantity}; it is {state}[, promised for
    {promised_on}][, {cancelled} given up: {reason}]."""


class SupplierAway(Refusal):
    """{supplier} does not offer {item} any more."""


class PriceEnded(Refusal):
    """{supplier} sold {item} at his price until {valid_until}; a price of today is to be kept first."""


class PriceNotConfirmed(Refusal):
    """{supplier} has not confirmed yet that {item} costs {price}; only then it is signed."""


class DateInThePast(Refusal):
    """{promised_on} is before today, {today}."""

    of_input = True


def do(ledger: Ledger, asked: Act, ordering: Ordering) -> Ledger | Refusal:
    """What is asked, done; what a supplier gives up is wanted anew, what he declines is not asked of him again."""
    purchase = ledger.purchase(asked.purchase_id)
    if purchase is None or asked.supplier not in ("", purchase.supplier):
        return NotFound(what="purchase", id=asked.purchase_id)
    book = ledger.books[purchase.item]
    after = _done(book, purchase, asked, ordering)
    if isinstance(after, Refusal):
        return after
    book = exclude(book, purchase) if isinstance(asked, Decline | Switch) else book
    return ledger.with_book(lose(book, purchase, after))


def _done(book: Book, purchase: Purchase, asked: Act, ordering: Ordering) -> Purchase | Refusal:
    match asked:
        case Confirm() | Delay() | Redeliver():
            return _promised(purchase, asked, ordering.today)
        case Decline():
            return decline(purchase, asked.reason, ordering.today)
        case GiveUp():
            return give_up(purchase, asked.quantity, asked.reason)
        case Switch():
            return switch(book, purchase, asked.reason, ordering)
        case AgreeCancel():
            return agree_cancel(purchase)
        case RefuseCancel():
            return refuse_cancel(purchase)
        case OrderDraft():
            return order_draft(purchase, book.offers, ordering, asked.by)


def _promised(purchase: Purchase, asked: Confirm | Delay | Redeliver, today: date) -> Purchase | Refusal:
    match asked:
        case Confirm():
            return confirm(purchase, asked.promised_on, today)
        case Delay():
            return delay(purchase, asked.promised_on, asked.reason, today)
        case Redeliver():
            return redeliver(purchase, asked.promised_on, today)


def order_draft(purchase: Purchase, offers: Sequence[Offer], ordering: Ordering, by: str) -> Purchase | Refusal:
    """A buyer orders a draft: at once, or its price is asked first, once its supplier confirmed it (PUR-3, PUR-4)."""
    offer = next((o for o in offers if o.supplier == purchase.supplier), None)
    refused = _in_state(purchase, ("draft",))
    if offer is None:
        return refused or SupplierAway(supplier=purchase.supplier, item=purchase.item)
    if not refused and not offer.stands_on(ordering.today):
        return PriceEnded(supplier=offer.supplier, item=purchase.item, valid_until=offer.valid_until)
    placed = place(purchase, offer, ordering.tolerance, by, ordering.today)
    if not refused and placed.state == "asked" and ordering.awaits_word(placed):
        price = offer.price_for(purchase.quantity)
        told = f"{price.amount:f} {price.currency}"
        return PriceNotConfirmed(supplier=offer.supplier, item=purchase.item, price=told)
    return refused or placed


def confirm(purchase: Purchase, promised_on: date, today: date) -> Purchase | Refusal:
    """The supplier promises a date (PUR-4)."""
    return _dated(purchase, ("ordered",), promised_on, today, "confirmed", "")


def delay(purchase: Purchase, promised_on: date, reason: str, today: date) -> Purchase | Refusal:
    """The supplier names another date (PUR-4); what is recorded already is no news."""
    if (purchase.state, purchase.promised_on, purchase.delay_reason) == ("confirmed", promised_on, reason):
        return purchase
    return _dated(purchase, ("confirmed",), promised_on, today, "delayed", reason)


def redeliver(purchase: Purchase, promised_on: date, today: date) -> Purchase | Refusal:
    """The supplier delivers again what was refused at the dock."""
    if not purchase.rejected:
        return NothingRejected(**_recorded(purchase))
    return _dated(replace(purchase, rejected=ZERO), ORDERED, promised_on, today, "confirmed", "")


def decline(purchase: Purchase, reason: str, today: date | None = None) -> Purchase | Refusal:
    """The supplier cannot: all that is outstanding is cancelled (PUR-7)."""
    answered = replace(purchase, answered_on=purchase.answered_on or today)
    return _in_state(purchase, ORDERED) or _failed(answered, purchase.outstanding, reason)


def give_up(purchase: Purchase, quantity: Decimal, reason: str) -> Purchase | Refusal:
    """A quantity will not be delivered any more; the item is covered anew."""
    if quantity > purchase.outstanding:
        return MoreThanOutstanding(outstanding=purchase.outstanding, quantity=quantity, **_recorded(purchase))
    less = replace(purchase, surplus=max(ZERO, purchase.surplus - quantity))
    return _in_state(purchase, ORDERED) or _failed(less, quantity, reason)


def switch(book: Book, purchase: Purchase, reason: str, ordering: Ordering) -> Purchase | Refusal:
    """All that is outstanding is given up for another supplier, who is sooner (PUR-7)."""
    if refused := _in_state(purchase, ORDERED):
        return refused
    found = backup_in(book, purchase, ordering.today, ordering.days_before_promise)
    return found if isinstance(found, Refusal) else _failed(purchase, purchase.outstanding, reason)


def _failed(purchase: Purchase, quantity: Decimal, reason: str) -> Purchase:
    return cancel(replace(purchase, failed=purchase.failed + quantity), quantity, by_hand(reason))


def agree_cancel(purchase: Purchase) -> Purchase | Refusal:
    """The supplier agrees to what he was asked to cancel."""
    if not purchase.cancel_asked:
        return NoCancelAsked(**_recorded(purchase))
    return cancel(purchase, min(purchase.cancel_asked, purchase.outstanding), because("not_needed_agreed"))


def refuse_cancel(purchase: Purchase) -> Purchase | Refusal:
    """The supplier refuses: the purchase is kept for stock, and he is not asked again."""
    if not purchase.cancel_asked:
        return NoCancelAsked(**_recorded(purchase))
    return replace(purchase, cancel_asked=ZERO, kept=purchase.kept + purchase.cancel_asked).say("changed")


def _in_state(purchase: Purchase, wanted: tuple[State, ...]) -> Refusal | None:
    if purchase.state in wanted:
        return None
    return NotInState(wanted=wanted, **_recorded(purchase))


def _recorded(purchase: Purchase) -> dict[str, Any]:
    """What a refusal says of it: who tells a thing twice reads what came of the first time."""
    told: dict[str, Any] = {"purchase_id": purchase.id, "state": purchase.state}
    told |= {"promised_on": purchase.promised_on} if purchase.promised_on else {}
    return told | ({"cancelled": purchase.cancelled, "reason": read(purchase.reason)} if purchase.cancelled else {})


def _dated(
    purchase: Purchase, wanted: tuple[State, ...], promised_on: date, today: date, kind: Kind, reason: str
) -> Purchase | Refusal:
    if promised_on < today:
        return DateInThePast(promised_on=promised_on, today=today)
    answered = replace(
        purchase,
        answered_on=purchase.answered_on or today,
        first_promised_on=purchase.first_promised_on or promised_on,
    )
    dated = replace(answered, state="confirmed", promised_on=promised_on, delay_reason=reason)
    return _in_state(purchase, wanted) or dated.say(kind, reason=by_hand(reason))
