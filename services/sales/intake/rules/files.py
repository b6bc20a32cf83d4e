"""A file with orders, whatever its form: as text, and read (SAL-2)."""

from __future__ import annotations

from contracts.texts import Text
from services.sales.intake.rules.edifact import charset_of, is_interchange
from services.sales.intake.rules.in_files import Reading
from services.sales.intake.rules.orders_message import read_orders

ORDERS_MAX = 500


def decoded(content: bytes) -> str:
    """By the character set that it names."""
    return content.decode(charset_of(content), "replace")


def read(content: str) -> Reading:
    """The orders of a file, and all at once what is wrong with it."""
    if "\0" in content or not is_interchange(content):
        reading = Reading()
        reading.wrong("the file", Text("UN/EDIFACT, from UNA or UNB on"), content.strip("\0 ")[:20])
        return reading
    reading = read_orders(content)
    if not (reading.faults or 1 <= len(reading.orders) <= ORDERS_MAX):
        reading.wrong("the file", Text("1 to {most} orders", most=ORDERS_MAX), len(reading.orders))
    return reading
