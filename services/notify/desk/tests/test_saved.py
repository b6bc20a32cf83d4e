"""Filters of the board and the list have names, kept for each person (NOT-1)."""

import pytest

from services.notify.desk.saved.store import VIEWS_MAX
from services.notify.desk.tests.conftest import Desk
from tests.needs import needs

pytestmark = needs("NOT-1")


async def kept(desk: Desk, name: str, query: str, path: str = "/desk/list") -> str:
    answer = await desk.post("/views", {"name": name, "path": path, "query": query})
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_a_filter_that_has_a_name_stands_on_board_and_list_and_its_address_is_for_all(desk: Desk) -> None:
    assert await kept(desk, " Late & mine ", "mine=1&late=1&nonsense=1") == "/desk/list?mine=1&late=1"
    for page in ("/", "/list"):
        text = (await desk.get(page)).text
        assert '<a href="/desk/list?mine=1&amp;late=1" >Late &amp; mine</a>' in text
    assert 'aria-current="true">Late' in (await desk.get("/list?mine=1&late=1")).text
    desk.sits("somebody.else")
    assert "Late &amp; mine" not in (await desk.get("/list")).text
    assert (await desk.get("/list?mine=1&late=1")).status_code == 200


async def test_the_same_name_again_means_the_new_filter_and_what_is_forgotten_is_gone(desk: Desk) -> None:
    await kept(desk, "Late", "late=1")
    await kept(desk, "Late", "late=1&customer=ALFKI", "/desk/")
    text = (await desk.get("/list")).text
    assert text.count(">Late</a>") == 1
    assert "/desk/?customer=ALFKI&amp;late=1" in text
    await desk.post("/views/drop", {"name": "Late", "path": "/desk/list", "query": ""})
    assert ">Late</a>" not in (await desk.get("/list")).text


async def test_a_view_of_the_calendar_leads_back_to_the_calendar(desk: Desk) -> None:
    assert '<input type="hidden" name="path" value="/desk/tna">' in (await desk.get("/tna?late=1")).text
    await kept(desk, "Late", "late=1", "/desk/tna")
    assert '<a href="/desk/tna?late=1" aria-current="true">Late</a>' in (await desk.get("/tna?late=1")).text


@pytest.mark.parametrize(("name", "path"), [("", "/desk/list"), ("\x00 ", "https://elsewhere/")])
async def test_what_has_no_name_is_not_kept_and_leads_nowhere_else(desk: Desk, name: str, path: str) -> None:
    assert (await kept(desk, name, "late=1", path)).startswith("/desk/")
    assert await desk.pool.fetchval("SELECT count(*) FROM saved_view") == 0


async def test_beyond_fifty_nothing_is_kept_and_it_is_told(desk: Desk) -> None:
    fill = "INSERT INTO saved_view SELECT 'wang.fang', 'v' || nth, '/desk/', '' FROM generate_series(1, $1) nth"
    await desk.pool.execute(fill, VIEWS_MAX)
    answer = await desk.post("/views", {"name": "one more", "path": "/desk/list", "query": "late=1"})
    assert answer.status_code == 409
    assert "You keep 50 views already; forget one of them first." in answer.text
    await kept(desk, "v7", "late=1")
    assert await desk.pool.fetchval("SELECT count(*) FROM saved_view") == VIEWS_MAX
    assert await desk.pool.fetchval("SELECT query FROM saved_view WHERE name = 'v7'") == "late=1"
