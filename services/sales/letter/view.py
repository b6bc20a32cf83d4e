"""A letter as people of sales see it."""

from __future__ import annotations

from chassis.masked import masked_in
from contracts.value import fields_of
from services.sales.letter.rules import Letter as Document


class LetterView(Document): ...


def listed(letter: Document) -> LetterView:
    """As lists have it: the address masked, in what servers say of it too (ALL-3)."""
    return state_of(masked_in(letter))


def state_of(letter: Document) -> LetterView:
    return LetterView(**fields_of(letter))
