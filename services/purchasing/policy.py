"""Every figure and every by-hand or automatic switch of purchasing."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.environment import settled
from contracts.scalars import Code, Days, Share

PREFIX = "GENDAN_PURCHASING_"


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_PURCHASING_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, use_attribute_docstrings=True)

    tolerance: Share = Decimal("0.05")
    """How far a unit price may be above the original budget without signatures: 0.05 is 5 % (PUR-3)."""
    ordering: Literal["automatic", "by_hand"] = "automatic"
    """By hand, a purchase stays a draft until a buyer orders it (PUR-4)."""
    asking: Literal["automatic", "by_hand"] = "by_hand"
    """By hand, a purchase above the tolerance stays a draft until a buyer asks for its price: his is the first of the
    signatures; automatic, it is asked for in the name of ``buyer`` (PUR-3)."""
    cancelling: Literal["automatic", "by_hand"] = "by_hand"
    """By hand, each supplier is asked; automatic, one who has not confirmed yet is taken to agree (PUR-1)."""
    days_before_promise: Days = 3
    """Calendar days from the goods' arrival to the order's promised date: receipt, packing, transport (PUR-2)."""
    buyer: Code = "purchasing"
    """Who asks for a price change that the rule, and no person, started (person code; PUR-3)."""


def ready() -> None:
    """Look at all settings before the start. Raises SettingsFault with the name of each that makes no sense."""
    settled(Policy, PREFIX)
