"""Steps of `make`: fetch Kafka's jars (no argument), or `remove` data folders."""

import sys
from pathlib import Path

from gendan.embedded import remove
from gendan.embedded.jars import ensure
from gendan.told import Told


def main(arguments: list[str]) -> None:
    match arguments:
        case []:
            ensure(print)
        case ["remove", *folders]:
            for folder in folders:
                if left := remove(Path(folder)):
                    print(f"{folder}: left what is not gendan's: {', '.join(left)}")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Told as error:
        sys.exit(str(error))
