"""The worker as it is, but for its lease: what a killed one held is taken up after 6 seconds, not after 30."""

from datetime import timedelta

from lpcommunity import worker
from lpcommunity.app import create_app

LEASE = timedelta(seconds=6)

if __name__ == "__main__":
    app = create_app()
    with app.app_context():
        worker.run(app, lease=LEASE)
