"""An order that nobody wrote on a form: said in a call or a meeting, or standing in the text of a mail (SAL-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from services.sales.conversation.rules import Way
from services.sales.intake.rules.files import Evidence


@dataclass(frozen=True)
class Note:
    """Who said what when, as whoever heard it notes it down."""

    channel: Way
    said_by: str
    said_at: datetime
    words: str

    @property
    def called(self) -> str:
        """What the order is called whose customer told no number: the same note twice is the same order."""
        return f"{self.channel} {self.said_at.astimezone(UTC):%Y-%m-%d %H:%M}Z"

    def evidence(self) -> Evidence:
        """As it is kept with the order."""
        content = f"{self.called}\n{self.said_by}\n\n{self.words}\n".encode()
        return Evidence("note", sha256(content).hexdigest(), content, self.said_by, self.called)
