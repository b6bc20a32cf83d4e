"""A company is brought back into Kubernetes on what its backup holds, on empty volumes, or not at all (ALL-9)."""

import asyncio
import os
from pathlib import Path

import pytest

from deploy.check.rendered import Manifest, Pod
from gendan.backup import over_sql
from gendan.cli import loaded
from gendan.embedded import Ground
from gendan.embedded.postgres_programs import find_programs
from tests.deploy.overlays import LOCAL, RESTORE, shown
from tests.needs import needs

pytestmark = needs("ALL-9")

NIGHT = "2026-11-30T181500Z"
OWNER_ALONE = 0o700


def test_no_department_runs_no_topic_is_made_and_no_backup_is_taken_before_the_company_is_back() -> None:
    restore = shown(RESTORE)
    assert {each["spec"]["replicas"] for each in restore.of_kind("Deployment")} == {0}
    assert set(restore.named("Job")) == set(shown(LOCAL).named("Job")) - {"gendan-topics"} | {"gendan-restore"}
    assert [each["spec"]["suspend"] for each in restore.of_kind("CronJob")] == [True]


def test_all_else_is_as_in_the_company_that_follows() -> None:
    """Volumes, servers and settings are those on which the departments start then."""
    restore, local = shown(RESTORE), shown(LOCAL)
    for kind in ("PersistentVolume", "PersistentVolumeClaim", "ConfigMap", "Service", "Namespace"):
        assert restore.named(kind) == local.named(kind)


def test_both_steps_read_the_backup_that_is_named_and_none_writes_it() -> None:
    """Of another night's records Kafka would say what these databases do not know."""
    for name in ("postgresql", "gendan-restore"):
        (reading,) = [each for each in pod_of(name).containers() if mounts(each).get("/backup")]
        (named,) = [each["valueFrom"] for each in reading["env"] if each["name"] == "BACKUP"]
        assert named == {"configMapKeyRef": {"name": "gendan-restore", "key": "backup"}}
        assert mounts(reading)["/backup"] == {"name": "backup", "mountPath": "/backup", "readOnly": True}
        (volume,) = [each for each in pod_of(name).volumes if each["name"] == "backup"]
        assert volume["persistentVolumeClaim"]["claimName"] == "gendan-backup"


def test_the_job_asks_for_what_the_command_takes() -> None:
    (job,) = pod_of("gendan-restore").containers()
    assert job["command"] == ["python", "-m", "gendan", "restore", "/backup/$(BACKUP)"]
    asked = dict(word.split("=") for word in job["args"])
    assert set(asked) < {option for each in loaded("restore").params for option in each.opts}
    assert str(Path(asked["--postgres"]).parent) in mounts(job)


def pod_of(name: str) -> Pod:
    return Pod(shown(RESTORE).named("StatefulSet", "Job")[name])


def mounts(container: Manifest) -> dict[str, Manifest]:
    return {each["mountPath"]: each for each in container["volumeMounts"]}


@pytest.fixture
async def volumes(ground: Ground, tmp_path: Path) -> Path:
    """An empty volume, and beside it one with a backup whose rights a volume's group has changed."""
    kept = tmp_path / "backup" / NIGHT / "postgres" / "cluster"
    kept.parent.mkdir(parents=True)
    await over_sql.copied(ground.admin, kept)
    for each in (kept, *kept.rglob("*")):
        each.chmod(0o2770 if each.is_dir() else 0o660)
    (tmp_path / "data").mkdir()
    return tmp_path


async def lay_out(volumes: Path, backup: str = NIGHT) -> tuple[int, str]:
    """What the container before PostgreSQL does, with its own script on these volumes; its end, and what it says."""
    (container,) = pod_of("postgresql").spec["initContainers"]
    (script,) = container["args"]
    for volume in ("data", "backup"):
        script = script.replace(f"/{volume}/", f"{volumes}/{volume}/")
    told = {"BACKUP": backup, "PATH": f"{find_programs()}:{os.environ['PATH']}"}
    process = await asyncio.create_subprocess_exec(
        *container["command"], script, env=told, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_the_cluster_is_laid_out_whole_with_rights_that_postgresql_takes(volumes: Path) -> None:
    assert await lay_out(volumes) == (0, "")
    cluster = volumes / "data" / "cluster"
    assert {each.stat().st_mode & 0o777 for each in (cluster, cluster / "base")} == {OWNER_ALONE}


async def test_laid_out_once_it_stays_when_the_pod_starts_again(volumes: Path) -> None:
    await lay_out(volumes)
    written = volumes / "data" / "cluster" / "written since"
    written.touch()
    assert await lay_out(volumes) == (0, "")
    assert written.exists()


async def test_a_cluster_that_was_there_is_not_taken_for_that_of_the_backup(volumes: Path) -> None:
    """It may be the company's own of a later day: Kafka would get back what it knows, and lack what it said since."""
    await lay_out(volumes)
    end, said = await lay_out(volumes, "2026-11-29T181500Z")
    assert end == 1
    assert "not of the backup 2026-11-29T181500Z: it takes an empty volume" in said


async def test_a_backup_that_was_damaged_is_not_laid_out(volumes: Path) -> None:
    (volumes / "backup" / NIGHT / "postgres" / "cluster" / "PG_VERSION").write_text("9.6\n")
    end, said = await lay_out(volumes)
    assert end != 0
    assert "PG_VERSION" in said
    assert not (volumes / "data" / "cluster").exists()


async def test_a_backup_that_is_not_there_is_told(volumes: Path) -> None:
    end, said = await lay_out(volumes, "yesterday")
    assert end != 0
    assert "yesterday" in said
    assert not (volumes / "data" / "cluster").exists()
