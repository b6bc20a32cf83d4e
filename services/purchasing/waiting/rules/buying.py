"""By when suppliers could deliver so much of an item: their lead time, and what they deliver in a week (SAL-5, PUR-6).
Pure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from contracts.reasons import because
from contracts.review import Reason
from contracts.scalars import DAYS_MAX
from services.purchasing.ledger.rules.book import Book
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.sharing import asked_of, shares_of
from services.purchasing.waiting.rules.ways import Reach, Supply


def bought(item: str, quantity: Decimal, supply: Supply, today: date) -> Reach:
    """As purchasing would order it today, for an order that nobody promised a day yet."""
    if supply.discontinued or supply.lead_days is None:
        return Reach(item, None, (because("discontinued" if supply.discontinued else "nobody_sells", item=item),))
    if not any(offer.weekly for offer in supply.offers):
        return Reach(item, today + timedelta(days=supply.lead_days))
    return _within_limits(item, quantity, supply, today)


def _within_limits(item: str, quantity: Decimal, supply: Supply, today: date) -> Reach:
    book = Book(item, unit=supply.unit, offers=supply.offers, purchases=supply.bought)
    shares = shares_of(book, quantity, today)
    asked = [(offer, shares[offer.supplier]) for offer in supply.offers if offer.supplier in shares]
    days = [offer.lead_days + 7 * _weeks_more(offer, part, supply, today) for offer, part in asked]
    on = today + timedelta(days=max(days)) if max(days) <= DAYS_MAX else None
    full = tuple(
        because("supplier_full", item=item, supplier=offer.supplier, weekly=f"{offer.weekly:f}", on=on)
        for offer, part in asked
        if _weeks_more(offer, part, supply, today)
    )
    return Reach(item, on, (*_shared(item, quantity, asked), *full), doubtful=bool(full))


def _weeks_more(offer: Offer, part: Decimal, supply: Supply, today: date) -> int:
    """How many weeks after that of his lead time he has delivered his part."""
    if not offer.weekly:
        return 0
    beyond = part - max(Decimal(0), offer.weekly - asked_of(supply.bought, offer, today))
    return max(0, int((beyond / offer.weekly).to_integral_value(ROUND_CEILING)))


def _shared(item: str, quantity: Decimal, asked: list[tuple[Offer, Decimal]]) -> tuple[Reason, ...]:
    if len(asked) < 2:
        return ()
    told = ", ".join(f"{offer.supplier} {part:f}" for offer, part in asked)
    return (because("no_room_alone", item=item, lacks=f"{quantity:f}", shares=told),)
