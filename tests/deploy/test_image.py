"""The image, without an engine: what it holds is enough, and nothing in it is more than it needs."""

import ast
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from uuid import UUID

import pytest
import typst
from packaging.utils import canonicalize_name

from chassis.stored import storable, stored
from contracts.catalogue import DEPARTMENTS
from deploy.image_requirements import FOLDER, layers_of, texts
from deploy.install import ENVIRONMENT, LOCKED, is_unread, without_symbols
from deploy.locked import CHECKOUT, ONLY_EMBEDDED, ONLY_FOR, of_part, pins, runtime
from deploy.parts import COMMON, PARTS, copy
from services.logistics.local.rules.problem import At, Problem, Route, Stop, Vehicle

DOCKERFILE = (CHECKOUT / "deploy" / "Dockerfile").read_text()
BUILD = {"deploy/install.py", "deploy/parts.py", "deploy/requirements", "deploy/servers", "jgo.lock.toml"}
OF_SERVERS = (CHECKOUT / "deploy" / "servers.Dockerfile").read_text()
COMMANDS = "gendan.contracts_command,gendan.why.cli,gendan.import_command"
WITHOUT_THE_OTHERS = """
import sys
from importlib import import_module
from importlib.metadata import packages_distributions
from runpy import run_module

left_out, modules = set(sys.argv[1].split(",")), sys.argv[2].split(",")
sys.argv[1:] = ["--help"]
foreign = {
    module
    for module, packages in packages_distributions().items()
    if all(package.lower().replace("_", "-") in left_out for package in packages)
}

class NotInTheImage:
    def find_spec(self, name, path=None, target=None):
        if name in foreign:
            raise ModuleNotFoundError(f"{name} is not in the image", name=name)

sys.meta_path.insert(0, NotInTheImage())
"""
IMPORT_AND_START = f"""{WITHOUT_THE_OTHERS}
for module in modules:
    import_module(module)
import_module("deploy.department").main()
"""
RUN = f"""{WITHOUT_THE_OTHERS}
run_module(modules[0], run_name="__main__")
"""


@pytest.fixture(scope="module", params=PARTS)
def part(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def image(part: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a part's image that its code lies in, as the Dockerfile has it made."""
    root = tmp_path_factory.mktemp(part)
    copy(part, CHECKOUT, root)
    return root


def python(image: Path, *arguments: str, told: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", *arguments]
    return subprocess.run(command, cwd=image, env=environment, input=told, capture_output=True, text=True, check=False)


def test_a_department_starts_on_what_its_image_holds(part: str, image: Path) -> None:
    left_out = set(pins()) - {pin.name for pin in of_part(part)}
    modules = COMMANDS if part == "gendan" else f"services.{part}.house"
    ended = python(image, "-c", IMPORT_AND_START, ",".join(left_out), modules, DEPARTMENT=part)
    if part == "gendan":
        assert "Usage:" in ended.stdout, ended.stderr
    else:
        assert "setting DATABASE_URL: Field required" in ended.stderr, ended.stderr


def test_what_a_part_imports_only_when_it_is_needed_is_in_its_image_too(part: str, image: Path) -> None:
    """As what reads a sheet, which nobody misses at the start."""
    folder = image / "gendan" if part == "gendan" else image / "services" / part
    trees = (ast.parse(file.read_text()) for file in folder.rglob("*.py"))
    imported = {name.partition(".")[0] for tree in trees for node in ast.walk(tree) for name in _names(node)}
    held, owners = {pin.name for pin in of_part(part)} | ONLY_EMBEDDED, packages_distributions()
    asked = {name: {canonicalize_name(package) for package in owners.get(name, ())} for name in imported}
    assert {name: packages for name, packages in asked.items() if packages and not packages & held} == {}


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def test_tours_are_found_without_what_pyvrp_draws_by(tmp_path: Path) -> None:
    copy("logistics", CHECKOUT, tmp_path)
    left_out = set(pins()) - {pin.name for pin in of_part("logistics")}
    assert "matplotlib" in left_out
    shanghai, there = At(31.23, 121.47), At(31.33, 121.47)
    stop, vehicle = (
        Stop(UUID(int=1), there, 10, 1, 0, 86_400, 600),
        Vehicle("V-1", 100, 100, 0, 86_400, 12, 167, 20_000),
    )
    told = storable(Problem(shanghai, (stop,), (vehicle,), detour=1.3, metres_per_s=8.0, seconds=0.3))
    solver = "services.logistics.local.rules.solver"
    ended = python(tmp_path, "-c", RUN, ",".join(left_out), solver, told=told)
    (route,) = stored(tuple[Route, ...], ended.stdout)
    assert [visit.stop for visit in route.visits] == [0], ended.stderr


def test_an_image_holds_nobody_elses_code(part: str, image: Path) -> None:
    services = {folder.name for folder in (image / "services").glob("*/")} if part != "gendan" else set()
    assert services == {part} - {"gendan"}
    assert {path.name for path in image.iterdir() if path.is_dir()} - {"contracts", "chassis", "deploy"} == {
        "gendan": {"gendan", "whereabouts", "world"},
        "notify": {"services", "whereabouts"},
    }.get(part, {"services"})
    assert not [*image.rglob("tests"), *image.rglob("test_*.py")]


def test_the_parts_are_the_departments_and_the_command_line() -> None:
    assert {*DEPARTMENTS, "gendan"} == set(PARTS)


def test_the_entry_refuses_a_department_that_does_not_exist(tmp_path: Path) -> None:
    copy("sales", CHECKOUT, tmp_path)
    ended = python(tmp_path, "-m", "deploy.department", DEPARTMENT="marketing")
    assert ended.returncode == 1
    assert ended.stderr.startswith("setting DEPARTMENT: expected one of sales, ")


def test_no_image_is_made_of_a_part_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"expected one of sales, .*; came 'marketing'"):
        copy("marketing", CHECKOUT, tmp_path)


def test_an_image_installs_its_part_of_the_lock_with_hashes_and_no_test_tools() -> None:
    written = {file.name: file.read_text() for file in FOLDER.iterdir()}
    assert written == texts(), "stale, run `python -m deploy.image_requirements`"
    for name in PARTS:
        assert set(installed(name)) == {pin.name for pin in of_part(name)}
        assert not {"pytest", "mypy", "ruff", *ONLY_EMBEDDED} & set(installed(name))
    assert "--require-hashes" in LOCKED
    assert "--require-hashes" in OF_SERVERS


def installed(part: str) -> list[str]:
    """By all layers of a part's image, each package once."""
    return [name for layer in layers_of(part) for name in pins(FOLDER / f"{layer}.txt")]


def test_each_image_stands_on_the_layers_that_it_shares() -> None:
    stand_on = {part: layer for layer, part in re.findall(r"^FROM (\w+) AS on-(\w+)$", DOCKERFILE, re.MULTILINE)}
    assert stand_on == {part: layers_of(part)[-2] for part in PARTS}
    for part in PARTS:
        assert len(installed(part)) == len(set(installed(part)))


def test_what_only_some_need_is_in_their_images_alone() -> None:
    assert set(ONLY_FOR) <= {pin.name for pin in runtime()}
    for package, parts in ONLY_FOR.items():
        assert {part for part in PARTS if package in installed(part)} == parts


@pytest.mark.parametrize(
    ("file", "unread"),
    [
        ("babel/locale-data/fr_CA.dat", True),
        ("babel/locale-data/zh_Hans.dat", False),
        ("babel/locale-data/en.dat", False),
        ("babel/locale-data/root.dat", False),
        ("asyncpg/protocol/protocol.pyx", True),
        ("numpy/_core/tests/test_umath.py", True),
        ("jinja2/tests.py", False),
        ("chassis/database/pool.py", False),
    ],
)
def test_languages_that_the_suite_does_not_speak_and_sources_are_left_out(file: str, unread: bool) -> None:
    assert is_unread(ENVIRONMENT / file) is unread


def test_a_library_without_its_symbols_is_smaller_and_works(tmp_path: Path) -> None:
    """What is loaded stays as it was, to the byte."""
    library = Path(typst.__file__).parent / "_typst.abi3.so"
    lean = tmp_path / library.name
    shutil.copy(library, lean)
    without_symbols(lean)
    assert lean.stat().st_size < library.stat().st_size - 10_000_000
    draw = "import _typst; print(len(_typst.compile(b'= Invoice')))"
    ended = subprocess.run([sys.executable, "-c", draw], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert int(ended.stdout) > 1000, ended.stderr


def test_what_is_no_library_is_left_as_it_is(tmp_path: Path) -> None:
    script = tmp_path / "linker.so"
    script.write_text("INPUT(libm.so.6)")
    without_symbols(script)
    assert script.read_text() == "INPUT(libm.so.6)"


def test_kafka_and_postgresql_run_as_the_same_user_from_a_base_that_can_be_chosen() -> None:
    assert set(pins(FOLDER / "servers.txt")) >= ONLY_EMBEDDED
    assert re.findall(r"^FROM (\S+)", OF_SERVERS, re.MULTILINE) == ["${BASE}"] * 3
    assert len(re.findall(r"^USER 10001:10001$", OF_SERVERS, re.MULTILINE)) == 2


def test_what_the_image_copies_is_sent_to_the_engine() -> None:
    sent = {line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {*COMMON, *(name for names in PARTS.values() for name in names)}
    folders = {name.partition("/")[0] if name.startswith("services/") else name for name in copied}
    assert folders | BUILD == sent


def test_the_image_runs_as_a_numbered_user_from_a_base_that_can_be_chosen() -> None:
    """Kubernetes can only tell a number from root."""
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {
        "${BASE}",
        "common",
        "papers",
        "on-${DEPARTMENT}",
    }
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", DOCKERFILE, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["', DOCKERFILE, re.MULTILINE)
