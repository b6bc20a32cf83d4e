"""Files with an order and with a change of one (UN/EDIFACT ORDERS, ORDCHG)."""

from datetime import timedelta

from chassis import clock
from tests.simulation.outside import CUSTOMER


def an_order_file(po: str) -> str:
    """For three bolts."""
    wanted = f"DTM+2:{clock.today() + timedelta(days=60):%Y%m%d}:102"
    order = (f"BGM+220+{po}+9", wanted, f"NAD+BY+{CUSTOMER}::91", "LIN+1", "PIA+1+bolt:SA", "QTY+21:3:PCE", "UNS+S")
    return interchange("ORDERS", order)


def a_change_file(po: str, item: str, quantity: int) -> str:
    """Of its first line so many."""
    line = (f"LIN+1+3+{item}:SA", f"QTY+21:{quantity}:PCE", "UNS+S")
    return interchange("ORDCHG", ("BGM+230+AE-1+4", f"RFF+ON:{po}", f"NAD+BY+{CUSTOMER}::91", *line))


def interchange(kind: str, segments: tuple[str, ...]) -> str:
    """With one message."""
    message = (f"UNH+1+{kind}:D:96A:UN", *segments, f"UNT+{len(segments) + 2}+1")
    return "'".join(("UNB+UNOC:3+B+S+261130:0900+1", *message, "UNZ+1+1", ""))
