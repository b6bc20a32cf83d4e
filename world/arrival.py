"""Orders that customers will send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Arrival:
    """An order for ``POST /orders`` of sales and the business date on which its customer sends it.

    ``key`` is its idempotency key, so that it is taken once whoever posts it.
    """

    on: date
    key: str
    body: Mapping[str, Any]
