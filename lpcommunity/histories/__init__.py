"""What a programme's history is told in: its file, read line by line, its acts, and what each act finds."""
