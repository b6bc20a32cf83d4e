"""The test house as a process of its own: `python -m tests.chassis.serve`."""

from chassis.run import run
from tests.chassis.house import HOUSE

if __name__ == "__main__":
    run(HOUSE)
