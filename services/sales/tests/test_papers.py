"""Order confirmations and sales slips on paper: what they tell, for whom, and when they are issued anew."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from chassis.handling import Step
from chassis.papers.company import Issuer
from contracts.texts import as_it_is
from services.sales.changes.rules import StaleVersion
from services.sales.masters.rules import Item
from services.sales.order import store as book
from services.sales.order.rules.facts import Acknowledged
from services.sales.order.rules.milestones import milestones_of
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.papers.rules.acknowledging import Acknowledge, NothingConfirmed, acknowledge
from services.sales.papers.rules.order_confirmation import confirmation_paper, confirmation_sheet
from services.sales.papers.rules.sales_slip import slip_paper, slip_sheet
from services.sales.policy import Policy
from services.sales.release.handlers import record_reservation
from services.sales.review.handlers import record_review
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.late import ordered
from services.sales.tests.story import DAY, POLICY, confirmed, reserve, reviews
from tests.needs import needs

US = Issuer(name="gendan", bank="ICBC 1")
CHAI = {"P-1": Item(item="P-1", version=1, name="Chai", unit="box")}


async def confirmed_by(call: Caller) -> str:
    """The id of an order that the four departments said yes to."""
    placed = (await call("POST", "/orders", an_order("4711"))).json()
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(placed["order_id"]))
        assert order
        for each in reviews(order):
            await record_review(db, [each])
    return str(placed["order_id"])


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


@needs("SAL-8")
async def test_a_confirmed_order_has_its_confirmation_on_paper(call: Caller) -> None:
    order_id = await confirmed_by(call)
    confirmation, slip, _ = (await call("GET", f"/papers?order={order_id}")).json()["items"]
    assert (confirmation["waits_for"], slip["waits_for"]) == (None, "it is issued when goods are released")
    drawn = await call("GET", f"/papers/order_confirmation/{confirmation['document']}.pdf")
    told = words(drawn.content)
    promised = (await call("GET", f"/orders/{order_id}")).json()["promised"]
    for part in ("Order confirmation", "4711", "Chai", "10 pcs", "USD 100.00", promised, "Acknowledged by the buyer"):
        assert part in told


@needs("SAL-8")
async def test_before_it_is_confirmed_an_order_has_no_confirmation(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("4711"))).json()
    refused = await call("GET", f"/papers/order_confirmation/{placed['number']}.pdf")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/paper-waits")
    assert "the order is not confirmed" in refused.json()["detail"]


@needs("SAL-8", "SAL-9")
async def test_a_changed_order_is_confirmed_anew_and_the_version_before_stays(call: Caller) -> None:
    order_id = await confirmed_by(call)
    path = f"/papers/order_confirmation/{(await call('GET', f'/orders/{order_id}')).json()['number']}"
    first = await call("GET", f"{path}.pdf")
    lines = [{**line, "quantity": "11"} for line in an_order("4711")["lines"]]
    changed = await call("POST", f"/orders/{order_id}/change", {"reason": "one more", "lines": lines})
    assert changed.status_code == 200, changed.text
    (listed, *_) = (await call("GET", f"/papers?order={order_id}")).json()["items"]
    assert (listed["version"], listed["up_to_date"]) == (1, False)
    second = (await call("GET", path)).json()
    assert second["version"] == 2
    assert {"field": "lines.0.quantity", "before": "10", "now": "11"} in second["changed"]
    assert (await call("GET", f"{path}.pdf?version=1")).content == first.content


@needs("SAL-8", "SAL-9")
async def test_what_was_agreed_of_a_line_stands_beside_its_item_on_confirmation_and_slip(call: Caller) -> None:
    order_id = await confirmed_by(call)
    lines = [{**line, "specification": "RAL 7016", "process": "粉末喷涂"} for line in an_order("4711")["lines"]]
    changed = await call("POST", f"/orders/{order_id}/change", {"reason": "颜色", "lines": lines})
    assert changed.status_code == 200, changed.text
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(order_id))
        assert order
        await record_review(db, reviews(order))
        await record_reservation(db, [reserve(order, uuid4(), 10)])
    for paper in (await call("GET", f"/papers?order={order_id}")).json()["items"]:
        drawn = await call("GET", f"/papers/{paper['kind']}/{paper['document']}.pdf?language=en")
        told = words(drawn.content).replace(" ", "")
        assert "Chai;specification:RAL7016;process:粉末喷涂" in told, (paper["kind"], told)


@needs("SAL-8", "ALL-3")
async def test_a_customer_reads_his_own_confirmation_and_no_slip(call: Caller) -> None:
    order_id = await confirmed_by(call)
    alfki, bonap = {"who": "ALFKI", "role": "customer"}, {"who": "BONAP", "role": "customer"}
    (only,) = (await call("GET", f"/papers?order={order_id}", **alfki)).json()["items"]
    assert only["kind"] == "order_confirmation"
    path = f"/papers/order_confirmation/{only['document']}.pdf"
    assert (await call("GET", path, **alfki)).status_code == 200
    assert (await call("GET", path, **bonap)).status_code == 404
    assert (await call("GET", "/papers/sales_slip/SS-2026-000001", **alfki)).status_code == 403


@needs("SAL-17")
async def test_a_released_shipment_has_its_sales_slip_on_paper(call: Caller) -> None:
    order_id = await confirmed_by(call)
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(order_id))
        assert order
        await record_reservation(db, [reserve(order, uuid4(), 10)])
    slip = (await call("GET", f"/papers?order={order_id}")).json()["items"][1]
    drawn = await call("GET", f"/papers/sales_slip/{slip['document']}.pdf", reads="zh-CN")
    for part in ("销售单", slip["number"], "Chai", "10 pcs"):
        assert part in words(drawn.content)
    english = await call("GET", f"/papers/sales_slip/{slip['document']}.pdf?language=en", reads="zh-CN")
    assert "Sales slip" in words(english.content)


@needs("SAL-8", "ALL-5")
async def test_a_confirmation_is_in_the_customers_language_whoever_reads_it(call: Caller) -> None:
    assert (await call("PUT", "/customers/ALFKI", CUSTOMER | {"language": "zh-Hans"})).status_code == 200
    order_id = await confirmed_by(call)
    (confirmation, *_) = (await call("GET", f"/papers?order={order_id}")).json()["items"]
    drawn = await call("GET", f"/papers/order_confirmation/{confirmation['document']}.pdf", reads="en")
    for part in ("订单确认书", "4711", "Chai", "USD 100.00"):
        assert part in words(drawn.content)


@needs("SAL-8")
def test_a_confirmation_says_the_companys_terms_and_how_it_is_paid() -> None:
    order = confirmed(3, advance="0.3")
    policy = Policy(service_terms="Spare parts for five years.", liability_terms="Claims within eight days.")
    sheet = confirmation_sheet(confirmation_paper(order, order.binding, CHAI, US, policy, "NC-2026-000007-2"))
    assert [str(note) for note in sheet.notes] == [
        "Service: Spare parts for five years.",
        "Liability: Claims within eight days.",
    ]
    facts = {str(fact.label): str(fact.value) for fact in sheet.facts}
    assert facts["Confirmed needs"] == "NC-2026-000007-2"
    assert facts["Payment"] == "30 % in advance, the rest 30 days after the date of the invoice"
    assert sheet.tables[0].rows == (("1", "P-1", "Chai", "3 box", "10.00", "30.00"),)


@needs("SAL-8")
def test_a_confirmation_names_the_last_days_of_its_milestones_on_working_days() -> None:
    order, policy = ordered(), Policy(handling_days=2)
    promised = DAY + timedelta(days=24)
    order = order.but(content=order.binding.but(promised=promised))
    facts = confirmation_sheet(confirmation_paper(order, order.binding, CHAI, US, policy, "")).facts
    told = {str(fact.label): str(fact.value) for fact in facts}
    assert (told["Leaves by"], told["All goods here by"]) == ("2026-03-16", "2026-03-12")
    assert calendar_of("CN")(date(2026, 3, 12))


@needs("SAL-8")
@given(days=st.integers(0, 400), handling=st.integers(0, 30))
def test_from_its_milestones_on_an_order_is_there_on_the_promised_day_and_not_from_a_day_later(
    days: int, handling: int
) -> None:
    order, policy = ordered(), Policy(handling_days=handling)
    order = order.but(content=order.binding.but(promised=DAY + timedelta(days=days)))
    plan, works_on = milestones_of(order, policy), calendar_of("CN")
    if plan is None:
        return
    assert DAY <= plan.goods_by <= plan.leaves_by <= DAY + timedelta(days=days)
    assert working_days_after(plan.goods_by, handling, works_on) <= plan.leaves_by
    assert working_days_after(plan.goods_by + timedelta(days=1), handling, works_on) > plan.leaves_by


@needs("SAL-8")
def test_without_a_promise_a_transport_or_the_time_for_it_no_milestones_are_named() -> None:
    order = ordered()
    for without in (
        order.but(content=order.binding.but(promised=None)),
        order.but(reviews={}),
        order.but(content=order.binding.but(promised=DAY + timedelta(days=5))),
    ):
        assert milestones_of(without, POLICY) is None
        sheet = confirmation_sheet(confirmation_paper(without, without.binding, CHAI, US, POLICY, ""))
        assert "Leaves by" not in [str(fact.label) for fact in sheet.facts]


@needs("SAL-17")
def test_a_sales_slip_tells_what_was_released_and_who_signs() -> None:
    order = confirmed(10)
    shipment = order.with_shipment(uuid4()).shipments.popitem()[1].but(slip_number="SS-1", order_version=2)
    sheet = slip_sheet(slip_paper(shipment, order.binding, CHAI, US))
    assert sheet.number == "SS-1"
    assert sheet.signatures[0] == as_it_is("Salesperson")
    assert order.binding.lines[0].quantity == Decimal(10)


@needs("SAL-8", "ALL-3")
async def test_a_customer_acknowledges_the_version_that_he_has_before_him(call: Caller) -> None:
    order_id = await confirmed_by(call)
    alfki = {"who": "ALFKI", "role": "customer"}
    path, version = f"/orders/{order_id}/acknowledge", (await call("GET", f"/orders/{order_id}")).json()["version"]
    assert (await call("POST", path, {"expected_version": version - 1, "words": "yes"}, **alfki)).status_code == 409
    anothers = await call("POST", path, {"expected_version": version, "words": "yes"}, who="BONAP", role="customer")
    assert anothers.status_code == 404
    said = (await call("POST", path, {"expected_version": version, "words": "yes, as agreed"}, **alfki)).json()
    assert (said["acknowledged"]["words"], said["acknowledged"]["recorded_by"]) == ("yes, as agreed", "ALFKI")
    again = await call("POST", path, {"expected_version": version, "words": "yes, as agreed"}, **alfki)
    assert again.json()["acknowledged"] == said["acknowledged"]
    other = await call("POST", path, {"expected_version": version, "words": "no"}, **alfki)
    assert other.json()["type"] == "/problems/acknowledged-already"
    assert said["version"] == version


@needs("SAL-8")
def test_what_is_not_confirmed_cannot_be_acknowledged_and_a_change_asks_it_anew() -> None:
    order = confirmed(10)
    yes = Acknowledge(order.order_id, 2, DAY, "yes", "wang.fang")
    assert isinstance(acknowledge(order.but(status="open"), yes), NothingConfirmed)
    known = acknowledge(order, yes)
    assert isinstance(known, Step)
    changed = known.document.but(version=3)
    assert isinstance(acknowledge(changed, yes), StaleVersion)
    anew = acknowledge(changed, Acknowledge(order.order_id, 3, DAY, "yes again", "wang.fang"))
    assert isinstance(anew, Step)
    assert anew.document.acknowledged == Acknowledged(version=3, on=DAY, words="yes again", recorded_by="wang.fang")
    assert anew.events == ()
