"""What the sample company makes, inspects and lists prices of is put before its orders come."""

import re
from pathlib import Path

import pytest

from examples import make_company
from gendan.play_shop import NotKept, keep_shop
from world.tests.counters import Counters

SAMPLE = Path(__file__).parents[2] / "examples/company"


async def kept(source: Path, counters: Counters) -> int:
    async with counters.api() as api:
        return await keep_shop(source, api)


@pytest.mark.needs("PUR-11", "PUR-12", "WHS-4", "SAL-25")
async def test_all_of_the_sample_is_put_once_in_the_role_whose_business_it_is() -> None:
    counters = Counters()
    assert await kept(SAMPLE, counters) == len(counters.asked) == len(set(counters.keys)) > 0
    roles = {one.path.split("/")[1]: one.person.partition(":")[2] for one in counters.asked}
    assert (roles["lines"], roles["inspection-plans"]) == ("planner", "quality manager")


def test_what_it_names_is_an_item_of_the_company() -> None:
    text = (SAMPLE / "shop.toml").read_text(encoding="utf-8")
    known = {row["item"] for row in make_company.read("items")} | set(re.findall(r'"sales/items/([^/"]+)"', text))
    assert set(re.findall(r"\b[A-Z]-\d{3}\b", text)) <= known


async def test_what_a_department_refuses_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text('[[put]]\nrole = "planner"\nat = "purchasing/lines/L"\nbody = {}\n')
    with pytest.raises(NotKept, match=r"shop\.toml: purchasing/lines/L is not taken: .*a name"):
        await kept(tmp_path, Counters(lambda *_: (422, {"detail": "a name"})))


async def test_a_company_without_such_a_file_has_none(tmp_path: Path) -> None:
    assert await kept(tmp_path, Counters()) == 0
