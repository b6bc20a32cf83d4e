"""The orders that are seen, as a spreadsheet (NOT-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notify.desk import words
from services.notify.desk.board.view import Card
from services.notify.desk.choices import Choices
from services.notify.desk.sheets import end_early, headed, new_book, plain, saved
from services.notify.desk.words import N_

HEADS: Sequence[tuple[str, int]] = (
    (N_("Order"), 18),
    (N_("Customer"), 14),
    (N_("Customer's PO"), 18),
    (N_("Merchandiser"), 16),
    (N_("Stage"), 14),
    (N_("State"), 12),
    (N_("Promised"), 12),
    (N_("Value"), 14),
    (N_("Currency"), 10),
    (N_("Waits for"), 36),
    (N_("From"), 16),
    (N_("Due"), 18),
    (N_("Overdue"), 10),
    (N_("Exception level"), 12),
    (N_("Rush"), 8),
    (N_("Priority"), 10),
    (N_("Since"), 18),
)


def workbook(cards: Sequence[Card], choices: Choices, *, whole: bool = True) -> bytes:
    """Dates are dates and amounts are numbers, so that people can go on counting."""
    book = new_book()
    heads = [(words.gettext(head, choices.language), width) for head, width in HEADS]
    sheet = headed(book, words.gettext(N_("Orders"), choices.language), heads)
    for card in cards:
        sheet.append([plain(value) for value in _row(card, choices)])
    if not whole:
        end_early([sheet], len(cards), choices.language)
    return saved(book)


def _row(card: Card, choices: Choices) -> list[Any]:
    language = choices.language
    return [
        card.name,
        card.customer,
        card.customer_po,
        card.merchandiser,
        words.stage_word(card.stage, language),
        words.state_word(card.state, language),
        card.promised,
        card.value,
        card.currency,
        words.topics_word(card.topics, language) if card.topics else None,
        words.department_word(card.owner, language) if card.owner else None,
        _local(card.due, choices),
        words.gettext(N_("yes"), language) if card.overdue else None,
        card.level,
        words.gettext(N_("yes"), language) if card.rush else None,
        card.priority,
        _local(card.stage_since, choices),
    ]


def _local(moment: datetime | None, choices: Choices) -> datetime | None:
    """A spreadsheet knows no zones: the reader's."""
    return moment.astimezone(choices.zone).replace(tzinfo=None, microsecond=0) if moment else None
