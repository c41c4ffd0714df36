# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: lvm"""

from model import (
    Bool, Call, Device, Int, Mountable, RBool, RErr, RString, RStringList,
    RStructList, String, StringList,
)

CALLS = [
    Call(
        name="is_lv", proc=264, since="1.5.3",
        args=[Mountable("mountable")],
        ret=RBool("lvflag"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="pvcreate", proc=39, since="0.0.8",
        args=[Device("device")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="pvs", proc=9, since="0.0.4",
        ret=RStringList("physvols", of="Device"),
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="pvs_full", proc=12, since="0.0.4",
        ret=RStructList("physvols", "lvm_pv"),
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="pvremove", proc=79, since="1.0.13",
        args=[Device("device")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="pvuuid", proc=222, since="1.0.87",
        args=[Device("device")],
        ret=RString("uuid"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vgcreate", proc=40, since="0.0.8",
        args=[String("volgroup"), StringList("physvols", of="Device")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vgs", proc=10, since="0.0.4",
        ret=RStringList("volgroups"),
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vgs_full", proc=13, since="0.0.4",
        ret=RStructList("volgroups", "lvm_vg"),
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vgremove", proc=78, since="1.0.13",
        args=[String("vgname")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vguuid", proc=223, since="1.0.87",
        args=[String("vgname")],
        ret=RString("uuid"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vg_activate", proc=104, since="1.0.26",
        args=[Bool("activate"), StringList("volgroups")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vg_activate_all", proc=103, since="1.0.26",
        args=[Bool("activate")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vgscan", proc=232, since="1.3.2",
        ret=RErr,
        deprecated_by="lvm_scan",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvm_scan", proc=506, since="1.39.8",
        args=[Bool("activate")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvcreate", proc=41, since="0.0.8",
        args=[String("logvol"), String("volgroup"), Int("mbytes")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvcreate_free", proc=312, since="1.17.18",
        args=[String("logvol"), String("volgroup"), Int("percent")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvs", proc=11, since="0.0.4",
        ret=RStringList("logvols", of="Device"),
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvs_full", proc=14, since="0.0.4",
        ret=RStructList("logvols", "lvm_lv"),
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvremove", proc=77, since="1.0.13",
        args=[Device("device")],
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvuuid", proc=224, since="1.0.87",
        args=[Device("device")],
        ret=RString("uuid"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvm_canonical_lv_name", proc=277, since="1.5.24",
        args=[String("lvname")],
        ret=RString("lv", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lvm_remove_all", proc=48, since="0.0.8",
        ret=RErr,
        group="lvm2",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
