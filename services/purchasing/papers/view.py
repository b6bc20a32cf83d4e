"""Purchasing's papers as they would be issued now, drawn from what it keeps anyway."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind
from contracts.texts import Text
from services.purchasing.ledger.work import ordering
from services.purchasing.papers import store
from services.purchasing.papers.rules import price_confirmation
from services.purchasing.papers.rules.price_confirmation import (
    PriceConfirmation,
    confirmation_paper,
    confirmation_sheet,
)
from services.purchasing.papers.rules.seller import seller_of
from services.purchasing.papers.store import Papered

READERS: tuple[Role, ...] = ("buyer", "finance manager", "accountant", "management", "general manager")
NOTHING_TO_CONFIRM = Text("no price of it waits for its supplier's word")


async def confirmations_of(db: Reading, order_id: UUID) -> Sequence[Found[PriceConfirmation]]:
    """Those that wait for their suppliers."""
    terms = await ordering(db)
    return [_confirmation(one) for one in await store.drafts_of(db, order_id) if terms.awaits_word(one.purchase)]


async def confirmation_called(db: Reading, document: str) -> Found[PriceConfirmation] | None:
    """By the purchase's id."""
    papered = await store.purchase(db, id_) if (id_ := _id(document)) else None
    if papered is None:
        return None
    if papered.purchase.state != "draft" or not (await ordering(db)).awaits_word(papered.purchase):
        return NotYet(NOTHING_TO_CONFIRM, document)
    return _confirmation(papered)


def _confirmation(papered: Papered) -> Draft[PriceConfirmation]:
    """Another supplier, price or quantity is another version of it."""
    one, known = papered.purchase, papered.supplier
    assert one.unit_price
    asked = f"{one.supplier}: {one.quantity:f} at {one.unit_price.amount:f} {one.unit_price.currency}"
    return Draft(
        document=str(one.id),
        number=str(one.id),
        order_id=next((served.order_id for served in one.served), None),
        customer="",
        drawn_from=asked,
        data=confirmation_paper(one, one.unit_price, papered.unit, seller_of(one.supplier, known), issuer()),
        language=known.language if known else "",
    )


def _id(document: str) -> UUID | None:
    try:
        return UUID(document)
    except ValueError:
        return None


CONFIRMATION = PaperKind(
    "price_confirmation",
    price_confirmation.TITLE,
    READERS,
    PriceConfirmation,
    confirmations_of,
    confirmation_called,
    confirmation_sheet,
    answered=True,
)
