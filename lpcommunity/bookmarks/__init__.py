"""What people keep for themselves, with a note, and what they mean to read later. Nobody else ever learns of it."""
