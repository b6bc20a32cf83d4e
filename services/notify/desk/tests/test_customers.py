"""How satisfied customers are, to whom nobody spoke, and the needs of an inquiry, on pages (SAL-14, SAL-22, SAL-19)."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from services.notify.desk.choices import Choices, Language
from services.notify.desk.customers.told import (
    CancelsTold,
    CasesTold,
    ComplaintsTold,
    ContractsTold,
    InquiriesTold,
    NeedsTold,
    SatisfactionsTold,
    SilencesTold,
)
from services.notify.desk.drawing import templates, wording
from services.notify.desk.order.asking import Answers
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

ALL = {"asked": 9, "answered": 6, "mean": "4.25", "low_share": "0.1"}
FEW = {"asked": 2, "answered": 1, "mean": None, "low_share": None}
SILENT = {"customer": "M8 & co", "grade": "A", "spoken_on": None, "list_sent_on": "2026-03-02", "to_speak": True}
ASKED = {"about": "packaging", "en": "Which pallets?", "zh": "用何种托盘？", "obligatory": True}
SAID = {"said_by": "Frau Klein", "said_on": "2026-03-02", "channel": "phone"}
NEED = {"question": "pallets", "asked": ASKED, "answer": "EUR & 木", **SAID}
VERSION = {"number": "NC-2026-000001-1", "needs": [NEED], "recorded_on": "2026-03-02", "agreement": None}
LEFT = {"question": "labels", "asked": ASKED | {"en": "Which labels?"}}
NEEDS = {
    "inquiry": "IN-2026-000001",
    "customer": "ALFKI",
    "confirmed": "",
    "versions": [VERSION],
    "open": [LEFT],
    "unconfirmed": ["pallets", "labels"],
}


def shown(name: str, told: Any, wanted: Any = "", closed: tuple[str, ...] = (), language: Language = "en") -> str:
    """The body of a page of what sales answers."""
    template = templates().get_template(f"{name}.html")
    seen = wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai")))
    context = {"told": told, "wanted": wanted, "answers": Answers({}, (), closed), **seen}
    return "".join(template.blocks["main"](template.new_context(context)))


@needs("SAL-14")
def test_satisfaction_stands_by_customer_and_too_few_answers_have_no_mean() -> None:
    row = {"customer": "M8 & co", "all": ALL, "delivery": ALL, "complaint": FEW}
    told = msgspec.convert({"items": [row], "whole": ALL | {"mean": "3.50"}}, SatisfactionsTold)
    period = {"since": "", "until": ""}
    text = shown("satisfaction", told, period)
    for part in ("M8 &amp; co", "6/9", "4.25", "10.0 %", '1/2</td><td class="figure">–'):
        assert part in text
    assert "3.5" in text.partition("All customers")[2]
    assert "Nobody was asked" in shown("satisfaction", SatisfactionsTold(items=()), period)
    assert "You may not see" in shown("satisfaction", SatisfactionsTold(items=()), period, closed=("satisfaction",))


@needs("SAL-12")
def test_complaints_stand_by_what_they_are_counted_by_with_a_bar_for_their_share() -> None:
    rows = [
        {"name": "quality", "opened": 3, "closed": 2, "share": "0.75", "days": "1.5"},
        {"name": "late", "opened": 1, "closed": 0, "share": "0.25", "days": None},
    ]
    told, wanted = msgspec.convert({"items": rows}, ComplaintsTold), {"since": "", "until": "2026-03-02", "by": "kind"}
    text = shown("complaints", told, wanted)
    for part in ("quality", "lateness", 'rect width="90"', 'rect width="30"', "75.0 %", ">1.5<", ">–<"):
        assert part in text
    assert "质量" in shown("complaints", told, wanted, language="zh")
    assert "Nobody complained" in shown("complaints", ComplaintsTold(items=()), wanted)
    assert "You may not see" in shown("complaints", ComplaintsTold(items=()), wanted, closed=("complaint-analysis",))


@needs("SAL-24")
def test_why_customers_cancel_is_counted_by_customer_and_reason() -> None:
    counted = {"cause": "not_needed", "wished": 7, "kept": 2, "cancelled": 4}
    told = msgspec.convert({"items": [{"customer": "M8 & co", "causes": [counted]}], "next": "M8 & co"}, CancelsTold)
    wanted = {"since": "", "until": "2026-03-02", "cause": "price"}
    text = shown("cancels", told, wanted)
    for part in ("M8 &amp; co", "no longer needed", '"figure">7<', '"figure">2<', '"figure">4<', '"price" selected'):
        assert part in text
    assert "/desk/cancels?until=2026-03-02&amp;cause=price&amp;after=M8" in text.replace("since=&amp;", "")
    assert "不再需要" in shown("cancels", told, wanted, language="zh")
    assert "Nobody wished to cancel" in shown("cancels", CancelsTold(items=()), wanted)
    assert "You may not see" in shown("cancels", CancelsTold(items=()), wanted, closed=("cancels",))


@needs("SAL-22")
def test_who_is_to_be_spoken_to_is_told_with_what_is_to_be_done() -> None:
    told = msgspec.convert({"items": [SILENT | {"to_list": False}]}, SilencesTold)
    text = shown("silences", told)
    assert "never" in text
    assert "speak to him" in text
    assert "send the list" not in text
    assert "从未" in shown("silences", told, language="zh")
    assert "All customers were spoken to" in shown("silences", SilencesTold(items=()))


@needs("SAL-19")
def test_what_the_customer_said_stands_beside_what_nobody_asked_yet() -> None:
    told = msgspec.convert(NEEDS, NeedsTold)
    text = shown("needs", told, "IN-2026-000001")
    for part in ("EUR &amp; 木", "Frau Klein · telephone", "Which labels?", "nobody asked yet", "not agreed to yet"):
        assert part in text
    assert 'href="/desk/papers/sales/needs_confirmation/NC-2026-000001-1.pdf"' in text
    assert "用何种托盘？" in shown("needs", told, "IN-2026-000001", language="zh")
    agreed = {
        "confirmed": "NC-2026-000001-1",
        "versions": [VERSION | {"agreement": {"person": "K", "on": "2026-03-03"}}],
    }
    assert "K agreed on 3 Mar 2026" in shown("needs", msgspec.convert(NEEDS | agreed, NeedsTold), "IN-2026-000001")
    assert "nobody asked yet" in shown("needs", msgspec.convert(NEEDS | {"versions": []}, NeedsTold), "IN-2026-000001")


@needs("SAL-19")
def test_inquiries_lead_to_their_needs_and_one_that_there_is_not_is_told() -> None:
    row = {"number": "IN-2026-000001", "customer": "ALFKI", "state": "quoted", "received_on": "2026-03-02"}
    text = shown("needs", msgspec.convert({"items": [row]}, InquiriesTold))
    assert 'href="/desk/needs?inquiry=IN-2026-000001"' in text
    assert "There is no such inquiry." in shown("needs", None, "IN-1")


@needs("SAL-14", "SAL-22", "SAL-19", "SAL-24")
async def test_while_sales_does_not_answer_the_pages_say_so(desk: Desk) -> None:
    customers = ("/satisfaction?since=none", "/silences", "/cancels?cause=x", "/complaints?by=x")
    for path in (*customers, "/needs", "/needs?inquiry=IN/1"):
        assert "Sales does not answer at this moment" in (await desk.get(path)).text


CASE = {
    "number": "CP-2026-000001",
    "order_number": "SO-2026-000001",
    "kind": "quality",
    "items": ["M8 & co"],
    "words": "电机 <异响>",
    "root_cause": "loose winding",
    "corrective": {"what": "test each"},
    "preventive": {"what": "ask two"},
    "answer": "replaced",
}


@needs("SAL-12")
def test_a_case_tells_what_it_was_why_it_came_and_what_was_done() -> None:
    told = msgspec.convert({"items": [CASE], "next": "019cbf5b"}, CasesTold)
    text = shown("cases", told, {"text": "轴承", "like": ""})
    for part in ("CP-2026-000001", "q=SO-2026-000001", "quality · M8 &amp; co: 电机 &lt;异响&gt;", "loose winding",
                 "test each · ask two", "replaced", 'value="轴承"', "after=019cbf5b"):  # fmt: skip
        assert part in text
    assert "案例库 · 与 CP-2026-000002 类似" in shown(
        "cases", told, {"text": "", "like": "CP-2026-000002"}, language="zh"
    )
    assert "No such cases" in shown("cases", CasesTold(items=()), {"text": "x", "like": ""})
    assert "You may not see" in shown("cases", CasesTold(items=()), {"text": "", "like": ""}, closed=("cases",))


@needs("SAL-12")
async def test_while_sales_does_not_answer_the_library_says_so(desk: Desk) -> None:
    for asked in ("text=none", "like=CP-2026-000001"):
        assert "Sales does not answer at this moment" in (await desk.get(f"/cases?{asked}")).text


CONTRACT: dict[str, Any] = {
    "contract_id": "019cbf5b-0000-7000-8000-000000000001",
    "number": "SC-2026-000001",
    "customer": "ALFKI",
    "reference": "LT <7>",
    "state": "in_force",
    "version": 1,
    "versions": [
        {"version": 1, "valid_from": "2026-03-02", "valid_until": "2027-03-01",
         "signatures": [{"party": "M8 & co", "signed_on": "2026-03-03"}]},
        {"version": 2, "valid_from": "2026-03-02", "valid_until": "2028-03-01", "signatures": []},
    ],
    "terminated": {"reason": "停产", "on": "2026-04-01", "by": "zhou.ting"},
    "last_day": "2026-06-30",
}  # fmt: skip


@needs("SAL-18")
def test_a_contract_is_found_however_it_stands_with_its_term_signatures_and_papers() -> None:
    given_up = {"reason": "另找了供应商", "on": "2026-03-09", "by": "wang.fang"}
    unsigned = {**CONTRACT["versions"][1], "given_up": given_up}
    over = CONTRACT | {"state": "given_up", "version": 2, "versions": [unsigned], "terminated": None, "last_day": None}
    told = msgspec.convert({"items": [CONTRACT, over], "next": CONTRACT["contract_id"]}, ContractsTold)
    text = shown("contracts", told, {"customer": "ALFKI"})
    for part in ("/desk/queue/sales?scan=SC-2026-000001", "LT &lt;7&gt;", "in force", "停产 · zhou.ting, 1 Apr 2026",
                 "2 Mar 2026 – 30 Jun 2026", "M8 &amp; co 3 Mar 2026", "/desk/attachments/sales/contracts/019cbf5b",
                 "given up", "另找了供应商 · wang.fang, 9 Mar 2026", "2 Mar 2026 – 1 Mar 2028",
                 "customer=ALFKI"):  # fmt: skip
        assert part in text
    assert "生效中" in shown("contracts", told, {"customer": ""}, language="zh")
    assert "No contracts" in shown("contracts", ContractsTold(items=()), {"customer": ""})
    assert "You may not see" in shown("contracts", ContractsTold(items=()), {"customer": ""}, closed=("contracts",))


@needs("SAL-18")
async def test_while_sales_does_not_answer_the_page_of_contracts_says_so(desk: Desk) -> None:
    assert "Sales does not answer at this moment" in (await desk.get("/contracts?customer=ALFKI")).text
