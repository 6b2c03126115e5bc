"""
A machine's storage client: storage.py EXPORT MOUNT SICKNESS mounts a directory that all machines share, a pool below it
a subdirectory. Nothing is cached. The file SICKNESS names what is wrong with which pool, a line each, read anew with each
operation, so that what hangs goes on when it is mended:

    POOL hang              nothing returns
    POOL slow SECONDS      everything takes so much longer
    POOL fail              everything is an I/O error
    POOL fail-writes       writing is an I/O error
"""

import errno
import os
import sys
import time

from fusepy import FUSE, FuseOSError, Operations

WRITING = {"create", "write", "truncate", "fsync", "mkdir", "unlink", "rename"}


class Storage(Operations):

    use_ns = True

    def __init__(self, export, sickness):
        self.export = export
        self.sickness = sickness

    def __call__(self, operation, path, *arguments):
        self.suffer(operation, path.split("/")[1])
        try:
            return getattr(self, operation)(self.export + path, *arguments)
        except OSError as failure:
            raise FuseOSError(failure.errno)

    def suffer(self, operation, pool):
        slowed = False
        while True:
            trouble = self.trouble(pool)
            if trouble[0] == "fail" or trouble[0] == "fail-writes" and operation in WRITING:
                raise FuseOSError(errno.EIO)
            if trouble[0] == "slow" and not slowed:
                slowed = True
                time.sleep(float(trouble[1]))
            elif trouble[0] == "hang":
                time.sleep(0.05)
            else:
                return

    def trouble(self, pool):
        with open(self.sickness) as lines:
            for line in lines:
                words = line.split()
                if words and words[0] == pool:
                    return words[1:]
        return ["none"]

    def getattr(self, path, handle=None):
        found = os.lstat(path) if handle is None else os.fstat(handle)
        times = {name: getattr(found, name + "_ns") for name in ("st_atime", "st_mtime", "st_ctime")}
        return times | {name: getattr(found, name) for name in (
            "st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_blocks")}

    def readdir(self, path, handle):
        return [".", "..", *os.listdir(path)]

    def mkdir(self, path, mode):
        os.mkdir(path, mode)

    def open(self, path, flags):
        return os.open(path, flags)

    def create(self, path, mode, fi=None):
        return os.open(path, os.O_RDWR | os.O_CREAT, mode)

    def read(self, path, size, offset, handle):
        return os.pread(handle, size, offset)

    def write(self, path, data, offset, handle):
        return os.pwrite(handle, data, offset)

    def truncate(self, path, length, handle=None):
        os.truncate(path if handle is None else handle, length)

    def fsync(self, path, data_only, handle):
        os.fsync(handle)

    def flush(self, path, handle):
        return 0

    def release(self, path, handle):
        os.close(handle)

    def unlink(self, path):
        os.unlink(path)

    def rename(self, old, new):
        os.rename(old, self.export + new)

    def statfs(self, path):
        found = os.statvfs(path)
        return {name: getattr(found, name) for name in (
            "f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_namemax")}


if __name__ == "__main__":
    FUSE(Storage(sys.argv[1], sys.argv[3]), sys.argv[2], foreground=True, fsname="nfs:/export", subtype="shared",
         direct_io=True, attr_timeout=0, entry_timeout=0, ac_attr_timeout=0)
