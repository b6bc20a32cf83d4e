"""Who gets in, what his browser may do, and what goes wrong."""

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from services.notify.desk import static
from services.notify.desk.choices import own_path
from services.notify.desk.pages import ROUTERS
from services.notify.desk.session import known, signed_in, watching, working_here
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

CALENDAR = "/calendar/{token}.ics"
"""Its link is who is there (`test_dates.py`)."""
OPEN = {"/static/{name}", "/choices", "/sign-in", "/signed-in", "/sign-out", "/signed-out", CALENDAR}
HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
"""Of htmx 4.0.1 as its makers gave it out."""


@needs("ALL-3")
async def test_who_is_not_signed_in_is_led_there_and_back(desk: Desk) -> None:
    desk.client.cookies.clear()
    answer = await desk.get("/list?late=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in?next=%2Fdesk%2Flist%3Flate%3D1")


@needs("ALL-3")
async def test_an_administrator_sees_no_orders(desk: Desk) -> None:
    desk.sits("root", "administrator")
    answer = await desk.get("/")
    assert answer.status_code == 403
    assert "You may not see this" in answer.text


@needs("ALL-3")
def test_every_page_asks_who_is_there() -> None:
    pages = FastAPI()
    for router in ROUTERS:
        pages.include_router(router)
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert routes
    for route in routes:
        asks = any(one.call in (signed_in, known, watching, working_here) for one in route.dependant.dependencies)
        assert asks or route.path in OPEN, route.path


async def test_a_browser_is_told_what_it_may_do(desk: Desk) -> None:
    for path in ("/", "/no-such-page"):
        headers = (await desk.get(path)).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
    api = await desk.client.get("/api/v1/orders", headers={"authorization": f"Bearer {desk.token('x', 'buyer')}"})
    assert "content-security-policy" not in api.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "", "origin": "http://notify"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "", "origin": "http://elsewhere"}, 403),
        ({"sec-fetch-site": ""}, 403),
    ],
)
async def test_a_form_of_another_site_does_nothing(desk: Desk, headers: dict[str, str], status: int) -> None:
    answer = await desk.client.post("/desk/choices", data={"scheme": "dark", "next": "/desk/list"}, headers=headers)
    assert answer.status_code == status
    assert (desk.client.cookies.get("gendan_scheme") == "dark") == (status == 303)


async def test_a_choice_is_kept_and_leads_back(desk: Desk) -> None:
    answer = await desk.post("/choices", {"language": "zh", "next": "/desk/list?late=1"})
    assert answer.headers["location"] == "/desk/list?late=1"
    desk.client.cookies.delete("gendan_language", domain="")
    assert '<html lang="zh-Hans"' in (await desk.get("/list")).text


async def test_a_browsers_language_is_taken_where_nobody_chose(desk: Desk) -> None:
    desk.client.cookies.delete("gendan_language")
    answer = await desk.client.get("/desk/", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert "订单" in answer.text


@pytest.mark.parametrize("path", ["https://elsewhere/desk/", "//elsewhere/desk/", "/api/v1/orders", "", "/desk/\\x"])
def test_what_leads_elsewhere_leads_to_the_orders(path: str) -> None:
    assert own_path(path) == "/desk/"


@needs("ALL-1")
async def test_what_goes_wrong_has_a_number(desk: Desk) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = await desk.client.get("/desk/none", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert answer.status_code == 404
    assert trace in answer.text


async def test_a_page_is_measured_under_its_whole_path(desk: Desk) -> None:
    await desk.get("/list")
    assert 'route="/desk/list"' in (await desk.client.get("/metrics")).text


async def test_the_first_page_is_the_board(desk: Desk) -> None:
    assert (await desk.client.get("/")).headers["location"] == "/desk/"


async def test_a_file_is_kept_for_a_year_under_the_name_of_what_is_in_it(desk: Desk) -> None:
    answer = await desk.client.get(static.url_of("desk.css"))
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert (await desk.get("/static/desk.css")).status_code == 404


def test_htmx_is_unchanged() -> None:
    from hashlib import sha256

    assert sha256((static.FOLDER / "vendor" / "htmx.min.js").read_bytes()).hexdigest() == HTMX
