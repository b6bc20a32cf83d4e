"""A file with an order (UN/EDIFACT ORDERS)."""

from datetime import timedelta

from chassis import clock
from tests.simulation.outside import CUSTOMER


def an_order_file(po: str) -> str:
    """For three bolts."""
    wanted = f"DTM+2:{clock.today() + timedelta(days=60):%Y%m%d}:102"
    order = (f"BGM+220+{po}+9", wanted, f"NAD+BY+{CUSTOMER}::91", "LIN+1", "PIA+1+bolt:SA", "QTY+21:3:PCE", "UNS+S")
    message = ("UNH+1+ORDERS:D:96A:UN", *order, f"UNT+{len(order) + 2}+1")
    return "'".join(("UNB+UNOC:3+B+S+261130:0900+1", *message, "UNZ+1+1", ""))
