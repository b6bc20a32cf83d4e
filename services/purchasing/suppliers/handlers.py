"""Suppliers and offers are put, items change; what lacks a supplier is tried anew (PUR-5, PUR-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Answer, Db, Handler
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.purchasing import SupplierChanged, SupplyReviewed
from contracts.sales import ItemChanged
from contracts.value import fields_of
from services.purchasing.ledger import store as ledger
from services.purchasing.ledger.rules.news import Followed
from services.purchasing.ledger.store import Touched
from services.purchasing.ledger.work import handle_supply
from services.purchasing.suppliers import rules, store
from services.purchasing.suppliers.rules import PutOffer, PutSupplier
from services.purchasing.suppliers.view import OfferState, SupplierState


async def put_suppliers(
    db: Db, commands: Sequence[PutSupplier]
) -> list[Answer[SupplierChanged | Followed | SupplyReviewed] | Refusal]:
    """Keep suppliers; the same data again is no change. One who comes or goes changes who can be asked."""
    known = await store.suppliers(db, [c.supplier for c in commands])
    asked = {c.supplier: rules.told_anew(known.get(c.supplier), c.told) for c in commands}
    changed = {code: told for code, told in asked.items() if told != known.get(code)}
    if changed:
        await store.save_suppliers(db, changed)
    turned = [code for code in changed if code in known and known[code][1].active != changed[code][1].active]
    touched = Touched(suppliers=turned)
    shares = await handle_supply(
        db, commands, rules.as_it_stands, touched, rules.cause_of, lambda before, _after: before.books
    )
    said = {
        code: (SupplierChanged.having(fields_of(data) | {"supplier": code, "version": v}),)
        for code, (v, data) in changed.items()
    }
    return [
        Answer(SupplierState.of(c.supplier, *asked[c.supplier]), (*said.get(c.supplier, ()), *share))
        for c, share in zip(commands, shares, strict=True)
    ]


async def put_offers(db: Db, commands: Sequence[PutOffer]) -> list[Answer[Followed | SupplyReviewed] | Refusal]:
    """Keep offers; uncovered needs of these items are tried anew."""
    await ledger.lock(db)
    known = await ledger.known_offers(db, [(c.item, c.offer.supplier) for c in commands])
    commands = [c.on(known.get((c.item, c.offer.supplier), (None, ""))[0]) for c in commands]
    refusals = [rules.refusal_of(c, known) for c in commands]
    kept = [c for c, refusal in zip(commands, refusals, strict=True) if not refusal]
    if not kept:
        return [refusal for refusal in refusals if refusal]
    waited = await ledger.save_offers(db, [(c.item, c.offer) for c in kept])
    touched = Touched(items=[c.item for c in kept])
    shares = iter(
        await handle_supply(db, kept, rules.as_it_stands, touched, rules.cause_of, lambda _before, _after: waited)
    )
    return [
        refusal or Answer(OfferState(item=c.item, offer=c.offer), next(shares))
        for c, refusal in zip(commands, refusals, strict=True)
    ]


async def take_items(db: Db, items: Sequence[ItemChanged]) -> list[tuple[Followed | SupplyReviewed, ...]]:
    """A discontinued item is bought from nobody (SAL-25); one that is bought again may be what orders wait for."""
    touched = Touched(items=[item.item for item in items])
    return await handle_supply(db, items, rules.take_items, touched, rules.cause_of, rules.bought_again)


HANDLES: Mapping[type[Event], Handler] = {ItemChanged: take_items}
