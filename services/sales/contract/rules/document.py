"""What a sales contract is: its parties, and its versions with clauses, findings and signatures (SAL-4, SAL-18)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from contracts.order import Terms
from contracts.texts import Text
from contracts.value import Value
from services.sales.policy import ClauseKind

Side = Literal["seller", "buyer", "guarantor"]
Standing = Literal["in_review", "to_sign", "not_begun", "in_force", "expired", "given_up", "terminated"]
"""As it stands on a day: a version is in force from the last party's signature on, within its term; ``terminated`` is
what was ended before its day, ``given_up`` what was never signed."""


class Party(Value):
    """Who signs it."""

    name: str
    side: Side
    """The seller is our company."""


class Clause(Value):
    """What is agreed on one matter: its words, and those of their facts that rules look at."""

    kind: ClauseKind
    text: str
    currency: str | None = None
    """Of prices."""
    incoterm: str = ""
    """Of prices."""
    terms: Terms | None = None
    """Of payment."""
    penalty_share: Decimal | None = None
    """The most that a breach costs, as a part of the price."""
    law: str | None = None
    """By which disputes are decided: its country (ISO 3166-1)."""


class Finding(Value):
    """A clause that is missing or risky, with the wording that would mend it (SAL-4)."""

    clause: ClauseKind
    why: Text
    proposal: Text
    legal: bool = False
    """Legal alone accepts it: that is its signature."""
    accepted_by: str = ""
    """Who let it be as it is; empty while it is open."""
    accepted_on: date | None = None
    reason: str = ""


class Signature(Value):
    party: str
    signed_by: str
    """The person who signed for it, as the paper names him."""
    signed_on: date
    recorded_by: str


class Supplement(Value):
    """A supplementary agreement, which made a version of what was in force."""

    reference: str
    agreed_on: date


class GivenUp(Value):
    """What nobody signs any more."""

    reason: str
    on: date
    by: str


class Terminated(Value):
    """A contract in force ends before its day."""

    party: str
    """Who ended it."""
    reason: str
    last_day: date
    """On which it still holds."""
    on: date
    """When it was told."""
    by: str
    """Who entered it."""


class Version(Value):
    """What the contract says from the signatures of all parties on."""

    version: int
    clauses: tuple[Clause, ...]
    valid_from: date
    valid_until: date
    """The last day of its term, in the company's zone."""
    findings: tuple[Finding, ...]
    entered_by: str
    entered_on: date
    changed: tuple[ClauseKind, ...] = ()
    """The clauses that differ from the version before."""
    supplement: Supplement | None = None
    signatures: tuple[Signature, ...] = ()
    given_up: GivenUp | None = None
    """It was not signed by all, and is not any more; the version before holds, if there is one."""

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if not one.accepted_by)

    def clause(self, kind: ClauseKind) -> Clause | None:
        return next((one for one in self.clauses if one.kind == kind), None)


class SalesContract(Value):
    """The document. The newest version that all parties signed holds; a later one waits for its signatures."""

    contract_id: UUID
    number: str
    """What people call it: SC-2026-000123."""
    customer: str
    reference: str
    """What the customer calls it; the same twice is the same contract."""
    parties: tuple[Party, ...]
    versions: tuple[Version, ...]
    """The newest one last; never empty."""
    terminated: Terminated | None = None

    @property
    def newest(self) -> Version:
        """Of what was not given up; where all was, the last one."""
        return next((one for one in reversed(self.versions) if not one.given_up), self.versions[-1])

    @property
    def holding(self) -> Version | None:
        """None before all parties signed the first one."""
        return next((one for one in reversed(self.versions) if self._is_signed(one)), None)

    @property
    def is_given_up(self) -> bool:
        """It was never signed, and is not any more."""
        return self.newest.given_up is not None

    @property
    def last_day(self) -> date | None:
        """On which it holds, as far as is known; None before all parties signed it."""
        if self.holding is None:
            return None
        return self.terminated.last_day if self.terminated else self.holding.valid_until

    @property
    def authors(self) -> frozenset[str]:
        """Who entered what is not in force yet: they neither accept what is found in it nor sign it for us."""
        held = self.holding.version if self.holding else 0
        return frozenset(one.entered_by for one in self.versions if one.version > held and not one.given_up)

    @property
    def to_sign(self) -> tuple[Party, ...]:
        """Who has not signed the newest version; nobody, where it is given up."""
        return () if self.newest.given_up else self._unsigned(self.newest)

    def _unsigned(self, version: Version) -> tuple[Party, ...]:
        signed = {one.party for one in version.signatures}
        return tuple(one for one in self.parties if one.name not in signed)

    def _is_signed(self, version: Version) -> bool:
        return not version.given_up and not self._unsigned(version)

    def standing(self, today: date) -> Standing:
        held = self.holding
        if held is None:
            return self._unsigned_standing
        if self.terminated and self.terminated.last_day < today:
            return "terminated"
        if today < held.valid_from:
            return "not_begun"
        return "expired" if held.valid_until < today else "in_force"

    @property
    def _unsigned_standing(self) -> Standing:
        if self.is_given_up:
            return "given_up"
        return "in_review" if self.newest.open_findings else "to_sign"

    def with_newest(self, version: Version) -> Self:
        """The newest version, further than it was."""
        return self.but(versions=tuple(version if one is self.newest else one for one in self.versions))

    def amended(self, version: Version) -> Self:
        return self.but(versions=(*self.versions, version))


def replaced(clauses: Iterable[Clause], by: Iterable[Clause]) -> tuple[Clause, ...]:
    """A clause takes the place of the one of its kind, or comes last."""
    new = {one.kind: one for one in clauses} | {one.kind: one for one in by}
    return tuple(new.values())
