"""Suppliers and offers are put, items change; what lacks a supplier is tried anew (PUR-5, PUR-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel

from chassis.handling import Answer, Db, Handler
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.purchasing import SupplierChanged, SupplyReviewed
from contracts.sales import ItemChanged
from services.purchasing.book.rules import hear_item
from services.purchasing.book.store import lock, open_ledger
from services.purchasing.needs.handlers import close_ledger, settle
from services.purchasing.review.handlers import wake
from services.purchasing.sayings.rules import Cause, Dealt, share_out
from services.purchasing.suppliers import rules, store
from services.purchasing.suppliers.rules import Offer, Supplier, raised


class SupplierState(Supplier):
    """A supplier with his code and version."""

    supplier: str
    version: int


class OfferState(BaseModel):
    """What a supplier asks for an item."""

    item: str
    offer: Offer


@dataclass(frozen=True)
class PutSupplier:
    """A supplier's data (PUR-5); what was not set is left alone when he is known."""

    supplier: str
    data: Supplier


@dataclass(frozen=True)
class PutOffer:
    """A supplier's offer for an item (PUR-7). ``may_raise``: who asks may raise an agreed price (PUR-3).

    ``left_out``: the fields of an offer that stands which nobody told; they stay.
    """

    item: str
    offer: Offer
    may_raise: bool = False
    left_out: tuple[str, ...] = ()

    def on(self, before: Offer | None) -> PutOffer:
        """What is asked, with what stands where nothing was told."""
        stands = {name: getattr(before, name) for name in self.left_out} if before else {}
        return replace(self, offer=replace(self.offer, **stands))


async def put_suppliers(db: Db, commands: Sequence[PutSupplier]) -> list[Answer | Refusal]:
    """Keep suppliers; the same data again is no change. One who comes or goes changes who can be asked."""
    known = await store.suppliers(db, [c.supplier for c in commands])
    asked = {c.supplier: rules.told_anew(known.get(c.supplier), c.data) for c in commands}
    changed = {code: told for code, told in asked.items() if told != known.get(code)}
    if changed:
        await store.save_suppliers(db, changed)
    turned = [code for code in changed if code in known and known[code][1].active != changed[code][1].active]
    ledger = await open_ledger(db, suppliers=turned)
    _, events = await close_ledger(db, ledger, ledger)
    shares = share_out(events, [Cause() for _ in commands])
    woken = rules.put_to([frozenset(ledger.books)] + [frozenset() for _ in commands[1:]], await wake(db, ledger.books))
    now = known | changed
    return [
        Answer(_state(c.supplier, now[c.supplier]), (*_changes(c.supplier, changed), *share, *again))
        for c, share, again in zip(commands, shares, woken, strict=True)
    ]


async def put_offers(db: Db, commands: Sequence[PutOffer]) -> list[Answer | Refusal]:
    """Keep offers; uncovered needs of these items are tried anew."""
    await lock(db)
    known = await store.known_offers(db, [(c.item, c.offer.supplier) for c in commands])
    commands = [c.on(known.get((c.item, c.offer.supplier))) for c in commands]
    refusals = [_refusal(c, known) for c in commands]
    kept = [c for c, refusal in zip(commands, refusals, strict=True) if not refusal]
    if not kept:
        return [refusal for refusal in refusals if refusal]
    waited = await store.save_offers(db, [(c.item, c.offer) for c in kept])
    ledger = await open_ledger(db, items=[c.item for c in kept])
    _, events = await close_ledger(db, ledger, ledger)
    dealt = share_out(events, [Cause(items=frozenset({c.item})) for c in kept])
    woken = rules.put_to([frozenset({c.item}) for c in kept], await wake(db, waited))
    shares = iter((*share, *again) for share, again in zip(dealt, woken, strict=True))
    return [
        refusal or Answer(OfferState(item=c.item, offer=c.offer), next(shares))
        for c, refusal in zip(commands, refusals, strict=True)
    ]


async def hear_items(db: Db, items: Sequence[ItemChanged]) -> list[tuple[Dealt | SupplyReviewed, ...]]:
    """A discontinued item is bought from nobody (SAL-25); one that is bought again may be what orders wait for."""
    ledger = await open_ledger(db, items=[i.item for i in items])
    books = dict(ledger.books)
    for i in items:
        books[i.item] = hear_item(books[i.item], i.version, discontinued=i.discontinued)
    causes = [Cause(items=frozenset({i.item})) for i in items]
    dealt = await settle(db, ledger, replace(ledger, books=books), causes)
    back = {item for item, book in books.items() if ledger.books[item].discontinued and not book.discontinued}
    woken = rules.put_to([cause.items for cause in causes], await wake(db, back))
    return [(*share, *again) for share, again in zip(dealt, woken, strict=True)]


def _refusal(asked: PutOffer, known: Mapping[tuple[str, str], Offer | None]) -> Refusal | None:
    if (asked.item, asked.offer.supplier) not in known:
        return NotFound(what="supplier", id=asked.offer.supplier)
    before = known[asked.item, asked.offer.supplier]
    return raised(asked.item, before, asked.offer) if before and not asked.may_raise else None


def _state(code: str, known: tuple[int, Supplier]) -> SupplierState:
    version, data = known
    return SupplierState(supplier=code, version=version, **dict(data))


def _changes(code: str, changed: dict[str, tuple[int, Supplier]]) -> tuple[SupplierChanged, ...]:
    if code not in changed:
        return ()
    version, data = changed[code]
    return (
        SupplierChanged(
            supplier=code,
            version=version,
            name=data.name,
            country=data.country,
            currency=data.currency,
            payment_days=data.payment_days,
            active=data.active,
        ),
    )


HANDLES: dict[type[Event], Handler] = {ItemChanged: hear_items}
