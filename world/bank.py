"""The bank: customers' money comes around its due date, whole or in parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from world.chance import Chance
from world.client import Body, Somebody
from world.clock import day_of

MANNERS = ((0.60, (-5, 0)), (0.85, (0, 7)), (0.96, (6, 25)), (1.0, (25, 45)))
"""Up to which share of the customers pays how many days after the due date, from and to."""
IN_PARTS, OVERPAID = 0.10, 0.01
SECOND_PART_DAYS = (4, 12)
OVERPAID_BY = Decimal(5)
WITHOUT_MINOR_UNIT = frozenset({"JPY", "KRW", "VND"})


@dataclass(frozen=True)
class Bank:
    """All customers' banks; ``clerk`` brings finance the statements."""

    clerk: Somebody
    chance: Chance

    async def act(self, today: date) -> None:
        """One statement with all that is paid today."""
        advances = await self.clerk.listed("finance", "/advances", state="open")
        invoices = await self.clerk.listed("finance", "/invoices", state="open")
        lines = [line for advance in advances if (line := self._advance(advance, today))]
        lines += [line for invoice in invoices if (line := self._invoice(invoice, today))]
        await self.clerk.batch("finance", "/bank-statements/batch", lines)

    def _advance(self, advance: dict[str, Any], today: date) -> tuple[str, Body] | None:
        after = self.chance.between(*self._manner(advance["customer"]), "advance", advance["number"])
        if today < day_of(advance["due"]) + timedelta(days=after) or advance["stage"] != "confirmed":
            return None
        return _line("advance", advance, Decimal(advance["outstanding"]))

    def _invoice(self, invoice: dict[str, Any], today: date) -> tuple[str, Body] | None:
        number, outstanding = invoice["number"], Decimal(invoice["outstanding"])
        in_parts = self.chance.happens(IN_PARTS, "in parts", number)
        first = in_parts and not Decimal(invoice["paid"])
        if today < self._pay_day(invoice, second=in_parts and not first):
            return None
        if first:
            return _line("invoice", invoice, rounded(outstanding / 2, invoice["currency"]) or outstanding)
        over = OVERPAID_BY if self.chance.happens(OVERPAID, "overpaid", number) else 0
        return _line("invoice", invoice, outstanding + over)

    def _pay_day(self, invoice: dict[str, Any], *, second: bool) -> date:
        number = invoice["number"]
        days = self.chance.between(*self._manner(invoice["customer"]), "invoice", number)
        more = self.chance.between(*SECOND_PART_DAYS, "second part", number) if second else 0
        return day_of(invoice["due"]) + timedelta(days=days + more)

    def _manner(self, customer: str) -> tuple[int, int]:
        drawn = self.chance.share("payer", customer)
        return next(days for limit, days in MANNERS if drawn < limit)


def _line(kind: str, owed: dict[str, Any], amount: Decimal) -> tuple[str, Body]:
    """A bank line; its reference is new whenever something changed about what is owed."""
    name = f"{kind}:{owed['number']}:{owed['version']}"
    return name, {
        "customer": owed["customer"],
        "amount": {"amount": f"{amount:f}", "currency": owed["currency"]},
        "reference": owed["number"],
        "bank_reference": name,
    }


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Half up to the currency's minor unit."""
    return amount.quantize(Decimal(1) if currency in WITHOUT_MINOR_UNIT else Decimal("0.01"), ROUND_HALF_UP)
