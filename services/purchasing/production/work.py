"""The one road of production orders: the purchase and its plan are changed together, saved and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from typing_extensions import TypeVar

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.gates import InspectionRequested
from contracts.purchasing import ProductionProgressed
from services.purchasing.ledger import work as ledger
from services.purchasing.ledger.rules.book import Ledger
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.ledger.rules.news import PurchaseNews
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.ledger.work import OfPurchase
from services.purchasing.production import store
from services.purchasing.production.rules.gates import asked_for
from services.purchasing.production.rules.production import Production, progressed
from services.purchasing.production.view import ProductionState

C = TypeVar("C", bound=OfPurchase)
Do = Callable[[Ledger, Production | None, C, Ordering], tuple[Ledger, Production] | Refusal]
Said = PurchaseNews | ProductionProgressed | InspectionRequested


async def command(db: Db, commands: Sequence[C], do: Do[C], items: Iterable[str] = ()) -> list[Answer[Said] | Refusal]:
    """Each command done with its purchase and its plan; a newer plan is told, and the inspections that it asks for.

    ``items``: what it touches besides the one that is made.
    """
    known = await store.load(db, [asked.purchase_id for asked in commands])
    plans, purchases = dict[UUID, Production](), dict[UUID, Purchase]()

    def done(before: Ledger, asked: C, terms: Ordering) -> Ledger | Refusal:
        outcome = do(before, known.get(asked.purchase_id), asked, terms)
        if isinstance(outcome, Refusal):
            return outcome
        plans[asked.purchase_id] = outcome[1]
        return outcome[0]

    def shown(purchase: Purchase, _asked: C) -> ProductionState:
        purchases[purchase.id] = purchase
        return ProductionState.of(purchase, plans[purchase.id])

    answers = await ledger.command(db, commands, done, shown, items)
    if plans:
        await store.save(db, list(plans.values()), clock.today())
    newer = {id_: plan for id_, plan in plans.items() if id_ not in known or plan.version > known[id_].version}
    said: dict[UUID, tuple[Said, ...]] = {
        id_: (progressed(purchases[id_], plan), *asked_for(purchases[id_], known.get(id_), plan))
        for id_, plan in newer.items()
    }
    return [
        one if isinstance(one, Refusal) else Answer(one.body, (*one.events, *said.get(asked.purchase_id, ())))
        for asked, one in zip(commands, answers, strict=True)
    ]
