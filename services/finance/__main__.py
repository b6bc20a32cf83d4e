"""`python -m services.finance`."""

from chassis.run import run
from services.finance.house import HOUSE
from services.finance.policy import policy

policy()
run(HOUSE)
