"""Who was not spoken to for long."""

from __future__ import annotations

from datetime import date

from contracts.value import Value
from services.sales.policy import Grade


class Silence(Value):
    """A customer to whom somebody is to speak, or to send the list of his open orders."""

    customer: str
    grade: Grade
    spoken_on: date | None
    """Last; None: never."""
    list_sent_on: date | None
    to_speak: bool
    """Longer than his grade allows."""
    to_list: bool
    """He has open orders, and got no list of them for too long."""
