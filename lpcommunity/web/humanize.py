"""Dates, numbers and names in words, as people would write them. Times are those of London."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flask import Flask

from lpcommunity.storage import now, today
from lpcommunity.storage.clock import LONDON

TO_TEN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
IRREGULAR = {"person": "people", "reply": "replies", "thanks": "thanks", "entry": "entries", "is": "are", "has": "have"}
MINUTE, HOUR = 60, 60 * 60


def in_london(moment: datetime) -> datetime:
    """The same moment on a London clock."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(LONDON)


def _day_of(when: date | datetime) -> date:
    return in_london(when).date() if isinstance(when, datetime) else when


def day(when: date | datetime) -> str:
    """19 February 2018."""
    d = _day_of(when)
    return f"{d.day} {d:%B %Y}"


def isolated(words: str) -> str:
    """Words from the right to the left, so that in a sentence of ours they stay together; others as they are."""
    return f"\u2068{words}\u2069" if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in words) else words


def short_day(when: date | datetime) -> str:
    """19 February; with the year where it is another one than this."""
    d = _day_of(when)
    return f"{d.day} {d:%B}" if d.year == today().year else day(d)


def span(first: date | datetime, last: date | datetime) -> str:
    """9 June; 8 to 29 September; 28 August to 3 September."""
    begins, ends = _day_of(first), _day_of(last)
    if begins == ends:
        return short_day(begins)
    same_month = (begins.year, begins.month) == (ends.year, ends.month)
    return f"{begins.day if same_month else short_day(begins)} to {short_day(ends)}"


def weekday(when: date | datetime) -> str:
    """Monday 19 February 2018."""
    return f"{_day_of(when):%A} {day(when)}"


def month(when: date | datetime) -> str:
    """February 2018."""
    return f"{_day_of(when):%B %Y}"


def short_month(when: date | datetime) -> str:
    """February; with the year where it is another one than this."""
    d = _day_of(when)
    return f"{d:%B}" if d.year == today().year else month(d)


def clock_time(moment: datetime) -> str:
    """10:24."""
    return f"{in_london(moment):%-H:%M}"


def full(moment: datetime) -> str:
    """Monday 19 February 2018, 9:10."""
    return f"{weekday(moment)}, {clock_time(moment)}"


def ago(moment: datetime) -> str:
    """2 days ago, but only within a week; after that the day itself. What is to come is a day, too."""
    seconds = (now() - moment).total_seconds()
    days = (today() - _day_of(moment)).days
    if seconds < -MINUTE or days > 7:
        return short_day(moment)
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return f"{plural(int(seconds // MINUTE), 'minute', figures=True)} ago"
    if days == 0:
        return f"{plural(int(seconds // HOUR), 'hour', figures=True)} ago"
    return "yesterday" if days == 1 else f"{days} days ago"


def saved_at(moment: datetime) -> str:
    """At 10:24; yesterday at 17:42; on 3 March at 9:05."""
    day_of, time = _day_of(moment), clock_time(moment)
    if day_of == today():
        return f"at {time}"
    return f"yesterday at {time}" if day_of == today() - timedelta(days=1) else f"on {short_day(moment)} at {time}"


def from_minute(moment: datetime) -> str:
    """At 14:05, on 27 November at 0:10: the first whole minute that is no earlier."""
    whole = moment.replace(second=0, microsecond=0)
    return saved_at(whole if whole == moment else whole + timedelta(minutes=1))


def iso(when: date | datetime) -> str:
    """For `<time datetime>`: a day, or a moment to the minute with its offset."""
    return in_london(when).isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def number(n: int) -> str:
    """In words up to ten, then 11, 1,024."""
    return TO_TEN[n] if 0 <= n <= 10 else f"{n:,}"


def plural(n: int, one: str, many: str | None = None, *, figures: bool = False) -> str:
    """One update, nine updates, 11 updates, no updates."""
    many = many or IRREGULAR.get(one) or f"{one}s"
    return f"{f'{n:,}' if figures else number(n)} {one if n == 1 else many}"


def sentence(text: str) -> str:
    """With a capital at the beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def people_list(names: Iterable[str], most: int | None = None) -> str:
    """Owen; Owen and Ruth; Owen, Ruth and Ben; Owen, Ruth and six others."""
    named = list(names)
    if most is not None and len(named) > most + 1:
        named = [*named[:most], f"{number(len(named) - most)} others"]
    if len(named) < 2:
        return "".join(named)
    return f"{', '.join(named[:-1])} and {named[-1]}"


def brief(text: str, longest: int = 120) -> str:
    """Its first sentences as far as they fit, else cut at a word: for a line in a list that leads to the whole."""
    if len(text) <= longest:
        return text
    cut = text[: longest + 1]
    stop = max(cut.rfind(mark) for mark in (". ", "? ", "! "))
    if stop > longest // 4:
        return cut[: stop + 1]
    return cut[: cut.rfind(" ")].rstrip(" ,;:–…") + " …"


def size(octets: int) -> str:
    """84 kB, 1.2 MB, as people know it from their files."""
    if octets < 1000:
        return plural(octets, "byte", figures=True)
    if octets < 999_500:
        return f"{round(octets / 1000)} kB"
    return f"{octets / 1_000_000:.1f} MB".replace(".0 MB", " MB")


def register(app: Flask) -> None:
    """Give all of them to templates as filters, and which day it is."""
    dates = (day, short_day, weekday, month, short_month, clock_time, full, ago, saved_at, iso)
    for word in (*dates, number, plural, sentence, people_list, size, brief):
        app.add_template_filter(word)
    app.add_template_global(today, "current_day")
