"""What the pages that show several features at once ask of the database."""
