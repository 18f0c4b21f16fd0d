"""Links with something glued to them, and paths that are nothing but glue."""

import time

import pytest


@pytest.mark.parametrize("path", ["/" + "." * 300_000 + "x", "/" + ".)" * 400 + "x", "/" + ",/" * 150_000])
def test_a_path_of_glue_is_answered_at_once(app, path):
    with app.test_request_context(path):
        started = time.process_time()
        app.preprocess_request()
        assert time.process_time() - started < 2
