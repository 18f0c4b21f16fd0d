"""What people and days do about rhythms: set one, pause, check in, take or pass over a chance, nudge."""
