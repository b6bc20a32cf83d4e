"""Where an order stands and for whom it waits, read off its facts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from contracts.reasons import text_of, text_of_all
from contracts.review import REVIEWERS
from contracts.stages import End, State, Supplied, Undecided, Underway
from contracts.texts import Text, Word
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import CameAgain, Waiting, WaitingFor
from services.sales.order.rules.risk import GRADES

Stage = Literal[Undecided, Supplied, Underway, End]
"""The words of the company's vocabulary that sales shows: who packs and who is paid are other departments."""
Due = tuple[str, WaitingFor, Text]
"""Who must do what: the owner, the word, the sentence."""


def standing_of(order: Order) -> State:
    """A cancelled order is so from the cancel on, also while its goods come back and when all is undone."""
    if order.status == "closed":
        return "cancelled" if order.reasons else "closed"
    return order.status if order.status in ("cancelled", "rejected") else "open"


def stage_of(order: Order) -> Stage:
    """The stage that people see."""
    if order.status == "open":
        return _before_confirmation(order)
    if order.status == "confirmed":
        return _after_dispatch(order) if order.all_dispatched else _before_dispatch(order)
    return order.status


def _before_confirmation(order: Order) -> Undecided:
    if not order.complete:
        return "incomplete"
    if not order.reviews:
        return "received"
    if not order.reviewed:
        return "in_review"
    return "infeasible" if order.objections else "reviewed"


def _after_dispatch(order: Order) -> Underway:
    if order.all_concluded:
        return "accepted"
    return "delivered" if all(s.delivered_at for s in order.dispatched.values()) else "dispatched"


def _before_dispatch(order: Order) -> Supplied:
    going = [s for s in order.shipments.values() if s.lines and not s.ended and s.order_version == order.version]
    if any(not shipment.released for shipment in going):
        return "reserved"
    if going:
        return "released"
    return "short" if order.lacks else "confirmed"


def waiting_of(order: Order, sleeping: Text | None, now: datetime) -> Waiting | None:
    """Who must do what; ``sleeping`` is the reason of the credit hold that alone stops the order."""
    held = Text("credit hold: {reason}", reason=sleeping)
    due: Due | None = ("finance", "credit", held) if sleeping is not None else _due(order)
    if due is None:
        return None
    owner, what, reason = due
    if order.came_again:
        reason = _came_again(reason, order.came_again)
    return Waiting(owner=owner, since=_since(order.waiting, owner, what) or now, what=what, reason=reason)


def _came_again(reason: Text, again: CameAgain) -> Text:
    fields = tuple(one.field for one in again.differs) or Word("the same")
    return Text("{reason} (its PO came again on {day}: {fields})", reason=reason, day=again.on, fields=fields)


def _since(before: Waiting | None, owner: str, what: WaitingFor) -> datetime | None:
    """From when the same one has owed the same, whatever is said of it meanwhile."""
    same = before and before.owner == owner and before.what in (what, None)
    return before.since if before and same else None


def _due(order: Order) -> Due | None:
    if wish := order.being_rescued:
        return order.content.merchandiser, "rescue", Text("the customer wishes to cancel: {reason}", reason=wish.reason)
    return _deciding(order) if order.pending else _by_stage(order)


def _by_stage(order: Order) -> Due | None:
    match stage_of(order):
        case "received" | "incomplete" | "in_review" | "reviewed" | "infeasible":
            return _deciding(order)
        case "dispatched":
            return "logistics", "delivery", Text("delivery")
        case "delivered":
            return order.content.merchandiser, "acceptance", Text("acceptance by the customer")
        case "accepted":
            return "finance", "payment", _money(order)
        case "cancelled":
            return _undoing(order)
        case "closed" | "rejected":
            return None
        case supplied:
            return _supplying(order, supplied)


def _deciding(order: Order) -> Due:
    merchandiser = order.content.merchandiser
    if not order.complete:
        return merchandiser, "answers", Text("the customer must tell: {missing}", missing=order.missing)
    awaited = [reviewer for reviewer in REVIEWERS if reviewer not in order.verdicts]
    if awaited:
        return awaited[0], "reviews", Text("reviews of {reviewers}", reviewers=tuple(awaited))
    reasons = tuple(map(text_of, order.objections))
    if reasons:
        return merchandiser, "decision", Text("not feasible: {reasons}", reasons=reasons)
    if order.awaits:
        return merchandiser, "samples", Text("samples to be approved by the customer: {samples}", samples=order.awaits)
    if risk := order.unsigned:
        told = Text("a {grade} risk to be signed for: {reasons}", grade=GRADES[risk.grade], reasons=risk.reasons)
        return risk.signer, "signature", told
    if known := order.pending:
        days = {"promised": order.content.promised, "computed": known.computed}
        why = Text("changed: a day to be promised in place of {promised}[; it comes to {computed}]", **days)
        return merchandiser, "decision", why
    return merchandiser, "decision", Text("to be confirmed")


def _supplying(order: Order, stage: Supplied) -> Due:
    match stage:
        case "reserved" if not order.advance_is_paid:
            return "finance", "advance", _advance(order)
        case "reserved" if not order.credit_is_in_order:
            return "logistics", "letter of credit", _letter_of_credit(order)
        case "reserved":
            return order.content.merchandiser, "release", Text("reserved goods to be released")
        case "released":
            return "warehouse", "dispatch", Text("released goods to be packed and dispatched")
        case "short" if order.impossible:
            return order.content.merchandiser, "decision", order.impossible.reason
        case "short":
            lacks = tuple(f"{lack.quantity} {lack.item}" for lack in order.lacks)
            return "purchasing", "goods", Text("lacks {lacks}", lacks=lacks)
        case "confirmed":
            return "warehouse", "goods", Text("goods to be reserved")


def _advance(order: Order) -> Text:
    if not (asked := order.current_advance):
        return Text("advance to be asked")
    return Text("advance: {amount} outstanding", amount=f"{asked.outstanding} {order.content.currency}")


def _letter_of_credit(order: Order) -> Text:
    if not (here := order.current_credit):
        return Text("letter of credit to be received")
    return Text("letter of credit {number}: {reasons}", number=here.number, reasons=text_of_all(here.reasons))


def _money(order: Order) -> Text:
    late = [invoice.number for invoice in order.invoices.values() if invoice.overdue and invoice.outstanding]
    return Text("overdue: {invoices}", invoices=tuple(late)) if late else Text("invoices to be issued and paid")


def _undoing(order: Order) -> Due | None:
    if any(s.released and not s.ended for s in order.shipments.values()):
        return "logistics", "undoing", Text("a released shipment to be stopped")
    if any(not s.concluded for s in order.dispatched.values()):
        return "warehouse", "undoing", Text("goods to come back")
    return ("finance", "payment", _money(order)) if order.dispatched else None
