"""Lots go into quarantine, are judged there, and leave it (WHS-4, WHS-5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.goods import ZERO, Movement, Purchase, Receipt
from services.warehouse.book.rules.inspection import (
    CLASSES,
    Check,
    Defects,
    Disposal,
    Inspection,
    every_piece,
    number_of,
    pieces,
)
from services.warehouse.book.rules.moving import arrive, expect_less, put_away
from services.warehouse.book.rules.severity import Standing


def is_inspected(book: Book, item: str, reference: str) -> bool:
    """Whether a lot that comes is inspected here: by its plan, or a critical one that nobody inspected before."""
    planned = item in book.plans and book.plans[item].incoming
    return planned or (book.master(item).critical and not reference.strip())


def standings_of(book: Book, purchase: Purchase) -> Mapping[Defects, Standing]:
    """How the supplier stands with the item, by class of defects."""
    found = {name: book.standings.get((purchase.item, purchase.supplier, name)) for name in CLASSES}
    return {name: standing for name, standing in found.items() if standing}


def put_aside(book: Book, purchase: Purchase, receipt: Receipt, inspection_id: UUID) -> None:
    """What was counted at the dock waits for its inspection, which has the receipt's number."""
    purchase.inspecting += receipt.quarantined
    number, lot = number_of(receipt.number), receipt.quarantined
    about = (purchase.purchase_id, purchase.item, purchase.supplier, receipt.number, receipt.received_on)
    checks = _checks(book, purchase, pieces(lot), receipt.received_on)
    book.keep(Inspection(inspection_id, number, *about, lot, checks, receipt.at, left_over=lot))
    book.move(Movement(purchase.item, "quarantine", ZERO, receipt.number, "", receipt.at, number, lot))


def _checks(book: Book, purchase: Purchase, count: int, day: date | None) -> tuple[Check, ...]:
    plan, critical = book.plans.get(purchase.item), book.master(purchase.item).critical
    return plan.samples(count, standings_of(book, purchase), day) if plan and not critical else every_piece(count)


def judge(book: Book, inspection: Inspection) -> None:
    """The verdict of a first inspection is one more lot of the supplier's (ISO 2859-1, 9.3)."""
    book.purchases[inspection.purchase_id].inspecting -= inspection.left_over
    book.keep(replace(inspection, state="accepted" if inspection.passes else "rejected"))
    plan = book.plans.get(inspection.item)
    if inspection.again or plan is None:
        return
    for check in inspection.checks:
        key, consent = (inspection.item, inspection.supplier, check.defects), plan.consent(check.defects)
        before = book.standings.get(key, Standing())
        book.stand(key, before.after(check.sample, check.found, inspection.received_on, consent))


def let_in(book: Book, inspection: Inspection, at: datetime) -> None:
    """What is left of the lot goes onto the shelf."""
    quantity, purchase = inspection.left_over, book.purchases[inspection.purchase_id]
    expect_less(book, purchase, accepted=quantity)
    why, receipt = inspection.number, inspection.receipt
    came = Movement(inspection.item, "receipt", quantity, receipt, why, at, why, -quantity)
    arrive(book, put_away(book, came, book.came.get(receipt)))
    book.keep(replace(book.inspections[inspection.inspection_id], left_over=ZERO))


def turn_down(book: Book, inspection: Inspection) -> None:
    """The lot stays in quarantine, and is still owed."""
    expect_less(book, book.purchases[inspection.purchase_id], rejected=inspection.left_over)


def take_away(book: Book, inspection: Inspection, disposal: Disposal) -> None:
    """So much of a rejected lot is here no more: sent back to the supplier, or scrapped."""
    why, gone = disposal.reason, -disposal.quantity
    kind: Literal["rma", "scrap"] = "rma" if disposal.kind == "rma" else "scrap"
    book.move(Movement(inspection.item, kind, ZERO, disposal.number, why, disposal.at, inspection.number, gone))
    _let_go(book, inspection, disposal)


def inspect_again(book: Book, inspection: Inspection, disposal: Disposal, inspection_id: UUID) -> None:
    """So much of a rejected lot was reworked: a lot of its own, inspected like a new one, which changes no standing."""
    purchase, lot = book.purchases[inspection.purchase_id], disposal.quantity
    purchase.inspecting += lot
    book.changed_purchases[purchase.purchase_id] = purchase
    again = replace(inspection, inspection_id=inspection_id, number=disposal.number, lot=lot, left_over=lot, again=True)
    checks = _checks(book, purchase, pieces(lot), inspection.received_on)
    unjudged = replace(again, checks=checks, state="open", examined=0, note="", inspector="", decided_at=None)
    book.keep(replace(unjudged, opened_at=disposal.at))
    _let_go(book, inspection, disposal)


def _let_go(book: Book, inspection: Inspection, disposal: Disposal) -> None:
    book.disposals.append(disposal)
    book.keep(replace(inspection, left_over=inspection.left_over - disposal.quantity))
