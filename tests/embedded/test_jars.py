"""Kafka's jars: locked, whole, of one version."""

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest

from contracts.texts import Text
from gendan.embedded import jars
from gendan.embedded.jars import Jar, JarUnavailable

CONTENT = b"a jar"
JAR = Jar("org.example", "bolt", "1.0", hashlib.sha256(CONTENT).hexdigest())


def test_all_kafka_jars_carry_one_version() -> None:
    versions = {jar.version for jar in jars.locked() if jar.group == "org.apache.kafka"}
    assert versions == {"4.3.1"}


def test_complete_jars_are_taken_as_they_are() -> None:
    """In their fixed order and without a word, thus without network."""
    reports: list[Text] = []
    class_path = jars.ensure(reports.append)
    assert class_path == sorted(class_path)
    assert not reports


def test_a_damaged_download_is_fetched_again(tmp_path: Path) -> None:
    downloads = [b"a j", CONTENT]

    def fetch(jar: Jar) -> Path:
        path = tmp_path / "download"
        path.write_bytes(downloads.pop(0))
        return path

    jars.fetch_one(JAR, fetch, tmp_path)
    assert (tmp_path / JAR.name).read_bytes() == CONTENT


def test_a_jar_that_never_matches_its_lock_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jars, "TRIES_MAX", 1)

    def fetch(jar: Jar) -> Path:
        path = tmp_path / "download"
        path.write_bytes(b"another jar")
        return path

    with pytest.raises(JarUnavailable, match=r"bolt-1\.0\.jar"):
        jars.fetch_one(JAR, fetch, tmp_path)
    assert not (tmp_path / JAR.name).exists()


def test_a_jar_cut_short_on_disk_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / JAR.name
    path.write_bytes(CONTENT[:3])
    assert not jars.is_intact(path, JAR)


def test_whom_the_system_trusts_the_jars_are_fetched_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "certificates.pem"
    bundle.touch()
    monkeypatch.setattr(jars, "SYSTEM_CERTIFICATES", (None, "/none.pem", str(bundle)))
    environ = dict[str, str]()
    monkeypatch.setattr(jars, "os", SimpleNamespace(environ=environ))
    jars.trust_the_system()
    assert environ == {"REQUESTS_CA_BUNDLE": str(bundle)}


def test_who_names_certificates_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"CURL_CA_BUNDLE": "mine.pem"}
    monkeypatch.setattr(jars, "os", SimpleNamespace(environ=environ))
    jars.trust_the_system()
    assert environ == {"CURL_CA_BUNDLE": "mine.pem"}
