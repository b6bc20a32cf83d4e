"""What happens before a customer orders: his inquiry, a sample, our quotation, the contract."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis import clock
from tests.integration.bodies import CURRENCY, money
from tests.integration.people import People

INCOTERM = "FOB Ningbo"
OURS = "Gendan"
AGREED = {
    "subject": "泵及其附件",
    "quantity": "以每份确认的订单为准",
    "delivery_date": "以订单确认书的日期为准",
    "force_majeure": "适用国际商会不可抗力条款",
    "currency_clause": "汇率变动超过百分之三时重新议价",
    "legal_compliance": "双方遵守出口管制、制裁和反贿赂法律",
}
"""Clauses on which nobody has anything to say."""


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


async def inquire(people: People, item: str, quantity: int) -> dict[str, Any]:
    """The merchandiser notes what the customer asks for."""
    line = {"line": 1, "quantity": str(quantity), "item": item, "needs": "密封圈耐油"}
    asked = {"customer": people.customer.code, "reference": f"RFQ {item}", "wanted": in_days(60), "lines": [line]}
    inquiry: dict[str, Any] = await people.merchandiser.does("sales", "/inquiries", asked)
    assert (inquiry["state"], inquiry["number"][:3]) == ("open", "IN-")
    return inquiry


async def approve_a_sample(people: People, item: str, inquiry: dict[str, Any]) -> str:
    """It is made for his inquiry and sent; he approves it himself. Its number."""
    asked = {"customer": people.customer.code, "item": item, "quantity": "2", "judge_by": in_days(14)}
    about = {"judged_for": "密封圈材质", "inquiry": inquiry["number"]}
    sample = await people.merchandiser.does("sales", "/samples", asked | about)
    path = f"/samples/{sample['number']}"
    await people.merchandiser.does("sales", f"{path}/send", {"sent_on": in_days(0), "shipped_by": "顺丰 SF1001"})
    said = {"verdict": "approved", "judged_on": in_days(0)}
    assert (await people.customer.does("sales", f"{path}/judge", said))["state"] == "approved"
    return str(sample["number"])


async def quote(people: People, item: str, quantity: int, price: str, inquiry: dict[str, Any]) -> str:
    """Its number."""
    line = {"item": item, "quantity": str(quantity), "unit_price": money(price)}
    offer = {"currency": CURRENCY, "lines": [line], "valid_until": in_days(30), "incoterm": INCOTERM}
    quoted = await people.merchandiser.does("sales", f"/inquiries/{inquiry['number']}/quote", offer)
    return str(quoted["quotations"][-1]["number"])


async def contract_with_one_risky_clause_amended(people: People) -> str:
    """He wants to pay after 120 days; nobody signs before that is amended. Its number, once it is in force."""
    recorded = await people.merchandiser.does("sales", "/contracts", _contract(people.customer.code))
    (finding,) = recorded["versions"][0]["findings"]
    assert (finding["clause"], finding["proposal"]) == (
        "payment_terms",
        "The buyer pays within 90 days of the date of the invoice.",
    )
    path = f"/contracts/{recorded['contract_id']}"
    ours = {"party": OURS, "signed_by": "赵敏", "signed_on": in_days(0)}
    assert await people.sales_manager.is_refused("sales", f"{path}/sign", ours) == "findings-open"
    amended = await people.legal.does("sales", f"{path}/amend", {"clauses": [_payment(60)]})
    assert amended["versions"][-1]["findings"] == []
    await people.sales_manager.does("sales", f"{path}/sign", ours)
    his = {"party": "Hanseat", "signed_by": "Maria Anders", "signed_on": in_days(0)}
    assert (await people.merchandiser.does("sales", f"{path}/sign", his))["state"] == "in_force"
    return str(recorded["number"])


def _contract(customer: str) -> dict[str, Any]:
    price = {"kind": "price", "text": "以报价为准", "currency": CURRENCY, "incoterm": INCOTERM}
    liability = {"kind": "liability_for_breach", "text": "逾期每周千分之五", "penalty_share": "0.05"}
    disputes = {"kind": "dispute_resolution", "text": "适用中国法律", "law": "CN"}
    plain = [{"kind": kind, "text": text} for kind, text in AGREED.items()]
    return {
        "customer": customer, "reference": f"Frame {customer}", "seller": OURS, "buyer": "Hanseat",
        "clauses": [*plain, price, _payment(120), liability, disputes],
        "valid_from": in_days(0), "valid_until": in_days(365),
    }  # fmt: skip


def _payment(days: int) -> dict[str, Any]:
    terms = {"days": days, "advance_share": "0"}
    return {"kind": "payment_terms", "text": f"发票日后 {days} 天付款", "terms": terms}
