"""Steps of `make`: fetch Kafka's jars (no argument), or `remove` data folders."""

import sys
from pathlib import Path

from gendan.embedded import DataFolderInUse, JarUnavailable, UntrustedFolder, remove
from gendan.embedded.jars import ensure


def main(arguments: list[str]) -> None:
    match arguments:
        case []:
            ensure(print)
        case ["remove", *folders]:
            for folder in folders:
                remove(Path(folder))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (DataFolderInUse, JarUnavailable, UntrustedFolder) as error:
        sys.exit(str(error))
