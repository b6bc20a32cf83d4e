"""Start the warehouse: `python -m services.warehouse`."""

from chassis.run import run
from services.warehouse.house import HOUSE

run(HOUSE)
