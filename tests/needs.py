"""Which needs of the business a test shows: `@needs("SAL-8")`; of a module, `pytestmark = needs("SAL-8")`.

The needs stand in docs/needs.toml; docs/needs.md names the tests that show each of them.
"""

import pytest

needs = pytest.mark.needs
