"""As much as the page reads of a service ticket (SAL-13)."""

from __future__ import annotations

from datetime import date, datetime

from contracts.value import Value


class StepTold(Value):
    what: str
    at: datetime
    by: str = ""
    words: str = ""
    to: str = ""


class TicketTold(Value):
    """``person`` has it; nobody where any supervisor may take it, and once it is closed."""

    number: str
    kind: str
    channel: str
    customer: str
    words: str
    state: str
    person: str
    due: date | None = None
    order_number: str = ""
    complaint: str = ""
    sent_anew: str = ""
    reopened: int = 0
    done: tuple[StepTold, ...] = ()


class TicketsTold(Value):
    items: tuple[TicketTold, ...]
    next: str | None = None
