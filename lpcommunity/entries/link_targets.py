"""Addresses in texts: what counts as one, and where it really leads, without those who watch on the way."""

import re
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from linkify_it import LinkifyIt
from linkify_it.main import Match

ENDS = [
    "uk",
    "com",
    "org",
    "net",
    "eu",
    "int",
    "wales",
    "cymru",
    "scot",
    "london",
]  # a bare name is an address by these
WATCHERS = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|twclid|ttclid|igshid|yclid|mc_[ce]id|mkt_tok|_hs(?:enc|mi))\Z",
    re.IGNORECASE,
)
# Services that put an address inside theirs: the end of the host, the path, and the value that holds it.
WRAPPERS = (
    (".safelinks.protection.outlook.com", "/", "url"),
    (".safelinks.protection.office365.us", "/", "url"),
    ("statics.teams.cdn.office.net", "/evergreen-assets/safelinks/", "url"),
    ("www.google.com", "/url", "q"),
    ("l.facebook.com", "/l.php", "u"),
)
LONGEST = 2_000  # of one address: what is longer is looked at in part
DEEPEST = 3
MOST_LABELS = 12  # between the full stops of a host
LONGEST_IN_BRACKETS = 300
PIECE = re.compile(r"\S+")


class Links(LinkifyIt):
    """Finds addresses in plain text: http, https, www., bare names that end as ours do, and e-mail addresses."""

    def __init__(self) -> None:
        super().__init__(options={"fuzzy_link": True, "fuzzy_email": True, "fuzzy_ip": False})
        self.tlds(ENDS)
        for unwanted in ("ftp:", "//"):
            self.add(unwanted, None)
        self.add("www.", {"validate": self.length_after_www})
        # Whatever follows an @ may end as it likes.
        self.re["email_fuzzy"] = self.re["tpl_email_fuzzy"].replace("%TLDS%", "[a-z]{2,24}")
        self._bound()
        self.host = re.compile(self.re["src_host_port_strict"] + self.re["src_path"], re.IGNORECASE)

    def _bound(self) -> None:
        """Let each pattern read a host in one way only, and not far: “xn--a.” could be read in two, so that each one
        more doubled the time, and after every “=” all the rest of a text was read as a host.
        """
        letter = self.re["src_pseudo_letter"]
        label = f"(?:{letter}(?:-*{letter}){{0,62}}+)"
        for name in ("link_no_ip_fuzzy", "email_fuzzy", "src_host_port_strict", "src_host_strict", "src_path"):
            bound = self.re[name].replace(self.re["src_domain"], label)
            bound = bound.replace(rf"(?:(?:{label})\.)+", rf"(?:{label}\.){{1,{MOST_LABELS}}}")
            bound = bound.replace(rf"(?:(?:{label})\.)*", rf"(?:{label}\.){{0,{MOST_LABELS}}}")
            for closing in ("\\]", "\\)", "\\}"):
                bound = bound.replace(f").)*{closing}", f").){{0,{LONGEST_IN_BRACKETS}}}{closing}")
            for closing in ('\\"', "\\'"):
                bound = bound.replace(f").)+{closing}", f").){{1,{LONGEST_IN_BRACKETS}}}{closing}")
            self.re[name] = bound

    def test(self, text: str) -> bool:
        """Whether there is an address in this text."""
        return self.match(text) is not None

    def match(self, text: str) -> list[Match] | None:
        """The addresses in this text, looked for between its blanks. What is longer than any is left as it is."""
        found: list[Match] = []
        for piece in PIECE.finditer(text):
            if len(piece[0]) > LONGEST or not self.pretest(piece[0]):
                continue
            for one in super().match(piece[0]) or ():
                one.index += piece.start()
                one.last_index += piece.start()
                found.append(one)
        return found or None

    def length_after_www(self, text: str, pos: int) -> int:
        """How many characters after “www.” belong to an address; none if it is none, or within another."""
        if pos > 4 and text[pos - 5] in ".-/@_":
            return 0
        found = self.host.match(text, pos, min(len(text), pos + LONGEST))
        return len(found[0]) if found else 0

    def normalize(self, match: object) -> None:
        """Complete an address that was found: with https where nothing else was typed."""
        super().normalize(match)
        if match.schema in ("", "www."):  # type: ignore[attr-defined]
            match.url = "https://" + match.raw  # type: ignore[attr-defined]


def target(address: str) -> str:
    """Where this address leads: the one inside it if a service wrapped it, without what only watches who comes, and
    without a name before its host, which nobody needs but who wants another host to be read there.

    What is no http or https is returned as it is; so is what is wrapped in anything but those.
    """
    for _ in range(DEEPEST):
        inside = _unwrapped(address)
        if inside is None:
            break
        address = inside
    return _unwatched(_without_user(address))


def host_of(address: str) -> str:
    """The host to which an address leads, for http, https and e-mail; empty for others."""
    if address[:7].lower() == "mailto:":
        return address.partition("?")[0].rpartition("@")[2].lower()
    parts = _parts(address)
    return ((parts.hostname if parts is not None else None) or "").lower()


def is_same_place(said: str, leads: str) -> bool:
    """Whether a host that is read leads to the one that is said: itself, or a part of it."""
    said, leads = said.removeprefix("www."), leads.removeprefix("www.")
    return leads == said or leads.endswith(f".{said}")


def _without_user(address: str) -> str:
    parts = _parts(address)
    if parts is None or "@" not in parts.netloc:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _unwrapped(address: str) -> str | None:
    parts = _parts(address)
    if parts is None:
        return None
    host = (parts.hostname or "").lower()
    for end, path, name in WRAPPERS:
        if (host.endswith(end) or host == end) and parts.path.startswith(path):
            inside = dict(parse_qsl(parts.query)).get(name, "")
            found = _parts(inside)
            return inside if found is not None and found.hostname and not re.search(r"[\s\x00-\x1f]", inside) else None
    return None


def _unwatched(address: str) -> str:
    parts = _parts(address)
    if parts is None or not parts.query:
        return address
    given = parts.query.split("&")
    kept = [one for one in given if not WATCHERS.match(one.partition("=")[0])]
    return address if kept == given else urlunsplit(parts._replace(query="&".join(kept)))


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None
