"""Write `deploy/requirements.txt`, the part of the lock that the image installs: `python -m` on this module."""

from __future__ import annotations

from deploy.locked import CHECKOUT, ONLY_EMBEDDED, runtime

FILE = CHECKOUT / "deploy" / "requirements.txt"


def text() -> str:
    """The pins with their markers and hashes, as the lock has them."""
    return "\n".join(pin.lines for pin in runtime(without=ONLY_EMBEDDED)) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
