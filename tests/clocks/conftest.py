import pytest

from rasso_tracker.clocks import tables


@pytest.fixture(autouse=True)
def _fresh_clock_tables() -> None:
    """What another test changed was rolled back with it."""
    tables.look_again()
