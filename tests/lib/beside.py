# SPDX-License-Identifier: GPL-2.0-or-later
"""An image that the library shows at mnt, for calls of the API beside it."""
import ctypes
import threading

L = ctypes.CDLL("libguestfs.so.0")
L.guestfs_create.restype = ctypes.c_void_p
L.guestfs_debug.restype = ctypes.c_char_p
END = ctypes.c_int(-1)


def show(image, *options):
    """Mount it read-only; options are guestfs_mount_local's. A handle, and
    what ends the mount."""
    g = ctypes.c_void_p(L.guestfs_create())
    assert L.guestfs_add_drive_ro(g, image) == 0
    assert L.guestfs_launch(g) == 0
    assert L.guestfs_mount_ro(g, b"/dev/sda", b"/") == 0
    assert L.guestfs_mount_local(g, b"mnt", *options, END) == 0
    t = threading.Thread(target=L.guestfs_mount_local_run, args=(g,),
                         daemon=True)
    t.start()

    def end():
        L.guestfs_umount_local(g, END)
        t.join()

    return g, end
