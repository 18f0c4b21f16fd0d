"""The full addresses that stand in e-mails."""

from flask import current_app


def absolute_url(path: str) -> str:
    """The full address of a path, by PUBLIC_URL and nothing else."""
    return f"{current_app.config['PUBLIC_URL']}{path}"
