"""What people of the made-up community write: sentences to be put together. `{}` is filled from FILLERS."""

FILLERS = (
    "the housing team", "two practice nurses", "the bus operator", "the market traders", "our university partners",
    "the youth council", "the library", "a retired engineer from the estate", "the parish clerks", "the food bank",
    "the hospital's discharge team", "the head of the primary school", "the allotment society", "the job centre",
    "the finance director", "the street wardens", "three families on the estate", "the faith forum", "the tenants",
    "the community centre", "the data team", "the carers' group", "our lead member", "the voluntary sector",
)  # fmt: skip
HAPPENED = (
    "We met {} on Tuesday, for the first time without an agenda.",
    "The survey came back: 214 answers, most of them from people who have never written to us before.",
    "{} agreed to share figures by week instead of by quarter, which changes what we can see.",
    "Half of those we had invited came; those who stayed away told us more than those who came.",
    "We walked the route with {} and counted eleven kerbs that no wheelchair gets over.",
    "The first ten households have their visit behind them, and nine would have it again.",
    "The data sharing agreement is signed at last, after *five* months and fourteen drafts.",
    "{} could not send anybody, so we moved the workshop to their canteen and had a full room.",
    "Attendance at the evening sessions went from 12 to 31 since we moved them to the school.",
    "Nobody had asked {} before, and they had been measuring the same thing for three years.",
    "We spent **£1,840** of the £5,000 for small grants; the smallest, £60 for a kettle, did the most.",
    "A second site opens on the third of the month, in the old bank.",
    "The contractor is late by two weeks because of the damp in the ground floor.",
    "{} will take the drop-in over in the spring and asked for a month of doing it side by side.",
    "Referrals have doubled, mostly by word of mouth; the leaflet brought two people.",
    "We stopped the app trial. People rang instead, and that turned out to be the service.",
    "The board asked what it costs for each person, and for once we could say: £38.",
    "{} drew the map of who speaks with whom. It has a hole where we thought we stood.",
    "There were questions about the winter that we could not answer yet.",
    "The figures for the ward are better than last year's, though within what chance alone would do.",
)
NEXT = (
    "Next we ask {} what they would stop doing.",
    "By the end of the month there will be a short paper for the board.",
    "We would like to hear from places that have tried this with less money.",
    "Whoever wants to see it for themselves is welcome on a Thursday.",
    "If it holds for another six weeks, we open the second group.",
    "{} and we will look at the numbers again after Easter.",
    "The next meeting is at the library, with tea from half past nine.",
    "Until then we keep it small and write down what breaks.",
)
THOUGHT = (
    "I had expected {} to say no, and prepared for that so well that I nearly talked them out of a yes.",
    "Looking back, the decision was made in the car park, and the meeting only confirmed it.",
    "What stung was that {} had told us this in the first month and we wrote it down as a detail.",
    "I notice that I explain the programme when I am unsure, and ask questions when I am not.",
    "We measured what was easy to count, and then believed it because it had decimals.",
    "It was good that nobody filled the silence; after a minute {} said what the matter was.",
    "My own part in it: I promised a date that was not mine to promise.",
    "It went better where we had a person with a name, and worse where we had a process.",
    "I felt relieved when it failed, which says something about how much I had believed in it.",
    "Perhaps trust grows from small things kept, such as sending the notes on the same day.",
    "{} heard “pilot” as “this will be gone by summer”, and for good reason.",
    "We were two professions using one word, *outcome*, for different things.",
    "I would do the first visit alone again, and the second never.",
    "If I am honest, the plan was for us and the timetable was for the funder.",
    "It surprised me how much changed when {} chose the room.",
    "The rule of thumb that I take from it: ask who loses an hour if this works.",
)
TRY = (
    "Next time I will ask {} to chair, and take the notes myself.",
    "I will try one week without sending anything, and see who misses it.",
    "Before the next session each of us writes down what we think the others want.",
    "We test it on one street first, and say beforehand what would prove us wrong.",
    "I will ring {} instead of writing, and ask one question only.",
)
TITLES = (
    "First visits are done", "What the survey says", "A yes from {}", "Two weeks late, and why", "The second site",
    "Small grants: what £60 can do", "Who came, and who did not", "Numbers for the spring", "A walk with {}",
    "The agreement is signed", "Evenings work better", "We stopped the app", "Handing over to {}", "Winter plans",
    "A hole in our map", "Half-way", "What it costs for each person", "Back from the board", "Tea at half past nine",
    "More referrals than expected", "A quiet month", "The question has changed", "Asking {} first", "Open on Thursdays",
)  # fmt: skip
LOOKED_BACK = (
    "The meeting with {}", "A date I should not have promised", "When nobody came", "What silence is good for",
    "Pilot is a loaded word", "One word, two meanings", "The car park decision", "Why I was relieved",
    "On being told off",
    "The room that {} chose", "Counting what is easy", "Our third session", "After the board", "What I did not ask",
)  # fmt: skip
REASONS = (
    "The contractor is late, and with him the opening.", "Two of four posts are empty until April.",
    "We still wait for the data.", "Fewer people came than we need to learn anything.",
)  # fmt: skip
HELP = (
    "Has somebody a data sharing agreement that three lawyers have read already?",
    "How do you keep people coming in winter?", "Who has handed a service over to volunteers, and would tell us how?",
)  # fmt: skip
MOVES = {
    "challenging": "What would {} say if they read this, and what would you have to change then?",
    "supportive": "You stayed in the room when it was hard. That is why they talked to you afterwards.",
    "catalytic": "What was the moment at which you knew? Tell it a little more slowly.",
    "informative": "There is a short paper on this by people who worked with {}; the second half is the useful one.",
    "prescriptive": "Try it with two people before you try it with twenty, and write down what you expect.",
    "cathartic": "It sounds as if this cost you more than the page says. There is room for that here.",
}
REPLIES = (
    "That question stayed with me all week. I think the answer is that I did not want to know.",
    "Thank you. I asked {}, and they laughed: they had been waiting for it.",
    "I tried it with two people. One of them told me what the other would not.",
    "Yes. It was the moment when the chair put the pen down.",
)
REMARKS = (
    "We had the same with {}, and it was the time of day.", "Who rings whom, if somebody cannot come?",
    "Could we see the list, before {} does?", "I will ask {} on Thursday.", "That is our experience as well.",
    "Not here. {} said the opposite, twice.", "Thank you for writing down what went wrong.",
    "How many of them came a second time?", "{} would like to come and see it.", "What did it cost, in the end?",
    "I was there, and remember it a little differently.", "Have you tried it without the leaflet?",
)  # fmt: skip
CLOSED_BECAUSE = (
    "It goes on at our next meeting.", "This is decided; thank you all.", "It moved to the update after this one.",
)  # fmt: skip
FACTS = (
    "Baseline\n\n- {}: every second week\n- the figures: at the end of the month\n- nothing before the school holidays"
)
