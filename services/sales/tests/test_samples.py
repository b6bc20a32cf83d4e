"""A sample is requested, sent and judged round by round, and the series waits for its approval (SAL-23)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import InvalidInput, Refusal
from contracts.sales import OrderConfirmed
from services.sales.clarifying.rules import Clarify, clarify
from services.sales.intake.rules.asked import Asked, Known
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import SamplesWaived
from services.sales.order.rules.life import follow
from services.sales.review.rules import Confirm, SamplesNotApproved, confirm
from services.sales.sample.rules import Sample, Standing, Verdict
from services.sales.sampling import handlers, rules
from services.sales.sampling.rules import Judge, Request, Send, Waive
from services.sales.tests.calling import Caller, an_order
from services.sales.tests.story import BERLIN, DAY, POLICY, after, confirmed, reviews, topics
from services.sales.tests.test_handlers import a_place, confirm_all, known, masters, places
from services.sales.tests.test_intake import ALFKI, DESK, LINE, place
from services.sales.tests.test_quoting import opened
from tests.needs import needs

pytestmark = needs("SAL-23")
NUMBER = "SM-2026-000001"
DUE = DAY + timedelta(days=10)
NEXT = DAY + timedelta(days=20)
UNITS = {"P-1": "pcs"}
WISH = Request("ALFKI", "P-1", Decimal(3), DUE, "颜色对色卡")


def requested(**says: Any) -> Sample:
    return rules.requested(WISH, uuid4(), NUMBER, ALFKI, DAY, POLICY).but(**says)


def sent(sample: Sample, on: date = DAY) -> Sample:
    done = rules.send(sample, Send(sample.sample_id, on, "DHL 123"))
    assert isinstance(done, Sample)
    return done


def said(
    sample: Sample, verdict: Verdict, remarks: str = "", next_judge_by: date | None = None, on: date = DAY
) -> Sample | Refusal:
    return rules.judge(sample, Judge(sample.sample_id, verdict, on, remarks, next_judge_by, "wang.fang"))


def approved() -> Sample:
    done = said(sent(requested()), "approved")
    assert isinstance(done, Sample)
    return done


def faults(refused: object) -> list[str]:
    assert isinstance(refused, InvalidInput)
    return [fault["field"] for fault in refused.faults]


def order(*samples: Sample, names: tuple[str, ...] = (NUMBER,)) -> Order:
    known = knowing(*samples)
    said = Asked(samples=names, lines=(LINE,), deliver_to=BERLIN, wanted=DAY + timedelta(days=900))
    return place(said, known)


def knowing(*samples: Sample) -> Known:
    return Known(ALFKI, DESK.items, DAY, POLICY, samples={one.number: one for one in samples})


def reviewed(known: Order) -> Order:
    return after(known, *reviews(known)).document


def test_the_customers_merchandiser_answers_for_a_sample_that_is_to_be_sent() -> None:
    sample = requested()
    assert (sample.merchandiser, sample.standing(DAY)) == ("wang.fang", "requested")


@pytest.mark.parametrize(
    ("sample", "day", "standing"),
    [
        (requested(), DUE, "requested"),
        (requested(), DUE + timedelta(days=1), "overdue"),
        (sent(requested()), DUE, "sent"),
        (sent(requested()), DUE + timedelta(days=1), "overdue"),
        (approved(), DUE + timedelta(days=1), "approved"),
    ],
)
def test_a_sample_that_is_not_judged_by_its_day_is_overdue(sample: Sample, day: date, standing: Standing) -> None:
    assert sample.standing(day) == standing


def test_what_is_wrong_with_a_request_is_said_field_by_field() -> None:
    inquiry = opened()
    wish = Request("ALFKI", "P-1", Decimal("1.5"), DUE, "尺寸", inquiry.number)
    assert rules.refusal_of(Request("ALFKI", "P-1", Decimal(1), DUE, "尺寸", inquiry.number), UNITS, inquiry) is None
    assert faults(rules.refusal_of(wish, UNITS, inquiry.but(customer="BONAP"))) == ["quantity", "inquiry"]
    assert faults(rules.refusal_of(wish, {}, None)) == ["item", "inquiry"]


def test_a_customer_requests_samples_for_himself_only() -> None:
    wish = Request("BONAP", "P-1", Decimal(1), DUE, "尺寸", only_of="ALFKI")
    assert isinstance(rules.refusal_of(wish, UNITS, None), rules.AnotherRequester)


def test_what_the_customer_rejects_is_made_anew_as_the_next_round_of_the_same_sample() -> None:
    again = said(sent(requested()), "rejected", "颜色偏深", NEXT)
    assert isinstance(again, Sample)
    assert [(one.verdict, one.remarks, one.judge_by) for one in again.rounds] == [
        ("rejected", "颜色偏深", DUE),
        (None, "", NEXT),
    ]
    assert (again.number, again.standing(DAY), again.approved) == (NUMBER, "requested", False)
    second = said(sent(again), "approved_with_remarks", "包装加厚")
    assert isinstance(second, Sample)
    assert (second.standing(NEXT), second.approved) == ("approved", True)


@pytest.mark.parametrize(
    ("verdict", "remarks", "next_judge_by", "fields"),
    [
        ("rejected", "", None, ["remarks", "next_judge_by"]),
        ("approved_with_remarks", "", NEXT, ["remarks", "next_judge_by"]),
        ("withdrawn", "", None, ["remarks"]),
        ("approved", "", NEXT, ["next_judge_by"]),
    ],
)
def test_a_verdict_says_what_the_next_round_needs(
    verdict: Verdict, remarks: str, next_judge_by: date | None, fields: list[str]
) -> None:
    assert faults(said(sent(requested()), verdict, remarks, next_judge_by)) == fields


def test_nobody_judges_a_sample_before_it_was_sent_and_no_verdict_is_older_than_the_parcel() -> None:
    assert isinstance(said(requested(), "approved"), rules.NotSent)
    assert faults(said(sent(requested(), DAY + timedelta(days=1)), "approved")) == ["judged_on"]


def test_a_sample_is_sent_once_a_round_and_ends_with_approval_or_withdrawal() -> None:
    assert isinstance(rules.send(sent(requested()), Send(uuid4(), DAY, "DHL")), rules.SentAlready)
    withdrawn = said(requested(), "withdrawn", "项目取消")
    assert isinstance(withdrawn, Sample)
    assert (withdrawn.standing(NEXT), withdrawn.approved) == ("withdrawn", False)
    for ended in (approved(), withdrawn):
        assert isinstance(said(ended, "approved"), rules.JudgedAlready)
        assert isinstance(rules.send(ended, Send(uuid4(), DAY, "DHL")), rules.JudgedAlready)


@pytest.mark.parametrize(
    ("sample", "question"),
    [
        (requested(number="SM-1"), f"There is no sample {NUMBER} for you: for which one does the order wait?"),
        (requested(customer="BONAP"), f"There is no sample {NUMBER} for you: for which one does the order wait?"),
        (
            requested(item="P-2"),
            f"Sample {NUMBER} is of P-2, which is not ordered: for which one does the order wait?",
        ),
        (
            said(requested(), "withdrawn", "项目取消"),
            f"Sample {NUMBER} was withdrawn: for which one does the order wait?",
        ),
    ],
)
def test_a_sample_for_which_the_order_cannot_wait_is_asked_back(sample: Sample, question: str) -> None:
    asked = order(sample)
    assert dict(zip(asked.missing, map(str, asked.questions), strict=True)) == {"samples.0": question}


@needs("SAL-8")
def test_an_order_is_not_confirmed_before_its_customer_approved_its_sample_and_then_by_itself() -> None:
    waiting = reviewed(order(requested()))
    assert (waiting.status, waiting.awaits) == ("open", (NUMBER,))
    refused = confirm(waiting, Confirm(waiting.order_id), None, POLICY, DAY)
    assert isinstance(refused, SamplesNotApproved)
    assert rules.approved(waiting, "SM-1") is waiting
    assert topics(follow(rules.approved(waiting, NUMBER), None, POLICY, DAY).events) == ["order.confirmed"]


def test_an_order_waits_for_the_last_of_its_samples() -> None:
    waiting = reviewed(order(requested(), requested(number="SM-2"), names=(NUMBER, "SM-2")))
    assert follow(rules.approved(waiting, NUMBER), None, POLICY, DAY).events == ()


def test_a_sample_that_is_approved_already_holds_nothing_up() -> None:
    assert reviewed(order(approved())).status == "confirmed"


async def test_the_orders_of_a_sample_are_confirmed_with_its_approval_and_no_earlier(db: asyncpg.Connection) -> None:
    await masters(db)
    wish = Request("ALFKI", "P-1", Decimal(2), clock.today(), "颜色")
    (made,) = await handlers.request(db, [wish])
    sample = cast(Any, made).body
    first, second = await places(db, *(a_place(po, samples=(sample.number,)) for po in ("1", "2")))
    assert await confirm_all(db, [first, second]) == []
    waiting = (await known(db, first.order_id)).waiting
    assert waiting
    assert (waiting.owner, waiting.what) == (first.content.merchandiser, "samples")
    await handlers.send(db, [Send(sample.sample_id, clock.today(), "顺丰 1")])
    yes = Judge(sample.sample_id, "approved", clock.today(), "", None, "wang.fang")
    (answer,) = await handlers.judge(db, [yes])
    assert isinstance(answer, Answer)
    confirmations = [one for one in answer.events if isinstance(one, OrderConfirmed)]
    assert {one.order_id for one in confirmations} == {first.order_id, second.order_id}


def test_the_merchandiser_waives_a_sample_with_a_reason_and_other_samples_are_waited_for_anew() -> None:
    waiting = reviewed(order(requested()))
    step = rules.waive(waiting, Waive(waiting.order_id, "客户电话同意", DAY, "wang.fang"))
    assert not isinstance(step, Refusal)
    assert step.document.samples_waived == SamplesWaived(reason="客户电话同意", on=DAY, by="wang.fang")
    assert topics(follow(step.document, None, POLICY, DAY).events) == ["order.confirmed"]
    more = clarify(step.document, Clarify(waiting.order_id, Asked(partial=True)), knowing(requested()))
    other = clarify(
        step.document, Clarify(waiting.order_id, Asked(samples=("SM-2",))), knowing(requested(number="SM-2"))
    )
    assert not isinstance(more, Refusal)
    assert not isinstance(other, Refusal)
    assert (more.document.awaits, other.document.awaits) == ((), ("SM-2",))


@pytest.mark.parametrize("known", [order(approved()), confirmed().but(samples_awaited=(NUMBER,))])
def test_an_order_that_waits_for_no_sample_has_none_to_waive(known: Order) -> None:
    assert isinstance(rules.waive(known, Waive(known.order_id, "不等", DAY, "wang.fang")), rules.NoSampleAwaited)


async def test_a_customer_judges_his_own_sample_and_orders_find_it(call: Caller) -> None:
    today = clock.today().isoformat()
    wish = {"customer": "ALFKI", "item": "P-1", "quantity": "2", "judge_by": today, "judged_for": "颜色"}
    made = (await call("POST", "/samples", wish)).json()
    placed = (await call("POST", "/orders", an_order("4711", samples=[made["number"]]))).json()
    assert placed["missing"] == []
    path = f"/samples/{made['number']}"
    assert (await call("GET", path)).json()["orders"] == [placed["order_id"]]
    parcel = {"sent_on": today, "shipped_by": "顺丰 1"}
    assert (await call("POST", f"{path}/send", parcel)).json()["state"] == "sent"
    word = {"verdict": "approved", "judged_on": today}
    assert (await call("POST", f"{path}/judge", word, who="BONAP", role="customer")).status_code == 404
    assert (await call("POST", f"{path}/judge", word, who="ALFKI", role="customer")).json()["state"] == "approved"
    assert (await call("GET", "/samples", who="ALFKI", role="customer")).json()["items"][0]["rounds"][0]["verdict"]
