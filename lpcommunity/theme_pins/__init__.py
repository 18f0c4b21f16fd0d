"""What is pinned on a theme with a word why: by the programme team, or a facilitator who works on it."""
