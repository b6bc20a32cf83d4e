"""What paths name a month by."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

OfMonth = Annotated[str, Path(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", examples=["2026-11"])]
"""2026-11."""
