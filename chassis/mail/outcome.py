"""What came of handing a mail to a server; what is not known is said to be so (decision 0055)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Came = Literal["taken", "later", "refused", "unsure"]
"""The server answers for it now; it may be tried again; it never takes it; nobody knows whether it was taken."""


@dataclass(frozen=True)
class Outcome:
    came: Came
    words: str = ""
    """The server's own, or the fault's on the way to it; may name an address: not for logs."""
    spoken: bool = True
    """False: there was no server that takes mail of ours, so the next one need not be tried now."""
