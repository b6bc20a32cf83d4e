"""`python -m services.logistics`: the department as a process."""

from chassis.run import run
from services.logistics.house import HOUSE

run(HOUSE)
