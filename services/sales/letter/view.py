"""A letter as people of sales see it."""

from __future__ import annotations

from contracts.value import fields_of
from services.sales.letter.rules import Letter as Document


class LetterView(Document): ...


def state_of(letter: Document) -> LetterView:
    return LetterView(**fields_of(letter))
