"""Finding somebody by what they can help with, and keeping what one can help with from the community."""

import pytest


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_is_found_until_they_keep_it_back(fresh_site, windows, sign_in, check_widths, scripts):
    mine, theirs = windows.open(scripts=scripts), windows.open(scripts=scripts)
    sign_in(mine, "bedford-member")
    sign_in(theirs, "hull-lead")
    theirs.goto("/people")
    check_widths(theirs)
    theirs.get_by_label("Can help with").fill("chair evenings")
    theirs.get_by_role("button", name="Show", exact=True).click()
    assert theirs.locator("[data-search-result]").count() == 1
    assert theirs.locator("[data-search-result] mark").all_inner_texts() == ["chairing", "evening"]
    mine.goto("/account/profile")
    mine.get_by_role("checkbox", name="Keep what I can help with from the community").check()
    mine.get_by_role("button", name="Save").click()
    mine.get_by_text("Your profile is saved.").wait_for()
    mine.goto("/account/profile")
    assert mine.get_by_role("checkbox", name="Keep what I can help with from the community").is_checked()
    check_widths(mine)
    theirs.reload()
    assert "Nobody whom you can see fits that" in theirs.locator("main").inner_text()
    theirs.get_by_role("link", name="Show everybody").click()
    theirs.get_by_role("link", name="Amina Rahman").click()
    assert "Can help with" not in theirs.locator("main").inner_text()
    check_widths(theirs)
