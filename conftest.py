"""At the root, because the departments' own tests stand on the same ground as those in `tests/`."""

import os

import structlog

from gendan.switches import IN_A_PLAY

pytest_plugins = ("tests.ground", "tests.department_db", "tests.declared")

# The default paints each traceback with its variables, which takes seconds for every dead letter of a test.
structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()])

# The stories of the tests are plays: nobody stands in their warehouse. Where somebody does, the test says so.
for name, way in IN_A_PLAY.items():
    os.environ.setdefault(name, way)
