"""`make faults`: section 4 of PROMISES as a suite. See faults/README.md."""
