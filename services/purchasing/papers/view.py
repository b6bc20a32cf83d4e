"""Purchasing's papers as they would be issued now, drawn from what it keeps anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.http.identity import Role
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, NotYet, PaperKind, of_no_order
from contracts.texts import Text
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.work import ordering
from services.purchasing.ordering import store as orders
from services.purchasing.papers import store
from services.purchasing.papers.rules import claim_letter, price_confirmation, purchase_order, quotation_request
from services.purchasing.papers.rules.claim_letter import ClaimLetter, claim_paper, claim_sheet
from services.purchasing.papers.rules.price_confirmation import (
    PriceConfirmation,
    confirmation_paper,
    confirmation_sheet,
)
from services.purchasing.papers.rules.purchase_order import PurchaseOrder, Words, order_paper, order_sheet, state_of
from services.purchasing.papers.rules.quotation_request import QuotationRequest, request_paper, request_sheet
from services.purchasing.papers.rules.seller import seller_of
from services.purchasing.papers.store import Claimed, Papered
from services.purchasing.rfq import store as requests
from services.purchasing.specifying.rules import Specified, specified
from services.purchasing.specifying.store import of_orders
from services.purchasing.suppliers import store as suppliers
from services.purchasing.suppliers.rules import Supplier

READERS: tuple[Role, ...] = ("buyer", "finance manager", "accountant", "management", "general manager")
NOTHING_TO_CONFIRM = Text("no price of it waits for its supplier's word")


async def confirmations_of(db: Reading, order_id: UUID) -> Sequence[Found[PriceConfirmation]]:
    """Those that wait for their suppliers."""
    terms = await ordering(db)
    drafts = [one for one in await store.drafts_of(db, order_id) if terms.awaits_word(one.purchase)]
    words = await _words(db, [one.purchase for one in drafts])
    return [_confirmation(one, words[one.purchase.id]) for one in drafts]


async def confirmation_called(db: Reading, document: str) -> Found[PriceConfirmation] | None:
    """By the purchase's id."""
    papered = await store.purchase(db, id_) if (id_ := _id(document)) else None
    if papered is None:
        return None
    if papered.purchase.state != "draft" or not (await ordering(db)).awaits_word(papered.purchase):
        return NotYet(NOTHING_TO_CONFIRM, document)
    words = await _words(db, [papered.purchase])
    return _confirmation(papered, words[papered.purchase.id])


async def _words(db: Reading, purchases: Sequence[Purchase]) -> dict[UUID, tuple[Specified, ...]]:
    """Of each what the orders that it serves say of its goods (SAL-9)."""
    served = {one.id: [each.order_id for each in one.served] for one in purchases}
    known = await of_orders(db, {order_id for orders in served.values() for order_id in orders})
    return {one.id: tuple(specified(one.item, served[one.id], one.ordered_on, known)) for one in purchases}


def _confirmation(papered: Papered, words: Sequence[Specified]) -> Draft[PriceConfirmation]:
    """Another supplier, price, quantity or specification is another version of it."""
    one, known = papered.purchase, papered.supplier
    assert one.unit_price
    asked = f"{one.supplier}: {one.quantity:f} at {one.unit_price.amount:f} {one.unit_price.currency}"
    asked = "; ".join((asked, *(f"{told.line}: {told.text}" for told in words)))
    return Draft(
        document=str(one.id),
        number=str(one.id),
        order_id=next((served.order_id for served in one.served), None),
        customer="",
        supplier=one.supplier,
        drawn_from=asked,
        data=confirmation_paper(one, one.unit_price, papered.unit, seller_of(one.supplier, known), issuer(), words),
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


async def request_called(db: Reading, document: str) -> Draft[QuotationRequest] | None:
    """RFQ-2026-000123.S-1: each who is asked gets his own."""
    number, _, supplier = document.partition(".")
    rfq_id = await requests.numbered(db, number, {})
    rfq = (await requests.load(db, [rfq_id])).get(rfq_id) if rfq_id else None
    if rfq is None or rfq.of(supplier) is None:
        return None
    _, known = (await suppliers.suppliers(db, [supplier])).get(supplier, (0, None))
    return Draft(
        document=f"{rfq.number}.{supplier}",
        number=rfq.number,
        order_id=None,
        customer="",
        supplier=supplier,
        drawn_from=f"asked on {rfq.opened_on}",
        data=request_paper(rfq, seller_of(supplier, known), issuer()),
        language=known.language if known else "",
    )


REQUEST = PaperKind(
    "quotation_request",
    quotation_request.TITLE,
    READERS,
    QuotationRequest,
    of_no_order,
    request_called,
    request_sheet,
    answered=True,
)


async def orders_of(db: Reading, order_id: UUID) -> Sequence[Found[PurchaseOrder]]:
    """Those under way on which something for the order stands."""
    lines = await orders.lines_of(db, await store.ordered_for(db, order_id))
    return await _orders(db, list({each[0].order_number: each for each in lines.values()}.values()))


async def order_numbered(db: Reading, number: str) -> Found[PurchaseOrder] | None:
    """By its own number or a line's."""
    named = await orders.numbered(db, number, {})
    lines = (await orders.lines_of(db, [named])).get(named) if named else None
    return next(iter(await _orders(db, [lines])), None) if lines else None


async def _orders(db: Reading, found: Sequence[Sequence[Purchase]]) -> list[Draft[PurchaseOrder]]:
    """Nothing is written to our own shop."""
    units = await store.units(db, [one.item for lines in found for one in lines])
    known = await suppliers.suppliers(db, [lines[0].supplier for lines in found])
    words = await _words(db, [one for lines in found for one in lines])
    bought = [lines for lines in found if not lines[0].made]
    drafts = [_order(lines, units, words, known.get(lines[0].supplier, (0, None))[1]) for lines in bought]
    return [one for one in drafts if one]


def _order(
    lines: Sequence[Purchase], units: Mapping[str, str], words: Words, known: Supplier | None
) -> Draft[PurchaseOrder] | None:
    """What is given up of it, promised for another day or specified otherwise, is its next version."""
    first = lines[0]
    paper = order_paper(lines, units, words, seller_of(first.supplier, known), issuer())
    served = (order for one in lines for order in (*(each.order_id for each in one.served), *one.last_served))
    return (
        None
        if paper is None
        else Draft(
            document=first.order_number,
            number=first.order_number,
            order_id=next(served, None),
            customer="",
            supplier=first.supplier,
            drawn_from=state_of(lines, words),
            data=paper,
            language=known.language if known else "",
        )
    )


ORDER = PaperKind(
    "purchase_order",
    purchase_order.TITLE,
    READERS,
    PurchaseOrder,
    orders_of,
    order_numbered,
    order_sheet,
    answered=True,
)


async def claims_of(db: Reading, order_id: UUID) -> Sequence[Found[ClaimLetter]]:
    return [_claim(one) for one in await store.claims_of(db, order_id)]


async def claim_numbered(db: Reading, number: str) -> Found[ClaimLetter] | None:
    claimed = await store.claim(db, number)
    return _claim(claimed) if claimed else None


def _claim(claimed: Claimed) -> Draft[ClaimLetter]:
    """What a person decides of it is its next version."""
    one, known = claimed.claim, claimed.supplier
    return Draft(
        document=one.number,
        number=one.number,
        order_id=next(iter(one.orders), None),
        customer="",
        supplier=one.supplier,
        drawn_from=one.state,
        data=claim_paper(one, claimed.unit, seller_of(one.supplier, known), issuer()),
        language=known.language if known else "",
    )


CLAIM = PaperKind(
    "claim", claim_letter.TITLE, READERS, ClaimLetter, claims_of, claim_numbered, claim_sheet
)  # fmt: skip
