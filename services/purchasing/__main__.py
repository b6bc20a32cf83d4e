"""Starts the purchasing department."""

from chassis.run import run
from services.purchasing.house import HOUSE

run(HOUSE)
