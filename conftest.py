"""At the root, because the departments' own tests stand on the same ground as those in `tests/`."""

import os
from functools import cache

import httpcore2
import structlog
from hypothesis import HealthCheck, settings

from chassis.keyring import drawn
from gendan.switches import IN_A_PLAY

pytest_plugins = ("tests.ground", "tests.department_db", "tests.declared")

# The default paints each traceback with its variables, which takes seconds for every dead letter of a test.
structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()])

# A client reads all certificates of the machine when it is made, also one that asks within the process: 40 ms each.
httpcore2.default_ssl_context = cache(httpcore2.default_ssl_context)

# How fast a machine is, is no test: the first example of a run reads all our modules for values worth trying.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# The stories of the tests are plays: nobody stands in their warehouse. Where somebody does, the test says so.
for name, way in IN_A_PLAY.items():
    os.environ.setdefault(name, way)

# Departments of tests that are processes of their own, or start anew, open what others sealed.
os.environ.setdefault("SEALING_KEYS", drawn())
