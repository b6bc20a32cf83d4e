"""What a line says of its goods reaches the supplier with the purchase, and its change says so (SAL-9)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from chassis.papers.company import Issuer
from contracts.sales import OrderChanged
from contracts.value import fields_of
from services.purchasing.papers.rules.price_confirmation import confirmation_paper, confirmation_sheet
from services.purchasing.papers.rules.seller import Seller
from services.purchasing.specifying.handlers import keep_words
from services.purchasing.specifying.rules import LineWords, WordsOf, specified
from services.purchasing.tests.made import TODAY, Desk, confirmed, eur, offer, order_id
from services.purchasing.tests.test_api import Ask
from services.purchasing.tests.test_by_number import NUMBER, ask, pool, purchase
from tests.needs import needs

__all__ = ["ask", "pool", "purchase"]
pytestmark = needs("SAL-9")
A = order_id(1)
RED = LineWords(line=1, item="bolt", quantity=Decimal(10), specification="RAL 3000")
BLUE = RED.but(specification="RAL 5010", process="粉末喷涂")
PLAIN = RED.but(line=2, specification="")
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def of_order(*versions: WordsOf) -> dict[UUID, tuple[WordsOf, ...]]:
    return {A: versions}


def saying(event: Any, specification: str, process: str = "") -> Any:
    """With words of its first line."""
    first, *others = event.content.lines
    lines = (first.but(specification=specification, process=process), *others)
    return event.but(content=event.content.but(lines=lines))


def test_lines_of_one_item_that_are_to_be_different_are_told_apart() -> None:
    known = of_order(WordsOf(version=1, kept_on=YESTERDAY, lines=(RED, PLAIN)))
    told = list(specified("bolt", [A], TODAY, known))
    assert [(one.line, one.specification, one.changed_on) for one in told] == [(1, "RAL 3000", None), (2, "", None)]
    assert list(specified("nut", [A], TODAY, known)) == []
    assert list(specified("bolt", [order_id(2)], TODAY, known)) == []


def test_what_was_ordered_before_a_change_tells_both() -> None:
    known = of_order(
        WordsOf(version=1, kept_on=YESTERDAY, lines=(RED,)),
        WordsOf(version=2, kept_on=TOMORROW, lines=(BLUE,), of_change=True),
    )
    (told,) = specified("bolt", [A], TODAY, known)
    assert (told.specification, told.process) == ("RAL 5010", "粉末喷涂")
    assert (told.changed_on, told.specification_before, told.process_before) == (TOMORROW, "RAL 3000", "")
    for ordered_on in (None, TOMORROW + timedelta(days=1)):
        (told,) = specified("bolt", [A], ordered_on, known)
        assert told.changed_on is None


def test_words_that_come_later_or_are_taken_away_are_a_change_too() -> None:
    came = of_order(WordsOf(version=2, kept_on=TOMORROW, lines=(RED,), of_change=True))
    (told,) = specified("bolt", [A], TODAY, came)
    assert (told.changed_on, told.specification_before, told.specification) == (TOMORROW, "", "RAL 3000")
    gone = of_order(
        WordsOf(version=1, kept_on=YESTERDAY, lines=(RED,)),
        WordsOf(version=2, kept_on=TOMORROW, lines=(), of_change=True),
    )
    (told,) = specified("bolt", [A], TODAY, gone)
    assert (told.changed_on, told.specification_before, told.specification) == (TOMORROW, "RAL 3000", "")


async def test_the_purchase_tells_it_to_buyer_and_supplier_who_hears_of_no_order(
    ask: Ask, purchase: Any, pool: asyncpg.Pool
) -> None:
    async with pool.acquire() as db:
        await keep_words(db, [saying(confirmed(1, {"bolt": 10}), "RAL 3000")])
    for path in (f"/purchases/{NUMBER}", f"/purchases/named?purchase={purchase.purchase_id}", "/purchases"):
        told = (await ask("GET", path)).json()
        (words,) = (told["items"][0] if "items" in told else told)["specified"]
        assert (words["order_id"], words["specification"], words["changed_on"]) == (str(A), "RAL 3000", None)
    (his,) = (await ask("GET", f"/purchases/{NUMBER}", role="supplier", who="S-1")).json()["specified"]
    assert (his["order_id"], his["quantity"], his["specification"]) == (None, "10", "RAL 3000")


async def test_a_change_after_it_was_ordered_stands_on_the_purchase(
    ask: Ask, purchase: Any, pool: asyncpg.Pool
) -> None:
    event = confirmed(1, {"bolt": 10})
    changed = OrderChanged(**{**fields_of(saying(event, "RAL 5010", "粉末喷涂")), "version": 2})
    async with pool.acquire() as db:
        await keep_words(db, [saying(event, "RAL 3000")])
        await keep_words(db, [changed])
    (told,) = (await ask("GET", f"/purchases/{NUMBER}")).json()["specified"]
    assert (told["specification"], told["process"]) == ("RAL 5010", "粉末喷涂")
    assert (told["specification_before"], bool(told["changed_on"])) == ("RAL 3000", True)


async def test_an_order_whose_lines_are_as_their_items_are_keeps_nothing(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as db:
        await keep_words(db, [confirmed(1, {"bolt": 10})])
        assert await db.fetchval("SELECT count(*) FROM line_words") == 0


@needs("PUR-3")
def test_a_price_is_confirmed_for_goods_as_they_are_specified() -> None:
    desk = Desk(offer())
    desk.order(1)
    desk.lacks(1, 10)
    words = list(specified("bolt", [A], TODAY, of_order(WordsOf(version=1, kept_on=YESTERDAY, lines=(BLUE,)))))
    one = replace(desk.purchase, state="draft")
    paper = confirmation_paper(one, eur("12"), "pc", Seller(code="S-1", name="S"), Issuer(name="gendan"), words)
    assert paper.specified[0].order_id is None
    told = [str(note) for note in confirmation_sheet(paper).notes]
    assert "Goods as specified: 10; specification: RAL 5010; process: 粉末喷涂" in told
