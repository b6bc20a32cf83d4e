"""Write `THIRD_PARTY_NOTICES` from the locks and the packages' own metadata: `python -m deploy.third_party_notices`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution

from deploy.locked import CHECKOUT, Pin, runtime
from gendan.embedded.jars import Jar, locked

FILE = CHECKOUT / "THIRD_PARTY_NOTICES"
HEAD = """\
Third-party notices
===================

gendan is licensed under the Apache License 2.0 (LICENSE). It is used together with the packages below, unmodified.
But for the vendored files none of them is part of this source tree: they are fetched from the locks, and each carries
its full licence text in its own metadata. Java, PostgreSQL and Kafka run as processes of their own; gendan is not
linked with them.
"""
SAID_AS = {
    "Apache 2": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "LGPL": "LGPL-2.1-or-later",
    "PSFL": "PSF-2.0",
    "License agreement for matplotlib versions 1.3.0 and later": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "BSD 3-Clause License": "BSD-3-Clause",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only WITH Classpath-exception-2.0",
}
"""How packages without an SPDX expression say their licence; Java's exception stands in the runtime's own papers."""
AGREED = frozenset({
    "Apache-2.0", "Apache-2.0 AND BSD-2-Clause", "Apache-2.0 OR BSD-2-Clause", "Apache-2.0 OR BSD-3-Clause",
    "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "GPL-2.0-only WITH Classpath-exception-2.0", "ISC", "LGPL-2.1-or-later", "MIT", "MIT OR Apache-2.0",
    "MIT-0", "MIT-CMU", "MPL-2.0", "MPL-2.0 AND MIT", "OFL-1.1", "PSF-2.0", "Unlicense",
})  # fmt: skip
"""Licences that somebody has read and found fit; a new one ends the run."""
JARS = {
    "at.yawk.lz4": "Apache-2.0",
    "com.dynatrace.hash4j": "Apache-2.0",
    "com.fasterxml.jackson.core": "Apache-2.0",
    "com.fasterxml.jackson.dataformat": "Apache-2.0",
    "com.fasterxml.jackson.datatype": "Apache-2.0",
    "com.github.ben-manes.caffeine": "Apache-2.0",
    "com.github.luben": "BSD-2-Clause",
    "com.google.re2j": "BSD-3-Clause",
    "com.typesafe.scala-logging": "Apache-2.0",
    "com.yammer.metrics": "Apache-2.0",
    "commons-beanutils": "Apache-2.0",
    "commons-collections": "Apache-2.0",
    "commons-digester": "Apache-2.0",
    "commons-logging": "Apache-2.0",
    "commons-validator": "Apache-2.0",
    "net.sf.jopt-simple": "MIT",
    "net.sourceforge.argparse4j": "MIT",
    "org.apache.kafka": "Apache-2.0",
    "org.apache.logging.log4j": "Apache-2.0",
    "org.bitbucket.b_c": "Apache-2.0",
    "org.hdrhistogram": "CC0-1.0 OR BSD-2-Clause",
    "org.jspecify": "Apache-2.0",
    "org.pcollections": "MIT",
    "org.scala-lang": "Apache-2.0",
    "org.slf4j": "MIT",
    "org.xerial.snappy": "Apache-2.0",
    "org.yaml": "Apache-2.0",
}
"""Read by hand: many jars do not say it."""


VENDORED = (
    "htmx 4.0.1: 0BSD, in services/notify/desk/static/vendor",
    "axe-core 4.14.1: MPL-2.0, in tests/desk/vendor, for tests alone",
)


class UnknownLicence(Exception):
    """Nobody has agreed to this licence yet: read it, then add it."""


def text() -> str:
    """The whole file."""
    packages = runtime()
    return "\n".join(
        [
            HEAD,
            *_section("Vendored files", VENDORED),
            *_section("Python packages", (_package_line(pin) for pin in packages)),
            *_section("Jars of the embedded Kafka", (_jar_line(jar) for jar in locked())),
            *(line for pin in packages for line in _notices(pin)),
        ]
    )


def licence_of(package: Distribution) -> str:
    """The package's licence as an SPDX expression. Raises UnknownLicence."""
    metadata = package.metadata
    said = metadata["License-Expression"] or _one_line(metadata["License"]) or _classified(package)
    licence = SAID_AS.get(said, said)
    if licence not in AGREED:
        raise UnknownLicence(f"{metadata['Name']}: {licence or 'says none'}")
    return licence


def _one_line(said: str | None) -> str:
    return said if said and "\n" not in said and said != "UNKNOWN" else ""


def _classified(package: Distribution) -> str:
    told = [c for c in package.metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    return told[0].rpartition(" :: ")[2] if told else ""


def _package_line(pin: Pin) -> str:
    return f"{pin.name} {pin.version}: {licence_of(distribution(pin.name))}"


def _jar_line(jar: Jar) -> str:
    if jar.group not in JARS:
        raise UnknownLicence(f"{jar.group}: {jar.name}")
    return f"{jar.group}:{jar.artifact} {jar.version}: {JARS[jar.group]}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return [title, "-" * len(title), *lines, ""]


def _notices(pin: Pin) -> Iterator[str]:
    """What an Apache-licensed package asks to be passed on."""
    for file in distribution(pin.name).files or []:
        if file.name in ("NOTICE", "NOTICE.txt") and ".dist-info" in str(file):
            yield from _section(f"NOTICE of {pin.name}", file.read_text().strip().splitlines())


if __name__ == "__main__":
    FILE.write_text(text())
