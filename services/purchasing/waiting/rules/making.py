"""Whether our own shop could make so much of an item, and by when: its bill, its material, its lines (SAL-5). Pure.

What lies on the shelf for it nobody knows before the release (decision 0051), so that all material counts as bought;
of a component that is made itself the lead time of our shop counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from contracts.reasons import because
from contracts.review import Reason
from services.purchasing.production.rules.planning import DayLoad, minutes_of, schedule
from services.purchasing.production.rules.shop import Left
from services.purchasing.waiting.rules.buying import bought
from services.purchasing.waiting.rules.ways import Reach, Supply, Ways


def reach(item: str, quantity: Decimal, ways: Ways, left: Left, today: date) -> Reach:
    """Made where our own shop stands before the suppliers, else bought; nothing is set aside, of lines least of all."""
    supply = ways.supply(item)
    if supply.discontinued or not supply.made:
        return bought(item, quantity, supply, today)
    if supply.offers and supply.offers[0].supplier == ways.own_shop:
        return _made(item, quantity, ways, left, today)
    told = bought(item, quantity, supply, today)
    lacks = _not_made(item, ways)
    return told if told.on or not lacks else replace(told, reasons=lacks)


def _made(item: str, quantity: Decimal, ways: Ways, left: Left, today: date) -> Reach:
    """By the later of our shop's lead time and the day on which a line has made it of material that is here."""
    material = _material(item, quantity, ways, today)
    since = max([today, *(one.on for one in material.values() if one.on)])
    lacks, run = _not_made(item, ways), _soonest(item, quantity, ways, left, since)
    if run is None:
        return _by_others(item, quantity, ways, lacks or (_full(item, quantity, ways),), today)
    line, days = run
    left.take(line, days)
    on = max(days[-1].on, today + timedelta(days=ways.supply(item).lead_days or 0))
    nobody = tuple(_nobody_sells(item, name) for name, one in material.items() if one.on is None)
    how = because("made_by", item=item, quantity=f"{quantity:f}", line=line, on=on)
    doubts = (*lacks, *nobody, *(reason for one in material.values() if one.on for reason in one.reasons))
    return Reach(item, on, (how, *_of_material(item, material, ways), *doubts), doubtful=bool(doubts))


def _material(item: str, quantity: Decimal, ways: Ways, today: date) -> Mapping[str, Reach]:
    """By component how it could be bought."""
    bill = ways.shop.bills.get(item)
    components = bill.components if bill else ()
    return {one.item: bought(one.item, one.quantity * quantity, ways.supply(one.item), today) for one in components}


def _soonest(
    item: str, quantity: Decimal, ways: Ways, left: Left, since: date
) -> tuple[str, tuple[DayLoad, ...]] | None:
    """The line that is done first, of equals the primary one, with the days it takes of it."""
    runs = [
        (one.line, schedule(minutes_of(quantity, one.minutes_per_unit), None, since, left.of(one.line)))
        for one in ways.shop.of(item)
    ]
    return min((run for run in runs if run[1]), key=lambda run: run[1][-1].on, default=None)


def _by_others(item: str, quantity: Decimal, ways: Ways, why: tuple[Reason, ...], today: date) -> Reach:
    """Our shop cannot make it: a person may order it from who else sells it."""
    others = tuple(offer for offer in ways.supply(item).offers if offer.supplier != ways.own_shop)
    if not others:
        return Reach(item, None, why)
    theirs = replace(ways.supply(item), offers=others, lead_days=others[0].lead_days)
    told = bought(item, quantity, theirs, today)
    return replace(told, reasons=(*why, *told.reasons), doubtful=True)


def _not_made(item: str, ways: Ways) -> tuple[Reason, ...]:
    """What lacks before our own shop can make it."""
    lacks = []
    if not ways.shop.bills.get(item):
        lacks.append(because("no_bill", item=item))
    if not ways.shop.of(item):
        lacks.append(because("no_line", item=item))
    return tuple(lacks)


def _full(item: str, quantity: Decimal, ways: Ways) -> Reason:
    lines = ways.shop.of(item)
    minutes = minutes_of(quantity, lines[0].minutes_per_unit)
    return because("lines_full", item=item, minutes=minutes, lines=", ".join(one.line for one in lines))


def _nobody_sells(item: str, component: str) -> Reason:
    return because("material_lacks", item=item, material=component)


def _of_material(item: str, material: Mapping[str, Reach], ways: Ways) -> tuple[Reason, ...]:
    told = [f"{name} ({_seller(ways.supply(name))}) {one.on}" for name, one in material.items() if one.on]
    return (because("material_by", item=item, materials=", ".join(told)),) if told else ()


def _seller(supply: Supply) -> str:
    return supply.offers[0].supplier if supply.offers else ""
