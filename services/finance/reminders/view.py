"""Reminders as people see them."""

from __future__ import annotations

from contracts.value import Value
from services.finance.reminders.rules import Reminder


class RemindersSent(Value):
    """What was sent now, an invoice each."""

    reminders: tuple[Reminder, ...]
