"""The image, without an engine: what it holds is enough, and nothing in it is more than it needs."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.catalogue import DEPARTMENTS
from deploy.image_requirements import FILE, text
from deploy.locked import CHECKOUT, ONLY_EMBEDDED, pins, runtime

DOCKERFILE = (CHECKOUT / "deploy" / "Dockerfile").read_text()
COPIES = [line.split()[1:-1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)]
HOUSES = [name for name in DEPARTMENTS if (CHECKOUT / "services" / name / "house.py").exists()]
IMPORT_AND_START = """
import sys
from importlib import import_module
from importlib.metadata import packages_distributions

left_out, modules = set(sys.argv[1].split(",")), sys.argv[2].split(",")
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
for module in modules:
    import_module(module)
import_module("deploy.department").main()
"""


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the Dockerfile copies."""
    root = tmp_path_factory.mktemp("app")
    for source in (CHECKOUT / name for names in COPIES for name in names):
        target = root / source.relative_to(CHECKOUT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("tests", "__pycache__"))
        else:
            shutil.copy(source, target)
    return root


def python(image: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", *arguments]
    return subprocess.run(command, cwd=image, env=environment, capture_output=True, text=True, check=False)


def test_every_department_and_the_topics_command_start_on_what_the_image_holds(image: Path) -> None:
    left_out = set(pins()) - {pin.name for pin in runtime(without=ONLY_EMBEDDED)}
    modules = ["gendan.cli", *(f"services.{name}.house" for name in HOUSES)]
    script = ["-c", IMPORT_AND_START, ",".join(left_out), ",".join(modules)]
    ended = python(image, *script, DEPARTMENT=HOUSES[0])
    assert ended.stderr.startswith("setting DATABASE_URL: Field required"), ended.stderr


def test_the_entry_refuses_a_department_that_does_not_exist(image: Path) -> None:
    ended = python(image, "-m", "deploy.department", DEPARTMENT="marketing")
    assert ended.returncode == 1
    assert ended.stderr.startswith("setting DEPARTMENT: expected one of sales, ")


def test_the_image_installs_the_locked_packages_with_their_hashes_and_no_test_tools() -> None:
    assert FILE.read_text() == text(), "stale, run `python -m deploy.image_requirements`"
    assert "--require-hashes" in DOCKERFILE
    assert not {"pytest", "mypy", "ruff", *ONLY_EMBEDDED} & set(pins(FILE))


def test_what_the_image_copies_is_sent_to_the_engine() -> None:
    sent = {line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {name for names in COPIES for name in names} == sent


def test_the_image_runs_as_a_numbered_user_from_a_base_that_can_be_chosen() -> None:
    """Kubernetes can only tell a number from root."""
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["${BASE}", "${BASE}"]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", DOCKERFILE, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["', DOCKERFILE, re.MULTILINE)
