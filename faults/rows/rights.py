"""Sessions and rights that end while somebody writes."""

from urllib.parse import quote

from faults.counting import numbers, texts
from faults.findings import Finding, row
from faults.houses import House
from faults.people import SEE_OTHER, come_in, form_of, where
from faults.rows.forms import counted, said


@row("session-ends", "the session ends while somebody writes", "the text is there after signing in again")
def session_ends(house: House) -> Finding:
    """Signed out in another window; then the form is sent."""
    service = house.shared()
    email = house.members[5]
    member = come_in(house, service.port, email)
    token, words = said()
    form = member.form(house.new_update)
    elsewhere = member.twin()
    elsewhere.post("/sign-out", {"csrf_token": form["csrf_token"]})
    refused = member.send(house.new_update, {**form, **words})
    asks = where(refused)
    signed_out = refused.status == SEE_OTHER and asks.startswith("/sign-in")
    page = member.read(refused.headers.get("location", "/sign-in"))
    typed = {**page.fields, "email": email, "password": house.town["password"]}
    inside = member.post("/sign-in", typed)
    back = member.read(inside.headers.get("location", "/home"))
    finding = Finding(f"sent: {refused.status} to {asks}", signed_out)
    finding.require(token in back.text, "the text is not in the form after signing in again")
    posted = member.send(house.new_update, {**form_of(back), **words})
    finding.require(posted.status == SEE_OTHER, f"it cannot be sent then: {posted.status}")
    finding.require(token in member.read(where(posted)).text, "its page does not show it")
    return counted(finding, house, [token], [token])


@row("right-ends", "the right to write here ends while somebody writes", "the words are on a page or in a draft")
def right_ends(house: House) -> Finding:
    """The lead ends a membership."""
    service = house.shared()
    email = house.members[-1]
    member, lead = come_in(house, service.port, email), come_in(house, service.port, house.lead)
    token, words = said()
    form = member.form(house.new_update)
    ending = f"/memberships/{house.town['memberships'][email]}/ending"
    ended = lead.send(ending, lead.form(ending))
    refused = member.send(house.new_update, {**form, **words})
    page = member.read(refused.headers["location"]) if refused.status == SEE_OTHER else refused
    finding = Finding(f"ended: {ended.status}; sent: {refused.status}", texts(house.url)[token] == 0)
    finding.happened = finding.happened and ended.status == SEE_OTHER
    finding.require(token in page.text, "the page that comes back does not have the words")
    like = f"SELECT count(*) FROM draft WHERE spent_at IS NULL AND CAST(fields AS TEXT) LIKE '%{quote(token)}%'"
    [drafts] = numbers(house.url, like)
    finding.require(drafts <= 1, f"{drafts} drafts")
    finding.acknowledged, finding.found = 1, int(token in page.text)
    return finding
