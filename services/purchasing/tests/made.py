"""Books, events and commands as the tests need them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from contracts.event import Event
from contracts.finance import PriceChangeDecided
from contracts.money import Money
from contracts.order import Address, OrderContent, OrderLine, Terms
from contracts.sales import ItemChanged, OrderCancelled, OrderConfirmed, OrderReceived
from contracts.supply import Cover, Lack, Need
from contracts.warehouse import GoodsReceived, GoodsRejected, StockLow, StockReserved, StockShort, StockUnreserved
from services.purchasing.ledger.rules import book as book_rules
from services.purchasing.ledger.rules import heard
from services.purchasing.ledger.rules.book import Book, Demand, Ledger
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.covering import cover
from services.purchasing.ledger.rules.heard import NeedHeard
from services.purchasing.ledger.rules.news import tell
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import Purchase

TODAY = date(2026, 5, 4)
ORDERING = Ordering(
    tolerance=Decimal("0.05"),
    today=TODAY,
    buyer="purchasing",
    days_before_promise=3,
    own_shop="own-shop",
    by_hand=False,
    cancel_by_hand=False,
    ask_by_hand=False,
    word_by_hand=False,
)
BY_HAND = replace(ORDERING, by_hand=True)


def eur(amount: str | int) -> Money:
    return Money(amount=Decimal(amount), currency="EUR")


def order_id(number: int) -> UUID:
    return UUID(int=0x1000 + number)


def ids(start: int = 0x9000) -> Iterator[UUID]:
    return (UUID(int=number) for number in count(start))


def offer(supplier: str = "S-1", rank: int = 1, agreed: str = "10", asks: str = "10", lead_days: int = 7) -> Offer:
    return Offer(supplier, rank, eur(agreed), eur(asks), lead_days)


class Desk:
    """One item's book, its facts heard one after the other and covered after each, without a database."""

    def __init__(self, *offers: Offer, ordering: Ordering = ORDERING, item: str = "bolt") -> None:
        self.ledger = Ledger(books={item: Book(item, offers=offers)})
        self.item, self.ordering, self.ids = item, ordering, ids()

    @property
    def book(self) -> Book:
        return self.ledger.books[self.item]

    @property
    def purchases(self) -> list[Any]:
        return [p for p in self.book.purchases if p.state not in ("closed", "impossible")]

    @property
    def purchase(self) -> Any:
        (only,) = self.purchases
        return only

    def order(self, number: int, priority: int = 0, version: int = 1, promised: date | None = None) -> list[Any]:
        known = Demand(order_id(number), version, False, priority, f"SO-{number}", promised)
        self._know(number)
        return self.after(heard.hear_orders(self.ledger, [known]))

    def cancelled(self, number: int) -> list[Any]:
        self._know(number)
        return self.after(heard.hear_orders(self.ledger, [Demand(order_id(number), 9, final=True)]))

    def lacks(
        self,
        number: int,
        quantity: int,
        need: int = 1,
        version: int = 1,
        total: int | None = None,
        cover_version: int | None = None,
        received: int = 0,
    ) -> list[Any]:
        """The warehouse says what an order lacks, and (unless told otherwise) that all orders lack just that."""
        self._know(number)
        lacks = (Lack(item=self.item, quantity=Decimal(quantity)),) if quantity else ()
        ledger = heard.hear_needs(self.ledger, [NeedHeard(order_id(number), need, version, lacks)])
        books = ledger.books[self.item]
        known = sum((n.quantity for n in books.needs.values()), Decimal(0)) if total is None else Decimal(total)
        next_ = self.book.cover_version + 1 if cover_version is None else cover_version
        covers = [Cover(item=self.item, cover_version=next_, total=known, received=Decimal(received))]
        return self.after(heard.hear_cover(ledger, covers))

    def total(self, quantity: int, cover_version: int | None = None) -> list[Any]:
        next_ = self.book.cover_version + 1 if cover_version is None else cover_version
        covers = [Cover(item=self.item, cover_version=next_, total=Decimal(quantity))]
        return self.after(heard.hear_cover(self.ledger, covers))

    def put(self, purchase: Purchase | Exception) -> list[Any]:
        assert isinstance(purchase, Purchase), purchase
        return self.with_book(book_rules.update(self.book, purchase))

    def with_book(self, book: Book) -> list[Any]:
        return self.after(replace(self.ledger, books={self.item: book}))

    def after(self, ledger: Ledger) -> list[Any]:
        before = {p.id: p for p in self.book.purchases}
        book = cover(ledger.books[self.item], self.ordering, self.ids)
        told = [tell(before.get(p.id), p) for p in book.purchases]
        live = tuple(s.document for s in told if s.document.state != "closed")
        self.ledger = replace(ledger, books={self.item: replace(book, purchases=live)})
        return [event for s in told for event in s.events]

    def _know(self, number: int) -> None:
        known = self.ledger.demands.get(order_id(number)) or Demand(order_id(number))
        self.ledger = replace(self.ledger, demands={**self.ledger.demands, order_id(number): known})


def topics(events: Iterable[Event]) -> list[str]:
    return sorted(event.topic for event in events)


def served(event_or_purchase: Any) -> dict[UUID, int]:
    return {s.order_id: int(s.quantity) for s in event_or_purchase.served}


def content(number: int, lines: dict[str, int], priority: int = 0, promised: date | None = None) -> OrderContent:
    return OrderContent(
        number=f"SO-2026-{number:06d}",
        customer="ALFKI",
        customer_name="Alfreds",
        customer_po=f"PO {number}",
        merchandiser="wang.fang",
        currency="EUR",
        freight=eur(0),
        priority=priority,
        promised=promised,
        lines=tuple(
            OrderLine(line=i, item=item, quantity=Decimal(q), unit_price=eur(20))
            for i, (item, q) in enumerate(lines.items(), 1)
        ),
        deliver_to=Address(street="Obere Str. 57", city="Berlin", country="DE"),
        terms=Terms(days=30),
        wanted=TODAY + timedelta(60),
    )


def received(number: int, lines: dict[str, int], missing: tuple[str, ...] = ()) -> OrderReceived:
    return OrderReceived(order_id=order_id(number), version=1, content=content(number, lines), missing=missing)


def confirmed(number: int, lines: dict[str, int], priority: int = 0, promised: date | None = None) -> OrderConfirmed:
    return OrderConfirmed(order_id=order_id(number), version=1, content=content(number, lines, priority, promised))


def cancelled(number: int, version: int = 2) -> OrderCancelled:
    return OrderCancelled(order_id=order_id(number), version=version, reason="not wanted")


def lacks(lines: dict[str, int]) -> tuple[Lack, ...]:
    return tuple(Lack(item=item, quantity=Decimal(q)) for item, q in lines.items())


def covers(totals: dict[str, tuple[int, ...]]) -> tuple[Cover, ...]:
    """By item: the version, what is lacked and, if it matters, what ever came of purchases."""
    return tuple(
        Cover(item=i, cover_version=v, total=Decimal(total), received=Decimal(sum(came)))
        for i, (v, total, *came) in totals.items()
    )


def short(
    number: int, lines: dict[str, int], cover: dict[str, tuple[int, ...]], need: int = 1, version: int = 1
) -> StockShort:
    return StockShort(
        order_id=order_id(number), order_version=version, need_version=need, lacks=lacks(lines), cover=covers(cover)
    )


def reserved(
    number: int, lines: dict[str, int], cover: dict[str, tuple[int, ...]], need: int = 2, version: int = 1
) -> StockReserved:
    return StockReserved(
        order_id=order_id(number),
        order_version=version,
        shipment_id=None,
        lines=(),
        final=not lines,
        need_version=need,
        lacks=lacks(lines),
        cover=covers(cover),
    )


def unreserved(number: int, cover: dict[str, tuple[int, ...]]) -> StockUnreserved:
    return StockUnreserved(order_id=order_id(number), order_version=1, shipment_id=None, lines=(), cover=covers(cover))


def low(item: str, quantity: int, version: int = 1) -> StockLow:
    return StockLow(
        item=item,
        cover=(),
        free=Decimal(1),
        reorder_point=Decimal(5),
        quantity=Decimal(quantity),
        low_version=version,
    )


def need(number: int, need_version: int, lines: dict[str, int]) -> Need:
    return Need(order_id=order_id(number), need_version=need_version, order_version=1, lacks=lacks(lines))


def goods(
    purchase_id: UUID,
    item: str,
    accepted: int,
    needs: tuple[Need, ...] = (),
    cover: dict[str, tuple[int, ...]] | None = None,
) -> GoodsReceived:
    return GoodsReceived(
        purchase_id=purchase_id,
        item=item,
        accepted=Decimal(accepted),
        outstanding=Decimal(0),
        receipt_number="GR-1",
        needs=needs,
        cover=covers(cover or {}),
    )


def rejected(purchase_id: UUID, item: str, quantity: int) -> GoodsRejected:
    return GoodsRejected(purchase_id=purchase_id, item=item, quantity=Decimal(quantity), inspection="AQL 2.5 failed")


def decided(asked: Any, *, approved: bool, price: str | None = None, quantity: int | None = None) -> PriceChangeDecided:
    return PriceChangeDecided(
        purchase_id=asked.purchase_id,
        request=asked.request,
        approved=approved,
        supplier=asked.supplier,
        unit_price=eur(price) if price else asked.unit_price,
        quantity=asked.quantity if quantity is None else Decimal(quantity),
        signatures=(),
    )


def item_changed(item: str, version: int = 1, discontinued: bool = False) -> ItemChanged:
    return ItemChanged(
        item=item,
        version=version,
        name=item,
        unit="piece",
        weight_kg=Decimal(1),
        volume_m3=Decimal("0.01"),
        discontinued=discontinued,
    )
