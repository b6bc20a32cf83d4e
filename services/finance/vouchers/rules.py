"""What may be written by hand, signed and reversed (FIN-3, FIN-7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.money import Signature, rounded
from contracts.texts import Text
from services.finance.account.rules.entries import BANK, OF_DOCUMENTS
from services.finance.account.rules.values import ZERO
from services.finance.voucher.rules import Line, Voucher


class NotBooked(Refusal):
    """Voucher {number} is {state}; only what is booked is reversed."""


class ReversedAlready(Refusal):
    """Voucher {number} is reversed by {reversal} already."""


@dataclass(frozen=True)
class Write:
    """Somebody wants these lines booked."""

    currency: str
    lines: tuple[Line, ...]
    reason: str
    person: str

    @property
    def debit(self) -> Decimal:
        return sum((line.debit for line in self.lines), ZERO)

    @property
    def credit(self) -> Decimal:
        return sum((line.credit for line in self.lines), ZERO)


@dataclass(frozen=True)
class Reverse:
    """Somebody wants a booked voucher taken back."""

    number: str
    reason: str
    person: str


@dataclass(frozen=True)
class Sign:
    """Somebody signs, or refuses."""

    voucher_id: UUID
    approve: bool
    person: str
    roles: tuple[str, ...]


def write_refusal(asked: Write) -> InvalidInput | None:
    """Why such an entry cannot be; all that is wrong at once."""
    faults = [fault for place, line in enumerate(asked.lines) for fault in _line_faults(asked.currency, place, line)]
    if asked.debit != asked.credit:
        came = Text("debits of {debit}, credits of {credit}", debit=f"{asked.debit:f}", credit=f"{asked.credit:f}")
        faults.append({"field": "lines", "expected": Text("debits and credits of the same sum"), "came": came})
    return InvalidInput(faults) if faults else None


def _line_faults(currency: str, place: int, line: Line) -> Iterator[dict[str, Any]]:
    if line.account == BANK or line.account in OF_DOCUMENTS:
        expected = Text("an account of the ledger to which neither documents nor the bank's statements post")
        yield {"field": f"lines.{place}.account", "expected": expected, "came": line.account}
    if bool(line.debit) == bool(line.credit):
        came = Text("debits of {debit}, credits of {credit}", debit=f"{line.debit:f}", credit=f"{line.credit:f}")
        yield {"field": f"lines.{place}.debit", "expected": Text("a debit or a credit above 0"), "came": came}
    for name, amount in (("debit", line.debit), ("credit", line.credit)):
        if amount != rounded(amount, currency):
            expected = Text("whole minor units of {currency}", currency=currency)
            yield {"field": f"lines.{place}.{name}", "expected": expected, "came": f"{amount:f}"}


def write(asked: Write, steps: Sequence[str], at: str, voucher_id: UUID, number: str, reverses: str = "") -> Voucher:
    """It waits for ``steps``."""
    return Voucher(
        voucher_id=voucher_id,
        number=number,
        currency=asked.currency,
        lines=asked.lines,
        reason=asked.reason,
        reverses=reverses,
        signatures=(Signature(step="asked", person=asked.person, at=at),),
        steps=tuple(steps),
    )


def reversal(known: Voucher | None, asked: Reverse, reversed_by: str) -> Write | Refusal:
    """The same lines the other way round; it is signed as any other, and booked on the day of its last signature."""
    if known is None:
        return NotFound(what="voucher", id=asked.number)
    if known.state != "booked":
        return NotBooked(number=known.number, state=known.state)
    if reversed_by:
        return ReversedAlready(number=known.number, reversal=reversed_by)
    return Write(known.currency, tuple(line.reversed for line in known.lines), asked.reason, asked.person)


def sign(known: Voucher, asked: Sign, at: str) -> Voucher | Refusal:
    """One signature; the last one books it, and anybody whose turn it is may refuse."""
    signatures = known.chain.sign(Text("voucher {number}", number=known.number), asked.person, asked.roles, at)
    if isinstance(signatures, Refusal):
        return signatures
    if not asked.approve:
        return known.but(signatures=signatures, state="refused")
    return known.but(signatures=signatures, state="booked" if known.chain.ends else "awaited")
