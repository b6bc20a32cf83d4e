"""What the overlay for one node is given because it is secret."""

from pathlib import Path
from urllib.parse import urlsplit

import kubernetes_validate

from contracts.catalogue import DEPARTMENTS
from deploy.check.wiring import GIVEN, read
from deploy.local_secrets import objects, of_a_play
from gendan.elsewhere import clock_of
from gendan.identity import signer_of
from tests.deploy.overlays import PLAY, shown


def test_each_department_gets_its_own_password_and_the_same_comes_out_again(tmp_path: Path) -> None:
    told = objects(tmp_path)
    secrets = {each["metadata"]["name"]: each["stringData"] for each in told["items"] if each["kind"] == "Secret"}
    urls = [urlsplit(secrets[f"gendan-{name}-database"]["url"]) for name in DEPARTMENTS]
    assert [(url.username, url.path, url.hostname) for url in urls] == [(n, f"/{n}", "postgresql") for n in DEPARTMENTS]
    passwords = {url.password for url in urls} | {secrets["gendan-postgresql"]["password"]}
    assert len(passwords) == len(DEPARTMENTS) + 1
    assert objects(tmp_path) == told


def test_who_has_the_folder_signs_for_the_company(tmp_path: Path) -> None:
    (known,) = [each["data"] for each in objects(tmp_path)["items"] if each["kind"] == "ConfigMap"]
    assert signer_of(tmp_path).key.kid in known["jwks.json"]
    assert (tmp_path / "postgres.password").stat().st_mode & 0o777 == 0o600


def test_every_object_keeps_the_schema_of_kubernetes(tmp_path: Path) -> None:
    for each in [*objects(tmp_path)["items"], *of_a_play(tmp_path, 0.05)]:
        kubernetes_validate.validate(each, kubernetes_validate.latest_version(), strict=True)


def test_a_play_gets_all_that_its_pods_read_and_a_clock_that_goes_on(tmp_path: Path) -> None:
    told = [*objects(tmp_path)["items"], *of_a_play(tmp_path, 0.05)]
    given = {each["metadata"]["name"]: each for each in told}
    assert {name for pod in shown(PLAY).pods() for name in read(pod)} & GIVEN == set(given)
    settings = given["gendan-play"]["data"]
    assert clock_of(settings).rate == 0.05 * 86_400
    assert of_a_play(tmp_path, 0.05)[0]["data"] == settings
    assert sum(map(len, given["gendan-sample"]["data"].values())) < 2**20
