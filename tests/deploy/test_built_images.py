"""The images that `make images` built, opened and started: with `--containers` alone."""

import json
import subprocess
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest

from chassis.process.service import VERSION
from chassis.settings import Settings
from deploy.parts import PARTS, copy
from gendan.embedded import Ground
from gendan.embedded.folder import free_port
from gendan.identity import signer
from tests.containers import image_of
from tests.ground import Database
from tests.integration.in_containers import in_a_container

CHECKOUT = Path(__file__).parents[2]
MOST_MB = {
    "notify": 95,
    "gendan": 95,
    **dict.fromkeys(("sales", "purchasing", "warehouse", "finance"), 190),
    "logistics": 245,
}
"""Over the base: decision 0046 says of what."""
SOON_S = 20
"""About two seconds where nothing else runs."""
LIST = "import pathlib; print(*(file for file in pathlib.Path('/app').rglob('*') if file.is_file()), sep='\\n')"


@pytest.fixture(autouse=True)
def engine(pytestconfig: pytest.Config) -> None:
    if not pytestconfig.getoption("--containers"):
        pytest.skip("opens images: make integration STORIES=tests/deploy ARGS=--containers")


@pytest.fixture(params=PARTS)
def part(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def docker(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", *words], capture_output=True, text=True, check=False, timeout=60)


def test_an_image_holds_its_part_of_this_checkout_and_nobody_elses_code(part: str, tmp_path: Path) -> None:
    copy(part, CHECKOUT, tmp_path)
    listed = docker("run", "--rm", "--entrypoint", "python", image_of(part), "-c", LIST)
    expected = {f"/app/{file.relative_to(tmp_path)}" for file in tmp_path.rglob("*") if file.is_file()}
    assert {file for file in listed.stdout.split() if not file.endswith(".pyc")} == expected, listed.stderr


def test_an_image_says_its_version_and_commit_and_runs_as_nobody(part: str) -> None:
    (told,) = json.loads(docker("image", "inspect", image_of(part)).stdout)
    labels = told["Config"]["Labels"]
    assert labels["org.opencontainers.image.version"] == VERSION
    assert len(labels["org.opencontainers.image.revision"]) == len("f611688fcddc3fac42911bb19d3a9cccc9f31402")
    assert told["Config"]["User"] == "10001:10001"


def test_an_image_is_no_larger_over_its_base_than_was_decided(part: str) -> None:
    told = docker("history", "--human=false", "--format", "{{.Size}} {{.CreatedBy}}", "--no-trunc", image_of(part))
    lines = told.stdout.splitlines()
    ours = next(place for place, line in enumerate(lines) if "venv --without-pip" in line) + 1
    assert sum(int(line.split()[0]) for line in lines[:ours]) < MOST_MB[part] * 1_000_000


def test_six_departments_share_what_they_need_alike() -> None:
    stacks = [json.loads(docker("image", "inspect", image_of(part)).stdout)[0]["RootFS"]["Layers"] for part in PARTS]
    assert len(set.intersection(*map(set, stacks))) >= 4


def test_a_department_without_its_settings_ends_soon_and_names_them(part: str) -> None:
    if part == "gendan":
        pytest.skip("is told what to do, not by settings")
    name = docker("run", "--detach", image_of(part)).stdout.strip()
    try:
        assert docker("wait", name).stdout.strip() == "1"
        state = json.loads(docker("inspect", name).stdout)[0]["State"]
        began, ended = (datetime.fromisoformat(state[key][:26] + "+00:00") for key in ("StartedAt", "FinishedAt"))
        assert set(docker("logs", name).stderr.splitlines()) == {
            "setting DATABASE_URL: Field required; is missing",
            "setting KAFKA_BOOTSTRAP_SERVERS: Field required; is missing",
        }
        assert (ended - began).total_seconds() < SOON_S
    finally:
        docker("rm", "--force", name)


async def test_a_release_goes_on_beside_a_newer_one_that_migrated(
    ground: Ground, database: Database, tmp_path: Path
) -> None:
    """The newer one's tables and functions stay as they are."""
    url = await database("purchasing")
    db = await asyncpg.connect(url, ssl=False)
    await db.execute("INSERT INTO migration (name) VALUES ('purchasing/9999_of_tomorrow')")
    await db.execute("UPDATE sql_function SET sha256 = 'of tomorrow'")
    settings = Settings(
        database_url=url,
        kafka_bootstrap_servers=ground.kafka,
        jwks_file=signer(tmp_path).jwks_file,
        port=free_port(set()),
        topic_prefix="of.yesterday.",
    )
    async with in_a_container("purchasing", settings):
        assert await db.fetchval("SELECT count(*) FROM sql_function WHERE sha256 <> 'of tomorrow'") == 0
    await db.close()
