"""Inquiries are opened once, quoted and declined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Never

from chassis import clock
from chassis.figures import holding, opening
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from services.sales.inquiry import store
from services.sales.inquiry.rules import Inquiry
from services.sales.inquiry.view import for_customer, state_of
from services.sales.inquiry.work import command
from services.sales.mailing import store as mailing
from services.sales.masters import store as masters
from services.sales.masters.rules import Customer, Item
from services.sales.needs import store as needs
from services.sales.policy import Policy
from services.sales.quoting import rules
from services.sales.quoting.rules import Approve, Decline, OpenInquiry, Quote, Return


async def receive(db: Db, asked: Sequence[OpenInquiry]) -> list[Answer[Never] | Refusal]:
    """The new inquiry, or the one that the customer's reference is already."""
    customers = await masters.load(db, Customer, [one.customer for one in asked])
    known = await store.of_references(db, [one.called for one in asked])
    done = [_in_book(one, known, customers) for one in asked]
    fresh = [one for one, said in zip(asked, done, strict=True) if said is None]
    new = await _new(db, fresh, customers)
    await store.save(db, list(new.values()))
    return [_answer(said or new[one.called], one) for one, said in zip(asked, done, strict=True)]


async def quote(db: Db, asked: Sequence[Quote]) -> list[Answer[Never] | Refusal]:
    items = await masters.load(db, Item, sorted({line.item for one in asked for line in one.lines}))
    listed = await masters.prices(db, {(line.item, one.currency) for one in asked for line in one.lines})
    units, today = {code: item.unit for code, item in items.items()}, clock.today()
    told, policy = await needs.load(db, [one.inquiry_id for one in asked]), await holding(db, Policy)

    def do(inquiry: Inquiry, one: Quote) -> Inquiry | Refusal:
        return rules.quote(inquiry, one, units, listed, today, told.get(one.inquiry_id), policy)

    return await _mailed(db, await command(db, asked, do))


async def approve(db: Db, asked: Sequence[Approve]) -> list[Answer[Never] | Refusal]:
    today = clock.today()
    return await _mailed(db, await command(db, asked, lambda inquiry, one: rules.approve(inquiry, one, today)))


async def send_back(db: Db, asked: Sequence[Return]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, rules.send_back)


async def decline(db: Db, asked: Sequence[Decline]) -> list[Answer[Never] | Refusal]:
    return await command(db, asked, rules.decline)


async def _mailed(db: Db, answers: list[Answer[Never] | Refusal]) -> list[Answer[Never] | Refusal]:
    """What is quoted now leaves as a mail, where the company tells its address for customers."""
    bodies = [answer.body for answer in answers if isinstance(answer, Answer)]
    quoted = [one for one in bodies if isinstance(one, Inquiry) and one.status == "quoted"]
    if quoted and opening(Policy).public_url:
        await mailing.add_quotations(db, quoted)
    return answers


def _in_book(
    asked: OpenInquiry, known: Mapping[tuple[str, str], Inquiry], customers: Mapping[str, Customer]
) -> Inquiry | Refusal | None:
    """What is said to it; None where it is new."""
    if refusal := rules.may_ask(asked):
        return refusal
    if asked.customer not in customers:
        return NotFound(what="customer", id=asked.customer)
    return rules.again(asked, known[asked.called]) if asked.called in known else None


async def _new(
    db: Db, asked: Sequence[OpenInquiry], customers: Mapping[str, Customer]
) -> dict[tuple[str, str], Inquiry]:
    today, policy = clock.today(), await holding(db, Policy)
    numbers = await take_numbers(db, "IN", today.year, len(asked))
    return {
        one.called: rules.opened(one, inquiry_id, number, customers[one.customer], today, policy)
        for one, inquiry_id, number in zip(asked, ids(), numbers, strict=False)
    }


def _answer(done: Inquiry | Refusal, asked: OpenInquiry) -> Answer[Never] | Refusal:
    if isinstance(done, Refusal):
        return done
    return Answer((for_customer if asked.only_of else state_of)(done, clock.today()))
