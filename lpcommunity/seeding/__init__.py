"""Made-up communities of any size, to measure the software with. Nothing here is needed to run it."""
