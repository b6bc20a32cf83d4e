"""Suppliers are asked, their answers entered, one of them is chosen (PUR-10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Never

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.purchasing import SupplyReviewed
from services.purchasing.currencies import store as currencies
from services.purchasing.ledger import store as ledger
from services.purchasing.ledger.rules.news import Followed
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.store import Touched
from services.purchasing.ledger.work import handle_supply
from services.purchasing.policy import Policy
from services.purchasing.quoting import store
from services.purchasing.quoting.rules import answering, asking, choosing
from services.purchasing.quoting.rules.asking import Known, Open
from services.purchasing.quoting.rules.choosing import Choose
from services.purchasing.rfq import store as requests
from services.purchasing.rfq.rules.comparison import compared
from services.purchasing.rfq.rules.request import Line, Rfq
from services.purchasing.rfq.view import own_of, state_of
from services.purchasing.rfq.work import command
from services.purchasing.suppliers import store as suppliers


async def open_requests(db: Db, asked: Sequence[Open]) -> list[Answer[Never] | Refusal]:
    """A new request each; the same twice is two."""
    known = await _known(db, asked)
    refusals = [asking.refusal_of(one, known) for one in asked]
    fresh = [one for one, no in zip(asked, refusals, strict=True) if no is None]
    today = clock.today()
    numbers = await take_numbers(db, "RFQ", today.year, len(fresh))
    new = [asking.opened(*each, known, today) for each in zip(fresh, ids(), numbers, strict=False)]
    await requests.save(db, new)
    left = iter(new)
    return [no or Answer(state_of(next(left), {}, {}, today)) for no in refusals]


async def answer(db: Db, asked: Sequence[answering.Answer]) -> list[Answer[Never] | Refusal]:
    """What suppliers say, shown as each of them sees it; of one request there is one in a batch."""
    today = clock.today()
    worth = await currencies.worth(db, today)
    done = await command(db, asked, lambda rfq, one: answering.answer(rfq, one, today, worth.keys()))
    return [
        no if isinstance(no, Refusal) else Answer(own_of(no, one.supplier, today))
        for one, no in zip(asked, done, strict=True)
    ]


async def choose(db: Db, asked: Sequence[Choose]) -> list[Answer[Followed | SupplyReviewed] | Refusal]:
    """The chosen supplier's price of an item becomes his offer, the first by rank; needs that nobody covered are tried
    anew."""
    await ledger.lock(db)
    known, today = await requests.load(db, [one.rfq_id for one in asked]), clock.today()
    about = await store.about(db, sorted({code for rfq in known.values() for code in rfq.suppliers}))
    worth = await currencies.worth(db, today)

    def do(rfq: Rfq, one: Choose) -> Rfq | Refusal:
        return choosing.choose(rfq, one, lambda line: compared(rfq, line, about, worth, today), today)

    done = await command(db, asked, do)
    chosen = {
        rfq.rfq_id: (rfq, line)
        for rfq, one in zip(done, asked, strict=True)
        if isinstance(rfq, Rfq) and rfq != known[rfq.rfq_id] and (line := rfq.line(one.item))
    }
    shares = dict(zip(chosen, await _offered(db, list(chosen.values())), strict=True))
    seen = partial(state_of, about=about, worth=worth, today=today)
    return [no if isinstance(no, Refusal) else Answer(seen(no), shares.get(no.rfq_id, ())) for no in done]


async def _known(db: Db, asked: Sequence[Open]) -> Known:
    units = await store.units(db, [line.item for one in asked for line in one.wanted])
    found = await suppliers.suppliers(db, [code for one in asked for code in one.suppliers])
    least = (await holding(db, Policy)).suppliers_asked
    return Known(units, {code: data for code, (_, data) in found.items()}, least)


async def _offered(db: Db, chosen: Sequence[tuple[Rfq, Line]]) -> list[tuple[Followed | SupplyReviewed, ...]]:
    """What follows of each choice."""
    if not chosen:
        return []
    lines = [line for _, line in chosen]
    offers = await ledger.offers_of(db, [one.item for one in lines])
    changed = dict[tuple[str, str], Offer]()
    for rfq, line in chosen:
        after = choosing.offers_after(rfq, line, offers[line.item])
        changed |= {(line.item, one.supplier): one for one in after}
        offers[line.item] = after or offers[line.item]
    waited = await ledger.save_offers(db, [(item, offer) for (item, _), offer in changed.items()]) if changed else set()
    touched = Touched(items=[one.item for one in lines])
    return await handle_supply(db, lines, choosing.as_it_stands, touched, choosing.cause_of, lambda *_: waited)
