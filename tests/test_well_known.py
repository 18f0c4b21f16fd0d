"""What search engines and people who find a weakness look for."""

from datetime import UTC, datetime, timedelta

from lpcommunity.storage import clock


def test_the_demonstration_and_the_like_are_not_indexed(client):
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text == "User-agent: *\nDisallow: /\n"


def test_of_a_real_service_public_pages_are(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "ENV_NAME", "production")
    shut = [line.removeprefix("Disallow: ") for line in client.get("/robots.txt").text.splitlines()[1:]]
    assert "/sign-in" in shut
    assert not [path for path in shut if "/partnerships/hull".startswith(path)]
    addresses = [rule.rule for rule in app.url_map.iter_rules()]
    assert all(any(address.startswith(path) for address in addresses) for path in shut), "shuts what there is not"


def test_a_weakness_is_reported_to_the_contact(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "CONTACT", "safe@example.org")
    with clock.at(datetime(2026, 11, 26, 9, 30, tzinfo=UTC)):
        answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert fields["Contact"] == "mailto:safe@example.org"
    assert fields["Canonical"] == f"{app.config['PUBLIC_URL']}/.well-known/security.txt"
    until = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < until - datetime(2026, 11, 26, tzinfo=UTC) < timedelta(days=365)


def test_without_a_contact_there_is_no_such_file(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "CONTACT", "")
    assert client.get("/.well-known/security.txt").status_code == 404
