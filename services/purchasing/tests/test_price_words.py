"""A supplier says himself that he sells at a price above the budget, before anybody signs it (PUR-3)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import asyncpg
import httpx2
import pytest
from joserfc.jwk import KeySet

from chassis.database.pool import open_pool
from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.papers.sharing import shared
from chassis.refusal import InvalidInput, NotFound
from chassis.transaction.engine import Engine
from services.purchasing.house import HOUSE
from services.purchasing.ledger.rules.buying import Ordering
from services.purchasing.needs import handlers as needs_handlers
from services.purchasing.policy import Policy
from services.purchasing.pricing.rules import AnotherPrice, NoPriceToConfirm, SayPrice, do
from services.purchasing.purchases.rules import doing
from services.purchasing.tests.made import ORDERING, TODAY, Desk, confirmed, eur, offer, order_id, short
from services.purchasing.tests.test_api import KEY, Ask, asking
from services.purchasing.tests.test_handlers import one, sells
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("PUR-3")
ASKS_FIRST = replace(ORDERING, word_by_hand=True)


def word(desk: Desk, **said: Any) -> SayPrice:
    told = {"verdict": "confirmed", "person": "Herr Schmidt", "way": "phone", "on": None, "reason": "", "by": "li.na"}
    return SayPrice(desk.purchase.id, **{**told, **said})


def says(desk: Desk, ordering: Ordering = ASKS_FIRST, **said: Any) -> list[Any]:
    after = do(desk.ledger, word(desk, **said), ordering)
    assert not isinstance(after, Exception), after
    return desk.after(after)


def refused(desk: Desk, **said: Any) -> Any:
    return do(desk.ledger, word(desk, **said), ASKS_FIRST)


def short_of_bolts(*offers: Any, ordering: Ordering = ASKS_FIRST) -> Desk:
    desk = Desk(*(offers or (offer(asks="12"),)), ordering=ordering)
    desk.lacks(1, 10)
    return desk


def test_a_price_above_the_budget_waits_for_its_suppliers_word_before_anybody_signs() -> None:
    desk = short_of_bolts()
    assert (desk.purchase.state, desk.purchase.supplier) == ("draft", "S-1")
    (event,) = says(desk)
    assert (event.topic, event.confirmed_on, event.confirmed_way) == ("price.change_requested", TODAY, "phone")
    assert desk.purchase.price_word.person == "Herr Schmidt"


def test_within_the_budget_and_of_our_own_shop_nobody_is_asked() -> None:
    assert Desk(offer(asks="10.5"), ordering=ASKS_FIRST).lacks(1, 10)[0].topic == "purchase.ordered"
    own = replace(offer(asks="12"), supplier="own-shop")
    assert Desk(own, ordering=ASKS_FIRST).lacks(1, 10)[0].topic == "price.change_requested"


def test_a_company_that_takes_his_offer_for_his_word_asks_for_the_price_at_once() -> None:
    (event,) = Desk(offer(asks="12")).lacks(1, 10)
    assert (event.topic, event.confirmed_on, event.confirmed_way) == ("price.change_requested", None, "")


def test_a_buyer_may_not_ask_for_the_price_before_the_supplier_confirmed_it() -> None:
    by_hand = replace(ASKS_FIRST, ask_by_hand=True)
    desk = short_of_bolts(ordering=by_hand)
    assert isinstance(doing.order_draft(desk.purchase, desk.book.offers, by_hand, "li.na"), doing.PriceNotConfirmed)
    assert says(desk, by_hand) == []
    assert desk.purchase.state == "draft", "the buyer's is the first of the signatures"
    (event,) = desk.put(doing.order_draft(desk.purchase, desk.book.offers, by_hand, "li.na"))
    assert (event.topic, event.requested_by, event.confirmed_on) == ("price.change_requested", "li.na", TODAY)


def test_a_word_counts_for_the_price_that_it_was_about() -> None:
    desk = short_of_bolts(ordering=replace(ASKS_FIRST, ask_by_hand=True))
    says(desk, desk.ordering)
    desk.with_book(replace(desk.book, offers=(offer(asks="13"),)))
    assert (desk.purchase.unit_price, desk.purchase.price_confirmed) == (eur(13), False)
    assert isinstance(refused(desk, seen=eur(12)), AnotherPrice)


def test_who_does_not_sell_at_it_loses_it_to_the_next() -> None:
    desk = short_of_bolts(offer(asks="12"), offer("S-2", rank=2, asks="10.2"))
    (event,) = says(desk, verdict="declined", reason="steel is dear")
    assert (event.topic, event.supplier) == ("purchase.ordered", "S-2")
    assert (desk.purchase.price_word.supplier, desk.purchase.price_word.reason) == ("S-1", "steel is dear")


def test_the_same_word_again_is_no_news_and_what_waits_for_none_takes_none() -> None:
    desk = short_of_bolts(ordering=replace(ASKS_FIRST, ask_by_hand=True))
    says(desk, desk.ordering)
    before = desk.purchase
    assert says(desk, desk.ordering) == []
    assert desk.purchase == before
    assert isinstance(refused(desk, verdict="declined", reason="no"), NoPriceToConfirm)
    ordered = Desk(offer(), ordering=ASKS_FIRST)
    ordered.lacks(1, 10)
    assert isinstance(refused(ordered), NoPriceToConfirm)


@needs("ALL-3")
def test_another_supplier_finds_no_such_purchase() -> None:
    assert isinstance(refused(short_of_bolts(), supplier="S-9", way="himself", person=""), NotFound)


def test_a_buyer_says_who_said_it_and_why_he_declines() -> None:
    outcome = refused(short_of_bolts(), person="", verdict="declined")
    assert isinstance(outcome, InvalidInput)
    assert [fault["field"] for fault in outcome.faults] == ["person", "reason"]


@pytest.fixture
async def pool(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[asyncpg.Pool]:
    """Of a company that asks suppliers, with a draft above its budget."""
    pool = await open_pool(await database("purchasing"), size=3)
    async with pool.acquire() as db, db.transaction():
        await put_figures(db, Policy, asking="by_hand", price_word="by_hand")
        await sells(db, ("bolt", offer(asks="12")))
        await one(needs_handlers.take_versions, db, confirmed(1, {"bolt": 10}))
        await one(needs_handlers.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    yield pool
    await pool.close()


async def draft(ask: Ask) -> Any:
    return (await ask("GET", "/purchases?state=draft")).json()["items"][0]


async def link_to(ask: Ask, purchase: Any) -> Any:
    made = await ask("POST", f"/papers/price_confirmation/{purchase['purchase_id']}/link", {"days": 3})
    assert made.status_code == 200, made.text
    return made.json()


async def test_by_his_link_a_supplier_confirms_once_and_nothing_is_shown_after_it(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask, outside(pool) as client:
        purchase = await draft(ask)
        made = await link_to(ask, purchase)
        page = await client.get(made["reply_path"], headers={"accept-language": "zh"})
        assert (page.status_code, "12" in page.text, "采购单价确认表" in page.text) == (200, True, True)
        told = {"verdict": "confirmed", "amount": "12", "currency": "EUR", "person": "Frau Klein"}
        answer = await client.post(made["reply_path"], data=told, headers={"accept-language": "zh"})
        assert (answer.status_code, "12" in answer.text, "已失效" in answer.text) == (200, False, True)
        for path in (made["reply_path"], made["path"]):
            assert (await client.get(path)).status_code == 410
        assert (await client.post(made["reply_path"], data=told | {"verdict": "declined"})).status_code == 410
        said = (await draft(ask))["price_word"]
        assert (said["person"], said["way"], said["entered_by"]) == ("Frau Klein", "link", "li.na")
        asked = await ask("POST", f"/purchases/{purchase['purchase_id']}/order")
        assert (asked.status_code, asked.json()["state"]) == (200, "asked")


async def test_after_its_end_a_link_takes_no_word(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask, outside(pool) as client:
        made = await link_to(ask, await draft(ask))
        await pool.execute("UPDATE paper_link SET ends_at = now()")
        told = {"verdict": "confirmed", "amount": "12", "currency": "EUR", "person": "Frau Klein"}
        refused = await client.post(made["reply_path"], data=told)
        assert (refused.status_code, refused.json()["type"]) == (410, "/problems/link-ended")
        assert (await draft(ask))["price_word"] is None


async def test_signed_in_a_supplier_confirms_his_own_and_reads_no_budget(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask:
        path = f"/purchases/{(await draft(ask))['purchase_id']}/say-price"
        assert (await ask("POST", path, {"verdict": "confirmed"}, role="supplier", who="S-9")).status_code == 404
        said = await ask("POST", path, {"verdict": "confirmed"}, role="supplier", who="S-1")
        word, budget = said.json()["price_word"], said.json()["budget_price"]
        assert (said.status_code, word["person"], word["way"], budget) == (200, "S-1", "himself", None)


async def test_the_sheet_tells_his_price_and_neither_budget_nor_order(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask:
        purchase = await draft(ask)
        (listed,) = (await ask("GET", f"/papers?order={order_id(1)}")).json()["items"]
        assert (listed["kind"], listed["document"]) == ("price_confirmation", purchase["purchase_id"])
        told = (await ask("GET", f"/papers/price_confirmation/{purchase['purchase_id']}")).json()
        assert (told["data"]["unit_price"]["amount"], told["data"]["quantity"]) == ("12", "10")
        assert "budget" not in str(told["data"])
        drawn = await ask("GET", f"/papers/price_confirmation/{purchase['purchase_id']}.pdf")
        assert drawn.content.startswith(b"%PDF")
        said = {"verdict": "confirmed", "person": "Klein"}
        await ask("POST", f"/purchases/{purchase['purchase_id']}/say-price", said)
        gone = await ask("GET", f"/papers/price_confirmation/{purchase['purchase_id']}")
        assert (gone.status_code, gone.json()["type"]) == (409, "/problems/paper-waits")


def outside(pool: asyncpg.Pool) -> httpx2.AsyncClient:
    """Somebody without an account."""
    app = create_app(Engine(HOUSE, pool), Identity(KeySet([KEY])), "test", routers=(shared,))
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://purchasing")
