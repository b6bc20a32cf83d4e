"""Every contract of the suite, by topic."""

from contracts import finance, logistics, notify, outside, purchasing, sales, warehouse
from contracts.event import CATALOGUE as EVENTS

DEPARTMENTS = ("sales", "purchasing", "warehouse", "logistics", "finance", "notify")
SPEAKERS = (sales, purchasing, warehouse, logistics, finance, notify, outside)

__all__ = ["DEPARTMENTS", "EVENTS", "SPEAKERS"]
