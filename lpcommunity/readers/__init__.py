"""Who could read an entry, for its author: now and since when, who could until when, and what others see of it."""
