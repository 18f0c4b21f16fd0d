"""The rows of the table. Importing this brings them all."""

from faults.rows import backups, clocks, databases, disks, documents, forms, mail, processes, rights

__all__ = ["backups", "clocks", "databases", "disks", "documents", "forms", "mail", "processes", "rights"]
