"""The bank: customers' money comes around its due date, whole or in parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from world.chance import Chance
from world.client import Body, Somebody
from world.clock import day_of
from world.statement import Paid, camt053

MANNERS = ((0.60, (-5, 0)), (0.85, (0, 7)), (0.96, (6, 25)), (1.0, (25, 45)))
"""Up to which share of the customers pays how many days after the due date, from and to."""
IN_PARTS, OVERPAID = 0.10, 0.01
IN_FILES = 0.5
"""Of so many customers the bank brings a file; of the others a list."""
SECOND_PART_DAYS = (4, 12)
OVERPAID_BY = Decimal(5)
WITHOUT_MINOR_UNIT = frozenset({"JPY", "KRW", "VND"})


@dataclass(frozen=True)
class Line:
    """What is paid, under a name that is new whenever something changed about what is owed, on its day."""

    name: str
    body: Body
    day: date

    @property
    def paid(self) -> Paid:
        amount = Decimal(self.body["amount"]["amount"])
        return Paid(self.body["customer"], amount, self.name, f"payment {self.body['reference']}", self.day)


@dataclass(frozen=True)
class Bank:
    """All customers' banks; ``clerk`` brings finance the statements."""

    clerk: Somebody
    chance: Chance
    _told: set[str] = field(default_factory=set)
    """What a file brought: no later one brings it again, though finance may take a while to know what it is for."""

    async def act(self, today: date) -> None:
        """One statement with all that is paid today."""
        advances = await self.clerk.listed("finance", "/advances", state="open")
        invoices = await self.clerk.listed("finance", "/invoices", state="open")
        by_credit = await self._by_credit()
        lines = [line for advance in advances if (line := self._advance(advance, today))]
        lines += [line for invoice in invoices if (line := self._owed(invoice, by_credit, today))]
        in_files = [line for line in lines if self.chance.happens(IN_FILES, "statement", line.body["customer"])]
        listed = [(line.name, line.body) for line in lines if line not in in_files]
        await self.clerk.batch("finance", "/bank-statements/batch", listed)
        await self._files(today, in_files)

    async def _files(self, today: date, lines: Sequence[Line]) -> None:
        """A statement of each currency's account, as the bank writes it."""
        new = [line for line in lines if line.name not in self._told]
        for currency in sorted({line.body["amount"]["currency"] for line in new}):
            paid = [line.paid for line in new if line.body["amount"]["currency"] == currency]
            content = camt053(f"ACCOUNT-{currency}", currency, today, paid)
            key = f"statement:{hashlib.sha256(content.encode()).hexdigest()}"
            answer = await self.clerk.post("finance", "/bank-files", {"content": content}, key=key)
            self._told.update(one.reference for one in paid if answer.ok)

    async def _by_credit(self) -> dict[str, set[str]]:
        """By order that a credit pays, the shipments whose documents the bank accepted (LOG-7)."""
        known = await self.clerk.listed("logistics", "/letters-of-credit")
        return {
            one["order_id"]: {p["shipment_id"] for p in one["presentations"] if p["state"] == "accepted"}
            for one in known
        }

    def _owed(self, invoice: dict[str, Any], by_credit: Mapping[str, set[str]], today: date) -> Line | None:
        """Under a credit the issuing bank pays, on its day, and only what it accepted."""
        accepted = by_credit.get(invoice["order_id"])
        if accepted is None:
            return self._invoice(invoice, today)
        due = day_of(invoice["due"])
        if invoice["shipment_id"] not in accepted or today < due:
            return None
        return _line("invoice", invoice, Decimal(invoice["outstanding"]), due)

    def _advance(self, advance: dict[str, Any], today: date) -> Line | None:
        after = self.chance.between(*self._manner(advance["customer"]), "advance", advance["number"])
        day = day_of(advance["due"]) + timedelta(days=after)
        if today < day or advance["stage"] != "confirmed":
            return None
        return _line("advance", advance, Decimal(advance["outstanding"]), day)

    def _invoice(self, invoice: dict[str, Any], today: date) -> Line | None:
        number, outstanding = invoice["number"], Decimal(invoice["outstanding"])
        in_parts = self.chance.happens(IN_PARTS, "in parts", number)
        first = in_parts and not Decimal(invoice["paid"])
        day = self._pay_day(invoice, second=in_parts and not first)
        if today < day:
            return None
        if first:
            return _line("invoice", invoice, rounded(outstanding / 2, invoice["currency"]) or outstanding, day)
        over = OVERPAID_BY if self.chance.happens(OVERPAID, "overpaid", number) else 0
        return _line("invoice", invoice, outstanding + over, day)

    def _pay_day(self, invoice: dict[str, Any], *, second: bool) -> date:
        number = invoice["number"]
        days = self.chance.between(*self._manner(invoice["customer"]), "invoice", number)
        more = self.chance.between(*SECOND_PART_DAYS, "second part", number) if second else 0
        return day_of(invoice["due"]) + timedelta(days=days + more)

    def _manner(self, customer: str) -> tuple[int, int]:
        drawn = self.chance.share("payer", customer)
        return next(days for limit, days in MANNERS if drawn < limit)


def _line(kind: str, owed: dict[str, Any], amount: Decimal, day: date) -> Line:
    name = f"{kind}:{owed['number']}:{owed['version']}"
    body = {
        "customer": owed["customer"],
        "amount": {"amount": f"{amount:f}", "currency": owed["currency"]},
        "reference": owed["number"],
        "bank_reference": name,
    }
    return Line(name, body, day)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Half up to the currency's minor unit."""
    return amount.quantize(Decimal(1) if currency in WITHOUT_MINOR_UNIT else Decimal("0.01"), ROUND_HALF_UP)
