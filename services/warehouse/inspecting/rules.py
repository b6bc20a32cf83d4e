"""The verdict on a lot in quarantine, and the signature that lets a rejected one in (WHS-4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.warehouse import GoodsReceived, GoodsRejected
from services.warehouse.book.rules.book import Book
from services.warehouse.book.rules.deal import Statement
from services.warehouse.book.rules.gate import unfit
from services.warehouse.book.rules.goods import ZERO
from services.warehouse.book.rules.inspection import CLASSES, Check, Disposal, Inspection, Way, number_of, pieces
from services.warehouse.book.rules.quarantine import inspect_again, judge, let_in, take_away, turn_down
from services.warehouse.book.rules.serials import Faults, Left, NoSerials
from services.warehouse.receiving.rules import Lot, accepted, rejected, room_for

Said = tuple[GoodsReceived | GoodsRejected | Statement, ...]


class DecidedAlready(Refusal):
    """Inspection {number} is decided: the lot is {state}."""


class SampleNotComplete(Refusal):
    """{examined} pieces were examined; {size} make the sample of {number}."""

    of_input = True


class MoreThanTheLot(Refusal):
    """{examined} pieces were examined; the lot of {number} has {lot}."""

    of_input = True


class MoreDefectsThanSample(Refusal):
    """{critical} critical, {major} major, {minor} minor: no more can be found than are drawn, {drawn} in this order."""

    of_input = True


class NotRejected(Refusal):
    """The lot of {number} is {state}; a concession is signed for a rejected lot that is still here."""


class MoreThanIsLeft(Refusal):
    """{quantity} of {number} cannot leave quarantine; {left_over} of a rejected lot lie there."""

    of_input = True


class NobodyIsOwedIt(Refusal):
    """{quantity} of {number} cannot be let in: at most {allowed} of the purchase may still be taken in."""


class NeverDiscontinued(Refusal):
    """The inspection of {item} from {supplier} goes on; there is nothing to resume."""


class Sampled(Protocol):
    """An inspection with its sample, at the dock or of a production order."""

    @property
    def number(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def lot(self) -> Decimal: ...
    @property
    def sample(self) -> int: ...
    @property
    def checks(self) -> tuple[Check, ...]: ...


class Found(Protocol):
    """How many pieces were examined, and how many of them have defects of each class."""

    @property
    def examined(self) -> int: ...
    @property
    def critical(self) -> int: ...
    @property
    def major(self) -> int: ...
    @property
    def minor(self) -> int: ...


@dataclass(frozen=True)
class Examine:
    """How many pieces were examined, and how many of them have defects of each class, by whom."""

    inspection_id: UUID
    purchase_id: UUID
    examined: int
    critical: int
    major: int
    minor: int
    note: str
    inspector: str


@dataclass(frozen=True)
class Concede:
    """Somebody lets a rejected lot in, and why; or lets a supplier's lots be inspected again after he acted."""

    inspection_id: UUID
    purchase_id: UUID
    reason: str
    signed_by: str


@dataclass(frozen=True)
class Dispose:
    """So much of a rejected lot goes back to its supplier, is scrapped, or was reworked (WHS-5)."""

    inspection_id: UUID
    purchase_id: UUID
    kind: Way
    quantity: Decimal
    reason: str
    by_whom: str
    serials: tuple[str, ...] = ()


def examine_refusal(book: Book, asked: Examine) -> Refusal | None:
    """Why there is no verdict: it was given, or the sample is not complete."""
    inspection = book.inspections.get(asked.inspection_id)
    if inspection is None:
        return NotFound(what="inspection", id=asked.inspection_id)
    return verdict_refusal(inspection, asked)


def verdict_refusal(inspection: Sampled, asked: Found) -> Refusal | None:
    """Why what was found gives no verdict: there is one, or it was not found in the sample."""
    number = inspection.number
    if inspection.state != "open":
        return DecidedAlready(number=number, state=inspection.state)
    if asked.examined < inspection.sample:
        return SampleNotComplete(examined=asked.examined, size=inspection.sample, number=number)
    if asked.examined > pieces(inspection.lot):
        return MoreThanTheLot(examined=asked.examined, number=number, lot=inspection.lot)
    return _too_many(inspection, asked)


def _too_many(inspection: Sampled, asked: Found) -> MoreDefectsThanSample | None:
    found = {check.defects: getattr(asked, check.defects) for check in inspection.checks}
    if all(found[check.defects] <= check.size for check in inspection.checks):
        return None
    return MoreDefectsThanSample(**found, drawn=", ".join(str(check.size) for check in inspection.checks))


def examine(book: Book, asked: Examine, at: datetime, ids: Iterator[UUID]) -> Said:
    """Judge the lot by its plan: it becomes free and who waits is served, or it stays apart and owed."""
    known = book.inspections[asked.inspection_id]
    found = {name: getattr(asked, name) for name in CLASSES}
    checks = tuple(replace(check, found=found[check.defects]) for check in known.checks)
    judged = replace(known, checks=checks, examined=asked.examined, note=asked.note, inspector=asked.inspector)
    judge(book, replace(judged, decided_at=at))
    inspection = book.inspections[asked.inspection_id]
    return _enter(book, inspection, at, ids) if inspection.passes else _stay_out(book, inspection)


def concession_refusal(book: Book, asked: Concede, over_share: Decimal) -> Refusal | None:
    """Why a concession cannot be signed: the lot is not rejected, or was given up and is owed by nobody."""
    inspection = book.inspections.get(asked.inspection_id)
    if inspection is None:
        return NotFound(what="inspection", id=asked.inspection_id)
    if inspection.state != "rejected" or not inspection.left_over:
        return NotRejected(number=inspection.number, state=inspection.state)
    allowed = room_for(book.purchases[inspection.purchase_id], over_share)
    if inspection.left_over > allowed:
        return NobodyIsOwedIt(quantity=inspection.left_over, number=inspection.number, allowed=allowed)
    return None


def concede(book: Book, asked: Concede, at: datetime, ids: Iterator[UUID]) -> Said:
    """Let what is left of a rejected lot in, by a signature."""
    known = book.inspections[asked.inspection_id]
    inspection = replace(known, state="conceded", signed_by=asked.signed_by, signed_for=asked.reason)
    book.keep(inspection)
    return _enter(book, inspection, at, ids)


def disposal_refusal(book: Book, asked: Dispose, over_share: Decimal) -> Refusal | None:
    """Why goods do not leave quarantine: not rejected, not so many, half a piece, or reworked while owed by nobody."""
    inspection = book.inspections.get(asked.inspection_id)
    if inspection is None:
        return NotFound(what="inspection", id=asked.inspection_id)
    left = inspection.left_over if inspection.state == "rejected" else ZERO
    if not 0 < asked.quantity <= left:
        return MoreThanIsLeft(quantity=asked.quantity, number=inspection.number, left_over=left)
    allowed = room_for(book.purchases[inspection.purchase_id], over_share)
    if asked.kind == "rework" and asked.quantity > allowed:
        return NobodyIsOwedIt(quantity=asked.quantity, number=inspection.number, allowed=allowed)
    return unfit(inspection.item, book.master(inspection.item), asked.quantity) or _misnamed(book, inspection, asked)


def _misnamed(book: Book, inspection: Inspection, asked: Dispose) -> Refusal | None:
    """What lies in quarantine without names leaves it without them (WHS-1)."""
    lying = {one.serial for one in book.serials.of_inspection(inspection.inspection_id)}
    if not lying:
        return NoSerials(item=inspection.item) if asked.serials else None
    return Faults(away=[name for name in asked.serials if name not in lying]).refusal(asked.quantity, asked.serials)


def dispose(book: Book, asked: Dispose, rma: str, at: datetime, ids: Iterator[UUID]) -> None:
    """Take it out of its inspection; ``rma`` is the number under which it goes back. It is still owed."""
    inspection = book.inspections[asked.inspection_id]
    times = sum(one.receipt == inspection.receipt for one in book.inspections.values())
    numbers = {"rma": rma, "scrap": inspection.number, "rework": number_of(inspection.receipt, times)}
    about = (inspection.item, inspection.supplier, asked.quantity, asked.reason, asked.by_whom, at)
    disposal = Disposal(next(ids), numbers[asked.kind], inspection.inspection_id, asked.kind, *about)
    again = next(ids) if asked.kind == "rework" else None
    if again:
        inspect_again(book, inspection, disposal, again)
    else:
        take_away(book, inspection, disposal)
    left: Left = "" if again else "sent back" if asked.kind == "rma" else "scrapped"
    for one in book.serials.of_inspection(inspection.inspection_id):
        if one.serial in asked.serials:
            stands = left or "in quarantine"
            book.serials.keep(replace(one, inspection_id=again, left_as=left, stands=stands))


def resume(book: Book, asked: Concede) -> Refusal | None:
    """The supplier acted: his lots are taken in again, under tightened inspection (ISO 2859-1, 9.4)."""
    inspection = book.inspections.get(asked.inspection_id)
    if inspection is None:
        return NotFound(what="inspection", id=asked.inspection_id)
    item, supplier = inspection.item, inspection.supplier
    stopped = [key for key, standing in book.standings.items() if key[:2] == (item, supplier) and standing.discontinued]
    for key in stopped:
        book.stand(key, book.standings[key].resumed())
    return None if stopped else NeverDiscontinued(item=item, supplier=supplier)


def _enter(book: Book, inspection: Inspection, at: datetime, ids: Iterator[UUID]) -> Said:
    lot = Lot(inspection.left_over, inspection.receipt, inspection.received_on)
    let_in(book, inspection, at)
    return accepted(book, book.purchases[inspection.purchase_id], lot, ids)


def _stay_out(book: Book, inspection: Inspection) -> Said:
    """What was reworked in vain was told as rejected before, and somebody decides on it already."""
    if inspection.again:
        return ()
    turn_down(book, inspection)
    purchase = book.purchases[inspection.purchase_id]
    lot = Lot(inspection.left_over, inspection.number, inspection.received_on)
    return (rejected(purchase, lot),) if purchase.outstanding else ()
