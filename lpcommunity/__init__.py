"""lpcommunity: where local partnerships act, reflect, are questioned, and act again."""
