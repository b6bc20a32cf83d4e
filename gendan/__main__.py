"""The command `gendan`, and the Kafka and PostgreSQL it brings along."""

import sys

try:
    from gendan.cli import app

    app(prog_name="gendan")
except KeyboardInterrupt:  # while the command was still being loaded
    sys.exit(130)
