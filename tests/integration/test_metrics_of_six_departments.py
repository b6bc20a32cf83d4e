"""Rate, errors and duration of every department, as a scraper reads them."""

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from contracts.catalogue import DEPARTMENTS
from tests.integration.company import Company
from tests.integration.trade import Trade


async def scraped(company: Company, department: str) -> list[Sample]:
    answer = await company.http.get(f"http://127.0.0.1:{company.settings[department].port}/metrics")
    return [sample for family in text_string_to_metric_families(answer.text) for sample in family.samples]


async def test_every_department_tells_its_requests_and_its_messages(company: Company, trade: Trade) -> None:
    order = await trade.order({await trade.keep(100): 10})
    await order.end_well()
    assert await order.told()
    for department in DEPARTMENTS:
        samples = [each for each in await scraped(company, department) if each.labels.get("service") == department]
        counted = {sample.name for sample in samples if sample.value > 0}
        assert {"gendan_http_seconds_count", "gendan_messages_heard_total", "gendan_batch_seconds_count"} <= counted
        assert {"gendan_outbox_age_seconds", "gendan_parked_messages"} <= {sample.name for sample in samples}


async def test_requests_are_told_by_the_template_of_their_route(company: Company, trade: Trade) -> None:
    order = await trade.order({await trade.keep(100): 10})
    await order.end_well()
    counted = [each for each in await scraped(company, "sales") if each.name == "gendan_http_seconds_count"]
    told = {(each.labels["service"], each.labels["method"], each.labels["route"]) for each in counted}
    assert told >= {
        ("sales", "POST", "/api/v1/orders"),
        ("sales", "POST", "/api/v1/orders/{order_id}/shipments/{shipment_id}/accept"),
        ("finance", "POST", "/api/v1/payments"),
    }


async def test_no_label_names_an_order(company: Company, trade: Trade) -> None:
    order = await trade.order({await trade.keep(100): 10})
    await order.end_well()
    labels = {value for sample in await scraped(company, "sales") for value in sample.labels.values()}
    assert not [value for value in labels if order.id in value or order.number in value]
