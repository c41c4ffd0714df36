# SPDX-License-Identifier: LGPL-2.1-or-later
"""SELinux, and labels of a guest's files."""

from model import Call, OBool, Pathname, RErr, RString, String

CALLS = [
    Call(
        name="setcon", proc=185, since="1.0.67",
        args=[String("context")],
        ret=RErr,
        group="selinux", deprecated_by="selinux_relabel", read_only=True,
        brief="set the daemon's SELinux context",
        errors={"EINVAL": "the kernel's policy does not know the context"},
        doc="""
        The group is available where the appliance's kernel runs with SELinux:
        after C<guestfs_set_selinux> with true, before the launch. No policy
        is loaded there, so what this accepts says little; to label a guest's
        files use C<guestfs_selinux_relabel>, which needs no SELinux.
        """,
    ),
    Call(
        name="getcon", proc=186, since="1.0.67",
        ret=RString("context"),
        group="selinux", deprecated_by="selinux_relabel", read_only=True,
        brief="the daemon's SELinux context",
        doc="""
        C<kernel> as long as no policy is loaded. See C<guestfs_setcon>.
        """,
    ),
    Call(
        name="selinux_relabel", proc=467, since="1.33.43",
        args=[String("specfile"), Pathname("path")],
        optargs=[OBool("force")],
        ret=RErr,
        group="selinuxrelabel",
        brief="label files as a policy wants them",
        doc="""
        Sets the SELinux labels of C<path> and everything below it, as
        C<specfile> says: a file of the guest, such as
        C</etc/selinux/targeted/contexts/files/file_contexts>. Only the type in
        a label is changed where a file has one already, unless C<force> is
        true. Works as L<setfiles(8)>; no SELinux is needed in the appliance.
        """,
    ),
]
