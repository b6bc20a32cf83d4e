"""Of whom is bought instead what a supplier brings too late, by when and for how much (PUR-7). Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chassis.refusal import Refusal
from contracts.money import Money, rounded
from services.purchasing.ledger.rules.book import Book
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.rules.sharing import best_of


class AsPromised(Refusal):
    """Purchase {number} is expected on {here_on}, no later than {supplier} promised first; it stays there."""


class NoBackupSupplier(Refusal):
    """Nobody is left besides {supplier} who offers {item}."""


class NoSupplierSooner(Refusal):
    """Nobody would deliver {item} sooner than {supplier}, on {here_on}; {there} would on {there_on}."""


@dataclass(frozen=True)
class Backup:
    """Who would deliver what is outstanding on ``on``; where it is, it comes on ``here_on``, None for nobody knows.

    ``cost`` is what that quantity costs of him, ``cost_here`` of the supplier who has it.
    """

    supplier: str
    on: date
    cost: Money
    here_on: date | None
    cost_here: Money | None


def backup_in(book: Book, purchase: Purchase, today: date, days_before_promise: int) -> Backup | Refusal:
    """By all that is known of the item: who said no to one of its orders is not asked again for it."""
    needs = [book.needs[one.order_id] for one in purchase.served if one.order_id in book.needs]
    of_order = {(need.order_id, need.order_version) for need in needs}
    tried = {one.supplier for one in book.tried if (one.order_id, one.order_version) in of_order}
    promised = min((need.promised for need in needs if need.promised), default=None)
    offers = () if book.discontinued else book.offers
    return backup(purchase, offers, promised, tried, today, days_before_promise)


def backup(
    purchase: Purchase,
    offers: Sequence[Offer],
    promised: date | None,
    tried: Collection[str],
    today: date,
    days_before_promise: int,
) -> Backup | Refusal:
    """The first by rank who is in time, else the fastest, as every purchase is made; refused where it would not help.

    ``promised`` is the earliest day that was promised to a customer whom the purchase serves.
    """
    here_on = None if purchase.rejected else purchase.expected_on
    told = {"supplier": purchase.supplier, "here_on": here_on}
    if here_on and here_on <= (purchase.first_promised_on or here_on):
        return AsPromised(number=purchase.number, **told)
    others = [one for one in offers if one.supplier not in (purchase.supplier, *tried)]
    others = [one for one in others if one.stands_on(today) and one.minimum <= purchase.outstanding]
    if not others:
        return NoBackupSupplier(supplier=purchase.supplier, item=purchase.item)
    best = best_of(others, promised, today, days_before_promise)
    on = today + timedelta(days=best.lead_days)
    if here_on and on >= here_on:
        return NoSupplierSooner(item=purchase.item, there=best.supplier, there_on=on, **told)
    cost = _cost(purchase, best.price_for(purchase.outstanding))
    return Backup(best.supplier, on, cost, here_on, _cost_here(purchase))


def _cost(purchase: Purchase, price: Money) -> Money:
    return price.but(amount=rounded(price.amount * purchase.outstanding, price.currency))


def _cost_here(purchase: Purchase) -> Money | None:
    return _cost(purchase, purchase.unit_price) if purchase.unit_price else None
