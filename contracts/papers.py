"""A paper of an order: what a department issues, or gets from outside, under a number."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.sentences import Language


@dataclass(frozen=True)
class Paper:
    """``number`` and ``dated`` name fields of the event; without ``dated`` the paper is of the day of the event."""

    number: str
    en: str
    zh: str
    dated: str = ""

    def called(self, lang: Language) -> str:
        return self.en if lang == "en" else self.zh
