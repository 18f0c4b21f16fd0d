"""What people read when an answer, or a reply to one, is refused."""

from lpcommunity.access.refusal_catalogue import register

SENTENCES = register(
    {
        "reflection-taken-back": "The reflection was taken back while you wrote.",
        "reflection-changed-meanwhile": "The reflection was changed while you wrote.",
        "acknowledged-already": "You have acknowledged this reflection already.",
        "outcome-unknown": "Say whether you invite them to think further",
        "answer-empty": "Write at least one sentence before you send it",
        "moves-too-many": "An answer has at most {most} moves",
        "move-kind-unknown": "Choose what kind of move this is",
        "move-says-nothing": "You quote a passage. Write what you have to say about it",
        "move-too-long": "Your move is {length:,} characters long; it can be at most {most:,}",
        "passage-too-long": "The passage is {length:,} characters long; it can be at most {most:,}",
        "passage-not-found": "These words are not in the text. Copy them exactly as they stand there",
        "prompt-unknown": "Choose one of the questions, or the whole",
        "response-empty": "Write at least a sentence before you send it",
        "reply-too-long": "Your reply is {length:,} characters long; it can be at most {most:,}",
    }
)
