"""The page on privacy tells the days that the settings say."""

import re

from lpcommunity.retention.commands import FILES_SETTING
from lpcommunity.retention.rules import RULES
from lpcommunity.web.humanize import plural


def test_every_time_that_something_is_kept_is_told_as_it_is_set(database):
    settings = sorted({FILES_SETTING, *(rule.setting for rule in RULES.values())})
    days = {name: 401 + n for n, name in enumerate(settings)}
    page = database.make_app(**days).test_client().get("/privacy").get_data(as_text=True)
    text = re.sub(r"\s+", " ", page).lower()
    assert {name for name in settings if plural(days[name], "day") not in text} == set()
    assert set(settings) == {name for name in database.app.config if name.startswith("KEEP_")}
