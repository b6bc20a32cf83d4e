"""Kafka's jars: exactly what `jgo.lock.toml` names, checked by sha256, fetched once."""

import hashlib
import os
import ssl
import tempfile
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from contracts.texts import Text
from gendan.told import Told

CHECKOUT = Path(__file__).parents[2]
LOCK = CHECKOUT / "jgo.lock.toml"
FOLDER = CHECKOUT / ".state" / "jars"
THREADS = 8
TRIES_MAX = 3
TIMEOUT_S = 60

SYSTEM_CERTIFICATES = (
    os.environ.get("SSL_CERT_FILE"),
    ssl.get_default_verify_paths().cafile,
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
)
"""Where systems keep, in one file, whom they trust."""

Fetch = Callable[["Jar"], Path]


class JarUnavailable(Told):
    """A locked jar could not be fetched; the first start needs the network once."""


@dataclass(frozen=True)
class Jar:
    """One locked artifact."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def locked(lock: Path = LOCK) -> list[Jar]:
    """The jars of the lock, sorted by file name: the JVM's caches want one class path, not any order."""
    entries = tomllib.loads(lock.read_text())["dependencies"]
    jars = [Jar(e["groupId"], e["artifactId"], e["version"], e["sha256"]) for e in entries]
    return sorted(jars, key=lambda jar: jar.name)


def ensure(report: Callable[[Text], None], lock: Path = LOCK, folder: Path = FOLDER) -> list[Path]:
    """Fetch what is missing or damaged and return the class path; silent and without network when complete.

    Raises JarUnavailable.
    """
    jars = locked(lock)
    missing = [jar for jar in jars if not is_intact(folder / jar.name, jar)]
    if missing:
        report(Text("Kafka: fetching {count} of {all} jars", count=len(missing), all=len(jars)))
        fetch_all(missing, folder)
    return [folder / jar.name for jar in jars]


def is_intact(path: Path, jar: Jar) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


def fetch_all(jars: list[Jar], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".fetching-") as repository:
        fetch = repository_fetch(Path(repository))
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(partial(fetch_one, fetch=fetch, folder=folder), jars))


def repository_fetch(cache: Path) -> Fetch:
    """A function that downloads one jar into the cache; GENDAN_MAVEN names a mirror's address."""
    from jgo.maven import MavenContext  # jgo knows the public repository's address, so that no file of ours does

    trust_the_system()
    mirror = os.environ.get("GENDAN_MAVEN")
    context = MavenContext(repo_cache=cache, remote_repos={"mirror": mirror} if mirror else None, timeout=TIMEOUT_S)

    def fetch(jar: Jar) -> Path:
        return Path(context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve())

    return fetch


def trust_the_system() -> None:
    """Its HTTP library trusts a list of its own alone, unless told; a company's proxy is in the system's."""
    found = next((path for path in SYSTEM_CERTIFICATES if path and Path(path).exists()), None)
    if found and not {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"} & set(os.environ):
        os.environ["REQUESTS_CA_BUNDLE"] = found


def fetch_one(jar: Jar, fetch: Fetch, folder: Path) -> None:
    """Bring one jar into the folder, whole or not at all."""
    cause: Exception | None = None
    for attempt in range(TRIES_MAX):
        try:
            return keep(fetch(jar), jar, folder)
        except Exception as error:  # jgo raises what its HTTP library raises
            cause = error
            time.sleep(attempt)
    told = Text("{jar}: {cause}; the first start needs the network once", jar=jar.name, cause=cause)
    raise JarUnavailable(told) from cause


def keep(fetched: Path, jar: Jar, folder: Path) -> None:
    if not is_intact(fetched, jar):
        fetched.unlink()
        raise JarUnavailable(Text("{jar} differs from its sha256 in the lock", jar=jar.name))
    fetched.replace(folder / jar.name)
