"""What a lead keeps in the short account of their place: one entry, for those who may read it."""
