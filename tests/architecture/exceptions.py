"""Statements that touch what is guarded and are not held to the resolver in the common way; each with its reason."""

# Without the resolver's condition in their SQL.
WITHOUT_RESOLVER: dict[str, str] = {}

# With it, but whose rows say no entry (a count, a day): tried by a test of their own, named here.
BY_HAND: dict[str, str] = {}
