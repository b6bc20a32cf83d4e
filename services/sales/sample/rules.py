"""What a sample is, and how far it is (SAL-23). Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self
from uuid import UUID

from contracts.value import Value

Verdict = Literal["approved", "approved_with_remarks", "rejected", "withdrawn"]
"""The customer's. ``rejected`` begins another round; ``withdrawn``: he wants the sample no more."""
Standing = Literal["requested", "overdue", "sent", "approved", "withdrawn"]
"""As it stands on a day: one that is to be sent or judged may be overdue."""
APPROVING: tuple[Verdict, ...] = ("approved", "approved_with_remarks")
ENDING: tuple[Verdict, ...] = (*APPROVING, "withdrawn")


class Round(Value):
    """Made once, sent, and judged."""

    judge_by: date
    """By when the customer is to have judged it, in the company's zone."""
    sent_on: date | None = None
    shipped_by: str = ""
    """The carrier, and what he calls the parcel."""
    verdict: Verdict | None = None
    judged_on: date | None = None
    remarks: str = ""
    """The customer's: what is wrong, or to be minded."""
    recorded_by: str = ""
    """The customer himself, or who was told by him."""


class Sample(Value):
    """The document. A sample that is rejected is made anew, in another round."""

    sample_id: UUID
    number: str
    """What people call it: SM-2026-000123."""
    customer: str
    item: str
    quantity: Decimal
    """Of each round, in the item's unit."""
    judged_for: str
    """What the customer judges, and against what."""
    requested_on: date
    merchandiser: str
    rounds: tuple[Round, ...]
    """The newest one last."""
    inquiry: str = ""
    """For which it was asked: IN-2026-000123."""
    orders: tuple[UUID, ...] = ()
    """Which name it."""

    @property
    def newest(self) -> Round:
        return self.rounds[-1]

    @property
    def approved(self) -> bool:
        return self.newest.verdict in APPROVING

    @property
    def ended(self) -> bool:
        """Nothing more is done about it."""
        return self.newest.verdict in ENDING

    def standing(self, today: date) -> Standing:
        if self.approved:
            return "approved"
        if self.ended:
            return "withdrawn"
        if self.newest.judge_by < today:
            return "overdue"
        return "sent" if self.newest.sent_on else "requested"

    def told(self, **facts: Any) -> Self:
        """With what is now known of its newest round."""
        return self.but(rounds=(*self.rounds[:-1], self.newest.but(**facts)))

    def again(self, judge_by: date) -> Self:
        """Made anew, to be judged by another day."""
        return self.but(rounds=(*self.rounds, Round(judge_by=judge_by)))

    def named_by(self, order_id: UUID) -> Self:
        return self if order_id in self.orders else self.but(orders=(*self.orders, order_id))
