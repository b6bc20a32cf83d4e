"""The one road of needs: load them with their inquiry, do what is asked, save them, answer with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.sales.inquiry import store as inquiries
from services.sales.inquiry.rules import Inquiry
from services.sales.needs import store
from services.sales.needs.rules.document import Needs
from services.sales.needs.view import state_of
from services.sales.policy import Policy


class AboutNeeds(Protocol):
    @property
    def inquiry_id(self) -> UUID: ...

    @property
    def only_of(self) -> str | None: ...


C = TypeVar("C", bound=AboutNeeds)
Do = Callable[[Inquiry, Needs | None, C, Policy], Needs | Refusal]


async def command(db: Db, commands: Sequence[C], do: Do[C]) -> list[Answer[Never] | Refusal]:
    """What each command makes of the needs of its inquiry; a customer's of his own only (ALL-3)."""
    ids, policy = [asked.inquiry_id for asked in commands], await holding(db, Policy)
    known, needs = await inquiries.load(db, ids), await store.load(db, ids)

    def done(asked: C) -> Needs | Refusal:
        inquiry = known.get(asked.inquiry_id)
        if inquiry is None or asked.only_of not in (None, inquiry.customer):
            return NotFound(what="inquiry", id=asked.inquiry_id)
        return do(inquiry, needs.get(asked.inquiry_id), asked, policy)

    all_done = [done(asked) for asked in commands]
    await store.save(db, [one for one in all_done if isinstance(one, Needs)])
    lists = policy.need_questions
    return [
        one if isinstance(one, Refusal) else Answer(state_of(known[one.inquiry_id], one, lists)) for one in all_done
    ]
