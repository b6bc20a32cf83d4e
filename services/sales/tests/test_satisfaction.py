"""What customers say of deliveries and answers: asked once, answered in time, followed up, summed up (SAL-14)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.refusal import InvalidInput
from services.sales.delivery.handlers import record_delivery, record_dispatch
from services.sales.feedback import store
from services.sales.feedback.rules import Feedback, Standing
from services.sales.feedback.store import TAKEN
from services.sales.order import store as book
from services.sales.satisfaction import rules
from services.sales.satisfaction.rules import FollowUp, Judge, Sums
from services.sales.satisfaction.store import SUMMARY
from services.sales.tests.calling import Caller
from services.sales.tests.story import DAY, POLICY, deliver, dispatch
from services.sales.tests.test_handlers import a_place, masters, places
from services.sales.tests.test_papers import confirmed_by, words
from tests.needs import needs

pytestmark = needs("SAL-14")
UNTIL = DAY + timedelta(days=30)
LATE = UNTIL + timedelta(days=1)


def asked(**says: Any) -> Feedback:
    facts = {"customer": "ALFKI", "merchandiser": "wang.fang", "cause": "delivery", "asked": True}
    when = {"happened_on": DAY, "answer_until": UNTIL}
    ids = {"feedback_id": uuid4(), "order_id": uuid4(), "number": "SO-2026-000001"}
    return Feedback.having({**facts, **when, **ids, **says})


def said(score: int, on: date = DAY) -> Judge:
    return Judge(uuid4(), score, "包装好", on, "wang.fang")


def judged(score: int) -> Feedback:
    done = rules.judge(asked(), said(score), POLICY)
    assert isinstance(done, Feedback)
    return done


def followed(feedback: Feedback) -> Feedback:
    done = rules.follow_up(feedback, FollowUp(uuid4(), "已上门道歉", DAY, "wang.fang"))
    assert isinstance(done, Feedback)
    return done


@pytest.mark.parametrize(
    ("feedback", "day", "standing"),
    [
        (asked(), UNTIL, "asked"),
        (asked(asked=False), UNTIL, "not_asked"),
        (asked(), LATE, "unanswered"),
        (judged(3), LATE, "answered"),
        (judged(2), LATE, "to_follow_up"),
        (followed(judged(2)), LATE, "followed_up"),
    ],
)
def test_a_low_score_is_to_be_followed_up_however_late_it_is(feedback: Feedback, day: date, standing: Standing) -> None:
    assert feedback.standing(day) == standing


def test_nobody_judges_twice_or_after_his_days_or_before_there_was_anything() -> None:
    twice, late = rules.judge(judged(5), said(1), POLICY), rules.judge(asked(), said(5, LATE), POLICY)
    assert isinstance(twice, rules.ScoredAlready)
    assert str(twice) == "ALFKI judged SO-2026-000001 on 2026-03-02 already, with 5 of 5."
    assert isinstance(late, rules.AnswerTooLate)
    early = rules.judge(asked(), said(5, DAY - timedelta(days=1)), POLICY)
    assert isinstance(early, InvalidInput)
    assert [fault["field"] for fault in early.faults] == ["said_on"]


def test_who_was_not_asked_because_he_was_asked_before_may_judge_all_the_same() -> None:
    spared = asked(asked=False, asked_before=DAY, asked_again_from=UNTIL)
    assert str(spared.why_not_asked) == "ALFKI was asked on 2026-03-02 already, and is asked again from 2026-04-01 on"
    assert isinstance(rules.judge(spared, said(5), POLICY), Feedback)


def test_only_a_low_score_is_followed_up_and_only_once() -> None:
    again = FollowUp(uuid4(), "再打电话", DAY, "wang.fang")
    assert isinstance(rules.follow_up(judged(3), again), rules.NothingToFollowUp)
    assert isinstance(rules.follow_up(followed(judged(1)), again), rules.FollowedUpAlready)


def test_there_is_no_mean_of_fewer_than_five_answers() -> None:
    assert (Sums(9, 4, 20, 0).mean, Sums(9, 4, 4, 4).low_share) == (None, None)
    assert (Sums(9, 6, 20, 1).mean, Sums(9, 6, 20, 1).low_share) == (Decimal("3.33"), Decimal("0.17"))


async def test_a_customer_is_asked_of_one_thing_in_so_many_days_and_of_each_thing_once(db: asyncpg.Connection) -> None:
    await masters(db)
    first, second, third = await places(db, *(a_place(po) for po in ("1", "2", "3")))

    async def close(day: date, *orders: Any) -> None:
        await store.ask_of_orders(db, [one.order_id for one in orders], day, 30, 14)

    await close(DAY, first, second)
    await close(DAY + timedelta(days=29), first, second)
    await close(DAY + timedelta(days=30), third)
    found = await store.load(db, [one.order_id for one in (first, second, third)])
    asked_now, spared = sorted((found[one.order_id] for one in (first, second)), key=lambda one: not one.asked)
    assert (asked_now.asked, asked_now.asked_before, asked_now.happened_on) == (True, None, DAY)
    assert (spared.asked, spared.asked_before, spared.asked_again_from) == (False, DAY, DAY + timedelta(days=30))
    assert (found[third.order_id].asked, found[third.order_id].answer_until) == (True, DAY + timedelta(days=44))


MANY = """
INSERT INTO feedback (feedback_id, number, order_id, customer, merchandiser, cause, happened_on, answer_until, asked,
    score, low)
SELECT gen_random_uuid(), 'SO-' || n, gen_random_uuid(), 'C-' || n % 50, 'wang.fang',
    CASE WHEN n % 2 = 0 THEN 'delivery' ELSE 'complaint' END, date '2026-03-02' + n / 10, '2027-12-31', true,
    1 + n % 5, n % 5 < 2
FROM generate_series(0, 9999) n
"""


async def test_the_summary_of_a_period_reads_that_period_alone(db: asyncpg.Connection) -> None:
    await db.execute(MANY)
    await db.execute("ANALYZE feedback")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {SUMMARY}", DAY, DAY + timedelta(days=10), "", 100))
    assert "feedback_of_period" in plan, plan


TAKEN_BY = f"SELECT ({TAKEN}) FROM unnest(ARRAY['C-1', 'NOBODY']) AS c(customer)"


@needs("SAL-7")
async def test_how_many_orders_a_customer_took_is_counted_from_one_index(
    db: asyncpg.Connection,
) -> None:
    await db.execute(MANY)
    await db.execute("ANALYZE feedback")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {TAKEN_BY}"))
    assert "feedback_of_deliveries" in plan, plan
    taken = [row[0] for row in await db.fetch(TAKEN_BY.replace("C-1", "C-2"))]
    assert taken == [100, 0]


async def test_a_customer_judges_his_delivery_and_the_departments_see_the_score_alone(call: Caller) -> None:
    order_id = await confirmed_by(call)
    alfki, bonap = {"who": "ALFKI", "role": "customer"}, {"who": "BONAP", "role": "customer"}
    number = (await call("GET", f"/orders/{order_id}")).json()["number"]
    path, word = f"/feedback/{number}", {"score": 2, "comment": "箱子破了"}
    early = await call("POST", f"{path}/answer", word)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/nothing-to-judge")
    await arrive(call, order_id)
    assert (await call("GET", "/feedback", **alfki)).json()["items"][0]["number"] == number
    assert (await call("POST", f"{path}/answer", word, **bonap)).status_code == 404
    heard = (await call("POST", f"{path}/answer", word, **alfki)).json()
    assert (heard["score"], heard["comment"]) == (2, "箱子破了")
    assert not {"low", "done", "recorded_by"} & set(heard)
    again = await call("POST", f"{path}/answer", {"score": 5}, **alfki)
    assert again.json()["type"] == "/problems/scored-already"
    assert [one.number for one in await store.to_follow_up(call.pool, None, 10)] == [number]
    assert (await call("POST", f"{path}/follow-up", {"done": "补发一箱"})).json()["state"] == "followed_up"
    assert await store.to_follow_up(call.pool, None, 10) == []
    told = (await call("GET", "/satisfaction", role="storekeeper")).json()
    (row,) = told["items"]
    seen = {"asked": 1, "answered": 1, "mean": None, "low_share": None}
    assert told["whole"] == seen
    assert (row["customer"], row["all"], row["delivery"]) == ("ALFKI", seen, seen)
    assert row["complaint"] == seen | {"asked": 0, "answered": 0}
    turned = await call("GET", f"/satisfaction?since={clock.today()}&until={clock.today() - timedelta(days=1)}")
    assert turned.status_code == 422


async def test_who_has_the_link_judges_without_an_account_and_once(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await arrive(call, order_id)
    number = (await call("GET", f"/orders/{order_id}")).json()["number"]
    made = (await call("POST", f"/papers/feedback_request/{number}/link", {"language": "zh-Hans"})).json()
    drawn = await call("GET", f"/papers/feedback_request/{number}.pdf?language=zh-Hans", who="ALFKI", role="customer")
    assert all(part in words(drawn.content) for part in ("满意度调查", number, "非常满意"))
    path = made["reply_path"]
    assert "<form" in (await call.client.get(path, headers={"accept-language": "zh"})).text
    bad = await call.client.post(path, content="score=9")
    assert (bad.status_code, [fault["field"] for fault in bad.json()["faults"]]) == (422, ["score"])
    for _ in range(2):
        assert (await call.client.post(path, content="score=4&comment=%E5%BE%88%E5%A5%BD")).status_code == 303
    assert "<form" not in (await call.client.get(path)).text
    said = (await call("GET", f"/feedback/{number}")).json()
    assert (said["score"], said["comment"], said["recorded_by"]) == (4, "很好", "ALFKI")
    assert (await call.client.post(path, content="score=1")).status_code == 409
    other = (await call("POST", f"/papers/order_confirmation/{number}/link", {})).json()
    assert (await call.client.get(f"{other['path']}/reply")).status_code == 404


async def arrive(call: Caller, order_id: str) -> None:
    """All of it, and the customer accepts it."""
    shipment = uuid4()
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(order_id))
        assert order
        await record_dispatch(db, [dispatch(order, shipment, 10)])
        await record_delivery(db, [deliver(order, shipment, 10)])
    accepted = await call("POST", f"/orders/{order_id}/shipments/{shipment}/accept")
    assert accepted.status_code == 200, accepted.text
