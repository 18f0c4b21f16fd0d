"""What people read when something cannot be said below an entry."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "comment-empty": "Write at least a few words before you post it",
        "comment-too-long": "Your comment is {length:,} characters long; it can be at most {most:,}",
        "comment-changed-meanwhile": "You changed this comment elsewhere while you wrote.",
        "comment-withdrawn-meanwhile": "What you reply to was withdrawn while you wrote. You can say it as a comment "
        "of its own",
        "comment-hidden-meanwhile": "What you reply to is hidden for now. You can say it as a comment of its own",
        "conversation-closed": "This conversation was closed while you wrote. Your words are kept as a draft",
        "comment-narrows-replies": "Fewer people can read this now, and others have replied. Changed, your comment "
        "would take their replies along. Your words are kept as a draft: say them in a comment of their own",
        "quote-not-found": "The words that you quote are not in the text any more. Select them again, or leave them "
        "out",
        "quote-too-long": "The words that you quote are {length:,} characters long; they can be at most {most:,}",
        "closing-reason-missing": "Say in a few words why you close it",
        "closing-reason-too-long": "The reason is {length:,} characters long; it can be at most {most:,}",
    }
)
