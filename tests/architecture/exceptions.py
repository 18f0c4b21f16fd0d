"""Statements that touch what is guarded and are not held to the resolver in the common way; each with its reason."""

LET_IN = "asked with the id of an entry that a statement with the resolver in it has found for this reader just before"
OWN = "one's own: found by who wrote it, and readable to oneself whatever becomes of what it belongs to"
INSIDE = "asked by a command inside its transaction, after the right was checked; what it answers is shown to nobody"
OVER = "for the worker and `lpcommunity tidy`, which let go of what is over"

# Without the resolver's condition in their SQL.
WITHOUT_RESOLVER: dict[str, str] = {
    "entries.activity.NEWEST_FOR_COMMUNITY": f"{INSIDE}; a place keeps the day, which the community may see",
    "entries.activity.NEWEST_FOR_PUBLIC": f"{INSIDE}; a place keeps the day, which anybody may see",
    "entries.policy.OPENED": "part of the predicate: whether its author opened an entry to this reader; no words",
    "entries.readership.CONFIDANTS": f"{LET_IN}; over people, with CONFIDED_TO",
    "reviews.unanswered.STILL_CLOSED": f"{INSIDE}: what waits where somebody has come, for the command that opens it",
    "reviews.prospects.FIRST_ANSWER": "for the worker: whether something waits, said to its author alone; no words",
    "reviews.prospects.WAITING": f"{OWN}; for the worker: whether something waits, said to its author; no words",
    "reviews.prospects.READ_BY": "for the worker: which facilitators can answer what waits, said to its author",
    "openings.queries.REACHED": "for the worker: who is told that a facilitator goes, since their words reach them",
    "openings.queries.TO_BE_TOLD": "for the worker: who is told of a facilitator, since they confided something there",
    "notifications.recipients.CONFIDANTS": "over people, with CONFIDED_TO: tests/notifications/test_recipients.py",
    "thanks.queries.FIRST_THANKS": f"{LET_IN}; policy.can_see_names decides",
    "reviews.pending_answers.ANSWERS": OWN,
    "attachments.queries.OF_ENTRY": LET_IN,
    "attachments.queries.OF_VERSION": f"{LET_IN}, and whose version policy.can_read_revision opens",
    "attachments.queries.WRITTEN_FOR": f"{LET_IN}; attachments.policy.can_open decides, version by version",
    "attachments.queries.PENDING": OWN,
    "attachments.queries.PENDING_FILE": OWN,
    "attachments.queries.COUNT_PENDING": OWN,
    "reflections.queries.TIED_MILESTONES": f"{LET_IN}; milestones are for everybody",
    "reflections.queries.TIES": f"{INSIDE}; what is tied is named through ON_RECORD",
    "updates.queries.THEMES_CARRIED": f"{LET_IN}; themes are for everybody",
    "reviews.answers.OUTCOMES": INSIDE,
    "reviews.answers.LATEST_BEGINNING": INSIDE,
    "reviews.answers.CONFIDANT_THEN": "over people, with CONFIDED_TO: whether it is no news to this reader",
    "reviews.answers.OWN_ANSWER": OWN,
    "reviews.answers.OWN_MOVES": OWN,
    "reviews.answers.OWN_ANSWERS": OWN,
    "reviews.queries.LAST_ANSWER": OWN,
    "reviews.waiting_overview.WAITING_IN": "where something waits and since when, for the programme team; nothing else",
    "reviews.waiting_overview.LONGEST_WAITING": "the same, and how many",
    "reviews.waiting_overview.FIRST_WAITING": "the same of some places: that something waits, and since when",
    "notifications.recipients.ENTRY_FACTS": "for the worker, which asks MEANT_FOR for each person it tells; no words",
    "following.recipients.CONCERNED": "over people, with MEANT_FOR: tests/notifications/test_recipients.py",
    "following.recipients.HOW_MANY": "the same, counted, of an entry to come: tests/notifications/test_recipients.py",
    "notifications.kinds.answered.ANSWER": "for a letter to the author, who may read all of it",
    "notifications.kinds.reflection_waiting.WAITS": "for the worker: where a reflection waits, and none of its words",
    "notifications.kinds.replied.WHO_ANSWERED": "over people: facilitators of today who answered; none of their words",
    "retention.rules.FOUND[read-notifications]": f"{OVER}: numbers of lines",
    "retention.rules.FOUND[unread-notifications]": f"{OVER}: numbers of lines",
    "retention.rules.FOUND[events]": f"{OVER}: numbers of events that no line names",
    "retention.rules.FOUND[form-files]": f"{OVER}: numbers of files",
    "retention.rules.NUMBER[read-notifications]": f"{OVER}: how many",
    "retention.rules.NUMBER[unread-notifications]": f"{OVER}: how many",
    "retention.rules.NUMBER[events]": f"{OVER}: how many",
    "retention.rules.NUMBER[form-files]": f"{OVER}: how many",
    "doctor.queries.NEWEST_FILES": "for the operator: of the newest files, how many are on the disk; no name, no entry",
    "retention.stored_files.NAMED": f"{OVER}: of keys that lie on the disk, those that some row names",
    "notifications.kinds.left_there.WHO_ANSWERED": "the same, of a round that its author leaves where it is",
}

# With it, but whose rows say no entry (a count, a day): tried by a test of their own, named here.
BY_HAND: dict[str, str] = {
    "entries.queries.VERSIONS": "each version has readers of its own: tests/entries/test_policy.py",
    "invitations.queries.COUNTS": "how many of each kind a newcomer may read: tests/invitations/test_welcome_counts.py",
    "reviews.queries.HOW_MANY_WAIT": "how long one's own queue is: tests/reviews/test_queue.py",
    "reviews.queries.OWN_PLACES": "a day for each place that one facilitates: tests/reviews/test_queue.py",
    "auditing.queries.EVERYTHING": "acts; one on an entry is masked or left out: tests/auditing/test_queries.py",
    "auditing.queries.OF_PERSON": "the same of a person: tests/auditing/test_queries.py",
    "auditing.queries.OF_PLACE": "the same of a place: tests/auditing/test_queries.py",
    "auditing.queries.OF_ACT": "the same of an act: tests/auditing/test_queries.py",
    "notifications.queries.UNREAD": "a number of lines: tests/notifications/test_recipients.py",
}
