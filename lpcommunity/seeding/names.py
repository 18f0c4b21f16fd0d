"""What people, places, organisations and subjects of the made-up community are called."""

from itertools import product
from random import Random


def _words(listed: str) -> list[str]:
    return listed.split()


FIRST = _words(
    "Aisha Alan Amina Andrew Angela Anita Ben Bridget Bronwen Carol Catherine Chinedu Claire Dafydd Daniel David "
    "Deepa Diane Eleri Elizabeth Emma Farah Fatima Fiona Gareth George Grace Hannah Harpreet Helen Ian Imran "
    "Isobel Jack James Jasmine Jean Joanne John Joseph Karen Kate Kwame Laura Lena Liam Linda Lucy Malik Margaret "
    "Mark Mary Mehmet Michael Mohammed Nadia Neil Nia Nicola Olu Oliver Owen Patricia Paul Peter Priya Rachel "
    "Ravi Rebecca Rhys Robert Rosa Ruth Sam Samira Sarah Sean Shanice Simon Siobhan Sophie Stephen Sunita Susan "
    "Tariq Thomas Tomasz Ursula Vera Victoria William Yasmin Yusuf Zara Zoe"
)
LAST = _words(
    "Adams Ahmed Ali Allen Anderson Bailey Baker Banerjee Barnes Begum Bell Bennett Brennan Brown Burton Carter "
    "Chaudhry Clarke Collins Cooper Cox Davies Dixon Edwards Ellis Evans Fernandes Fisher Foster Fox Gibson Gill "
    "Graham Gray Green Griffiths Hall Harris Harrison Hill Holmes Hughes Hussain Iqbal Jackson James Jenkins "
    "Johnson Jones Kaur Kelly Khan King Knight Kowalski Lewis Lloyd Marshall Martin Mason Matthews Mensah Mills "
    "Mitchell Moore Morgan Morris Murphy Murray Nowak Okafor Osei Owen Palmer Parker Patel Phillips Powell Price "
    "Quinn Rahman Reid Reynolds Richards Roberts Robinson Rogers Russell Scott Shah Shaw Simpson Singh Smith "
    "Stevens Stewart Sutton Taylor Thomas Thompson Turner Walker Walsh Ward Watson White Williams Wilson Wood "
    "Wright Young"
)
JOBS = (
    "Head of strategy", "Policy officer", "Public health registrar", "Research fellow", "Senior lecturer",
    "Community development worker", "Transformation lead", "Programme manager", "Housing officer",
    "Service designer", "Economic development officer", "Professor of social policy", "Volunteer lead",
)  # fmt: skip
HELPS_WITH = (
    "", "", "", "Reading bus data without a statistician", "Talking with people who never come to meetings",
    "Contracts with universities, and how they go wrong", "Writing for people who have two minutes",
    "Evaluation on a small budget", "Getting three IT departments to share one sheet",
)  # fmt: skip
TOWNS = _words(
    "Aldbury Ashmere Barrow Beckford Belmont Bexhill Blackwater Brackley Bramhope Brigsteer Calderdale Camborne "
    "Carlow Castleford Chelmer Cleveden Colne Corby Craven Dalton Deeping Denholme Derwent Dunmore Eastleigh "
    "Edenbridge Elmley Fareham Fenwick Garstang Glenfield Goole Halewood Harwich Hatherley Haydon Hexley Holme "
    "Humber Kelso Kennet Kesteven Kirkby Langport Ledbury Lindale Lynmouth Malvern Marsden Medway Mendip Morpeth "
    "Nene Newbold Norbury Oakham Otley Oxley Penrith Pickering Quantock Ribble Romsey Rossendale Ryedale Saltash "
    "Selby Severn Sheppey Solway Stannington Swale Tamar Tendring Thirsk Torridge Trent Tyneham Ulverston Waveney "
    "Wensley Whitby Wirral Witham Wrekin Yarrow"
)
SHAPES = ("{}", "North {}", "South {}", "Greater {}", "{} Valley", "{} and the Coast", "East {}", "{} Rural", "West {}")
ORGANISATIONS = (
    ("{} Council", "council"), ("University of {}", "university"), ("{} NHS Trust", "nhs"), ("{} Chamber", "business"),
    ("{} Voluntary Action", "charity"), ("{} Combined Authority", "combined-authority"),
)  # fmt: skip
THEMES = (
    "Ageing well", "Air quality", "Arts and health", "Child poverty", "Climate", "Community wealth", "Digital health",
    "Early years", "Food", "Good work", "High streets", "Homelessness", "Housing retrofit", "Inclusive growth",
    "Isolation", "Mental health", "Migration", "Obesity", "Prevention", "Public trust", "Rural transport",
    "Skills", "Social care", "Young people",
)  # fmt: skip
MILESTONES = (
    "Agree the question", "Baseline survey in", "First ten households", "Pilot open", "Data sharing signed",
    "Half-way review", "Findings to the board", "Second site open", "Handover to the services", "Final report",
)  # fmt: skip


def people(dice: Random, number: int) -> list[str]:
    """So many names of people. In a large community some are shared, as in life."""
    return [f"{dice.choice(FIRST)} {dice.choice(LAST)}" for _ in range(number)]


def places(dice: Random, number: int) -> list[str]:
    """So many names of places, each different."""
    named = [shape.format(town) for shape, town in product(SHAPES, TOWNS)]
    named += [f"{one} and {other}" for one, other in product(TOWNS, TOWNS) if one < other]
    if number > len(named):
        raise ValueError(f"There are names for {len(named):,} places.")
    return dice.sample(named[: max(number, len(TOWNS))], number)
