"""Runs the department."""

from chassis.run import run
from services.sales.house import HOUSE

run(HOUSE)
