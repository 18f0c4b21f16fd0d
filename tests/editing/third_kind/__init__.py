"""A third kind of entry, which only this test has: a visit to another place. All that is known of it stands in here."""
