"""What is agreed with a supplier about lateness, and what he owes when goods come late by his first word (PUR-8)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer, Step
from contracts.purchasing import ClaimRaised
from services.purchasing.agreements import handlers
from services.purchasing.agreements.rules import AgreedOtherwise, EndsBeforeItBegins, refusal_of
from services.purchasing.claim import store
from services.purchasing.claim.rules.agreement import Agreement
from services.purchasing.claim.rules.claim import Claim, Decide, DecidedAlready, Part, decide, late_part
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.lines import working_days_of
from services.purchasing.purchases.rules.asked import Confirm, Delay, GiveUp
from services.purchasing.tests.made import TODAY, eur, goods
from services.purchasing.tests.test_api import Ask, ask
from services.purchasing.tests.test_handlers import bought, does, one
from tests.needs import needs

__all__ = ["ask"]
pytestmark = needs("PUR-8")
IN_CHINA = working_days_of("CN")
FRIDAY = date(2026, 5, 22)
BODY: dict[str, Any] = {"valid_from": "2026-01-01", "valid_until": "2026-12-31", "per_day": "0.005", "cap": "0.1"}


def agreed(**changed: Any) -> Agreement:
    """Half a per cent a day, a tenth at most."""
    fields: dict[str, Any] = {"supplier": "S-1", "reference": "SA-1", "valid_from": date(2026, 1, 1)}
    fields |= {"valid_until": date(2026, 12, 31), "counting": "calendar", "grace_days": 0, "fixed": None}
    fields |= {"tolerated_share": Decimal(0), "per_day": Decimal("0.005"), "cap": Decimal("0.1")}
    return Agreement(**fields | changed)


PURCHASE = Purchase(
    id=UUID(int=1), item="bolt", supplier="S-1", number="PO-1", quantity=Decimal(100), unit_price=eur("9.99"),
    ordered_on=TODAY, first_promised_on=FRIDAY, promised_on=FRIDAY + timedelta(30),
)  # fmt: skip


def came(agreement: Agreement, days: int, quantity: int = 100, before: tuple[Claim, ...] = ()) -> Claim | None:
    part = Part(PURCHASE.id, f"GR-{days}", Decimal(quantity), FRIDAY + timedelta(days))
    return late_part(part, PURCHASE, agreement, before, IN_CHINA, UUID(int=2))


def claimed(agreement: Agreement, days: int, quantity: int = 100, before: tuple[Claim, ...] = ()) -> Claim:
    claim = came(agreement, days, quantity, before)
    assert claim
    return claim


def test_goods_that_come_after_the_first_promised_day_are_claimed_by_the_day_and_in_cents() -> None:
    """Whatever day he named later."""
    claim = claimed(agreed(), 3, quantity=7)
    assert (claim.state, claim.days_late, claim.amount, claim.due_on) == ("raised", 3, eur("1.05"), FRIDAY)


def test_what_comes_on_the_promised_day_or_within_the_grace_is_in_time() -> None:
    assert came(agreed(), 0) is None
    assert came(agreed(grace_days=3), 3) is None
    assert claimed(agreed(grace_days=3), 4).days_late == 1


def test_a_weekend_is_no_lateness_where_working_days_count() -> None:
    assert came(agreed(counting="working"), 2) is None
    assert claimed(agreed(counting="working", grace_days=1), 4).days_late == 1


def test_a_claim_is_never_above_the_cap() -> None:
    assert claimed(agreed(), 400).amount == eur("99.90")


def test_a_fixed_sum_is_owed_once_for_a_purchase_in_its_own_currency() -> None:
    fixed = agreed(per_day=Decimal(0), fixed=eur(50).but(currency="CNY"))
    first = claimed(fixed, 1, 10)
    assert (first.state, first.amount) == ("raised", eur(50).but(currency="CNY"))
    assert claimed(fixed, 2, 10, (first,)).state == "tolerated"


def test_what_is_tolerated_is_used_up_part_by_part() -> None:
    tolerant = agreed(tolerated_share=Decimal("0.1"))
    first = claimed(tolerant, 1, 6)
    second = claimed(tolerant, 2, 10, (first,))
    assert (first.state, first.number) == ("tolerated", "")
    assert (second.state, second.amount) == ("raised", eur("0.60"))
    assert [second.late, second.quantity] == [10, 6]


def test_what_is_told_twice_makes_one_claim() -> None:
    assert came(agreed(), 3, before=(claimed(agreed(), 3),)) is None


def test_who_never_promised_a_day_cannot_be_late_by_his_word() -> None:
    part = Part(PURCHASE.id, "GR-1", Decimal(1), FRIDAY + timedelta(9))
    unpromised = Purchase(id=PURCHASE.id, item="bolt", unit_price=eur(1), ordered_on=TODAY)
    assert late_part(part, unpromised, agreed(), (), IN_CHINA, UUID(int=2)) is None


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"reference": "SA-2"}, False),
        ({"reference": "SA-2", "items": ("bolt",)}, False),
        ({"reference": "SA-2", "valid_from": date(2027, 1, 1), "valid_until": date(2027, 1, 31)}, True),
        ({"reference": "SA-2", "supplier": "S-2"}, True),
        ({"grace_days": 9}, True),
    ],
)
def test_for_an_item_of_a_supplier_one_agreement_holds_on_a_day(changed: dict[str, Any], kept: bool) -> None:
    refused = refusal_of(agreed(**changed), [agreed()])
    assert refused is None if kept else isinstance(refused, AgreedOtherwise)


def test_agreements_for_other_items_hold_side_by_side() -> None:
    assert refusal_of(agreed(reference="SA-2", items=("nut",)), [agreed(items=("bolt", "gear"))]) is None


def test_an_agreement_ends_no_day_before_it_begins() -> None:
    assert isinstance(refusal_of(agreed(valid_until=date(2025, 12, 31)), []), EndsBeforeItBegins)


def test_a_claim_is_decided_once_and_the_same_word_again_is_no_news() -> None:
    upheld = decide(claimed(agreed(), 3), Decide(UUID(int=2), "upheld", "agreed", "li.na"), TODAY)
    assert isinstance(upheld, Step)
    (said,) = upheld.events
    assert (said.verdict, said.decided_by, said.decided_on) == ("upheld", "li.na", TODAY)
    again = decide(upheld.document, Decide(UUID(int=2), "upheld", "agreed", "li.na"), TODAY)
    assert isinstance(again, Step)
    assert again.events == ()
    other = decide(upheld.document, Decide(UUID(int=2), "waived", "he is a friend", "wu.lei"), TODAY)
    assert isinstance(other, DecidedAlready)


@pytest.fixture
async def purchase(db: asyncpg.Connection) -> Any:
    """Ten bolts of S-1 at 10 EUR, promised for today, with whom an agreement is kept."""
    ordered = await bought(db)
    year = clock.today().year
    agreement = agreed(valid_from=date(year, 1, 1), valid_until=date(year, 12, 31))
    (kept,) = await handlers.put(db, [agreement])
    assert isinstance(kept, Answer), kept
    await does(db, Confirm(ordered.purchase_id, clock.today()))
    await does(db, Delay(ordered.purchase_id, clock.today() + timedelta(30), "no steel"))
    return ordered


async def receive(db: asyncpg.Connection, purchase: Any, receipt: str, quantity: int, days: int) -> Any:
    told = goods(purchase.purchase_id, "bolt", quantity)
    late = told.but(receipt_number=receipt, received_on=clock.today() + timedelta(days))
    return await one(handlers.take_receipts, db, late)


async def test_each_part_that_comes_late_makes_a_claim_of_its_own_until_somebody_decides(
    db: asyncpg.Connection, purchase: Any
) -> None:
    (first,) = await receive(db, purchase, "GR-1", 4, days=2)
    assert (first.number, first.amount) == (f"CLM-{clock.today().year}-000001", eur("0.40"))
    assert first.orders == purchase.orders
    assert await receive(db, purchase, "GR-1", 4, days=2) == ()
    (second,) = await receive(db, purchase, "GR-2", 6, days=4)
    assert (second.quantity, second.amount) == (6, eur("1.20"))
    decided = await handlers.decide(db, [Decide(first.claim_id, "waived", "we were late ourselves", "li.na")])
    assert isinstance(decided[0], Answer)
    assert [claim.number for claim in await store.waiting(db, None, 9)] == [second.number]
    assert [claim.number for claim in await store.of_orders(db, purchase.orders[:1])] == [second.number]


async def test_what_is_given_up_after_the_promised_day_is_late_and_before_it_is_not(
    db: asyncpg.Connection, purchase: Any
) -> None:
    early = await does(db, GiveUp(purchase.purchase_id, Decimal(3), "no steel"))
    assert not [said for said in early if isinstance(said, ClaimRaised)]
    back = "UPDATE purchase SET doc = jsonb_set(doc, '{first_promised_on}', to_jsonb($2::text)) WHERE id = $1"
    await db.execute(back, purchase.purchase_id, str(clock.today() - timedelta(2)))
    told = await does(db, GiveUp(purchase.purchase_id, Decimal(5), "no steel"))
    (late,) = [said for said in told if isinstance(said, ClaimRaised)]
    assert [late.quantity, late.amount, late.days_late] == [5, eur("0.50"), 2]


async def test_where_nothing_is_agreed_nothing_is_claimed(db: asyncpg.Connection) -> None:
    ordered = await bought(db)
    await does(db, Confirm(ordered.purchase_id, clock.today()))
    assert await receive(db, ordered, "GR-1", 4, days=20) == ()


async def test_an_agreement_says_what_is_owed_in_one_way(ask: Ask) -> None:
    await ask("PUT", "/suppliers/S-1", {"name": "Schmidt", "country": "DE", "currency": "EUR"})
    path = "/suppliers/S-1/agreements/SA-1"
    fixed = {"amount": "50", "currency": "EUR"}
    nothing: dict[str, Any] = {"per_day": "0", "fixed": fixed | {"amount": "0"}}
    wrongs: list[dict[str, Any]] = [{"per_day": "0", "cap": "0"}, {"fixed": fixed}, nothing]
    refused = [(await ask("PUT", path, BODY | wrong)).json()["faults"] for wrong in wrongs]
    fields = [[fault["field"] for fault in faults] for faults in refused]
    assert fields == [["per_day", "cap"], ["fixed"], ["fixed.amount"]]
    assert (await ask("PUT", path, BODY)).json()["agreement"]["per_day"] == "0.005"
    assert (await ask("PUT", path, BODY | {"items": ["bolt"]})).status_code == 200
    (kept,) = (await ask("GET", "/suppliers/S-1/agreements")).json()["items"]
    assert kept["items"] == ["bolt"]
    assert (await ask("GET", "/claims?supplier=S-1&state=raised")).json()["items"] == []
    assert (await ask("PUT", "/suppliers/S-7/agreements/SA-1", BODY)).status_code == 404
