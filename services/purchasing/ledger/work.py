"""The one road of the ledger: load it, fold into it what came, let follow what follows, save it, publish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol, get_args
from uuid import UUID

from pydantic import BaseModel
from typing_extensions import TypeVar

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, NotReady, Reading, Step
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.purchasing import SupplyReviewed
from services.purchasing.ledger import store
from services.purchasing.ledger.rules.book import Ledger
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.covering import follow
from services.purchasing.ledger.rules.news import (
    Cause,
    Followed,
    PurchaseNews,
    followed,
    share_out,
    tell_all,
)
from services.purchasing.ledger.rules.numbering import Series, series_of, together
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.store import Touched
from services.purchasing.policy import Policy
from services.purchasing.waiting.work import wake


class OfPurchase(Protocol):
    """A command about one purchase."""

    @property
    def purchase_id(self) -> UUID: ...


M = TypeVar("M")
C = TypeVar("C", bound=OfPurchase)
Wait = TypeVar("Wait", bound=NotReady)


async def handle(
    db: Db,
    events: Sequence[M],
    fold: Callable[[Ledger, Sequence[M]], Ledger],
    touched: Touched,
    cause_of: Callable[[M], Cause],
    early: Callable[[Ledger, M], Wait | None] = lambda _ledger, _event: None,
) -> list[tuple[Followed, ...] | Wait]:
    """What follows of each message; one that is too ``early`` changes nothing."""
    before = await store.load(db, touched)
    waits = [early(before, event) for event in events]
    ready = [event for event, wait in zip(events, waits, strict=True) if wait is None]
    if not ready:
        return [wait for wait in waits if wait]
    step = await _close(db, before, fold(before, ready), await ordering(db))
    shares = iter(share_out(map(followed, step.events), [cause_of(event) for event in ready]))
    return [wait or next(shares) for wait in waits]


async def handle_supply(
    db: Db,
    told: Sequence[M],
    fold: Callable[[Ledger, Sequence[M]], Ledger],
    touched: Touched,
    cause_of: Callable[[M], Cause],
    came: Callable[[Ledger, Ledger], Collection[str]],
) -> list[tuple[Followed | SupplyReviewed, ...]]:
    """What follows of each; orders that wait for the items that ``came`` (back) are reviewed again."""
    before = await store.load(db, touched)
    after = fold(before, told)
    step = await _close(db, before, after, await ordering(db))
    causes = [cause_of(one) for one in told]
    shares = share_out(map(followed, step.events), causes)
    woken = await wake(db, came(before, after), [cause.items for cause in causes])
    return [(*share, *again) for share, again in zip(shares, woken, strict=True)]


async def command(
    db: Db,
    commands: Sequence[C],
    do: Callable[[Ledger, C, Ordering], Ledger | Refusal],
    show: Callable[[Purchase, C], BaseModel],
    items: Iterable[str] = (),
) -> list[Answer[PurchaseNews] | Refusal]:
    """Each command done with its purchase, which is shown to who asked; a refusal changes nothing.

    ``items``: what it touches besides the purchases' own.
    """
    return await command_several(
        db, commands, lambda asked: (asked.purchase_id,), do, lambda found, asked: show(found[0], asked), items
    )


async def command_several(
    db: Db,
    commands: Sequence[M],
    of: Callable[[M], Sequence[UUID]],
    do: Callable[[Ledger, M, Ordering], Ledger | Refusal],
    show: Callable[[Sequence[Purchase], M], BaseModel],
    items: Iterable[str] = (),
) -> list[Answer[PurchaseNews] | Refusal]:
    """Each command done with all the purchases that it is ``of``, in their order, or refused with all of them."""
    before = await store.load(db, Touched(items, purchases=[one for asked in commands for one in of(asked)]))
    after, refused, terms = before, dict[int, Refusal](), await ordering(db)
    for at, asked in enumerate(commands):
        done = do(after, asked, terms)
        if isinstance(done, Refusal):
            refused[at] = done
        else:
            after = done
    if len(refused) == len(commands):
        return list(refused.values())
    step = await _close(db, before, after, terms)
    causes = [Cause(purchases=frozenset(of(asked))) for at, asked in enumerate(commands) if at not in refused]
    shares = iter(share_out(step.events, causes))
    now = {purchase.id: purchase for purchase in step.document.purchases}
    return [
        refused.get(at) or Answer(show([now[one] for one in of(asked)], asked), next(shares))
        for at, asked in enumerate(commands)
    ]


async def ordering(db: Reading) -> Ordering:
    """Today's way of ordering, from the policy."""
    p = await holding(db, Policy)
    switches = {
        "by_hand": p.ordering, "cancel_by_hand": p.cancelling, "ask_by_hand": p.asking, "word_by_hand": p.price_word,
    }  # fmt: skip
    by_hand = {name: way == "by_hand" for name, way in switches.items()}
    return Ordering(p.tolerance, clock.today(), p.buyer, p.days_before_promise, p.own_shop, **by_hand)


async def _close(db: Db, before: Ledger, folded: Ledger, terms: Ordering) -> Step[Ledger, PurchaseNews]:
    """Let follow what follows, number the new purchase orders, save."""
    after = follow(folded, terms, ids())
    wanted = Counter(series_of(lines[0]) for lines in together(after.purchases))
    year, series = terms.today.year, get_args(Series)
    numbers = {each: iter(await take_numbers(db, each, year, wanted[each])) for each in series}
    step = tell_all(before, after, numbers)
    await store.save(db, before, step.document)
    return step
