"""`python -m services.notify`: the department as a process."""

from chassis.run import run
from services.notify.house import HOUSE

run(HOUSE)
