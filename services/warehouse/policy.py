"""Every figure and switch of the warehouse."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.roles import Role
from contracts.scalars import Count, Share


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_WAREHOUSE_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="GENDAN_WAREHOUSE_", use_attribute_docstrings=True)

    own_customers_only: bool = False
    """ALL-3, SAL-15: merchandisers and salespeople see here the shipments, papers and purchases of
    customers for whom they answer, lead or stand in, or nobody answers; else all of sales see all. Say the same as
    GENDAN_SALES_OWN_CUSTOMERS_ONLY."""
    downloads_a_day: Count = 20_000
    """ALL-3: so many records one person may take out of this department as files in a day; a paper, a file and each row
    of a sheet are a record each."""
    downloads_by_role: dict[Role, Count] = {}
    """ALL-3: the same for who has one of these roles; of several the highest holds, instead of downloads_a_day."""
    packing: Literal["automatic", "by_hand"] = "by_hand"
    """Whether a released shipment waits for a storekeeper who packs it, or counts as packed at once (WHS-6, ALL-10)."""
    package_max_kg: Annotated[Decimal, Field(ge=1, le=100_000)] = Decimal(25)
    """No package is heavier, kilograms, but for one piece alone that is (WHS-6)."""
    over_delivery_share: Share = Decimal("0.05")
    """How much more than ordered may be taken in, as a part of what is ordered and not cancelled (WHS-3)."""
    pace_days: Annotated[int, Field(ge=1, le=1_000)] = 90
    """Over how many days back it is reckoned how fast goods leave (WHS-7)."""
    slow_days: Annotated[int, Field(ge=1, le=1_000)] = 90
    """What lies on the shelf and of which nothing left for so many days lies still (WHS-7)."""
    soon_days: Annotated[int, Field(ge=1, le=366)] = 14
    """What is free or on order and lasts for less than so many days at its pace runs out soon (WHS-7)."""
    foreseen_ahead_days: Annotated[int, Field(ge=0, le=366)] = 3
    """So many days before the last one on which it can be bought in time, what will be short is said (WHS-7)."""
    foreseen_after_days: Annotated[int, Field(ge=1, le=366)] = 28
    """Of what has moved for less than so many days nobody foresees anything (WHS-7)."""
    expiring_days: Annotated[int, Field(ge=0, le=3_660)] = 30
    """So many days before the last one of a lot it is said that this comes near (WHS-1)."""
    risk_limit: Annotated[int, Field(ge=1, le=1000)] = 100
    """Above this risk priority number a failure mode waits for an improvement (WHS-9)."""
