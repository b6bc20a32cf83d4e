"""A debt is given up: asked with its reason, signed by those whose amount it is above, all different (FIN-4, FIN-7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.finance import DebtWrittenOff
from contracts.money import Signature, rounded
from contracts.texts import Text
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.bad_debt import give_up
from services.finance.account.rules.invoice import Invoice
from services.finance.account.rules.values import ZERO, WriteOff

Given = Turn[DebtWrittenOff]


class NothingOwed(Refusal):
    """No invoice of order {number} has anything open that could be given up."""


class AskedAlready(Refusal):
    """{person} asked to give up {amount} of {number} already; it waits for the {step}."""

    of_input = True


@dataclass(frozen=True)
class Ask:
    """Somebody asks to give up so much of an invoice, or all that is owed of it."""

    order_id: UUID
    invoice: str
    amount: Decimal | None
    reason: str
    person: str


@dataclass(frozen=True)
class Sign:
    """Somebody signs, or refuses."""

    order_id: UUID
    write_off: int
    approve: bool
    person: str
    roles: tuple[str, ...]


def ask(account: Account, asked: Ask, signers: tuple[str, ...], at: str) -> Given | Refusal:
    """It waits for ``signers``; the customer hears nothing of it."""
    if not (open_ := [invoice for invoice in account.invoices if invoice.outstanding > 0]):
        return NothingOwed(number=account.number or asked.order_id)
    invoice = next((one for one in open_ if one.number == asked.invoice), None)
    if faults := list(_faults(open_, invoice, asked)):
        return InvalidInput(faults)
    if known := next((one for one in account.write_offs if _awaits(one, asked)), None):
        told = {"person": known.signatures[0].person, "amount": known.amount, "step": known.chain.next_step}
        return AskedAlready(number=known.number, **told)
    write_off = WriteOff(
        number=asked.invoice,
        amount=asked.amount or (invoice.outstanding if invoice else ZERO),
        reason=asked.reason,
        signatures=(Signature(step="asked", person=asked.person, at=at),),
        steps=signers,
    )
    return Turn(account.with_write_off(len(account.write_offs), write_off))


def sign(account: Account, asked: Sign, at: str) -> Given | Refusal:
    """One signature; the last one books it, and anybody whose turn it is may refuse."""
    place = asked.write_off - 1
    if not 0 <= place < len(account.write_offs):
        return NotFound(what="write-off", id=f"{account.number or asked.order_id}/{asked.write_off}")
    known = account.write_offs[place]
    what = Text("the write-off of {number}", number=known.number)
    signatures = known.chain.sign(what, asked.person, asked.roles, at)
    if isinstance(signatures, Refusal):
        return signatures
    signed = known.but(signatures=signatures) if asked.approve else known.but(signatures=signatures, state="refused")
    now = account.with_write_off(place, signed)
    return give_up(now, place) if asked.approve and known.chain.ends else Turn(now)


def _awaits(write_off: WriteOff, asked: Ask) -> bool:
    return write_off.number == asked.invoice and write_off.state == "awaited"


def _faults(open_: list[Invoice], invoice: Invoice | None, asked: Ask) -> Iterator[dict[str, Any]]:
    if invoice is None:
        known = tuple(one.number for one in open_)
        expected = Text("the number of an invoice of this order with something open: {known}", known=known)
        yield {"field": "invoice", "expected": expected, "came": asked.invoice}
        return
    if asked.amount is not None and asked.amount > invoice.outstanding:
        expected = Text("at most {open}, which is open of it", open=f"{invoice.outstanding:f}")
        yield {"field": "amount", "expected": expected, "came": f"{asked.amount:f}"}
    if asked.amount is not None and asked.amount != rounded(asked.amount, invoice.currency):
        whole = Text("whole minor units of {currency}", currency=invoice.currency)
        yield {"field": "amount", "expected": whole, "came": f"{asked.amount:f}"}
