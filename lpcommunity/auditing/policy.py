"""Who may read the audit record: administrators, and nobody else."""

from lpcommunity.access.reader import Reader


def can_read_record(actor: Reader) -> bool:
    """Whether the actor looks after the installation. What acts on entries tell, auditing.queries decides besides."""
    return "administrator" in actor.roles
