"""Customers are reminded: by itself, or by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Reading, Timer
from chassis.ids import new_id
from chassis.language import asked_for, catalogue
from chassis.refusal import Refusal
from contracts.finance import AdvanceReminded, PaymentReminded
from services.finance.account import store as accounts
from services.finance.policy import Policy
from services.finance.reminders import rules, store
from services.finance.reminders.rules import Draft
from services.finance.reminders.view import RemindersSent

LOCALE = Path(__file__).parents[1] / "locale"
Reminded = PaymentReminded | AdvanceReminded


async def find_due(db: Reading, now: datetime) -> list[tuple[str, rules.Remind]]:
    """Orders of which the customer is to be reminded, by order."""
    policy = await holding(db, Policy)
    if policy.reminders == "by_hand" or not policy.reminder_days:
        return []
    found = await store.due(db, clock.local_date(now), policy.reminder_days)
    return [(str(order_id), rules.Remind(order_id)) for order_id in found]


async def remind(db: Db, orders: Sequence[rules.Remind]) -> list[tuple[Reminded, ...]]:
    """What has come to its level, looked at again under the lock."""
    sent = await _remind(db, orders, rules.falls_due)
    return [() if isinstance(one, Refusal) else tuple(e for step in one for e in step.events) for one in sent]


async def remind_by_hand(db: Db, orders: Sequence[rules.Remind]) -> list[Answer[Reminded] | Refusal]:
    """A level more, whatever the day."""
    sent = await _remind(db, orders, rules.by_hand)
    return [one if isinstance(one, Refusal) else _answer(one) for one in sent]


async def _remind(
    db: Db, orders: Sequence[rules.Remind], drafts_of: rules.Drafting
) -> list[list[rules.Told] | Refusal]:
    policy, today = await holding(db, Policy), clock.today()
    found = await accounts.load(db, [asked.order_id for asked in orders])
    known = await store.known(db, [asked.order_id for asked in orders], [account.customer for account in found])
    drafts = [drafts_of(account, known.levels, policy, today) for account in found]
    sent = [
        each if isinstance(each, Refusal) else [_said(one, known.languages, asked.person, today) for one in each]
        for asked, each in zip(orders, drafts, strict=True)
    ]
    await store.save(db, [step.document for each in sent if not isinstance(each, Refusal) for step in each])
    return sent


def _said(draft: Draft, languages: dict[str, str], by_whom: str, today: date) -> rules.Told:
    """In the customer's language, if it is one of ours."""
    language = asked_for(languages.get(draft.account.customer, ""))
    return rules.reminded(draft, new_id(), language, catalogue(language, LOCALE)(draft.text), by_whom, today)


def _answer(sent: Sequence[rules.Told]) -> Answer[Reminded]:
    reminders = tuple(step.document for step in sent)
    return Answer(RemindersSent(reminders=reminders), tuple(event for step in sent for event in step.events))


TIMERS = (Timer("reminders", find_due, remind, pace="day"),)
