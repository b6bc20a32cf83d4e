"""What holds for every file of the tree."""

import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PACKAGES = ("contracts", "chassis", "services", "whereabouts", "world", "gendan", "deploy", "tests")
# In parts, so that this file names none of them.
REGISTRIES = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "maven" + ".org",
    "maven.apache" + ".org",
    "deb.debian" + ".org",
    "proxy.golang" + ".org",
    "crates" + ".io",
)


def files() -> list[Path]:
    """Every file that is, or is about to be, tracked."""
    command = ["git", "-C", str(CHECKOUT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := CHECKOUT / name).is_file()]


def test_no_file_names_a_package_registry() -> None:
    named = {
        f"{path.relative_to(CHECKOUT)} names {registry}"
        for path in files()
        for registry in REGISTRIES
        if registry.encode() in path.read_bytes()
    }
    assert not named


def test_every_folder_with_python_is_a_package() -> None:
    """Import rules do not see into a folder without `__init__.py`."""
    folders = {path.parent for path in files() if path.suffix == ".py" and is_ours(path)}
    assert not [str(folder.relative_to(CHECKOUT)) for folder in folders if not (folder / "__init__.py").exists()]


def is_ours(path: Path) -> bool:
    return path.relative_to(CHECKOUT).parts[0] in PACKAGES
