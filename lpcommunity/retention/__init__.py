"""How long is kept what is over, and how it goes: in small steps, after its time."""
