"""A form's way to its department and back; the inbox of exceptions (NOT-4, NOT-17)."""

from html.parser import HTMLParser
from uuid import UUID

import httpx2
import pytest

from services.notify.desk.doing import actions
from services.notify.desk.doing.actions import Command, Document, filled, find
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_order import an_exception
from services.notify.resolving.handlers import raise_
from services.notify.tests.samples import Order
from services.notify.tests.test_exceptions import missed
from tests.needs import needs


class Inputs(HTMLParser):
    """Of the form of one command, what its inputs say."""

    def __init__(self, html: str, path: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        forms = [form for form in html.split("<form") if f'value="{path}"' in form]
        self.feed(forms[0].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if name := given.get("name"):
            self.said[name] = given.get("value") or ""


@pytest.fixture
async def case(desk: Desk) -> UUID:
    order = Order()
    await desk.hear(order.received())
    return await an_exception(desk, order)


async def a_form(desk: Desk, case: UUID, command: str) -> dict[str, str]:
    page = (await desk.get(f"/exceptions/{case}")).text
    return Inputs(page, f"/api/v1/exceptions/{case}/{command}").said


async def sent(desk: Desk, form: dict[str, str]) -> httpx2.Response:
    return await desk.post("/act", form)


@needs("NOT-4")
async def test_an_exception_is_planned_by_a_drawn_form(desk: Desk, case: UUID) -> None:
    form = await a_form(desk, case, "plan") | {"plan:s-": "ask S-2"}
    done = await sent(desk, form)
    assert (done.status_code, done.headers["location"]) == (303, f"/desk/exceptions/{case}?done=1")
    page = (await desk.get(f"/exceptions/{case}?done=1")).text
    assert "Done." in page
    assert "ask S-2" in page
    assert "planned" in page


async def test_a_form_that_is_sent_twice_is_one_act(desk: Desk, case: UUID) -> None:
    form = await a_form(desk, case, "plan") | {"plan:s-": "ask S-2"}
    assert [(await sent(desk, form)).status_code for _ in range(2)] == [303, 303]


@needs("NOT-17")
async def test_a_refused_command_brings_its_form_back_with_the_reason_at_the_field(desk: Desk, case: UUID) -> None:
    form = await a_form(desk, case, "plan")
    name = next(name for name in form if name.startswith("plan:"))
    answer = await sent(desk, form | {name: "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "at most 500 characters" in answer.text
    again = Inputs(answer.text, form["path"]).said
    assert again["key"] != form["key"]


async def test_a_rules_no_is_told_in_its_words(desk: Desk, case: UUID) -> None:
    form = await a_form(desk, case, "plan")
    desk.sits("root.cause", "buyer")
    answer = await sent(desk, form | {"path": f"/api/v1/exceptions/{case}/approve"})
    assert answer.status_code in (403, 409)
    assert "Not done" in answer.text


async def test_a_department_that_is_away_may_have_done_it_and_the_same_form_again_is_safe(
    desk: Desk, case: UUID
) -> None:
    form = await a_form(desk, case, "plan") | {"department": "finance"}
    answer = await sent(desk, form)
    assert answer.status_code == 503
    assert "Sending the same form again is safe" in answer.text


def receipt_for(purchase: str) -> Document:
    schema = {"type": "object", "properties": {"purchase_id": {"type": "string", "readOnly": True}}}
    names = ("receive_goods", "Receive goods", "", "POST", "/api/v1/receipts")
    command = Command("warehouse", *names, schema, {"purchase_id": purchase}, barred="")
    return Document("warehouse", "purchase", "Purchase", purchase, (command,))


def test_forms_of_two_documents_under_one_path_are_told_apart() -> None:
    _, second = documents = [receipt_for("PO-1"), receipt_for("PO-2")]
    assert find(documents, "POST", "/api/v1/receipts", {"purchase_id": "PO-2"}) == (second, second.commands[0])
    assert find(documents, "POST", "/api/v1/receipts", None) is None


@pytest.mark.parametrize(
    "other", [{"path": "/ops/parked"}, {"path": "/api/v1/../ops"}, {"method": "DELETE"}, {"order": "x"}]
)
async def test_what_no_form_of_ours_sends_goes_nowhere(desk: Desk, case: UUID, other: dict[str, str]) -> None:
    assert (await sent(desk, await a_form(desk, case, "plan") | other)).status_code == 422


@needs("NOT-4")
async def test_the_inbox_lists_what_wants_an_answer_first(desk: Desk, case: UUID) -> None:
    text = (await desk.get("/exceptions")).text
    assert f"/desk/exceptions/{case}" in text
    assert "SO-2026-000001" in text
    assert "Material shortage" in text
    assert f"/desk/exceptions/{case}" not in (await desk.get("/exceptions?owner=sales")).text
    assert f"/desk/exceptions/{case}" not in (await desk.get("/exceptions?state=done")).text


@needs("NOT-17")
async def test_a_departments_queue_holds_what_waits_there(desk: Desk, case: UUID) -> None:
    desk.sits("gao.feng", "general manager")
    text = (await desk.get("/queue/notify")).text
    assert "Plan exception" in text
    assert "does not answer" in (await desk.get("/queue/warehouse")).text


@needs("NOT-17")
async def test_a_form_of_the_queues_second_page_leads_back_there_and_comes_again_with_what_was_typed(
    desk: Desk, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "QUEUE_ROWS", 1)
    order = Order()
    await desk.hear(order.received())
    path = f"/api/v1/exceptions/{await an_exception(desk, order)}/plan"
    second = Inputs((await desk.get(f"/queue/notify?after={case}")).text, path).said
    name = next(name for name in second if name.startswith("plan:"))
    refused = await sent(desk, second | {name: "x" * 501})
    assert "x" * 501 in refused.text
    done = await sent(desk, Inputs(refused.text, path).said | {name: "ask S-2"})
    assert done.headers["location"] == f"/desk/queue/notify?after={case}&done=1"


@pytest.mark.parametrize(("role", "department"), [("storekeeper", "warehouse"), ("merchandiser", "sales")])
async def test_a_person_comes_to_the_queue_of_his_own_department(desk: Desk, role: str, department: str) -> None:
    desk.sits("somebody", role)
    assert (await desk.get("/queue")).headers["location"] == f"/desk/queue/{department}"


def test_a_code_that_somebody_typed_stays_one_part_of_the_path() -> None:
    assert filled("/api/v1/customers/{customer}", {"customer": "A/../B "}) == "/api/v1/customers/A%2F..%2FB"
    assert filled("/api/v1/customers/{customer}", {"customer": ".."}) == "/api/v1/customers/-"
    assert filled("/api/v1/customers/{customer}", {}) == "/api/v1/customers/-"


@needs("NOT-4", "SAL-23")
async def test_an_exception_about_a_document_leads_to_it_and_is_planned_on_its_page(desk: Desk) -> None:
    async with desk.pool.acquire() as db:
        late = missed("deadline.met", owner="sales").but(number="SM-2026-000001", customer="ALFKI")
        ((raised,),) = await raise_(db, [late])
    listed = (await desk.get("/exceptions")).text
    assert "/desk/queue/sales?scan=SM-2026-000001" in listed
    page = (await desk.get(f"/exceptions/{raised.exception_id}")).text
    assert "SM-2026-000001" in page
    assert f"/api/v1/exceptions/{raised.exception_id}/plan" in page
