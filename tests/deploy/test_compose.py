"""The company of `compose.yaml`: what it runs, what it tells whom, and who can reach it. No engine is needed."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from chassis.environment import FROM_FILE
from chassis.settings import Settings
from contracts.catalogue import DEPARTMENTS
from deploy.check.collector import faults_of
from deploy.check.wiring import SEAL
from deploy.locked import CHECKOUT
from deploy.settings_table import variables
from gendan import in_compose
from gendan.embedded.drawn import write_urls
from gendan.up import house, load_houses
from tests import containers
from tests.needs import needs

FILE = yaml.safe_load((CHECKOUT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = FILE["services"]
ONCE = {"secrets", "databases", "topics"}
PLAYED: dict[str, Any] = yaml.safe_load((CHECKOUT / "compose.play.yaml").read_text())["services"]
WATCHING = {name for name, service in SERVICES.items() if service.get("profiles") == ["watched"]}
WATCHED = CHECKOUT / "deploy" / "watching"
KNOWN = {name.removesuffix(FROM_FILE) for name in variables(Settings)}
each_department = pytest.mark.parametrize("department", DEPARTMENTS)


@each_department
def test_a_department_runs_its_image_in_the_version_of_the_project(department: str) -> None:
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    assert SERVICES[department]["image"] == f"gendan-{department}:{version}"
    assert {SERVICES[name]["image"] for name in ONCE} == {f"gendan:{version}"}


@each_department
def test_a_department_is_told_what_it_knows_and_its_own_database_alone(department: str) -> None:
    told = SERVICES[department]["environment"]
    assert told[f"DATABASE_URL{FROM_FILE}"] == f"/company/{department}.url"
    assert {name.removesuffix(FROM_FILE) for name in told if not name.startswith("OTEL_")} <= KNOWN


@needs("ALL-3")
@each_department
def test_who_seals_is_given_the_keys_and_nobody_else(department: str) -> None:
    seals = bool(house(department).sealed)
    assert (SERVICES[department]["environment"].get(f"SEALING_KEYS{FROM_FILE}") == "/company/sealing.keys") is seals
    assert (department in SEAL) is seals


@each_department
def test_a_department_is_restricted_as_in_a_cluster(department: str) -> None:
    service = SERVICES[department]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["volumes"] == ["company:/company:ro"]


def test_nobody_on_another_machine_reaches_it() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert len(ports) == len(set(ports)) == len(DEPARTMENTS) + len(["kafka", "grafana"])
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_desk_knows_where_the_others_answer() -> None:
    known = json.loads(SERVICES["notify"]["environment"]["GENDAN_DEPARTMENTS"])
    assert known == {name: f"http://{name}:8000" for name in DEPARTMENTS if name != "notify"}


def test_who_runs_on_says_whether_he_is_well_and_who_waits_waits_for_that() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == ONCE | WATCHING
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            assert how["condition"] == ("service_completed_successfully" if name in ONCE else "service_healthy")


def test_the_servers_are_those_of_the_tests_and_can_be_named() -> None:
    images = [SERVICES[name]["image"] for name in ("kafka", "postgresql")]
    named = dict(image.strip("${}").split(":-") for image in images)
    assert {"GENDAN_KAFKA_IMAGE", "GENDAN_POSTGRES_IMAGE"} == set(named)
    assert set(containers.KAFKA_SETTINGS) <= {
        *SERVICES["kafka"]["environment"],
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS",
    }
    assert not [image for image in named.values() if image.endswith(":latest")]


def test_each_department_finds_its_url_where_the_secrets_are_drawn(tmp_path: Path) -> None:
    write_urls(tmp_path)
    assert {file.name for file in tmp_path.glob("*.url")} == {f"{name}.url" for name in (*DEPARTMENTS, "admin")}
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    kept = (tmp_path / "sales.url").read_text()
    write_urls(tmp_path)
    assert (tmp_path / "sales.url").read_text() == kept


def test_what_watches_is_asked_for_and_pinned() -> None:
    assert {"collector", "tempo", "prometheus", "grafana"} == WATCHING
    assert all(re.search(r":v?\d+\.\d+\.\d+$", SERVICES[name]["image"]) for name in WATCHING)
    mounts = [mount for name in WATCHING for mount in SERVICES[name]["volumes"] if mount.startswith("./")]
    assert all((CHECKOUT / mount.partition(":")[0]).exists() for mount in mounts)


def test_the_collector_beside_them_has_all_that_its_pipelines_name_and_no_more() -> None:
    assert not [*faults_of(yaml.safe_load((WATCHED / "collector.yaml").read_text()))]


def test_a_play_gives_the_departments_and_the_world_the_same_clock() -> None:
    assert {*DEPARTMENTS, "world"} == set(PLAYED)
    assert {file for service in PLAYED.values() for file in service["env_file"]} == {
        str(in_compose.SETTINGS.relative_to(CHECKOUT))
    }


def test_the_world_of_a_play_finds_the_departments_and_the_key_and_is_restricted_as_they_are() -> None:
    world, told = PLAYED["world"], PLAYED["world"]["entrypoint"]
    mounted = dict(mount.split(":")[:2] for mount in world["volumes"])
    inside = Path(told[told.index("--against") + 1]).relative_to(mounted["./examples"])
    urls = json.loads((CHECKOUT / "examples" / inside).read_text())
    assert urls == {name: f"http://{name}:8000" for name in DEPARTMENTS}
    assert told[told.index("--data") + 1] == mounted["company"]
    assert world["image"] == SERVICES["topics"]["image"]
    assert all(world[field] == SERVICES["sales"][field] for field in ("read_only", "cap_drop", "security_opt", "tmpfs"))


def test_all_six_are_scraped_and_traces_go_where_they_are_kept() -> None:
    (scraped,) = yaml.safe_load((WATCHED / "prometheus.yaml").read_text())["scrape_configs"]
    assert scraped["static_configs"] == [{"targets": [f"{name}:8000" for name in DEPARTMENTS]}]
    receives = yaml.safe_load((WATCHED / "tempo.yaml").read_text())["distributor"]["receivers"]["otlp"]["protocols"][
        "grpc"
    ]
    sends = yaml.safe_load((WATCHED / "collector.yaml").read_text())["exporters"]["otlp"]["endpoint"]
    assert receives["endpoint"].partition(":")[2] == sends.partition(":")[2]


def test_the_dashboard_asks_for_metrics_that_departments_have() -> None:
    load_houses()
    board = json.loads((WATCHED / "grafana" / "gendan.json").read_text())
    asked = {name for panel in board["panels"] for name in re.findall(r"gendan_\w+", panel["targets"][0]["expr"])}
    known = {metric.name for metric in REGISTRY.collect()}
    assert {re.sub("_(total|bucket|count)$", "", name) for name in asked} <= known
    sources = yaml.safe_load((WATCHED / "grafana" / "sources.yaml").read_text())["datasources"]
    assert {panel["datasource"]["uid"] for panel in board["panels"]} <= {source["uid"] for source in sources}
