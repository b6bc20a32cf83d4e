"""Goods that leave the country take papers with them that say what every department knows of them."""

from tests.integration.trade import Trade
from tests.needs import needs


@needs("LOG-6", "LOG-8")
async def test_papers_abroad_are_drawn_from_order_packages_and_invoice(trade: Trade) -> None:
    item = await trade.keep(5, customs_code="7318.15", origin="CN")
    order = await trade.order({item: 4}, incoterm="CFR Hamburg")
    await order.until("dispatched")
    shipment = await order.shipment("dispatched")
    (invoice,) = await order.invoices()
    papers = await trade.get("logistics", f"/shipments/{shipment}/documents")
    (billed,), (listed,) = papers["documents"]["invoices"], papers["documents"]["packing_lists"]
    assert (billed["number"], billed["total"]["amount"]) == (invoice["number"], invoice["total"])
    assert (listed["buyer"]["name"], [line["customs_code"] for line in listed["lines"]]) == (
        "Ningbo Trading",
        ["731815"],
    )
    read = {"document_number": "ESL-1", "kind": "bill of lading", "carrier": "Eastern Star Line", "freight": "collect"}
    told = await trade.do("logistics", f"/shipments/{shipment}/transport-document", read)
    assert [(one["field"], one["other_says"]) for one in told["differences"]] == [
        ("transports.0.freight", "CFR: prepaid")
    ]
