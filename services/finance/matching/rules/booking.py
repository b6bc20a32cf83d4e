"""Receipts under work in one transaction, and what becomes of orders' money by them (FIN-2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.refusal import NotFound, Refusal
from contracts.rates import Values
from services.finance.account.rules.account import Account, Turn
from services.finance.account.rules.entries import EXCHANGE, SUSPENSE
from services.finance.matching.rules.assigning import Assign, Unclear, assign
from services.finance.payments.rules import Said, may_write_off, settle
from services.finance.policy import Way
from services.finance.receipt.rules import Receipt, exchanged

Booked = Turn[Said]


@dataclass
class Books:
    """``receipts`` as they were found; ``changed`` as they are now."""

    receipts: Mapping[UUID, Receipt]
    refunds: Way
    write_off_up_to: Decimal
    values: Values
    changed: dict[UUID, Receipt] = field(default_factory=dict)

    def now(self, receipt_id: UUID) -> Receipt:
        return self.changed.get(receipt_id) or self.receipts[receipt_id]

    def wait(self, asked: Unclear) -> None:
        """It waits for a person, unless somebody was quicker."""
        receipt = self.receipts.get(asked.receipt_id)
        if receipt and receipt.state == "new":
            self.changed[asked.receipt_id] = receipt.but(state="waiting")

    def do(self, account: Account, asked: Assign, _: date) -> Booked | Refusal:
        """As a person says; refused where the receipt does not have it."""
        if asked.receipt_id not in self.receipts:
            return NotFound(what="receipt", id=asked.receipt_id)
        done = assign(account, self.now(asked.receipt_id), asked, self.values)
        if isinstance(done, Refusal):
            return done
        receipt, payment = done
        self.changed[asked.receipt_id] = receipt
        up_to = may_write_off(account.currency, self.write_off_up_to, self.values)
        exchange = exchanged(receipt, receipt.parts[-1], account.customer)
        turn = settle(account, payment, self.refunds, up_to, EXCHANGE if exchange else SUSPENSE)
        return turn.then(Turn(turn.document, (), exchange))

    def by_rule(self, account: Account, asked: Assign, today: date) -> Booked:
        """The same, of what was looked at before: what somebody has assigned meanwhile stays as it is."""
        done = self.do(account, asked, today)
        return done if isinstance(done, Turn) else Turn(account)
