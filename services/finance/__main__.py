"""`python -m services.finance`."""

from chassis.run import run
from services.finance.house import HOUSE

run(HOUSE)
