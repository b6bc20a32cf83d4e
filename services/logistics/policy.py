"""Logistics' figures and switches."""

from decimal import Decimal
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.scalars import Count, Country, Share


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_LOGISTICS_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_LOGISTICS_", frozen=True, use_attribute_docstrings=True)

    dispatch: Literal["automatic", "by_hand"] = "by_hand"
    """Whether packed goods wait for a clerk who sends them, or leave by rule with a made-up tracking number (LOG-1)."""
    home_country: Country = "CN"
    """An order to any other country is international: two modes are compared for it (LOG-1)."""
    measured_from: Count = 20
    """So many deliveries of a carrier by one mode to one country tell its reliability better than its rate (LOG-2)."""
    on_time_least: Share = Decimal("0.7")
    """A transport that is on time less often is taken only when no other arrives by the date asked (LOG-2)."""
