"""The letter of what moved: when it comes and to whom, what it tells its reader, and how it reads (ADR 48)."""
