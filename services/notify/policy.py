"""Notify's figures; each is an environment variable GENDAN_NOTIFY_<NAME>."""

from datetime import time
from functools import cache
from zoneinfo import ZoneInfo

from pydantic_settings import BaseSettings, SettingsConfigDict

from services.notify.working_time.rules import Calendar


class Policy(BaseSettings):
    """What a company may decide otherwise."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_NOTIFY_", frozen=True)

    country: str = "CN"
    """Whose public holidays are no working days (SAL-11, NOT-3)."""
    zone: str = "Asia/Shanghai"
    """Of the working hours."""
    opens: time = time(9)
    """The working day's begin (NOT-3)."""
    closes: time = time(18)
    """The working day's end (NOT-3)."""
    undo_hours: int = 4
    """Working hours until what was done for a cancelled order must be undone (NOT-3; flow.md, order.cancelled)."""


@cache
def policy() -> Policy:
    return Policy()


@cache
def calendar() -> Calendar:
    """The company's working hours."""
    return Calendar.of(policy().country, ZoneInfo(policy().zone), policy().opens, policy().closes)
