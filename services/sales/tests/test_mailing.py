"""Letters are handed to a real mail server, each once, whatever it answers (SAL-8, SAL-20)."""

import asyncio
import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from structlog.testing import capture_logs

from chassis import clock
from contracts.sales import OrderAccepted, OrderChanged, OrderConfirmed
from contracts.supply import Lack
from services.sales.letter import store
from services.sales.letter.rules import LOST_AFTER, STALE_AFTER, Letter, taken_up
from services.sales.mailing import handlers
from services.sales.order import store as book
from services.sales.order.rules.document import Order
from services.sales.policy import Policy
from services.sales.review.handlers import record_review
from services.sales.tests.calling import CUSTOMER, OURS, Caller
from services.sales.tests.story import reviews
from services.sales.tests.test_papers import confirmed_by
from services.sales.tests.test_satisfaction import arrive
from tests.dumped import dumped
from tests.mail_server import How, Post
from tests.needs import needs

pytestmark = needs("SAL-8", "SAL-20")
LI_NA = {"name": "李娜 Müller", "email": "li.na@example.org"}


async def a_letter(call: Caller, **customer: Any) -> Letter:
    """The confirmation of an order, of a customer who has a mail address."""
    put = await call("PUT", "/customers/ALFKI", {**CUSTOMER, "contacts": [LI_NA], **customer})
    assert put.status_code == 200, put.text
    order_id = UUID(await confirmed_by(call))
    async with call.pool.acquire() as db, db.transaction():
        (order,) = await book.seen(db, [order_id])
        await handlers.write_confirmation(
            db,
            [OrderConfirmed(order_id=order_id, version=2, content=order.content)],  # type: ignore[arg-type]
        )
    (letter,) = await store.of_orders(call.pool, [order_id])
    return letter


async def now(call: Caller, letter: Letter) -> Letter:
    return (await store.load(call.pool, [letter.letter_id]))[letter.letter_id]


async def test_a_chinese_subject_name_and_text_arrive_with_the_confirmation_as_they_should(
    call: Caller, post: Post
) -> None:
    letter = await a_letter(call, language="zh-Hans", name="Käse GmbH")
    assert await handlers.send_next(call.pool)
    (mail,) = post.taken
    assert mail["subject"] == f"贵方订单 4711 的确认书（{letter.order_number}）"
    assert (str(mail["to"]), post.to) == ("李娜 Müller <li.na@example.org>", ["li.na@example.org"])
    assert mail["from"].addresses[0].addr_spec == OURS
    (body, file) = mail.iter_parts()
    assert body.get_content().startswith("尊敬的客户：")
    assert file.get_filename() == f"{letter.order_number}-1.pdf"
    told = PdfReader(BytesIO(file.get_content())).pages[0].extract_text()
    assert "Käse GmbH" in told
    after = await now(call, letter)
    assert (after.state, mail["message-id"]) == ("sent", f"<{after.message_id}>")


async def test_what_was_sent_is_sent_once(call: Caller, post: Post) -> None:
    await a_letter(call)
    assert [await handlers.send_next(call.pool) for _ in range(2)] == [True, False]
    assert len(post.taken) == 1


async def test_of_two_who_send_at_once_one_does(call: Caller, post: Post) -> None:
    letter, post.slow_s = await a_letter(call), 0.2
    await asyncio.gather(*(handlers.send_next(call.pool) for _ in range(2)))
    assert (len(post.taken), (await now(call, letter)).tries) == (1, 1)


@pytest.mark.parametrize(
    ("how", "state", "words"),
    [
        ("later", "waiting", "451 busy, come again"),
        ("refuses", "failed", "554 not this one"),
        ("no such address", "failed", "550 nobody of that name"),
    ],
)
async def test_a_no_of_the_server_is_for_now_or_for_good_and_says_why(
    call: Caller, post: Post, how: How, state: str, words: str
) -> None:
    letter, post.how = await a_letter(call), how
    await handlers.send_next(call.pool)
    after = await now(call, letter)
    assert (after.state, post.taken) == (state, [])
    assert words in str(after.reason)
    assert (after.due > clock.real_now()) is (how == "later")


async def test_a_server_that_hangs_up_after_it_has_all_may_have_it_and_nobody_sends_again_by_itself(
    call: Caller, post: Post
) -> None:
    letter, post.how = await a_letter(call), "hangs up"
    await handlers.send_next(call.pool)
    assert (await now(call, letter)).state == "unsure"
    assert not await handlers.send_next(call.pool)
    assert len(post.taken) == 1


async def test_while_there_is_no_server_letters_wait_and_only_one_of_them_is_tried(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = await a_letter(call)
    assert not await handlers.send_next(call.pool)
    assert (await now(call, letter)).tries == 0
    nobody = Policy(smtp_url="smtp://127.0.0.1:1", mail_from=OURS)
    monkeypatch.setattr(handlers, "opening", lambda _: nobody)
    assert not await handlers.send_next(call.pool)
    after = await now(call, letter)
    assert (after.state, after.tries) == ("waiting", 1)


async def test_what_was_written_long_before_there_was_a_mail_server_leaves_no_more(call: Caller, post: Post) -> None:
    letter = await a_letter(call)
    old = letter.but(due=clock.real_now() - STALE_AFTER - timedelta(days=1))
    assert await store.change(call.pool, letter, old)
    await handlers.send_next(call.pool)
    after = await now(call, letter)
    assert (after.state, str(after.reason), post.taken) == ("superseded", "there was no mail server for 7 days", [])


async def test_what_somebody_was_sending_when_he_ended_is_unsure_and_not_sent_again(call: Caller, post: Post) -> None:
    letter = await a_letter(call)
    long_ago = clock.real_now() - LOST_AFTER - timedelta(minutes=1)
    assert await store.change(call.pool, letter, taken_up(letter, "Li", "li@example.org", OURS, long_ago))
    assert not await handlers.send_next(call.pool)
    after = await now(call, letter)
    assert (after.state, post.taken) == ("unsure", [])
    assert str(after.reason) == "who sent it ended before the mail server's answer was kept"


async def test_of_an_order_that_was_cancelled_meanwhile_no_confirmation_leaves(call: Caller, post: Post) -> None:
    letter = await a_letter(call)
    cancelled = await call("POST", f"/orders/{letter.order_id}/cancel", {"reason": "不要了"})
    assert cancelled.status_code == 200, cancelled.text
    await handlers.send_next(call.pool)
    assert ((await now(call, letter)).state, post.taken) == ("superseded", [])


@needs("SAL-14")
async def test_who_got_all_of_his_order_is_asked_by_mail_and_answers_by_its_link(call: Caller, post: Post) -> None:
    await call("PUT", "/customers/ALFKI", {**CUSTOMER, "contacts": [LI_NA], "language": "zh"})
    order_id = UUID(await confirmed_by(call))
    await arrive(call, str(order_id))
    accepted = OrderAccepted(order_id=order_id, order_version=2, shipment_id=order_id, completes_order=True)
    async with call.pool.acquire() as db, db.transaction():
        await handlers.write_feedback_request(db, [accepted.but(completes_order=False)])
        assert not await store.of_orders(db, [order_id])
        await handlers.write_feedback_request(db, [accepted])
    await handlers.send_next(call.pool)
    (mail,) = post.taken
    (body, file) = mail.iter_parts()
    assert file.get_content_type() == "application/pdf"
    (link,) = re.findall(r"https://orders.example.com(/papers/shared/\S+/reply)", body.get_content())
    assert (await call.client.post(link, content="score=4")).status_code == 303
    said = (await call("GET", f"/feedback/{order_id}")).json()
    assert (said["score"], said["recorded_by"]) == (4, "ALFKI")
    (letter,) = (await call("GET", "/letters?state=sent")).json()["items"]
    assert link not in str(letter)


@needs("SAL-10")
async def test_who_is_offered_alternatives_gets_them_by_mail_and_chooses_by_its_link(call: Caller, post: Post) -> None:
    await call("PUT", "/customers/ALFKI", {**CUSTOMER, "contacts": [LI_NA], "language": "zh"})
    order_id = await confirmed_by(call)
    on = (clock.today() + timedelta(days=300)).isoformat()
    ways = {"alternatives": [{"way": "ship_in_part", "promised": on}], "answer_by": clock.today().isoformat()}
    offered = await call("POST", f"/orders/{order_id}/offer-alternatives", ways)
    assert offered.status_code == 200, offered.text
    await handlers.send_next(call.pool)
    (mail,) = post.taken
    assert mail["subject"].startswith("请选择订单 4711")
    (body, file) = mail.iter_parts()
    assert file.get_content_type() == "application/pdf"
    (link,) = re.findall(r"https://orders.example.com(/papers/shared/\S+/reply)", body.get_content())
    chosen = await call.client.post(link, data={"choice": "1", "offer": "1", "person": "李娜"})
    assert chosen.status_code == 303, chosen.text
    assert (await call("GET", f"/orders/{order_id}")).json()["content"]["partial"] is True


@needs("SAL-10")
async def test_of_alternatives_that_were_chosen_from_meanwhile_no_letter_leaves(call: Caller, post: Post) -> None:
    await call("PUT", "/customers/ALFKI", {**CUSTOMER, "contacts": [LI_NA]})
    order_id = await confirmed_by(call)
    on = (clock.today() + timedelta(days=300)).isoformat()
    ways = {"alternatives": [{"way": "new_date", "promised": on}], "answer_by": clock.today().isoformat()}
    await call("POST", f"/orders/{order_id}/offer-alternatives", ways)
    await call("POST", f"/orders/{order_id}/choose-alternative", {"choice": 1, "words": "好"})
    await handlers.send_next(call.pool)
    assert not post.taken
    (letter,) = (await call("GET", f"/orders/{order_id}/letters")).json()["items"]
    assert (letter["kind"], letter["state"]) == ("alternatives", "superseded")


@needs("SAL-14")
async def test_without_an_address_for_customers_nobody_is_asked_by_mail(call: Caller) -> None:
    order_id = UUID(await confirmed_by(call))
    await arrive(call, str(order_id))
    accepted = OrderAccepted(order_id=order_id, order_version=2, shipment_id=order_id, completes_order=True)
    async with call.pool.acquire() as db, db.transaction():
        await handlers.write_feedback_request(db, [accepted])
        assert not await store.of_orders(db, [order_id])


async def test_no_log_names_an_address(call: Caller, post: Post) -> None:
    letter = await a_letter(call)
    with capture_logs() as lines:
        for post.how in ("no such address", "takes"):
            await handlers.send_next(call.pool)
            await call("POST", f"/letters/{letter.number}/send")
    assert [line["came"] for line in lines if line["event"] == "letter tried"] == ["refused", "taken"]
    assert "example.org" not in str(lines)


@needs("NOT-17")
async def test_a_failed_letter_is_before_who_writes_to_customers_until_it_is_sent_or_settled(
    call: Caller, post: Post
) -> None:
    letter = await a_letter(call, contacts=[])
    await handlers.send_next(call.pool)
    failed = (await call("GET", f"/letters/{letter.number}")).json()
    assert (failed["state"], failed["reason"]) == ("failed", "no contact of ALFKI has a mail address")
    told = (await call("GET", f"/actions?order={letter.order_id}")).json()["subjects"]
    (about,) = [one for one in told if one["kind"] == "letter"]
    barred = {one["command"]: one["barred"] for one in about["commands"]}
    assert (barred["send_letter"]["type"], barred["settle_letter"]) == ("/problems/no-mail-address", None)
    assert (await call("PUT", "/customers/ALFKI", {**CUSTOMER, "contacts": [LI_NA]})).status_code == 200
    sent = await call("POST", f"/letters/{letter.number}/send")
    assert sent.status_code == 200, sent.text
    assert sent.json()["state"] == "waiting"
    await handlers.send_next(call.pool)
    assert post.to == ["li.na@example.org"]
    again = await call("POST", f"/letters/{letter.number}/send", reads="zh-CN")
    assert (again.status_code, again.json()["detail"]) == (409, f"信函 {letter.number} 的状态为“已发送”：无须处理。")


@needs("ALL-3")
async def test_letters_are_listed_by_state_and_by_order_for_who_writes_to_customers(call: Caller, post: Post) -> None:
    letter = await a_letter(call, contacts=[])
    await handlers.send_next(call.pool)
    settled = await call("POST", f"/letters/{letter.letter_id}/settle", {"words": "已电话告知"}, role="salesperson")
    assert settled.json()["settled_by"] == "wang.fang"
    for path, count in (("/letters?state=settled", 1), ("/letters?state=failed", 0), ("/letters", 1)):
        assert len((await call("GET", path)).json()["items"]) == count
    (one,) = (await call("GET", f"/orders/{letter.order_number}/letters")).json()["items"]
    assert (one["number"], one["kind"], one["settled"]) == (letter.number, "confirmation", "已电话告知")
    for role in ("customer", "storekeeper"):
        assert (await call("GET", "/letters", role=role, who="ALFKI")).status_code == 403


async def changed(call: Caller, letter: Letter) -> Order:
    """The order of a letter that left, of twelve instead of ten; the departments have not judged that yet."""
    assert await handlers.send_next(call.pool)
    lines = [{"line": 1, "item": "P-1", "quantity": "12", "unit_price": {"amount": "10.00", "currency": "USD"}}]
    done = await call("POST", f"/orders/{letter.order_id}/change", {"lines": lines, "reason": "加两件"})
    assert done.status_code == 200, done.text
    return await told_of(call, letter)


async def told_of(call: Caller, letter: Letter) -> Order:
    """The order, once its newest version was heard."""
    async with call.pool.acquire() as db, db.transaction():
        (order,) = await book.seen(db, [letter.order_id])  # type: ignore[list-item]
        news = OrderChanged(order_id=order.order_id, version=order.version, content=order.binding)
        await handlers.write_confirmation(db, [news])
    return order


async def judge(call: Caller, order: Order, **verdicts: Any) -> None:
    async with call.pool.acquire() as db, db.transaction():
        for each in reviews(order, **verdicts):
            await record_review(db, [each])


async def its_turn(call: Caller, letter: Letter) -> list[str]:
    """What has become of its letters, once each that waits has had its turn."""
    for one in await store.of_orders(call.pool, [letter.order_id]):  # type: ignore[list-item]
        if one.state == "waiting":
            await store.change(call.pool, one, one.but(due=clock.real_now()))
    while await handlers.send_next(call.pool):
        pass
    known = await store.of_orders(call.pool, [letter.order_id])  # type: ignore[list-item]
    return [one.state for one in known]


@needs("SAL-9")
async def test_a_change_that_moves_the_promised_date_is_one_letter(call: Caller, post: Post) -> None:
    letter = await a_letter(call)
    order = await changed(call, letter)
    assert await its_turn(call, letter) == ["sent", "waiting"], "while they judge it nothing is promised"
    later = clock.today() + timedelta(days=60)
    lacks = (Lack(item="P-1", quantity=Decimal(2)),)
    await judge(call, order, lacks=lacks, ready={"P-1": later}, supplied_on=later)
    assert await its_turn(call, letter) == ["sent", "superseded"], "the new day is told instead, once that is heard"
    order = await told_of(call, letter)
    assert await its_turn(call, letter) == ["sent", "superseded", "sent"]
    assert len(post.taken) == 2
    (_, file) = post.taken[-1].iter_parts()
    told = PdfReader(BytesIO(file.get_content())).pages[0].extract_text()
    assert f"{order.content.promised}, in place of" in " ".join(told.split())


@needs("SAL-9")
async def test_a_change_whose_promise_stands_is_one_letter_once_it_is_judged(call: Caller, post: Post) -> None:
    letter = await a_letter(call)
    order = await changed(call, letter)
    assert await its_turn(call, letter) == ["sent", "waiting"]
    (waiting,) = (await call("GET", "/letters?state=waiting")).json()["items"]
    assert waiting["reason"] == "the change is still judged; the letter leaves once that is over"
    await judge(call, order)
    assert await its_turn(call, letter) == ["sent", "sent"]
    assert len(post.taken) == 2


@needs("SAL-9")
async def test_of_two_versions_that_are_heard_late_the_newest_is_told(call: Caller, post: Post) -> None:
    letter = await a_letter(call)
    order = await changed(call, letter)
    old = OrderChanged(order_id=order.order_id, version=order.version - 1, content=order.binding)
    async with call.pool.acquire() as db, db.transaction():
        await handlers.write_confirmation(db, [old])
    assert await its_turn(call, letter) == ["sent", "waiting"]


@needs("ALL-3")
async def test_to_whom_a_letter_was_sent_stands_sealed_and_is_masked_in_lists(call: Caller, post: Post) -> None:
    letter = await a_letter(call)
    await handlers.send_next(call.pool)
    held = (await dumped(call.pool)).lower()
    assert [one for one in (LI_NA["email"], LI_NA["name"].lower()) if one in held] == []
    sent = (await call("GET", f"/letters/{letter.number}")).json()
    assert (sent["state"], sent["address"]) == ("sent", LI_NA["email"])
    (listed,) = (await call("GET", "/letters")).json()["items"]
    assert (listed["number"], listed["address"]) == (letter.number, "l****@example.org")
