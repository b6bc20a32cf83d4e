"""Of whom the uncovered needs are bought: the best supplier left for each, or several where one has no room. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from contracts.units import fits_unit
from services.purchasing.ledger.rules.book import STOCK, Book, Need
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.dealing import Part, Parts
from services.purchasing.ledger.rules.offers import Offer, filled_packs, in_packs
from services.purchasing.ledger.rules.purchase import ZERO, Purchase
from services.purchasing.ledger.rules.splitting import Room, split


def choose(book: Book, uncovered: Iterable[Part], ordering: Ordering) -> tuple[dict[str, Parts], list[Part]]:
    """Needs by the supplier who is asked for them; and those for which no supplier is left (PUR-7).

    Each need counts from its own promised date, so what is combined in one purchase is in time for all of it (PUR-2).
    Who would have more to deliver in a week than he can is passed over where another has room (PUR-6); a need that
    nobody alone has room for is split (PUR-7).
    Whose least quantity all of his needs together, in whole packs, do not reach is not asked, nor is one whose price
    has ended (PUR-10).
    """
    parts = list(uncovered)
    offers = [one for one in book.offers if one.stands_on(ordering.today)]
    while True:
        groups, impossible = _shared_out(replace(book, offers=tuple(offers)), parts, ordering)
        asked = {one.supplier: sum(groups.get(one.supplier, {}).values(), ZERO) for one in offers}
        too_little = [one for one in offers if 0 < in_packs(asked[one.supplier], one.pack) < one.minimum]
        if not too_little:
            return groups, impossible
        offers = [one for one in offers if one not in too_little]


class _Shares:
    """What each supplier is to bring of which need, and what he has room for besides."""

    def __init__(self, book: Book, today: date, days_before_promise: int) -> None:
        self.unit, self.today, self.days = book.unit, today, days_before_promise
        self.groups: dict[str, Parts] = {}
        self.asked: dict[str, Decimal] = defaultdict(Decimal)
        limited = [one for one in book.offers if one.weekly]
        self.room = {one.supplier: one.weekly - asked_of(book.purchases, one, self.today) for one in limited}

    def give(self, supplier: str, need: Need, part: Decimal) -> None:
        self.groups.setdefault(supplier, {})[need.order_id] = part
        self.asked[supplier] += part
        if supplier in self.room:
            self.room[supplier] -= part

    def parts(self, need: Need, part: Decimal, offers: Sequence[Offer]) -> dict[str, Decimal]:
        """By supplier how much: of the best who alone has room in time, else of those who together have, by rank.

        Where together they have none, of the fastest who alone has room, else of all who have some. What nobody has
        room for stays with the best of all, who says when (PUR-6, PUR-7).
        """
        fit = [one for one in offers if part <= self._room(one, part)]
        if fit and self._in_time(best := self._best(fit, need), need):
            return {best.supplier: part}
        timely = [one for one in offers if self._in_time(one, need)]
        parts, rest = self._split(part, timely)
        if rest and fit:
            return {self._best(fit, need).supplier: part}
        if rest:
            later = sorted((one for one in offers if one not in timely), key=lambda one: one.lead_days)
            parts, rest = self._split(part, [*timely, *later])
        if rest:
            first = self._best(offers, need).supplier
            parts[first] = parts.get(first, ZERO) + rest
        return parts

    def _split(self, part: Decimal, offers: Sequence[Offer]) -> tuple[dict[str, Decimal], Decimal]:
        """What is counted in whole pieces is split into whole ones."""
        rooms = []
        for one in offers:
            room = self._room(one, part)
            whole = room if fits_unit(room, self.unit) else room.to_integral_value(ROUND_FLOOR)
            rooms.append(Room(one.supplier, max(ZERO, whole), max(ZERO, one.minimum - self.asked[one.supplier])))
        return split(part, rooms)

    def _room(self, offer: Offer, part: Decimal) -> Decimal:
        """How much more he can be asked for: what he delivers in whole packs; who told nothing, for all."""
        if offer.supplier not in self.room:
            return part
        asked = self.asked[offer.supplier]
        return filled_packs(max(ZERO, self.room[offer.supplier] + asked), offer.pack) - asked

    def _in_time(self, offer: Offer, need: Need) -> bool:
        return is_in_time(offer, need.promised, self.today, self.days)

    def _best(self, offers: Sequence[Offer], need: Need) -> Offer:
        return best_of(offers, need.promised, self.today, self.days)


def _shared_out(book: Book, uncovered: Iterable[Part], ordering: Ordering) -> tuple[dict[str, Parts], list[Part]]:
    declined = {(t.supplier, t.order_id, t.order_version) for t in book.tried}
    shelf = [(Need(STOCK, book.unbought, book.low_version, book.low_version), book.unbought)] if book.unbought else []
    shares, impossible = _Shares(book, ordering.today, ordering.days_before_promise), []
    for need, part in (*uncovered, *shelf):
        offers = [o for o in book.offers if (o.supplier, need.order_id, need.order_version) not in declined]
        if offers and not book.discontinued:
            for supplier, quantity in shares.parts(need, part, offers).items():
                shares.give(supplier, need, quantity)
        elif need.order_id != STOCK:
            impossible.append((need, part))
    return shares.groups, impossible


def shares_of(book: Book, quantity: Decimal, today: date) -> dict[str, Decimal]:
    """By supplier how much he would be asked for of what an order wants that nobody promised a day yet (SAL-5)."""
    return _Shares(book, today, 0).parts(Need(STOCK, quantity, 0, 0), quantity, book.offers)


def asked_of(purchases: Iterable[Purchase], offer: Offer, today: date) -> Decimal:
    """How much a supplier is to deliver already in the week in which he would deliver what is ordered today."""
    here_on = today + timedelta(days=offer.lead_days)
    his = (one for one in purchases if one.firm and one.supplier == offer.supplier)
    return sum((one.outstanding for one in his if _week(one.expected_on or here_on) == _week(here_on)), ZERO)


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def is_in_time(offer: Offer, promised: date | None, today: date, days_before_promise: int) -> bool:
    """Whether what is ordered of him today is here in time for the promised day; without one it is."""
    return promised is None or offer.lead_days <= (promised - today - timedelta(days_before_promise)).days


def best_of(offers: Sequence[Offer], promised: date | None, today: date, days_before_promise: int) -> Offer:
    """The first by rank who delivers in time; nobody does: the fastest. Without a promised date, the first."""
    in_time = (one for one in offers if is_in_time(one, promised, today, days_before_promise))
    return next(in_time, min(offers, key=lambda one: one.lead_days))
