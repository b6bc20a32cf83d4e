"""What an examination of documents finds (UCP 600 art. 16 c ii: every discrepancy, all at once) (LOG-7)."""

from __future__ import annotations

from typing import Literal

from contracts.money import Money
from contracts.scalars import Day
from contracts.texts import Text
from contracts.value import Value

Remedy = Literal["amend the document", "ask for an amendment", "ask for a waiver"]
Verdict = Literal["conform", "discrepant", "for a person"]


class Finding(Value):
    """One discrepancy: where, what the credit asks there, what the document says, by which rule."""

    field: str
    """Its place in the set, counted from 0: ``invoices.0.total``, ``presented_on``; of what lacks, ``drafts``."""
    other: str = ""
    """The place in the other document, where two of them conflict (UCP 600 art. 14 d)."""
    asked: Text
    """The credit's words, or the other document's."""
    came: Text
    article: str
    """``UCP 600 art. 14 c``, ``ISBP 745 A19``."""
    remedy: Remedy


class Doubt(Value):
    """What no rule can judge and a person must: the credit's words, and why."""

    tag: str
    """Of the credit's field: 46A, 47A."""
    words: str
    why: Text


class Examined(Value):
    """The result of an examination; it conforms where nothing was found and nothing is left for a person."""

    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    available: Money | None = None
    """What could be drawn then: the amount with its tolerance, less what was drawn before."""
    on: Day | None = None
    """The day of presentation for which it was examined; None of those before it was kept."""

    @property
    def verdict(self) -> Verdict:
        if self.findings:
            return "discrepant"
        return "for a person" if self.doubts else "conform"
