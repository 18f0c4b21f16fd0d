"""Looking whether the service is well, part by part, and saying in plain words what is not and what to do."""
