"""Migrations meet databases that begin empty."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A plain connection beside the one that migrates."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.fixture
def connect():
    """`with connect(url) as connection:`"""
    return connected
