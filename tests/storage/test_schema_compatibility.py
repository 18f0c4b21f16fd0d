"""Which version serves which database."""

import pytest

from lpcommunity.storage import migrations, schema_compatibility, upgrades
from lpcommunity.storage.migrations import MigrationFailed, Step
from lpcommunity.storage.schema_compatibility import Fit, fits
from lpcommunity.storage.upgrades import Plan

HEAD = "0017"


@pytest.mark.parametrize(
    ("applied", "oldest", "fit"),
    [
        (None, None, Fit.OLDER),
        ("0016", None, Fit.OLDER),
        ("0017", None, Fit.SERVES),
        ("0017", "0017", Fit.SERVES),
        ("0019", "0016", Fit.SERVES),
        ("0019", "0017", Fit.SERVES),
        ("0019", "", Fit.SERVES),
        ("0019", "0018", Fit.NEWER),
        ("0019", None, Fit.NEWER),
    ],
)
def test_a_version_serves_its_own_tables_and_those_that_only_expanded_since(applied, oldest, fit):
    assert fits(applied, oldest, HEAD) is fit


def test_the_database_says_what_code_must_know(bare_database):
    assert schema_compatibility.fit_of(bare_database) is Fit.OLDER
    migrations.upgrade(bare_database, "0016")
    assert schema_compatibility.fit_of(bare_database) is Fit.OLDER
    migrations.upgrade(bare_database)
    assert schema_compatibility.fit_of(bare_database) is Fit.SERVES
    with migrations.connected(bare_database) as connection:
        assert connection.scalar(schema_compatibility.TABLE.select()) == "0047"  # 0048 says so
    migrations.downgrade(bare_database, "0017")
    with migrations.connected(bare_database) as connection:
        assert connection.scalar(schema_compatibility.TABLE.select()) == "0017"


EXPANDS, CONTRACTS = Step("0018", "More", None), Step("0019", "Less", "0018")


def test_a_service_is_stopped_for_what_breaks_the_version_that_the_tables_belong_to():
    assert Plan("0017", (EXPANDS, CONTRACTS)).breaking == (CONTRACTS,)
    assert Plan("0017", (EXPANDS,)).breaking == ()
    assert Plan("0018", (CONTRACTS,)).breaking == ()
    assert Plan(None, (EXPANDS, CONTRACTS)).breaking == (), "where nothing is, nothing can be running"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("0017", "at 0017, and the version that served it until now goes on"),
        ("0018", "at 0018, and the version that served it until now goes on"),
        ("0019", "at 0019. Versions that do not know revision 0018 no longer fit it"),
    ],
)
def test_whoever_upgrades_is_told_what_holds_after_a_failure(monkeypatch, at, told):
    last = Step("0020", "Still more", None)

    def fail(_url, *, tell):
        tell("Changing tables, steps", 1, 2)
        raise MigrationFailed(last, at, "no such column")

    monkeypatch.setattr(migrations, "upgrade", fail)
    plan = Plan("0017", (EXPANDS, CONTRACTS, last))
    with pytest.raises(upgrades.NotUpgraded) as failed:
        upgrades.perform("sqlite://", plan, stopped=True)
    assert str(failed.value).startswith("Step 0020 (Still more) could not be done: no such column. ")
    assert told in str(failed.value)
