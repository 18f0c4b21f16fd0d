"""What is reported: the copy that goes, who acts on it, and what is hidden until it is changed."""
