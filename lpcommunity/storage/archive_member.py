"""The members of a tar archive that somebody else may have made: plain files with short headers, and nothing else.

Headers that tell more of a member (its long name, its exact time) are read whole by tarfile, and slowly where they are
long; one that claims to be sparse is a file in pieces. Ours are never long, and never in pieces.
"""

import tarfile

LONGEST_HEADER = 16 * 1024
PLAIN = {tarfile.REGTYPE, tarfile.AREGTYPE}
HEADERS = {
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
}  # fmt: skip


class PlainMember(tarfile.TarInfo):
    """A member of an archive, refused (tarfile.ReadError) before tarfile reads more of it than its first block."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        # tarfile has no other place to look at a header before what it announces is read.
        if self.type in HEADERS and self.size > LONGEST_HEADER:
            raise tarfile.ReadError("a header longer than any of ours")
        if self.type not in HEADERS | PLAIN:
            raise tarfile.ReadError("no plain file")
        found: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        if found.issparse():
            raise tarfile.ReadError("a file in pieces")
        return found
