"""A department's figures: put by its head from a day on, seen with who put them, refused as the environment is."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Self

import asyncpg
import httpx2
import pytest
from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from structlog.testing import capture_logs

from chassis import clock
from chassis.database.pool import open_pool
from chassis.figures import holding, read_opening_again
from chassis.http.figures import figure_routes
from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.ids import new_id
from chassis.settings import OfTheProcess
from chassis.transaction.engine import Engine
from gendan.embedded import Ground
from gendan.embedded.departments import department_dsn
from gendan.identity import Signer, signer
from tests.chassis.house import HOUSE
from tests.figures import put
from tests.needs import needs

pytestmark = needs("ALL-4")

TODAY = clock.today()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
SUNDAY = MONDAY - timedelta(days=1)
ROWS = "SELECT count(*) FROM figure"
STORE = """
INSERT INTO figure (name, version, valid_from, value, set_by, set_at)
VALUES ($1, 1, current_date - 2, $2, 'wang.fang', now())
"""


class Shelf(BaseSettings):
    """What a shelf's house may decide otherwise."""

    model_config = SettingsConfigDict(env_prefix="SHELF_", frozen=True, use_attribute_docstrings=True)

    buffer: Annotated[Decimal, Field(ge=Decimal("0.15"), le=Decimal("0.20"))] = Decimal("0.18")
    """Share of the lead time that is added."""
    lowest: int = 1
    """The lowest board."""
    highest: int = 9
    """The highest board, above the lowest."""
    weights: dict[int, int] = {7: 4}
    """What a board carries, kilograms."""
    labels: OfTheProcess[str] = "labels.toml"
    """Of the process: a file."""

    @model_validator(mode="after")
    def _has_boards(self) -> Self:
        if self.lowest >= self.highest:
            raise ValueError("expected the highest board above the lowest")
        return self


class Desk:
    """Asks the house for its figures, as somebody."""

    def __init__(self, http: httpx2.AsyncClient, keys: Signer) -> None:
        self.http, self.keys = http, keys

    async def __call__(
        self, method: str, path: str = "", body: Any = None, *, role: str = "sales manager", key: str = ""
    ) -> tuple[int, Any]:
        headers = {
            "authorization": f"Bearer {self.keys.token('zhao.min', [role])}",
            "idempotency-key": key or str(new_id()),
        }
        answer = await self.http.request(method, f"/api/v1/figures{path}", json=body, headers=headers)
        return answer.status_code, answer.json()

    async def put(self, name: str, value: Any, **valid_from: Any) -> tuple[int, Any]:
        return await self("PUT", f"/{name}", {"value": value} | {k: str(v) for k, v in valid_from.items()})


@pytest.fixture
async def desk(pool: asyncpg.Pool, tmp_path: Any) -> AsyncIterator[Desk]:
    keys = signer(tmp_path)
    house = replace(HOUSE, routers=(figure_routes(Shelf, "sales manager"),))
    app = create_app(Engine(house, pool), Identity.from_file(keys.jwks_file), "test")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://shelf") as http:
        yield Desk(http, keys)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    def says(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        read_opening_again()

    yield says
    monkeypatch.undo()
    read_opening_again()


async def test_a_figure_put_for_next_monday_holds_from_monday_on_and_not_before(pool: asyncpg.Pool) -> None:
    await put(pool, Shelf, MONDAY, buffer="0.16")
    assert (await holding(pool, Shelf, SUNDAY)).buffer == Decimal("0.18")
    assert (await holding(pool, Shelf, MONDAY)).buffer == Decimal("0.16")


async def test_two_replicas_see_the_same_at_their_next_batch(pool: asyncpg.Pool, ground: Ground) -> None:
    name = await pool.fetchval("SELECT current_database()")
    other = await open_pool(department_dsn(ground.admin, "warehouse", name), size=1)
    await put(pool, Shelf, buffer="0.15")
    assert await holding(other, Shelf) == await holding(pool, Shelf)
    await put(other, Shelf, buffer="0.20")
    assert (await holding(pool, Shelf)).buffer == Decimal("0.20")
    await other.close()


async def test_who_changed_the_buffer_is_seen_and_what_is_to_come(desk: Desk) -> None:
    await desk.put("buffer", 0.16)
    await desk.put("buffer", "0.2", valid_from=MONDAY)
    _, told = await desk("GET", role="management")
    seen = {figure["name"]: figure for figure in told["items"]}
    assert seen["buffer"].pop("to_come")[0] | {"set_at": ""} == {
        "value": "0.2", "value_says": None, "valid_from": str(MONDAY), "set_by": "zhao.min", "set_at": "",
    }  # fmt: skip
    assert seen["buffer"] == {
        "name": "buffer", "label": "Buffer", "unit": None, "says": "Share of the lead time that is added.",
        "value": "0.16", "value_says": None, "choices": {}, "keys": {}, "opening": "0.18",
        "valid_from": str(TODAY), "set_by": "zhao.min",
    }  # fmt: skip
    assert (seen["lowest"]["value"], seen["lowest"]["set_by"]) == (1, None)
    assert "labels" not in seen


async def test_all_that_was_ever_put_is_kept_and_the_last_word_for_a_day_holds(desk: Desk, pool: asyncpg.Pool) -> None:
    for value in ("0.16", "0.17", "0.17", 0.17):
        assert (await desk.put("buffer", value))[0] == 200
    _, told = await desk("GET", "/buffer")
    assert [one["value"] for one in told["items"]] == ["0.16", "0.17"], "the same again is no change"
    assert (await holding(pool, Shelf)).buffer == Decimal("0.17")
    _, answer = await desk.put("buffer", "0.15", valid_from=MONDAY)
    _, answer = await desk.put("buffer", "0.19", valid_from=MONDAY)
    assert [one["value"] for one in answer["to_come"]] == ["0.19"]


async def test_the_same_request_again_is_one_change(desk: Desk, pool: asyncpg.Pool) -> None:
    first = await desk("PUT", "/buffer", {"value": "0.16"}, key="the-same-again")
    assert await desk("PUT", "/buffer", {"value": "0.16"}, key="the-same-again") == first
    assert await pool.fetchval(ROWS) == 1


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("buffer", 0.3, ("value", "Input should be less than or equal to 0.20", "0.3")),
        ("buffer", None, ("value", "Decimal input should be an integer, float, string or Decimal object", "nothing")),
        ("weights", {"7": "much"}, ("value.7", "Input should be a valid integer, unable to parse string", "'much'")),
        ("lowest", 9, ("value", "the highest board above the lowest", "9")),
    ],
)
async def test_what_the_environment_could_not_say_is_refused_with_the_reason_and_nothing_is_stored(
    desk: Desk, pool: asyncpg.Pool, name: str, value: Any, fault: tuple[str, str, str]
) -> None:
    status, problem = await desk.put(name, value)
    (told,) = problem["faults"]
    assert (status, told["field"], told["came"]) == (422, fault[0], fault[2])
    assert told["expected"].startswith(fault[1])
    assert await pool.fetchval(ROWS) == 0


async def test_a_value_as_deep_as_somebody_likes_is_refused(desk: Desk) -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    assert (await desk.put("buffer", deep))[0] == 422


async def test_a_figure_must_be_right_on_every_day_on_which_it_holds(desk: Desk) -> None:
    """Today there is room above the fifth board, from Monday on there is none."""
    await desk.put("highest", 4, valid_from=MONDAY)
    assert (await desk.put("lowest", 5))[0] == 422
    await desk.put("lowest", 3, valid_from=MONDAY)
    assert (await desk.put("lowest", 5))[0] == 200, "it ends before"


async def test_of_two_figures_put_at_the_same_moment_that_refuse_each_other_one_is_stored(desk: Desk) -> None:
    answers = await asyncio.gather(desk.put("lowest", 6), desk.put("highest", 5))
    assert sorted(status for status, _ in answers) == [200, 422]


async def test_a_mapping_is_put_as_a_whole_and_is_not_mixed_with_the_opening_one(
    pool: asyncpg.Pool, environment: Callable[[str, str], None]
) -> None:
    environment("SHELF_WEIGHTS", '{"1": 100, "2": 50}')
    await put(pool, Shelf, weights={"2": 60})
    assert (await holding(pool, Shelf)).weights == {2: 60}


async def test_what_nobody_put_is_as_the_environment_says(
    pool: asyncpg.Pool, environment: Callable[[str, str], None]
) -> None:
    environment("SHELF_LOWEST", "2")
    await put(pool, Shelf, buffer="0.16")
    assert (await holding(pool, Shelf)).lowest == 2


async def test_the_past_is_as_it_was(desk: Desk, pool: asyncpg.Pool) -> None:
    status, problem = await desk.put("buffer", "0.16", valid_from=TODAY - timedelta(days=1))
    assert (status, problem["faults"][0]["field"]) == (422, "valid_from")
    assert await pool.fetchval(ROWS) == 0


async def test_a_misspelt_name_is_told_with_the_near_one(desk: Desk) -> None:
    for asked in (desk.put("bufer", "0.16"), desk("GET", "/bufer")):
        status, problem = await asked
        assert (status, problem["type"]) == (404, "/problems/no-such-figure")
        assert problem["detail"].endswith("did you mean buffer?")


async def test_what_is_of_the_process_is_not_put(desk: Desk) -> None:
    status, problem = await desk.put("labels", "others.toml")
    assert (status, problem["type"]) == (409, "/problems/set-at-the-start")
    assert "SHELF_LABELS" in problem["detail"]


@needs("ALL-3")
async def test_only_the_head_may_put_and_the_company_may_look(desk: Desk, pool: asyncpg.Pool) -> None:
    for role in ("merchandiser", "general manager", "administrator", "finance manager"):
        assert (await desk("PUT", "/buffer", {"value": "0.16"}, role=role))[0] == 403
    assert await pool.fetchval(ROWS) == 0
    assert (await desk("GET", role="merchandiser"))[0] == 403
    assert (await desk("GET", role="general manager"))[0] == 200


@pytest.mark.parametrize(("name", "value"), [("shelves", "5"), ("buffer", '"0.5"'), ("labels", '"other.toml"')])
async def test_a_stored_value_that_is_no_longer_known_does_not_stop_the_department(
    desk: Desk, pool: asyncpg.Pool, name: str, value: str
) -> None:
    await pool.execute(STORE, name, value)
    await put(pool, Shelf, lowest=2)
    read_opening_again()
    with capture_logs() as lines:
        held = [await holding(pool, Shelf) for _ in range(3)]
    assert held == [Shelf(lowest=2)] * 3
    assert [line["figures"] for line in lines] == [[name]], "told once, not with every batch"
    _, told = await desk("GET")
    assert {figure["set_by"] for figure in told["items"]} == {None, "head"}
    assert (await desk("GET", f"/{name}"))[1]["items"][0]["set_by"] == "wang.fang"


async def test_a_stored_value_that_no_longer_fits_the_others_is_left_out_and_they_stay(
    pool: asyncpg.Pool, environment: Callable[[str, str], None]
) -> None:
    """The environment changed under them."""
    await put(pool, Shelf, lowest=5, buffer="0.16")
    environment("SHELF_HIGHEST", "4")
    held = await holding(pool, Shelf)
    assert (held.buffer, held.lowest, held.highest) == (Decimal("0.16"), 1, 4)
