"""What kind of disk a file lies on: shared-memory tricks of the engine work on local disks only."""

from __future__ import annotations

from pathlib import Path

from app.core import windows

REMOTE_KINDS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "fuse.rclone", "davfs"}


MOUNTS = Path("/proc/mounts")


def is_remote(path: Path, mounts: Path = MOUNTS) -> bool:
    """Does the file lie on a network drive?"""
    here = windows.system()
    if here is not None:
        return windows.is_remote(here, str(path.resolve()))
    return _mount_kind(path, mounts) in REMOTE_KINDS


def _mount_kind(path: Path, mounts: Path) -> str:
    """File system of the longest mount point above the path; empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    place = str(path.resolve())
    best, kind = "", ""
    for line in lines:
        parts = line.split()
        if len(parts) > 2:
            point = parts[1].replace("\\040", " ")
            if place.startswith(point.rstrip("/") + "/") and len(point) >= len(best):
                best, kind = point, parts[2]
    return kind
