"""What a play leaves besides its orders: banks' files, suppliers' bills, closed months, and one order's papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from contracts.texts import Text
from world.client import Api

ISSUERS = {"sales": "merchandiser", "warehouse": "storekeeper", "logistics": "logistics clerk", "finance": "accountant"}
"""Who prints papers of an order, and who may ask for them there."""
MATCHED = ("payable", "paid")


async def figures(api: Api) -> dict[str, Any]:
    """How many banks' files, bills and months, and the papers of one closed order."""
    accountant, merchandiser = api.acting_as("demo", "accountant"), api.acting_as("demo", "merchandiser", "management")
    bills, months = await accountant.listed("finance", "/bills"), await accountant.listed("finance", "/months")
    closed = await merchandiser.listed("notify", "/orders", state="closed")
    return {
        "bank_files": len(await accountant.listed("finance", "/bank-statements")),
        "bills": len(bills),
        "bills_matched": sum(bill["state"] in MATCHED for bill in bills),
        "months_closed": [month["month"] for month in months if month["state"] == "closed"],
        "papers_of": closed[0]["number"] if closed else "",
        "papers": await _papers(api, closed[0]["order_id"]) if closed else {},
    }


async def _papers(api: Api, order_id: str) -> dict[str, int]:
    """How many papers of each kind can be had for an order; what still waits for something is not counted."""
    found = Counter[str]()
    for department, role in ISSUERS.items():
        answer = await api.acting_as("demo", role).get(department, "/papers", order=order_id)
        items = answer.body["items"] if answer.ok else []
        found.update(paper["kind"] for paper in items if not paper.get("waits_for"))
    return dict(found)


def lines(summary: Mapping[str, Any]) -> tuple[Text, Text]:
    """For people."""
    none, papers = Text("none"), summary["papers"]
    kinds = [f"{count} {kind.replace('_', ' ')}" for kind, count in papers.items()]
    taken = {"files": summary["bank_files"], "matched": summary["bills_matched"], "bills": summary["bills"]}
    about = {"order": summary["papers_of"] or Text("an order"), "count": sum(papers.values()), "kinds": kinds or none}
    return (
        Text(
            "bank files taken: {files}; bills matched: {matched} of {bills}; months closed: {months}",
            **taken,
            months=summary["months_closed"] or none,
        ),
        Text("papers of {order}: {count} ({kinds})", **about),
    )
