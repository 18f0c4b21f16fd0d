"""Every folder has a contract that names each of its modules, and the seven kinds stand in one order in all of them.

import-linter (make check) holds the folders to their contracts; here is what it cannot see: a folder without one, or a
list in which the seven stand otherwise than everywhere else.
"""

from collections import Counter

from tests.architecture.contracts import PACKAGE, contracts, lines

SEVEN = [
    {"views", "api", "subscribers"},
    {"forms"},
    {"commands"},
    {"queries"},
    {"policy"},
    {"domain_events"},
    {"models"},
]


def test_every_folder_stands_in_one_contract_that_lists_all_its_modules():
    folders = {f"lpcommunity.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    listed = Counter(container for one in contracts() for container in one["containers"])
    assert set(listed) == folders
    assert {name for name, times in listed.items() if times > 1} == set()
    open_ones = [one["name"] for one in contracts() if not one.get("exhaustive") or one.get("exhaustive_ignores")]
    assert open_ones == []


def test_the_seven_kinds_stand_in_one_order_in_every_folder():
    for contract in contracts():
        order = [kind for line in lines(contract) for kind in range(len(SEVEN)) if SEVEN[kind] & line]
        assert order == sorted(set(order)), contract["name"]
