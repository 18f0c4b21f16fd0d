"""What a browser calls itself, in words that people know theirs by."""

import re

BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser", "Samsung Internet"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrome|CriOS|Chromium", "Chrome"),
    (r"Safari", "Safari"),
)
MACHINES = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"CrOS", "a Chromebook"),
    (r"Macintosh|Mac OS X", "a Mac"),
    (r"Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """Chrome on Windows; Safari on iPhone; “A browser” where it does not say."""
    browser = next((name for pattern, name in BROWSERS if re.search(pattern, user_agent)), "A browser")
    machine = next((name for pattern, name in MACHINES if re.search(pattern, user_agent)), "")
    return f"{browser} on {machine}" if machine else browser
