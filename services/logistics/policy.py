"""Logistics' figures and switches."""

from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.scalars import Country


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_LOGISTICS_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_LOGISTICS_", frozen=True, use_attribute_docstrings=True)

    dispatch: Literal["automatic", "by_hand"] = "by_hand"
    """Whether packed goods wait for a clerk who sends them, or leave by rule with a made-up tracking number (LOG-1)."""
    home_country: Country = "CN"
    """An order to any other country is international: two modes are compared for it (LOG-1)."""
    customs: Literal["warn", "bar"] = "warn"
    """Goods whose customs data are not complete may leave the country, which is told, or may not (LOG-8)."""
