"""At the root, because the departments' own tests stand on the same ground as those in `tests/`."""

import os

import structlog

pytest_plugins = ("tests.ground", "tests.department_db")

# As in the demo: no person of finance sits in a test, unless it says so itself.
os.environ.setdefault("GENDAN_FINANCE_REFUNDS", "automatic")

# The default paints each traceback with its variables, which takes seconds for every dead letter of a test.
structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()])
