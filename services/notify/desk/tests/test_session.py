"""Whose session it is, where who has none is led, and how people like their pages (ALL-3, ALL-5)."""

import pytest

from services.notify.desk.choices import own_path
from services.notify.desk.session import COOKIE
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

pytestmark = needs("ALL-3")


@pytest.mark.parametrize("cookie", ["", "x", "ended"])
async def test_a_token_that_is_none_or_has_ended_leads_to_the_sign_in_and_back(desk: Desk, cookie: str) -> None:
    desk.client.cookies.set(COOKIE, desk.token("wang.fang", ends_in_s=-60) if cookie == "ended" else cookie)
    answer = await desk.get("/list?of=a%20b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in?next=%2Fdesk%2Flist%3Fof%3Da%2520b")


@pytest.mark.parametrize(
    ("page", "back"),
    [("http://notify/desk/list?late=1", "%2Fdesk%2Flist%3Flate%3D1"), ("http://evil/desk/list", "%2Fdesk%2F")],
)
async def test_htmx_leads_there_with_the_whole_page_on_which_somebody_is(desk: Desk, page: str, back: str) -> None:
    desk.client.cookies.clear()
    answer = await desk.client.get("/desk/list", headers={"hx-request": "true", "hx-current-url": page})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, f"/desk/sign-in?next={back}")


@pytest.mark.parametrize("path", ["/desk/", "/desk/orders/SO-1?tab=2&to=//evil", "/desk/a%5Cb"])
def test_a_path_of_the_desk_may_be_where_a_sign_in_leads(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "//evil", "https://evil/desk/", "/\\evil", "\\\\evil", "/desk/\\evil", "/desk/\n//evil", " /desk/"),
        *("/desk", "/desk.evil/", "desk/", "javascript:alert(1)", "/\t/evil", "/desk/ x", "http:/desk/"),
    ],
)
def test_nothing_else_may(path: str) -> None:
    assert own_path(path) == "/desk/"


async def test_who_may_see_no_orders_may_see_himself_and_sign_out(desk: Desk) -> None:
    desk.sits("C-1", "customer")
    page = await desk.get("/me")
    assert page.status_code == 200
    assert "C-1" in page.text
    assert 'action="/desk/sign-out"' in page.text


async def test_without_a_provider_nobody_can_sign_in_and_is_told_why(desk: Desk) -> None:
    desk.client.cookies.clear()
    answer = await desk.get("/sign-in")
    assert answer.status_code == 503
    assert "GENDAN_NOTIFY_SIGN_IN_ISSUER" in answer.text


@needs("ALL-5")
async def test_language_zone_and_colours_are_chosen_on_a_page_of_ones_own(desk: Desk) -> None:
    chosen = {"language": "zh", "zone": "Europe/Berlin", "scheme": "dark"}
    answer = await desk.post("/choices", chosen | {"next": "/desk/me"})
    assert answer.headers["location"] == "/desk/me"
    desk.client.cookies.delete("gendan_language", domain="")
    page = (await desk.get("/me")).text
    assert '<html lang="zh-Hans" data-scheme="dark">' in page
    assert "<option selected>Europe/Berlin</option>" in page


@needs("ALL-5")
async def test_a_choice_that_nobody_knows_is_none(desk: Desk) -> None:
    desk.client.cookies.update({"gendan_language": "xx", "gendan_zone": "../../etc/passwd", "gendan_scheme": "pink"})
    page = (await desk.get("/me")).text
    assert '<html lang="en" data-scheme="auto">' in page
    assert "<option selected>Asia/Shanghai</option>" in page
