"""Statements that touch what is guarded and are not held to the resolver in the common way; each with its reason."""

# Without the resolver's condition in their SQL.
WITHOUT_RESOLVER: dict[str, str] = {
    "notifications.recipients.ENTRY_FACTS": "for the worker, which asks MEANT_FOR for each person it tells; no words",
    "notifications.recipients.CONCERNED": "over people, with MEANT_FOR: tests/notifications/test_recipients.py",
    "notifications.kinds.answered.ANSWER": "for a letter to the author, who may read all of it",
    "notifications.kinds.reflection_waiting.WAITS": "for the worker: where a reflection waits, and none of its words",
    "notifications.kinds.replied.WHO_ANSWERED": "over people: facilitators of today who answered; none of their words",
}

# With it, but whose rows say no entry (a count, a day): tried by a test of their own, named here.
BY_HAND: dict[str, str] = {
    "notifications.queries.UNREAD": "a number of lines: tests/notifications/test_recipients.py",
}
