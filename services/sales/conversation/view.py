"""A conversation as people of the company see it."""

from __future__ import annotations

from datetime import date

from contracts.value import fields_of
from services.sales.conversation.rules import Conversation, Standing


class ConversationState(Conversation):
    state: Standing


def state_of(conversation: Conversation, today: date) -> ConversationState:
    return ConversationState(**fields_of(conversation), state=conversation.standing(today))
