"""A code as the warehouse knows it."""

from __future__ import annotations

from pydantic import BaseModel


class Scanned(BaseModel):
    """What a code names; each is empty where it names none, all where nobody here knows it.

    ``lot`` is our receipt, of which ``item`` came, where one alone is called so: by its number or its supplier's name.
    """

    item: str
    lot: str
    place: str
    serial: str
    """Of a piece of ``item``, where one alone bears it."""
