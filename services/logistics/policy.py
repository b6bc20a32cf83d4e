"""Logistics' figures and switches; each is an environment variable GENDAN_LOGISTICS_<NAME>."""

from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Policy(BaseSettings):
    """What a company may decide otherwise."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_LOGISTICS_", frozen=True)

    dispatch: Literal["automatic", "by_hand"] = "by_hand"
    """Whether packed goods wait for a clerk who sends them, or leave by rule with a made-up tracking number (LOG-1)."""
    home_country: str = "CN"
    """An order to any other country is international: two modes are compared for it (LOG-1)."""
    currency_values: dict[str, Decimal] = {
        "CNY": Decimal(1),
        "USD": Decimal("7.1"),
        "EUR": Decimal("7.8"),
        "GBP": Decimal("9.1"),
        "JPY": Decimal("0.048"),
        "HKD": Decimal("0.91"),
    }
    """What one unit is worth in the company's currency; only to compare rates of several currencies (LOG-1)."""


@cache
def policy() -> Policy:
    return Policy()
