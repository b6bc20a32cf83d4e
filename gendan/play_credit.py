"""The order of a play that was paid by letter of credit: its papers, what examinations found, and its page (LOG-7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.texts import Text
from gendan.play_board import stage_word
from world.client import Api, Somebody

Facts = Mapping[str, Any]
KINDS = {
    "invoices": Text("invoice"),
    "packing_lists": Text("packing list"),
    "transports": Text("transport document"),
    "origins": Text("certificate of origin"),
    "insurances": Text("insurance document"),
    "inspections": Text("inspection certificate"),
    "certificates": Text("certificate"),
    "drafts": Text("bill of exchange"),
}
"""Papers of a set by the list in which they stand."""
VERDICTS = {
    "conform": Text("the documents conform"),
    "discrepant": Text("discrepancies"),
    "for a person": Text("left for a person"),
}
FOUND = ("field", "asked", "came", "article")


async def figures(api: Api) -> dict[str, Any]:
    """Of the first order whose documents the bank accepted; empty where there is none."""
    clerk = api.acting_as("demo", "logistics clerk")
    known = await clerk.listed("logistics", "/letters-of-credit")
    taken = [(one, made) for one in known for made in one["presentations"] if made["state"] == "accepted"]
    return {"credit": await _told(api, clerk, *min(taken, key=_numbered)) if taken else {}}


def _numbered(pair: tuple[Facts, Facts]) -> str:
    return str(pair[0]["order"])


async def _told(api: Api, clerk: Somebody, credit: Facts, presented: Facts) -> dict[str, Any]:
    shipment = presented["shipment_id"]
    every = [*credit["examined_before"].get(shipment, ()), credit["examined"][shipment]]
    return {
        "order": credit["order"],
        "number": credit["number"],
        "amount": credit["terms"]["amount"],
        "papers": await _set(clerk, credit["order_id"], shipment),
        "examined": [_result(one) for one in every],
        "bank": presented["bank"],
        "presented_on": presented["presented_on"],
        "pays_on": presented["pays_on"],
        "state": await _state(api, credit["order_id"]),
        "page": f"{api.url('notify')}/desk/orders/{credit['order_id']}",
    }


async def _set(clerk: Somebody, order_id: str, shipment: str) -> list[dict[str, str]]:
    """Each paper of the set with its number; the draft is drawn besides."""
    answer = await clerk.get("logistics", f"/shipments/{shipment}/documents")
    papers = answer.body["documents"] if answer.ok else {}
    drawn = await clerk.get("logistics", "/papers", order=order_id)
    drafts = [one for one in drawn.body["items"] if one["kind"] == "bill_of_exchange"] if drawn.ok else []
    return [
        {"kind": kind, "number": one["number"]}
        for kind in KINDS
        for one in (drafts if kind == "drafts" else papers.get(kind, ()))
    ]


def _result(examined: Facts) -> dict[str, Any]:
    findings = [{name: one[name] for name in FOUND} for one in examined["findings"]]
    return {"on": examined["on"], "verdict": examined["verdict"], "findings": findings}


async def _state(api: Api, order_id: str) -> str:
    answer = await api.acting_as("demo", "management").get("sales", f"/orders/{order_id}")
    return str(answer.body["state"]) if answer.ok else ""


def lines(summary: Mapping[str, Any]) -> tuple[Text, ...]:
    """For people; nothing where no order was paid so."""
    credit = summary["credit"]
    return tuple(_lines(credit)) if credit else ()


def _lines(credit: Facts) -> Iterator[Text]:
    amount = credit["amount"]
    yield Text(
        "paid by letter of credit: {order}, credit {credit} over {amount} {currency}",
        order=credit["order"],
        credit=credit["number"],
        amount=amount["amount"],
        currency=amount["currency"],
    )
    papers = tuple(_paper(one) for one in credit["papers"])
    yield Text("  its documents: {papers}", papers=papers)
    for examined in credit["examined"]:
        yield from _examined(examined)
    yield Text(
        "  presented to {bank} on {day}; it pays on {pays_on}; the order is {state}",
        bank=credit["bank"],
        day=credit["presented_on"],
        pays_on=credit["pays_on"],
        state=stage_word(credit["state"]),
    )
    yield Text("  its page at the desk: {page}", page=credit["page"])


def _paper(paper: Facts) -> Text:
    return Text("{kind} {number}", kind=KINDS[paper["kind"]], number=paper["number"])


def _examined(examined: Facts) -> Iterator[Text]:
    yield Text("  examined for {day}: {verdict}", day=examined["on"], verdict=VERDICTS[examined["verdict"]])
    for one in examined["findings"]:
        yield Text("    {field}: the credit asks for {asked}, there stands {came} ({article})", **one)
