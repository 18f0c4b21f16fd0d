"""Pages are sent compressed: a tenth of the time on a phone, for a part of a millisecond here.

zstd where a browser takes it, else gzip, both at a low level: the higher ones cost three times as much for a few per
cent. Guessing a form token from the length of compressed pages (BREACH) needs another site to send many requests as the
same person; our cookies are SameSite.
"""

from flask import Flask
from flask_compress import Compress

SETTINGS = {
    "COMPRESS_ALGORITHM": ["zstd", "gzip"],
    "COMPRESS_ZSTD_LEVEL": 1,
    "COMPRESS_LEVEL": 1,
    "COMPRESS_MIN_SIZE": 1000,  # bytes; below it the headers are most of the answer
    "COMPRESS_STREAMS": False,  # files answer for themselves
    "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": False,  # web.conditional_requests does
    "COMPRESS_MIMETYPES": [
        "text/html", "text/plain", "text/css", "text/calendar", "text/csv", "application/json",
        "application/atom+xml", "application/manifest+json", "image/svg+xml",
    ],
}  # fmt: skip


def register(app: Flask) -> None:
    """Compress as the last thing that happens to a page. Call it before whatever else changes answers."""
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    Compress(app)
