"""At the root, because the departments' own tests stand on the same ground as those in `tests/`."""

pytest_plugins = ("tests.ground", "tests.department_db")
