"""Steps of others: fetch Kafka's jars (no argument), `remove` data folders, draw `secrets` into a folder, or make the
`databases` of ADMIN_URL."""

import asyncio
import os
import sys
from pathlib import Path

from contracts.departments import DEPARTMENTS
from gendan.embedded.jars import ensure
from gendan.embedded.removing import remove
from gendan.told import Told


def main(arguments: list[str]) -> None:
    match arguments:
        case []:
            ensure(print)
        case ["remove", *folders]:
            for folder in folders:
                if left := remove(Path(folder)):
                    print(f"{folder}: left what is not gendan's: {', '.join(left)}")
        case ["secrets", folder]:
            from gendan.embedded.drawn import write_urls
            from gendan.identity import signer

            write_urls(Path(folder))
            signer(Path(folder))
        case ["databases"]:
            from gendan.embedded.departments import make_departments

            asyncio.run(make_departments(os.environ["ADMIN_URL"], DEPARTMENTS))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Told as error:
        sys.exit(str(error))
