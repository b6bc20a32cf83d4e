"""Write `deploy/requirements/`: for each image the part of the lock that it installs."""

from __future__ import annotations

from deploy.locked import CHECKOUT, Pin, of_part, servers
from deploy.parts import PARTS

FOLDER = CHECKOUT / "deploy" / "requirements"


def texts() -> dict[str, str]:
    """By file: the pins with their markers and hashes, as the lock has them."""
    return {f"{part}.txt": _lines(of_part(part)) for part in PARTS} | {"servers.txt": _lines(servers())}


def _lines(pins: list[Pin]) -> str:
    return "\n".join(pin.lines for pin in pins) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text)
