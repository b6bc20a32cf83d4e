"""What logistics is told about carriers and their rates."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.refusal import Refusal


class CurrencyWithoutValue(Refusal):
    """A rate in {currency} cannot be compared with the others: finance has rates of {known} only."""

    of_input = True


@dataclass(frozen=True)
class PutCarrier:
    """A carrier as it is from now on (LOG-2); ``active`` None leaves that as it is, and a new one is active."""

    carrier: str
    name: str
    active: bool | None = None
