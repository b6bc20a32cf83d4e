"""A voucher with its lines, why it is written, and who signed it (FIN-3, FIN-7). Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.money import Signature
from contracts.value import Value
from services.finance.account.rules.chain import Chain
from services.finance.account.rules.entries import Entry, Posting
from services.finance.account.rules.values import ZERO

State = Literal["awaited", "booked", "refused"]


class Line(Value):
    """A debit or a credit of an account, in the voucher's currency; the other one is 0."""

    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO

    @property
    def reversed(self) -> Line:
        return self.but(debit=self.credit, credit=self.debit)


class Voucher(Value):
    """What somebody wants to be booked; ``reverses``: the number of the voucher that it takes back, or empty."""

    voucher_id: UUID
    number: str
    currency: str
    lines: tuple[Line, ...]
    reason: str
    reverses: str
    signatures: tuple[Signature, ...]
    """So far, the first of whoever wrote it."""
    steps: tuple[str, ...]
    """Who signs it after him, as the figures said when it was written."""
    state: State = "awaited"

    @property
    def chain(self) -> Chain:
        return Chain(self.signatures, self.steps, self.state)

    @property
    def amount(self) -> Decimal:
        """All that is debited."""
        return sum((line.debit for line in self.lines), ZERO)

    @property
    def entry(self) -> Entry:
        """As it is booked."""
        postings = tuple(Posting(account=one.account, debit=one.debit, credit=one.credit) for one in self.lines)
        return Entry(kind="voucher", document=self.number, currency=self.currency, postings=postings)
