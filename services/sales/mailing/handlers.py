"""What happens to orders makes letters; what is written is sent, once (SAL-8, SAL-20, decision 0055)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Never, TypeVar

import asyncpg
import structlog

from chassis import clock
from chassis.figures import opening
from chassis.handling import Answer, Db, Handler, Nothing
from chassis.mail.composing import composed
from chassis.mail.outcome import Outcome
from chassis.mail.sending import Server, hand_over
from chassis.opened import on_opened
from chassis.papers.kinds import NotYet
from chassis.refusal import NotFound, Refusal
from contracts.complaints import ComplaintClosed
from contracts.deadlines import DeadlineSet
from contracts.delays import DelayForecast
from contracts.event import Event
from contracts.logistics import ShipmentDelivered
from contracts.sales import OrderAccepted, OrderChanged, OrderConfirmed
from contracts.texts import Text
from services.sales.feedback import store as feedback
from services.sales.letter import store as letters
from services.sales.letter.rules import Letter, after, is_stale, lost, not_addressed, put_aside, put_off, taken_up
from services.sales.letter.work import command
from services.sales.mailing import store, view
from services.sales.mailing.rules import acting, returning, writing
from services.sales.mailing.rules.acting import Send, Settle
from services.sales.mailing.rules.returning import NotOurLetter, Returned
from services.sales.mailing.rules.writing import Written, judged
from services.sales.mailing.view import Enclosed, NotNow
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.order.work import OPEN, AboutOrder
from services.sales.policy import Policy

log = structlog.get_logger()
NO_PAPER = Text("its paper could not be drawn")
PASSING = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)
"""Tried again as it was, soon."""
E = TypeVar("E", bound=AboutOrder)


@on_opened
async def write_confirmation(db: Db, events: Sequence[OrderConfirmed | OrderChanged]) -> list[Nothing]:
    """The customer gets the confirmation of each version that is its newest when it is heard."""
    return await _write(db, events, writing.confirmation_of)


@on_opened
async def write_delay_notice(db: Db, events: Sequence[DelayForecast]) -> list[Nothing]:
    """He hears at once what will be late, and what he may choose."""
    return await _write(db, events, writing.delay_notice)


@on_opened
async def write_feedback_request(db: Db, events: Sequence[OrderAccepted | ComplaintClosed]) -> list[Nothing]:
    """He is asked about what is all there, or answered, where he can answer by a link."""
    if opening(Policy).public_url:
        known = await feedback.load(db, list(map(judged, events)))
        over = [event for event in events if not isinstance(event, OrderAccepted) or event.completes_order]
        await _write(db, over, lambda order, event: writing.feedback_request(order, known.get(judged(event))))
    return [() for _ in events]


@on_opened
async def write_return_form(db: Db, events: Sequence[ShipmentDelivered]) -> list[Nothing]:
    """He may give them back from now on, where he can say so by a link (SAL-13, WHS-8)."""
    if opening(Policy).public_url:
        await _write(db, events, lambda order, _: writing.return_form(order))
    return [() for _ in events]


@on_opened
async def write_delivery_reminder(db: Db, events: Sequence[DeadlineSet]) -> list[Nothing]:
    """Before the days are over in which a delivery is followed up its customer is asked once (SAL-11)."""
    due = [OnOrder(event.order_id) for event in events if event.kind == "collection" and event.order_id]
    await _write(db, due, lambda order, _: writing.delivery_reminder(order))
    return [() for _ in events]


async def send(db: Db, asked: Sequence[Send]) -> list[Answer[Never] | Refusal]:
    customers, now = await store.customers_of(db, [one.letter_id for one in asked]), clock.real_now()

    def do(letter: Letter, _: Send) -> Letter | Refusal:
        return acting.send(letter, writing.addressee(customers.get(letter.letter_id)), now)

    return await command(db, asked, do)


async def settle(db: Db, asked: Sequence[Settle]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, acting.settle)


async def hear_return(db: Db, told: Sequence[Returned]) -> list[Answer[Never] | Refusal]:
    """A letter that nobody knows is refused as one that went under another id."""
    answers = await command(db, told, returning.hear)
    known = zip(told, answers, strict=True)
    return [NotOurLetter(message=one.message_id) if isinstance(got, NotFound) else got for one, got in known]


async def send_next(db: asyncpg.Pool) -> bool:
    """Send the letter whose turn it is; whether another one may follow at once.

    No letter is tried while there is no mail server. What nobody heard the end of becomes a person's.
    """
    policy = opening(Policy)
    if not (policy.smtp_url and policy.mail_from):
        return False
    for gone in await letters.lost(db, clock.real_now()):
        await letters.change(db, gone, lost(gone))
    waiting = await letters.due(db, clock.real_now())
    return bool(waiting) and await _send(db, waiting[0], policy)


async def _write(db: Db, events: Sequence[E], write: Callable[[Order, E], Written | None]) -> list[Nothing]:
    """The last event of each order is told."""
    entries = await OPEN.load(db, [event.order_id for event in events])
    last = {event.order_id: event for event in events}
    known = {id_: entry.order for id_, entry in entries.items()}
    written = {id_: told for id_, order in known.items() if id_ in last and (told := write(order, last[id_]))}
    await store.add(db, [(known[id_], told) for id_, told in written.items()])
    return [() for _ in events]


async def _send(db: asyncpg.Pool, letter: Letter, policy: Policy) -> bool:
    """Draw its paper, say that it is being sent, send it, say what came of it; each is kept before the next."""
    if is_stale(letter, clock.real_now()):
        return await letters.change(db, letter, put_aside(letter))
    server, known = _server(policy), await store.customers_of(db, [letter.letter_id])
    contact = writing.addressee(known.get(letter.letter_id))
    if contact is None:
        await letters.change(db, letter, not_addressed(letter))
        return True
    beside = await _enclosed(db, letter, policy)
    if beside is None:
        return True
    taken = taken_up(letter, contact.name, contact.email, policy.mail_from, clock.real_now())
    if not await letters.change(db, letter, taken):
        return True
    outcome = await _handed_over(server, taken, policy.mail_from, beside)
    await letters.change(db, taken, after(taken, outcome, clock.real_now(), clock.now()))
    log.info("letter tried", number=letter.number, came=outcome.came)
    return outcome.spoken


async def _enclosed(db: asyncpg.Pool, letter: Letter, policy: Policy) -> Enclosed | None:
    """What goes with it; None, and it is not sent, where nothing is to be told any more, or not yet, or no paper can be
    drawn."""
    try:
        beside = await view.enclosed(db, letter, policy)
    except PASSING:
        raise
    except Exception as fault:
        log.exception("no paper for a letter", number=letter.number, fault=type(fault).__name__)
        await letters.change(db, letter, letter.but(state="failed", reason=NO_PAPER))
        return None
    if isinstance(beside, NotNow):
        await letters.change(db, letter, put_off(letter, clock.real_now()))
        return None
    if isinstance(beside, NotYet):
        await letters.change(db, letter, letter.but(state="superseded", reason=beside.why))
        return None
    return beside


async def _handed_over(server: Server, letter: Letter, sender: str, beside: Enclosed) -> Outcome:
    try:
        content = composed(view.mail_of(letter, sender, beside))
    except ValueError as fault:
        return Outcome("refused", type(fault).__name__)
    return await hand_over(server, sender, letter.address, content)


def _server(policy: Policy) -> Server:
    """The password is read for each mail: who changes it need not start anything again."""
    file = policy.smtp_password_file
    return Server.of(policy.smtp_url, file.read_text().rstrip("\r\n") if file else "")


HANDLES: Mapping[type[Event], Handler] = {
    OrderConfirmed: write_confirmation,
    OrderChanged: write_confirmation,
    DelayForecast: write_delay_notice,
    ShipmentDelivered: write_return_form,
    OrderAccepted: write_feedback_request,
    ComplaintClosed: write_feedback_request,
    DeadlineSet: write_delivery_reminder,
}
WORKS = {"letters": send_next}
