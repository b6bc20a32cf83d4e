"""Write `deploy/requirements/`: what images install of the lock, each package in a layer that all who need it share.

With a part's name it prints all that its image installs.
"""

from __future__ import annotations

import sys

from deploy.locked import CHECKOUT, ISSUERS, Pin, of_part, servers
from deploy.parts import PARTS

FOLDER = CHECKOUT / "deploy" / "requirements"
COMMON, PAPERS = "common", "papers"


def layers_of(part: str) -> list[str]:
    """The lists of a part's image, in the order in which they are installed."""
    return [COMMON, *([PAPERS] if part in ISSUERS else []), part]


def texts() -> dict[str, str]:
    """By file: the pins with their markers and hashes, as the lock has them."""
    needed = {part: of_part(part) for part in PARTS}
    common = _shared([*needed.values()])
    papers = [pin for pin in _shared([needed[part] for part in ISSUERS]) if pin not in common]
    below = {COMMON: common, PAPERS: papers}
    own = {
        part: [pin for pin in needed[part] if not any(pin in below[layer] for layer in layers_of(part)[:-1])]
        for part in PARTS
    }
    lists = {**below, **own, "servers": servers()}
    return {f"{name}.txt": "".join(f"{pin.lines}\n" for pin in pins) for name, pins in lists.items()}


def _shared(lists: list[list[Pin]]) -> list[Pin]:
    return [pin for pin in lists[0] if all(pin in pins for pins in lists)]


def write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(*(pin.lines for pin in of_part(sys.argv[1])), sep="\n")
    else:
        write()
