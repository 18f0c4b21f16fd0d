"""People and browsers, as the tests of accounts have them."""

from tests.accounts.conftest import browser, grace, make_person, new_browser, right_hash

__all__ = ["browser", "grace", "make_person", "new_browser", "right_hash"]
