"""Notify's figures; each is an environment variable GENDAN_NOTIFY_<NAME>."""

import tomllib
from datetime import time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic_settings import BaseSettings, SettingsConfigDict

from services.notify.kinds.rules import Kinds
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
    exceptions: str = "kinds.toml"
    """A TOML file with the kinds and levels of exceptions; the default is the suite's table (NOT-4)."""
    undo_hours: int = 4
    """Working hours until what was done for a cancelled order must be undone (NOT-3; flow.md, order.cancelled)."""


@cache
def policy() -> Policy:
    return Policy()


@cache
def calendar() -> Calendar:
    """The company's working hours."""
    return Calendar.of(policy().country, ZoneInfo(policy().zone), policy().opens, policy().closes)


@cache
def kinds() -> Kinds:
    """The company's kinds and levels of exceptions. Raises what a missing or faulty file raises."""
    file = Path(__file__).parent / "kinds" / policy().exceptions
    return Kinds.model_validate(tomllib.loads(file.read_text()))
