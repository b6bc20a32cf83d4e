"""The one road of feedback: asked when something is over; loaded, changed and saved when somebody tells of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.sales.feedback import store
from services.sales.feedback.rules import Feedback, NothingToJudge
from services.sales.feedback.view import for_customer, state_of
from services.sales.policy import Policy


class AboutFeedback(Protocol):
    @property
    def feedback_id(self) -> UUID: ...

    @property
    def only_of(self) -> str | None: ...


C = TypeVar("C", bound=AboutFeedback)


async def ask_of_orders(db: Db, orders: Sequence[UUID], policy: Policy) -> None:
    """Of what was delivered and accepted to the last."""
    days = policy.feedback_ask_days, policy.feedback_answer_days
    await store.ask_of_orders(db, orders, clock.today(), *days)


async def ask_of_complaints(db: Db, complaints: Sequence[UUID], policy: Policy) -> None:
    """Of what was answered."""
    days = policy.feedback_ask_days, policy.feedback_answer_days
    await store.ask_of_complaints(db, complaints, clock.today(), *days)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Feedback, C], Feedback | Refusal]
) -> list[Answer[Never] | Refusal]:
    """What each command makes of its feedback, or why it does not; a customer's of his own only (ALL-3)."""
    known = await store.load(db, [asked.feedback_id for asked in commands])
    done = [_done(known.get(asked.feedback_id), asked, do) for asked in commands]
    await store.save(db, [one for one in done if isinstance(one, Feedback)])
    return [_answer(one, asked.only_of) for one, asked in zip(done, commands, strict=True)]


def _done(known: Feedback | None, asked: C, do: Callable[[Feedback, C], Feedback | Refusal]) -> Feedback | Refusal:
    """A customer does not hear whether what is another's is delivered."""
    if known and asked.only_of in (None, known.customer):
        return do(known, asked)
    return NotFound(what="feedback", id=asked.feedback_id) if asked.only_of else NothingToJudge()


def _answer(done: Feedback | Refusal, only_of: str | None) -> Answer[Never] | Refusal:
    if isinstance(done, Refusal):
        return done
    return Answer(for_customer(done) if only_of else state_of(done, clock.today()))
