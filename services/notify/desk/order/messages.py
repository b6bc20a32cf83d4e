"""What the customer of an order was written and told, and what he said, the newest first (NOT-2, SAL-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from services.notify.desk.order.told import Conversation, Conversations, Letter, Letters


@dataclass(frozen=True)
class Message:
    """A letter of ours, or a conversation that somebody noted; of the other it says nothing."""

    on: date
    """Of a letter in the reader's zone; a conversation has no time of day."""
    letter: Letter | None = None
    conversation: Conversation | None = None

    @property
    def number(self) -> str:
        one = self.letter or self.conversation
        return one.number if one else ""


def messages_of(letters: Letters | None, conversations: Conversations | None, zone: ZoneInfo) -> list[Message]:
    written = [Message(_day_of(one, zone), letter=one) for one in (letters.items if letters else ())]
    told = [Message(one.happened_on, conversation=one) for one in (conversations.items if conversations else ())]
    return sorted((*written, *told), key=lambda one: (one.on, one.number), reverse=True)


def _day_of(letter: Letter, zone: ZoneInfo) -> date:
    return (letter.sent_at or letter.written_at).astimezone(zone).date()
