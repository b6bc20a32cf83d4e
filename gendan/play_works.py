"""What a play made itself, inspected, quoted and offered otherwise: counted over HTTP, and a line for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from contracts.texts import Text
from world.client import Api
from world.recalls import RECALLED
from world.replacing import TOO_LATE

Rows = Sequence[Mapping[str, Any]]
WORKS = ("production", "gates", "inspection", "quotation", "alternatives", "replaced", "recall")


async def figures(api: Api) -> dict[str, Any]:
    """Production orders; lots in quarantine, inquiries and alternatives, each with what became of them."""
    planner, keeper = api.acting_as("demo", "planner"), api.acting_as("demo", "inspector")
    buyer, seller = api.acting_as("demo", "buyer"), api.acting_as("demo", "sales manager")
    return {
        "production": made(await planner.listed("purchasing", "/production", closed="true")),
        "gates": presented(await keeper.listed("warehouse", "/gate-inspections")),
        "inspection": inspected(
            await keeper.listed("warehouse", "/inspections"), await keeper.listed("warehouse", "/disposals")
        ),
        "quotation": quoted(await seller.listed("sales", "/inquiries")),
        "alternatives": offered(await seller.listed("sales", "/orders")),
        "replaced": replaced(await buyer.listed("purchasing", "/purchases")),
        "recall": recalled(await keeper.listed("warehouse", "/recalls"), await seller.listed("sales", "/complaints")),
    }


def made(orders: Rows) -> dict[str, Any]:
    """Orders of our own shop, how many are finished, and how many of each item came of them."""
    items = Counter[str]()
    for order in orders:
        items[order["item"]] += int(Decimal(order["accepted"]))
    finished = sum(order["state"] == "finished" for order in orders)
    return {
        "orders": len(orders),
        "finished": finished,
        "made": {item: count for item, count in items.items() if count},
    }


def inspected(lots: Rows, disposals: Rows) -> dict[str, int]:
    """Lots as they came, how many of them were rejected, and what was done with those; the reworked come again."""
    came, again = ([lot for lot in lots if lot["again"] is known] for known in (False, True))
    ways = Counter(one["kind"] for one in disposals)
    return {
        "lots": len(came),
        "rejected": sum(lot["state"] in ("rejected", "conceded") for lot in came),
        "reworked": ways["rework"],
        "passed": sum(lot["state"] == "accepted" for lot in again),
        "conceded": sum(lot["state"] == "conceded" for lot in lots),
        "sent_back": ways["rma"],
        "scrapped": ways["scrap"],
    }


def presented(inspections: Rows) -> dict[str, int]:
    """First articles and runs that production presented, how many failed, and what became of those."""
    first, again = ([one for one in inspections if one["again"] is known] for known in (False, True))
    return {
        "presented": len(first),
        "failed": sum(one["state"] in ("failed", "conceded") for one in first),
        "passed": sum(one["state"] == "passed" for one in again),
        "conceded": sum(one["state"] == "conceded" for one in inspections),
    }


def quoted(inquiries: Rows) -> dict[str, int]:
    """Inquiries, the quotations that answered them, those that were signed below the list's floor, orders by them."""
    quotations = [one for inquiry in inquiries for one in inquiry["quotations"]]
    return {
        "inquiries": len(inquiries),
        "quotations": len(quotations),
        "signed": sum(bool(one["approved_by"]) for one in quotations),
        "orders": sum(len(inquiry["orders"]) for inquiry in inquiries),
    }


def offered(orders: Rows) -> dict[str, int]:
    """Orders whose customers were offered something else, those who chose one of it, and who took a part at once."""
    offers = [order["alternatives"] for order in orders if order["alternatives"]]
    chosen = [offer["offered"][offer["choice"] - 1] for offer in offers if offer["choice"]]
    return {
        "offered": len(offers),
        "chosen": len(chosen),
        "in_part": sum(one["way"] == "ship_in_part" for one in chosen),
    }


def recalled(recalls: Rows, complaints: Rows) -> dict[str, Any]:
    """The lot that its supplier recalled, if there is one: to whom it went, what is complained of, what is here."""
    lots = [one["lot"] for one in recalls]
    first = recalls[0] if recalls else {}
    return {
        "lot": first.get("lot", ""),
        "supplier": first.get("supplier", ""),
        "item": first.get("item", ""),
        "quantity": f"{Decimal(first.get('left_us', '0')).normalize():f}",
        "customers": len(first.get("customers", ())),
        "complaints": sum(one["words"].removeprefix(RECALLED) in lots for one in complaints),
        "here": f"{Decimal(first.get('here', '0')).normalize():f}",
    }


def replaced(purchases: Rows) -> dict[str, Any]:
    """Late suppliers who were replaced; of one of them the item, and who brought it sooner than he would have."""
    late = [one for one in purchases if one["reason"] == TOO_LATE]
    pairs = [(one, after) for one in late if (after := _successor(one, purchases))]
    one, after = pairs[0] if pairs else ({}, {})
    return {
        "suppliers": len(late),
        "item": one.get("item", ""),
        "late": one.get("supplier", ""),
        "would": one.get("promised_on", ""),
        "sooner": after.get("supplier", ""),
        "came": after.get("promised_on", ""),
    }


def _successor(late: Mapping[str, Any], purchases: Rows) -> Mapping[str, Any] | None:
    """The first purchase of the item at another supplier since then, if it came whole and sooner."""
    others = (one for one in purchases if one["item"] == late["item"] and one["supplier"] != late["supplier"])
    since = sorted((one for one in others if one["number"] > late["number"]), key=lambda one: str(one["number"]))
    came = since and Decimal(since[0]["accepted"]) and since[0]["promised_on"] < late["promised_on"]
    return since[0] if came else None


def lines(summary: Mapping[str, Any]) -> tuple[Text, ...]:
    """For people; of what the company does not do, nothing."""
    production, gates, inspection, quotation, otherwise, late, recall = (summary[name] for name in WORKS)
    told = (
        (production["orders"], _made(production)),
        (gates["presented"], _presented(gates)),
        (inspection["lots"], Text("lots inspected: {lots}, rejected: {rejected}", **inspection)),
        (inspection["rejected"], _rejected(inspection)),
        (quotation["inquiries"], _quoted(quotation)),
        (
            otherwise["offered"],
            Text("orders with alternatives: {offered}, chosen: {chosen}, in part: {in_part}", **otherwise),
        ),
        (late["suppliers"], _replaced(late)),
        (recall["lot"], _recalled(recall)),
    )
    return tuple(line for some, line in told if some)


def _made(told: Mapping[str, Any]) -> Text:
    items = [f"{count} × {item}" for item, count in told["made"].items()] or Text("nothing")
    return Text(
        "made in our own shop: {items}; production orders finished: {finished} of {orders}",
        items=items, finished=told["finished"], orders=told["orders"],
    )  # fmt: skip


def _presented(told: Mapping[str, int]) -> Text:
    return Text(
        "first articles and runs inspected: {presented}, failed: {failed}, passed after their rework: {passed}; "
        "let go on by a concession: {conceded}",
        **told,
    )


def _rejected(told: Mapping[str, int]) -> Text:
    return Text(
        "rejected lots reworked: {reworked}, passed then: {passed}; let in by a concession: {conceded}; "
        "sent back: {sent_back}; scrapped: {scrapped}",
        **told,
    )


def _quoted(told: Mapping[str, int]) -> Text:
    return Text(
        "inquiries: {inquiries}, quotations: {quotations}, signed below the floor: {signed}; "
        "orders by quotation: {orders}",
        **told,
    )


def _replaced(told: Mapping[str, Any]) -> Text:
    if not told["item"]:
        return Text("late suppliers replaced before the date: {suppliers}", suppliers=told["suppliers"])
    return Text(
        "late suppliers replaced before the date: {suppliers}; {item} of {late} was put off to {would}, "
        "{sooner} brought it for {came}",
        **told,
    )


def _recalled(told: Mapping[str, Any]) -> Text:
    return Text(
        "lot recalled: {lot} of {supplier}; {quantity} × {item} were traced to {customers} customers, complaints "
        "opened for them: {complaints}; barred here: {here}",
        **told,
    )
