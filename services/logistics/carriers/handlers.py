"""What logistics is told about carriers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from contracts.rates import Values
from services.logistics.carriers import store
from services.logistics.carriers.rules import CurrencyWithoutValue, PutCarrier, unfit_legs
from services.logistics.carriers.view import CarrierPut, RatePut
from services.logistics.shipment.rules.offers import Rate
from services.logistics.shipment.store import values as values_today


async def put_carriers(db: Db, carriers: Sequence[PutCarrier]) -> list[Answer[Never] | Refusal]:
    await store.put_carriers(db, carriers)
    return [Answer(CarrierPut(carrier=c.carrier)) for c in carriers]


async def put_rates(db: Db, rates: Sequence[Rate]) -> list[Answer[Never] | Refusal]:
    """Refuses the rate of an unknown carrier, one whose currency cannot be compared, or whose legs are no way."""
    known = await store.known_carriers(db, [rate.carrier for rate in rates])
    values = await values_today(db)
    answers = [_answer(rate, known, values) for rate in rates]
    taken = [rate for rate, answer in zip(rates, answers, strict=True) if isinstance(answer, Answer)]
    if taken:
        await store.put_rates(db, taken)
    return answers


def _answer(rate: Rate, known: set[str], values: Values) -> Answer[Never] | Refusal:
    if rate.carrier not in known:
        return NotFound(what="carrier", id=rate.carrier)
    if rate.currency not in values:
        return CurrencyWithoutValue(currency=rate.currency, known=sorted(values))
    return unfit_legs(rate) or Answer(RatePut(carrier=rate.carrier, mode=rate.mode, country=rate.country))
