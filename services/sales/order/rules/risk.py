"""What an order's risk was found to be, and who signed that the company takes it (SAL-6). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from contracts.money import Signature
from contracts.texts import Text, Word
from contracts.value import Value

RiskGrade = Literal["low", "medium", "high", "critical"]
RiskKind = Literal["credit", "currency", "supply", "delivery", "quality", "country"]
GRADES: Mapping[RiskGrade, Word] = {
    "low": Word("low"),
    "medium": Word("medium"),
    "high": Word("high"),
    "critical": Word("critical"),
}


class RiskFactor(Value):
    """One of the six: how likely harm is and how much it would be, each from 1 to 5, and why it is so likely."""

    kind: RiskKind
    likelihood: int
    impact: int
    why: Text

    @property
    def product(self) -> int:
        return self.likelihood * self.impact


class Risk(Value, omit_defaults=True):
    """A consequence/likelihood matrix (IEC 31010:2019, B.10.3): the worst of the six gives the order's grade."""

    grade: RiskGrade
    factors: tuple[RiskFactor, ...]
    signer: str = ""
    """The role that signs for it before the order is confirmed; empty where nobody must."""
    signature: Signature | None = None

    @property
    def unsigned(self) -> bool:
        return bool(self.signer) and self.signature is None

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Why it has its grade: the sentences of the worst."""
        worst = max(factor.product for factor in self.factors)
        return tuple(factor.why for factor in self.factors if factor.product == worst)

    def after(self, before: Risk | None) -> Self:
        """Signed as before, where nothing was found to be otherwise."""
        same = before is not None and _levels(before) == _levels(self) and before.signer == self.signer
        return self.but(signature=before.signature) if before and same else self


def _levels(risk: Risk) -> list[tuple[str, int, int]]:
    return [(factor.kind, factor.likelihood, factor.impact) for factor in risk.factors]
