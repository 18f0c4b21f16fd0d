"""What tests stand on: databases, a browser, a running server. Tests themselves meet it as fixtures only."""
